package org.hokan.dicom.image.codec.jpeg2000;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.hokan.dicom.image.codec.DecodedFrame;

/** Between the library's pictures and the codecs' common layout. */
final class Rasters {
  private Rasters() {}

  /**
   * Writes a raster's samples.
   *
   * @param samples filled with them, pixel by pixel, little endian
   * @param bits of a sample, 1 to 16; those above are its sign's, or zeros
   */
  static byte[] samples(Raster raster, byte[] samples, int bits, boolean signed) {
    int unused = Integer.SIZE - bits;
    int width = raster.getWidth();
    int[] line = new int[width * raster.getNumBands()];
    int at = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, line);
      for (int cell : line) {
        int value = signed ? cell << unused >> unused : cell << unused >>> unused;
        samples[at++] = (byte) value;
        if (bits > 8) {
          samples[at++] = (byte) (value >> 8);
        }
      }
    }
    return samples;
  }

  /** A frame as a picture whose colour model tells how many bits a sample has. */
  static BufferedImage picture(DecodedFrame frame) {
    int bands = frame.samplesPerPixel();
    int type =
        frame.signed()
            ? DataBuffer.TYPE_SHORT
            : frame.bitsAllocated() == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
    WritableRaster raster =
        Raster.createWritableRaster(
            new PixelInterleavedSampleModel(
                type,
                frame.columns(),
                frame.rows(),
                bands,
                frame.columns() * bands,
                IntStream.range(0, bands).toArray()),
            null);
    int[] line = new int[frame.columns() * bands];
    for (int y = 0; y < frame.rows(); y++) {
      for (int i = 0; i < line.length; i++) {
        line[i] = sample(frame, y * line.length + i);
      }
      raster.setPixels(0, y, frame.columns(), 1, line);
    }
    return new BufferedImage(new Depth(bands, type, frame.bitsStored()), raster, false, null);
  }

  private static int sample(DecodedFrame frame, int index) {
    byte[] samples = frame.samples();
    return frame.bitsAllocated() == 8
        ? samples[index]
        : samples[2 * index] & 0xFF | samples[2 * index + 1] << 8;
  }

  /** Of fewer bits than the type has, signed ones too, which no colour model of the JDK has. */
  private static final class Depth extends ComponentColorModel {
    private final int bits;

    Depth(int bands, int type, int bits) {
      super(
          ColorSpace.getInstance(bands == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
          false,
          false,
          Transparency.OPAQUE,
          type);
      this.bits = bits;
    }

    @Override
    public int getComponentSize(int component) {
      return bits;
    }

    @Override
    public int[] getComponentSize() {
      int[] sizes = new int[getNumComponents()];
      Arrays.fill(sizes, bits);
      return sizes;
    }

    @Override
    public boolean isCompatibleRaster(Raster raster) {
      return raster.getNumBands() == getNumComponents();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Depth that && bits == that.bits && super.equals(other);
    }

    @Override
    public int hashCode() {
      return 31 * super.hashCode() + bits;
    }
  }
}
