package org.hokan.dicom.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * A still as an endoscope sends it: VL Endoscopic Image (PS3.3 §A.32.1), JPEG Baseline. A round
 * field of reddish tissue with noise, of which 1280 x 1024 take about 277 kB.
 */
final class LoadPicture {
  private static final TransferSyntax SYNTAX = TransferSyntax.JPEG_BASELINE_8BIT;
  private static final float QUALITY = 0.9f;
  private static final int NOISE = 39;

  private LoadPicture() {}

  static LoadObject of(int columns, int rows) throws IOException {
    DataSet head =
        DataSet.builder()
            .string(Tag.ImageType, "ORIGINAL", "PRIMARY")
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .string(Tag.StudyDate, "20260101")
            .string(Tag.StudyTime, "120000")
            .string(Tag.ContentDate, "20260101")
            .string(Tag.ContentTime, "120000")
            .string(Tag.AccessionNumber, "LOAD")
            .string(Tag.Modality, "ES")
            .string(Tag.Manufacturer, "Hokan")
            .empty(Tag.ReferringPhysicianName)
            .sequence(Tag.AnatomicRegionSequence)
            .string(Tag.PatientName, "Load^Test")
            .empty(Tag.PatientBirthDate)
            .empty(Tag.PatientSex)
            .string(Tag.StudyID, "1")
            .string(Tag.SeriesNumber, "1")
            .string(Tag.InstanceNumber, "1")
            .empty(Tag.PatientOrientation)
            .sequence(Tag.AcquisitionContextSequence)
            .integer(Tag.SamplesPerPixel, 3)
            .string(Tag.PhotometricInterpretation, "YBR_FULL_422")
            .integer(Tag.PlanarConfiguration, 0)
            .integer(Tag.Rows, rows)
            .integer(Tag.Columns, columns)
            .integer(Tag.BitsAllocated, 8)
            .integer(Tag.BitsStored, 8)
            .integer(Tag.HighBit, 7)
            .integer(Tag.PixelRepresentation, 0)
            .string(Tag.LossyImageCompression, "01")
            .build();
    DataSet pixels =
        DataSet.builder()
            .put(Element.fragments(Tag.PixelData, VR.OB, List.of(new byte[0], jpeg(columns, rows))))
            .build();
    return LoadObject.of(head, SYNTAX, DataSetWriter.toBytes(pixels, SYNTAX));
  }

  private static byte[] jpeg(int columns, int rows) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(picture(columns, rows), null, null), parameters);
    } finally {
      writer.dispose();
    }
    return Arrays.copyOf(out.toByteArray(), out.size() + out.size() % 2);
  }

  private static BufferedImage picture(int columns, int rows) {
    BufferedImage picture = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
    SplittableRandom random = new SplittableRandom(7);
    double radius = Math.min(columns, rows) / 2.0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        double distance = Math.hypot(x - columns / 2.0, y - rows / 2.0) / radius;
        if (distance < 1) {
          int light = (int) (200 * (1 - 0.7 * distance * distance)) + random.nextInt(NOISE);
          int folds = (int) (20 * Math.sin(distance * 25));
          picture.setRGB(x, y, rgb(light + folds, light / 2 + folds, light / 3));
        }
      }
    }
    return picture;
  }

  private static int rgb(int red, int green, int blue) {
    return clamp(red) << 16 | clamp(green) << 8 | clamp(blue);
  }

  private static int clamp(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
