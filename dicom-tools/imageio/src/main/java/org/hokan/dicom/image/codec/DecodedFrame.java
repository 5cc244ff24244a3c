package org.hokan.dicom.image.codec;

import java.util.Arrays;

/**
 * The samples of one frame in the one layout that all codecs share.
 *
 * <p>Line by line from the top, pixel by pixel from the left, the samples of a pixel beside each
 * other (Planar Configuration 0), each in {@link #bytesPerSample} bytes, little endian. A sample's
 * bits above {@link #bitsStored} repeat its sign, or are zero where it is unsigned; the most
 * significant bit is bitsStored - 1. One-bit samples take a byte each. Floating-point samples are
 * IEEE 754 bit patterns, unsigned.
 *
 * <p>Not copied: whoever gives the array away must not change it any more.
 *
 * @param rows lines, 1 to 65535
 * @param columns pixels of a line, 1 to 65535
 * @param bitsAllocated bits that each sample takes here: 8, 16, 32 or 64
 * @param bitsStored bits that a sample has, 1 to bitsAllocated
 * @param signed whether samples are in two's complement
 * @param colorModel what the samples mean, and how many a pixel has
 * @param samples rows x columns x samples per pixel x bytes per sample
 */
@SuppressWarnings("ArrayRecordComponent") // a frame is its samples; equals and hashCode are ours
public record DecodedFrame(
    int rows,
    int columns,
    int bitsAllocated,
    int bitsStored,
    boolean signed,
    ColorModel colorModel,
    byte[] samples) {

  public DecodedFrame {
    if (bitsAllocated != 8 && bitsAllocated != 16 && bitsAllocated != 32 && bitsAllocated != 64) {
      throw new IllegalArgumentException(
          "bitsAllocated: %d (expected: 8, 16, 32 or 64)".formatted(bitsAllocated));
    }
    if (bitsStored < 1 || bitsStored > bitsAllocated) {
      throw new IllegalArgumentException(
          "bitsStored: %d (expected: 1 to %d)".formatted(bitsStored, bitsAllocated));
    }
    long expected = (long) rows * columns * colorModel.samplesPerPixel() * (bitsAllocated / 8);
    if (rows < 1 || columns < 1 || samples.length != expected) {
      throw new IllegalArgumentException(
          "samples: %d bytes for %d x %d pixels (expected: %d)"
              .formatted(samples.length, columns, rows, expected));
    }
  }

  /** Bits that a sample with so many stored bits takes in this layout: 8, 16, 32 or 64. */
  public static int allocatedFor(int bitsStored) {
    return bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : bitsStored <= 32 ? 32 : 64;
  }

  /** 1 or 3. */
  public int samplesPerPixel() {
    return colorModel.samplesPerPixel();
  }

  /** 1, 2, 4 or 8. */
  public int bytesPerSample() {
    return bitsAllocated / 8;
  }

  /** The same samples, said to be of another colour model with as many samples. */
  public DecodedFrame as(ColorModel other) {
    return new DecodedFrame(rows, columns, bitsAllocated, bitsStored, signed, other, samples);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecodedFrame that
        && rows == that.rows
        && columns == that.columns
        && bitsAllocated == that.bitsAllocated
        && bitsStored == that.bitsStored
        && signed == that.signed
        && colorModel == that.colorModel
        && Arrays.equals(samples, that.samples);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(samples) * 31 + columns;
  }

  /** The form; never the samples, which could be a patient's. */
  @Override
  public String toString() {
    return "%d x %d %s, %s%d of %d bits"
        .formatted(columns, rows, colorModel, signed ? "signed " : "", bitsStored, bitsAllocated);
  }
}
