package org.hokan.dicom.image.pixel;

import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.Tag;

/**
 * The attributes that tell how the frames of an image are to be read (PS3.3 §C.7.6.3, §C.7.6.24,
 * §C.7.6.25), checked against one another. Immutable.
 *
 * @param rows lines of a frame, 1 to 65535
 * @param columns pixels of a line, 1 to 65535
 * @param frames 1 or more
 * @param samplesPerPixel 1 or 3 (4 only of retired interpretations)
 * @param photometricInterpretation the value as it is, without spaces at its ends
 * @param bitsAllocated bits that a sample takes in native data: 1, 8, 16, 32 or 64
 * @param bitsStored bits that a sample has, 1 to bitsAllocated
 * @param highBit the place of the most significant of them, bitsStored - 1 to bitsAllocated - 1
 * @param signed whether samples are in two's complement
 * @param planar whether native data has all of one plane before the next one (Planar Configuration
 *     1)
 * @param kind which of the three attributes has the samples
 */
public record ImagePixel(
    int rows,
    int columns,
    int frames,
    int samplesPerPixel,
    String photometricInterpretation,
    int bitsAllocated,
    int bitsStored,
    int highBit,
    boolean signed,
    boolean planar,
    Kind kind) {

  /** The attribute that has the samples, and so what they are. */
  public enum Kind {
    /** Pixel Data: integers. */
    INTEGER(Tag.PixelData),
    /** Float Pixel Data: IEEE 754, 32 bit. */
    FLOAT(Tag.FloatPixelData),
    /** Double Float Pixel Data: IEEE 754, 64 bit. */
    DOUBLE(Tag.DoubleFloatPixelData);

    private final int tag;

    Kind(int tag) {
      this.tag = tag;
    }

    /** The attribute's tag. */
    public int tag() {
      return tag;
    }
  }

  /**
   * Checks them.
   *
   * @throws PixelDataException naming the one that cannot be
   */
  public ImagePixel {
    require(rows >= 1 && rows <= 65535, Tag.Rows, "Rows", rows, "1 to 65535");
    require(columns >= 1 && columns <= 65535, Tag.Columns, "Columns", columns, "1 to 65535");
    require(frames >= 1, Tag.NumberOfFrames, "Number of Frames", frames, "1 or more");
    require(
        samplesPerPixel == 1 || samplesPerPixel == 3 || samplesPerPixel == 4,
        Tag.SamplesPerPixel,
        "Samples per Pixel",
        samplesPerPixel,
        "1 or 3");
    require(
        allocatable(bitsAllocated, kind),
        Tag.BitsAllocated,
        "Bits Allocated",
        bitsAllocated,
        kind == Kind.INTEGER ? "1, 8, 16, 32 or 64" : kind == Kind.FLOAT ? "32" : "64");
    require(
        bitsStored >= 1 && bitsStored <= bitsAllocated,
        Tag.BitsStored,
        "Bits Stored",
        bitsStored,
        "1 to Bits Allocated, which is " + bitsAllocated);
    require(
        highBit >= bitsStored - 1 && highBit < bitsAllocated,
        Tag.HighBit,
        "High Bit",
        highBit,
        "%d to %d".formatted(bitsStored - 1, bitsAllocated - 1));
  }

  /**
   * Reads them from an image.
   *
   * @throws PixelDataException when one is missing or does not fit the others
   */
  public static ImagePixel of(DataSet image) {
    return ImagePixelReader.read(image);
  }

  /** One frame's length in native data, in bits: not always whole bytes where a sample is a bit. */
  public long frameLengthBits() {
    long samples = (long) rows * columns * samplesPerPixel;
    return subsampled() ? samples * bitsAllocated * 2 / 3 : samples * bitsAllocated;
  }

  /**
   * One frame's length in native data, in bytes, the last one perhaps shared with the next frame.
   */
  public long frameLengthBytes() {
    return (frameLengthBits() + 7) / 8;
  }

  /** Whether two pixels share their chrominance in native data (PS3.3 §C.7.6.3.1.2). */
  public boolean subsampled() {
    return samplesPerPixel == 3
        && (photometricInterpretation.equals("YBR_FULL_422")
            || photometricInterpretation.equals("YBR_PARTIAL_422"));
  }

  private static boolean allocatable(int bits, Kind kind) {
    return switch (kind) {
      case INTEGER -> bits == 1 || bits == 8 || bits == 16 || bits == 32 || bits == 64;
      case FLOAT -> bits == 32;
      case DOUBLE -> bits == 64;
    };
  }

  private static void require(boolean fits, int tag, String name, int value, String expected) {
    if (!fits) {
      throw new PixelDataException(
          "%s %s: %d (expected: %s; PS3.3 §C.7.6.3)"
              .formatted(Element.format(tag), name, value, expected));
    }
  }
}
