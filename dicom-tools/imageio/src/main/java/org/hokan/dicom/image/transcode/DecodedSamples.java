package org.hokan.dicom.image.transcode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.PixelDataException;

/** The samples of an object, decoded by a thread of its own while they are read. */
final class DecodedSamples implements AutoCloseable {
  private static final int PIPE = 1 << 16;
  private static final int HEADER = 12;

  private final PipedInputStream decoded;
  private final CompletableFuture<Void> decoding;
  private final InputStream samples;
  private final ImagePixel image;

  private DecodedSamples(
      PipedInputStream decoded,
      CompletableFuture<Void> decoding,
      InputStream samples,
      ImagePixel image) {
    this.decoded = decoded;
    this.decoding = decoding;
    this.samples = samples;
    this.image = image;
  }

  /** Begins to decode a Part 10 object. */
  static DecodedSamples of(Transcoder transcoder, InputStream object) throws IOException {
    PipedInputStream decoded = new PipedInputStream(PIPE);
    PipedOutputStream to = new PipedOutputStream(decoded);
    CompletableFuture<Void> decoding = new CompletableFuture<>();
    Thread decoder =
        new Thread(() -> decode(transcoder, object, to, decoding), "transcode-compare");
    decoder.setDaemon(true);
    decoder.start();
    try {
      Part10File file = Part10.open(new BufferedInputStream(decoded, PIPE));
      DataSetReader reader = new DataSetReader(file.dataSet(), file.transferSyntax());
      DataSet head = reader.readHead();
      InputStream rest = reader.rest();
      byte[] header = rest.readNBytes(HEADER);
      boolean pixels =
          header.length == HEADER
              && ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt()
                  == Integer.rotateLeft(Tag.PixelData, 16);
      if (!pixels) {
        throw new TranscodingException(
            TranscodingException.Reason.OBJECT, "no Pixel Data (expected: an image)");
      }
      return new DecodedSamples(decoded, decoding, rest, ImagePixel.of(head));
    } catch (IOException | RuntimeException e) {
      decoded.close();
      throw cause(decoding, e);
    }
  }

  private static void decode(
      Transcoder transcoder,
      InputStream object,
      PipedOutputStream to,
      CompletableFuture<Void> decoding) {
    try (to) {
      transcoder.transcode(
          object, to, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TranscodingOptions.LOSSLESS);
      decoding.complete(null);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      decoding.completeExceptionally(e);
    }
  }

  /** What went wrong at first: the end of a pipe is only a consequence. */
  private static IOException cause(CompletableFuture<Void> decoding, Exception seen) {
    if (decoding.isCompletedExceptionally()) {
      try {
        decoding.join();
      } catch (CompletionException | CancellationException e) {
        return new IOException("cannot be decoded: " + e.getMessage(), e);
      }
    }
    return seen instanceof IOException failure
        ? failure
        : new IOException("cannot be decoded: " + seen.getMessage(), seen);
  }

  int largestDifference(DecodedSamples other) throws IOException {
    requireAlike(other.image);
    byte[] one = new byte[PIPE];
    byte[] two = new byte[PIPE];
    long left = image.frameLengthBytes() * image.frames();
    int largest = 0;
    try {
      while (left > 0) {
        int count = (int) Math.min(PIPE, left);
        boolean whole =
            samples.readNBytes(one, 0, count) == count
                && other.samples.readNBytes(two, 0, count) == count;
        if (!whole) {
          throw new PixelDataException("%d bytes missing (expected: none)".formatted(left));
        }
        largest = Math.max(largest, largest(one, two, count));
        left -= count;
      }
    } catch (IOException | RuntimeException e) {
      throw cause(decoding, cause(other.decoding, e));
    }
    return largest;
  }

  private int largest(byte[] one, byte[] two, int count) {
    int largest = 0;
    int step = image.bitsAllocated() / 8;
    for (int at = 0; at < count; at += step) {
      largest = Math.max(largest, Math.abs(sample(one, at, step) - sample(two, at, step)));
    }
    return largest;
  }

  private int sample(byte[] bytes, int at, int step) {
    int unused = Integer.SIZE - image.bitsStored();
    int value = step == 1 ? bytes[at] & 0xFF : (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
    return image.signed() ? value << unused >> unused : value << unused >>> unused;
  }

  private void requireAlike(ImagePixel other) {
    boolean alike =
        image.rows() == other.rows()
            && image.columns() == other.columns()
            && image.frames() == other.frames()
            && image.samplesPerPixel() == other.samplesPerPixel()
            && image.bitsAllocated() == other.bitsAllocated()
            && image.bitsStored() == other.bitsStored()
            && image.signed() == other.signed()
            && image.photometricInterpretation().equals(other.photometricInterpretation())
            && image.planar() == other.planar()
            && image.highBit() == other.highBit()
            && (image.bitsAllocated() == 8 || image.bitsAllocated() == 16);
    if (!alike) {
      throw new TranscodingException(
          TranscodingException.Reason.OBJECT,
          "%s beside %s (expected: pictures of one form, of 8 or 16 bits)".formatted(image, other));
    }
  }

  /** Ends the decoder, if it still runs. */
  @Override
  public void close() throws IOException {
    decoded.close();
  }
}
