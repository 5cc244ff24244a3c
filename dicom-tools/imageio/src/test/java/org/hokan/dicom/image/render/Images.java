package org.hokan.dicom.image.render;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.pixel.FrameReader;

/** Small objects made for one rule each. */
final class Images {
  private Images() {}

  /** Grey, one frame. */
  static DataSet.Builder gray(int rows, int columns, int bitsStored, boolean signed) {
    int allocated = bitsStored == 1 ? 1 : bitsStored <= 8 ? 8 : bitsStored <= 16 ? 16 : 32;
    return image(rows, columns, 1, "MONOCHROME2")
        .integer(Tag.BitsAllocated, allocated)
        .integer(Tag.BitsStored, bitsStored)
        .integer(Tag.HighBit, bitsStored - 1)
        .integer(Tag.PixelRepresentation, signed ? 1 : 0);
  }

  /** Three samples of 8 bits a pixel. */
  static DataSet.Builder color(int rows, int columns, String photometric) {
    return image(rows, columns, 3, photometric)
        .integer(Tag.PlanarConfiguration, 0)
        .integer(Tag.BitsAllocated, 8)
        .integer(Tag.BitsStored, 8)
        .integer(Tag.HighBit, 7)
        .integer(Tag.PixelRepresentation, 0);
  }

  private static DataSet.Builder image(int rows, int columns, int samples, String photometric) {
    return DataSet.builder()
        .uid(Tag.SOPClassUID, Uids.SecondaryCaptureImageStorage)
        .uid(Tag.SOPInstanceUID, new Uid("1.2.3"))
        .integer(Tag.SamplesPerPixel, samples)
        .string(Tag.PhotometricInterpretation, photometric)
        .integer(Tag.Rows, rows)
        .integer(Tag.Columns, columns);
  }

  /** Stored values as cells of so many bits. */
  static byte[] cells(int bitsAllocated, int... values) {
    ByteBuffer out =
        ByteBuffer.allocate(values.length * bitsAllocated / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      switch (bitsAllocated) {
        case 8 -> out.put((byte) value);
        case 16 -> out.putShort((short) value);
        default -> out.putInt(value);
      }
    }
    return out.array();
  }

  /** Stored values over the whole range of the bits. */
  static int[] values(SplittableRandom random, int count, int bitsStored, boolean signed) {
    int low = signed ? -(1 << (bitsStored - 1)) : 0;
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = low + random.nextInt(1 << bitsStored);
    }
    return values;
  }

  /** The object with these cells as its pixel data. */
  static DataSet with(DataSet.Builder image, byte[] cells) {
    return image.bytes(Tag.PixelData, VR.OW, cells).build();
  }

  /** The object in a file, Explicit VR Little Endian. */
  static Path write(Path file, DataSet object) {
    Uid sopClass = object.uid(Tag.SOPClassUID).orElseThrow();
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(
          FileMetaInformation.of(
              sopClass, new Uid("1.2.3"), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()),
          object,
          out);
      return file;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** A frame of a file, rendered. */
  static Rendering render(Path file, int frame, RenderOptions options) {
    try (FrameReader reader = FrameReader.open(file)) {
      return Renderer.standard().render(reader, frame, options);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The object's first frame, rendered by way of a file. */
  static Rendering render(DataSet object, RenderOptions options) {
    return render(object, 0, options);
  }

  /** A frame of the object, rendered by way of a file. */
  static Rendering render(DataSet object, int frame, RenderOptions options) {
    try {
      Path file = Files.createTempFile("image", ".dcm");
      try {
        return render(write(file, object), frame, options);
      } finally {
        Files.delete(file);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** All samples of a picture: grey, or red, green and blue of each pixel. */
  static int[] samples(Rendering rendering) {
    var raster = rendering.picture().getRaster();
    return raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
  }
}
