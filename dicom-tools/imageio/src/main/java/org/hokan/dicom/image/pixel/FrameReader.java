package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * The frames of an object in a file, read one at a time: no more than one frame is in memory. Two
 * forms are an exception, since their bytes do not lie in the file as they are to be read: Deflated
 * and Big Endian data sets are held whole.
 *
 * <p>Thread-safe. Closing it closes the file.
 */
public final class FrameReader implements AutoCloseable {
  private final FileChannel channel;
  private final FrameIndex index;

  private FrameReader(FileChannel channel, FrameIndex index) {
    this.channel = channel;
    this.index = index;
  }

  /**
   * Opens a file and finds its frames; reads the attributes and the fragments' headers.
   *
   * @throws PixelDataException when it has no pixel data, or its frames cannot be told apart
   * @throws org.hokan.dicom.data.DataSetException when it is no DICOM object
   */
  public static FrameReader open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FrameReader(channel, FrameIndex.of(channel, 0, channel.size()));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Finds the frames of an object in a part of a file.
   *
   * @param channel closed with this reader; its own position is not used
   * @param offset where the object (with its preamble) starts, in bytes
   * @param length bytes
   */
  public static FrameReader of(FileChannel channel, long offset, long length) throws IOException {
    return new FrameReader(channel, FrameIndex.of(channel, offset, length));
  }

  /** How frames of encapsulated data are told apart. */
  public enum Separation {
    /** Native data: every frame has the same length. */
    NATIVE,
    /** The Extended Offset Table (PS3.3 §C.7.6.3.1.8). */
    EXTENDED_OFFSET_TABLE,
    /** The Basic Offset Table (PS3.5 §A.4). */
    BASIC_OFFSET_TABLE,
    /** All fragments are one frame, or there is one for each. */
    COUNT,
    /** The codestreams' own start markers. */
    START_MARKERS;

    /** In words, as for reports. */
    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The attributes, without the pixel data. */
  public DataSet attributes() {
    return index.attributes();
  }

  /** The Image Pixel attributes. */
  public ImagePixel image() {
    return index.image();
  }

  /** The transfer syntax, as the file says or as it was found to be. */
  public TransferSyntax transferSyntax() {
    return index.transferSyntax();
  }

  /** The number of frames, 1 or more. */
  public int frameCount() {
    return index.image().frames();
  }

  /** How frames are told apart. */
  public Separation separation() {
    return index.separation();
  }

  /** The number of fragments; none where the data is native. */
  public Optional<Integer> fragmentCount() {
    return index.fragmentCount();
  }

  /**
   * How long a frame is in the file, in bytes, padding included.
   *
   * @param frame counted from 0
   */
  public long frameLength(int frame) {
    return index.location(checked(frame)).length();
  }

  /**
   * One frame, as its transfer syntax has it: a codestream, or native cells from their first bit
   * on. Little endian in any case.
   *
   * @param frame counted from 0
   * @throws PixelDataException when the file ends before it
   */
  public byte[] frame(int frame) throws IOException {
    return index.location(checked(frame)).read(channel);
  }

  private int checked(int frame) {
    if (frame < 0 || frame >= frameCount()) {
      throw new PixelDataException(
          "frame %d (expected: 0 to %d)".formatted(frame, frameCount() - 1));
    }
    return frame;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
