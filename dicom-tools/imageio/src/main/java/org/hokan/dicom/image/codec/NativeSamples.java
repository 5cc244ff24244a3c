package org.hokan.dicom.image.codec;

import java.util.Arrays;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Native pixel cells (PS3.5 §8.1.1, §8.2; PS3.3 §C.7.6.3.1) to samples in the codecs' common
 * layout, and back to cells.
 */
final class NativeSamples {
  private NativeSamples() {}

  /**
   * Samples of one frame.
   *
   * @param cells the frame's bytes, little endian, from its first bit on; what follows is not
   *     looked at
   */
  static DecodedFrame unpack(byte[] cells, ImagePixel image, CodecLimits limits) {
    supported(image);
    int bytesPerSample = Math.max(1, image.bitsAllocated() / 8);
    int length =
        limits.frameLength(image.rows(), image.columns(), image.samplesPerPixel(), bytesPerSample);
    if (cells.length < image.frameLengthBytes()) {
      throw new CodecException(
          CodecException.Reason.DAMAGED,
          "native frame: %d bytes (expected: %d)"
              .formatted(cells.length, image.frameLengthBytes()));
    }
    byte[] samples;
    if (image.bitsAllocated() == 1) {
      samples = bits(cells, length);
    } else if (image.subsampled()) {
      samples = pairs(cells, length);
    } else if (image.planar() && image.samplesPerPixel() > 1) {
      samples = interleaved(cells, length, image.samplesPerPixel(), bytesPerSample);
    } else {
      samples = Arrays.copyOf(cells, length);
    }
    return frame(image, samples);
  }

  /** A frame of samples that lie as the layout wants, but for bits that are none of theirs. */
  static DecodedFrame frame(ImagePixel image, byte[] samples) {
    int allocated = Math.max(8, image.bitsAllocated());
    if (image.kind() == ImagePixel.Kind.INTEGER && image.bitsAllocated() > 1) {
      clean(
          samples,
          allocated / 8,
          image.highBit() + 1 - image.bitsStored(),
          image.bitsStored(),
          image.signed());
    }
    return new DecodedFrame(
        image.rows(),
        image.columns(),
        allocated,
        image.bitsStored(),
        image.signed(),
        ColorModel.of(image.photometricInterpretation(), image.samplesPerPixel()),
        samples);
  }

  /** Cells of the frame, color by pixel; samples of one bit are packed (PS3.5 §8.1.1). */
  static byte[] pack(DecodedFrame frame) {
    if (frame.bitsStored() > 1) {
      return frame.samples().clone();
    }
    byte[] samples = frame.samples();
    byte[] cells = new byte[(samples.length + 7) / 8];
    for (int i = 0; i < samples.length; i++) {
      cells[i >> 3] |= (byte) ((samples[i] & 1) << (i & 7));
    }
    return cells;
  }

  /** Shifts each sample down to its place, and fills the bits above with its sign or with zeros. */
  static void clean(byte[] samples, int bytesPerSample, int shift, int bitsStored, boolean signed) {
    if (shift == 0 && bitsStored == bytesPerSample * 8) {
      return;
    }
    int unused = 64 - bitsStored;
    for (int at = 0; at < samples.length; at += bytesPerSample) {
      long cell = 0;
      for (int i = bytesPerSample - 1; i >= 0; i--) {
        cell = cell << 8 | (samples[at + i] & 0xFF);
      }
      long high = cell >>> shift << unused;
      long value = signed ? high >> unused : high >>> unused;
      for (int i = 0; i < bytesPerSample; i++) {
        samples[at + i] = (byte) (value >> (8 * i));
      }
    }
  }

  private static void supported(ImagePixel image) {
    boolean oddForm =
        image.subsampled() && (image.bitsAllocated() != 8 || image.columns() % 2 != 0);
    if (image.samplesPerPixel() == 4 || oddForm) {
      throw new CodecException(
          CodecException.Reason.UNSUPPORTED,
          "native frame: %s of %d samples, %d bits, %d columns (expected: 1 or 3 samples; 8 bits and even columns where chrominance is shared)"
              .formatted(
                  image.photometricInterpretation(),
                  image.samplesPerPixel(),
                  image.bitsAllocated(),
                  image.columns()));
    }
  }

  private static byte[] bits(byte[] cells, int length) {
    byte[] samples = new byte[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (byte) (cells[i >> 3] >> (i & 7) & 1);
    }
    return samples;
  }

  /** Two luminances, then the two chrominances that both pixels share. */
  private static byte[] pairs(byte[] cells, int length) {
    byte[] samples = new byte[length];
    for (int in = 0, out = 0; out < length; in += 4, out += 6) {
      samples[out] = cells[in];
      samples[out + 3] = cells[in + 1];
      samples[out + 1] = cells[in + 2];
      samples[out + 4] = cells[in + 2];
      samples[out + 2] = cells[in + 3];
      samples[out + 5] = cells[in + 3];
    }
    return samples;
  }

  private static byte[] interleaved(byte[] cells, int length, int planes, int bytesPerSample) {
    byte[] samples = new byte[length];
    int pixels = length / planes / bytesPerSample;
    int in = 0;
    for (int plane = 0; plane < planes; plane++) {
      int out = plane * bytesPerSample;
      for (int pixel = 0; pixel < pixels; pixel++, out += planes * bytesPerSample) {
        for (int i = 0; i < bytesPerSample; i++) {
          samples[out + i] = cells[in++];
        }
      }
    }
    return samples;
  }
}
