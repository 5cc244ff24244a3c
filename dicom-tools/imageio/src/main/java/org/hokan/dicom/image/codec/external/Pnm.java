package org.hokan.dicom.image.codec.external;

import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;

/** Reads a binary PGM (P5) or PPM (P6) file, the form in which programs give samples. Used once. */
final class Pnm {
  private static final int LONGEST_NUMBER = 10;

  private final byte[] file;
  private int position = 2;

  private Pnm(byte[] file) {
    this.file = file;
  }

  /**
   * The samples of such a file.
   *
   * @param signed whether the program has shifted signed samples up by half of their range, as
   *     opj_decompress does
   * @throws CodecException when it is not one
   */
  static DecodedFrame read(byte[] file, boolean signed, CodecLimits limits) {
    return new Pnm(file).frame(signed, limits);
  }

  private DecodedFrame frame(boolean signed, CodecLimits limits) {
    if (file.length < 2 || file[0] != 'P' || (file[1] != '5' && file[1] != '6')) {
      throw damaged("no P5 or P6 at its start");
    }
    ColorModel model = file[1] == '5' ? ColorModel.MONOCHROME : ColorModel.RGB;
    int columns = number();
    int rows = number();
    int largest = number();
    if (largest < 1 || largest > 65_535) {
      throw damaged("largest sample " + largest);
    }
    position++; // the one white space before the samples
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(largest);
    int bytes = bits <= 8 ? 1 : 2;
    int length = limits.frameLength(rows, columns, model.samplesPerPixel(), bytes);
    if (file.length - position != length) {
      throw damaged("%d bytes of samples, not %d".formatted(file.length - position, length));
    }
    byte[] samples = samples(length, bytes, signed ? 1 << (bits - 1) : 0, bits);
    return new DecodedFrame(rows, columns, bytes * 8, bits, signed, model, samples);
  }

  private byte[] samples(int length, int bytes, int shift, int bits) {
    byte[] samples = new byte[length];
    int above = Integer.SIZE - bits;
    for (int i = 0; i < length; i += bytes) {
      int first = file[position + i] & 0xFF;
      int value = bytes == 1 ? first : first << 8 | file[position + i + 1] & 0xFF;
      if (shift != 0) {
        value = (value - shift) << above >> above;
      }
      samples[i] = (byte) value;
      if (bytes == 2) {
        samples[i + 1] = (byte) (value >> 8);
      }
    }
    return samples;
  }

  /** The next number of the header, white space and comments before it passed over. */
  private int number() {
    while (position < file.length && !isDigit(file[position])) {
      if (file[position] == '#') {
        while (position < file.length && file[position] != '\n') {
          position++;
        }
      } else if (!Character.isWhitespace(file[position])) {
        throw damaged("byte %02X in its header".formatted(file[position]));
      }
      position++;
    }
    int start = position;
    long value = 0;
    while (position < file.length && isDigit(file[position])) {
      value = value * 10 + file[position++] - '0';
      if (position - start > LONGEST_NUMBER || value > Integer.MAX_VALUE) {
        throw damaged("a number above 2147483647 in its header");
      }
    }
    if (position == start) {
      throw damaged("a header that ends early");
    }
    return (int) value;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static CodecException damaged(String what) {
    return new CodecException(Reason.FAILED, "PNM file: %s (expected: PGM or PPM)".formatted(what));
  }
}
