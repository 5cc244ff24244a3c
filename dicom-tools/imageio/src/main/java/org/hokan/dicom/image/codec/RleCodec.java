package org.hokan.dicom.image.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * RLE Lossless (PS3.5 Annex G): a segment for each byte of each sample, the most significant byte
 * first; one segment of packed bits where a sample is a bit.
 */
final class RleCodec implements FrameCodec {
  private static final int HEADER = 64;
  private static final int MOST_SEGMENTS = 15;
  private static final Set<TransferSyntax> SYNTAXES = Set.of(TransferSyntax.RLE_LOSSLESS);
  private static final Facts FACTS = Facts.portable("RLE", "Hokan", SYNTAXES, SYNTAXES);

  @Override
  public Facts facts() {
    return FACTS;
  }

  @Override
  public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
    boolean packed = image.bitsAllocated() == 1;
    int bytes = Math.max(1, image.bitsAllocated() / 8);
    int stride = image.samplesPerPixel() * bytes;
    int length = limits.frameLength(image.rows(), image.columns(), image.samplesPerPixel(), bytes);
    int[] bounds = segments(stream, packed ? 1 : stride);
    byte[] out = new byte[packed ? (length + 7) / 8 : length];
    for (int segment = 0; segment < bounds.length - 1; segment++) {
      int sample = segment / bytes;
      int significance = bytes - 1 - segment % bytes;
      unpack(
          stream,
          bounds[segment],
          bounds[segment + 1],
          new Plane(out, sample * bytes + significance, packed ? 1 : stride));
    }
    return packed ? NativeSamples.unpack(out, image, limits) : NativeSamples.frame(image, out);
  }

  /** Where the bytes of one segment go: every stride-th one from the offset on. */
  private record Plane(byte[] samples, int offset, int stride) {}

  /** Where each segment starts, and where the last one ends. */
  private static int[] segments(byte[] stream, int expected) {
    ByteBuffer header = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    int count = stream.length < HEADER ? 0 : header.getInt();
    if (count != expected || count > MOST_SEGMENTS) {
      throw damaged("%d segments".formatted(count), "%d; PS3.5 §G.5".formatted(expected));
    }
    int[] bounds = new int[count + 1];
    for (int i = 0; i < count; i++) {
      bounds[i] = header.getInt();
      if (bounds[i] < (i == 0 ? HEADER : bounds[i - 1]) || bounds[i] > stream.length) {
        throw damaged(
            "segment %d at %d".formatted(i, bounds[i]),
            "ascending, in %d bytes; PS3.5 §G.5".formatted(stream.length));
      }
    }
    bounds[count] = stream.length;
    return bounds;
  }

  /** PackBits (PS3.5 §G.3.2). */
  private static void unpack(byte[] in, int from, int until, Plane plane) {
    byte[] out = plane.samples();
    int at = plane.offset();
    int position = from;
    while (at < out.length) {
      if (position + 1 >= until) {
        throw damaged("a segment that ends early", "all of the frame; PS3.5 §G.3.2");
      }
      int control = in[position++];
      if (control >= 0) {
        int count = Math.min(control + 1, until - position);
        for (int i = 0; i < count && at < out.length; i++, at += plane.stride()) {
          out[at] = in[position + i];
        }
        position += control + 1;
      } else if (control != -128) {
        byte value = in[position++];
        for (int i = 0; i < 1 - control && at < out.length; i++, at += plane.stride()) {
          out[at] = value;
        }
      }
    }
  }

  @Override
  public byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    boolean packed = frame.bitsStored() == 1;
    byte[] samples = NativeSamples.pack(frame);
    int bytes = frame.bytesPerSample();
    int stride = packed ? 1 : frame.samplesPerPixel() * bytes;
    if (stride > MOST_SEGMENTS) {
      throw new CodecException(
          CodecException.Reason.UNSUPPORTED,
          "RLE: %d segments (expected: at most 15; PS3.5 §G.5)".formatted(stride));
    }
    int row = packed ? samples.length : frame.columns();
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN).putInt(stride);
    EncodedBytes out = new EncodedBytes(samples.length / 2);
    for (int segment = 0; segment < stride; segment++) {
      header.putInt(HEADER + out.size());
      int offset = segment / bytes * bytes + bytes - 1 - segment % bytes;
      pack(new Plane(samples, packed ? 0 : offset, stride), row, out);
      if (out.size() % 2 != 0) {
        out.write(0);
      }
    }
    byte[] body = out.toByteArray();
    return ByteBuffer.allocate(HEADER + body.length).put(header.array()).put(body).array();
  }

  /** Each row by itself (PS3.5 §G.3.1). */
  private static void pack(Plane plane, int row, EncodedBytes out) {
    byte[] line = new byte[row];
    int at = plane.offset();
    while (at < plane.samples().length) {
      for (int i = 0; i < row; i++, at += plane.stride()) {
        line[i] = plane.samples()[at];
      }
      pack(line, out);
    }
  }

  private static void pack(byte[] line, EncodedBytes out) {
    int at = 0;
    while (at < line.length) {
      int run = run(line, at);
      if (run > 1) {
        out.write(1 - run);
        out.write(line[at]);
        at += run;
      } else {
        int end = at + 1;
        while (end < line.length && end - at < 128 && run(line, end) < 3) {
          end++;
        }
        out.write(end - at - 1);
        out.write(line, at, end - at);
        at = end;
      }
    }
  }

  /** How many equal bytes are there, at most 128. */
  private static int run(byte[] line, int at) {
    int end = at + 1;
    while (end < line.length && end - at < 128 && line[end] == line[at]) {
      end++;
    }
    return end - at;
  }

  private static CodecException damaged(String came, String expected) {
    return new CodecException(
        CodecException.Reason.DAMAGED, "RLE frame: %s (expected: %s)".formatted(came, expected));
  }
}
