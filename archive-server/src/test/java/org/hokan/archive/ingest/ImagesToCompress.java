package org.hokan.archive.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.pixel.EncapsulatedPixelData;

/** Images of one study, and what tests ask of them. */
final class ImagesToCompress {
  static final TransferSyntax JPEG = TransferSyntax.JPEG_BASELINE_8BIT;
  static final String STUDY = "1.2.3";
  private static final Path PICTURES =
      Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy");

  private ImagesToCompress() {}

  static Uid uid(int number) {
    return new Uid(STUDY + ".1." + number);
  }

  static byte[] endoscopy(int number) {
    return endoscopy(number, "1", number);
  }

  static byte[] endoscopy(int pictureNumber, String patient, int number) {
    Element picture = EncapsulatedPixelData.ofFrames(List.of(picture(pictureNumber)));
    return dataSet(number, patient, JPEG, picture);
  }

  private static byte[] picture(int number) {
    try {
      return Files.readAllBytes(PICTURES.resolve("stomach-0%d.jpg".formatted(number)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A study of its own, which has no other image. */
  static byte[] studyOf(int number) {
    Element picture = EncapsulatedPixelData.ofFrames(List.of(picture(1)));
    return dataSet(number, "1", new Uid(STUDY + ".9." + number), JPEG, picture);
  }

  static byte[] dataSet(int number, String patient, TransferSyntax syntax, Element pixelData) {
    return dataSet(number, patient, new Uid(STUDY), syntax, pixelData);
  }

  private static byte[] dataSet(
      int number, String patient, Uid study, TransferSyntax syntax, Element pixelData) {
    return DataSetWriter.toBytes(
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, uid(number))
            .string(Tag.Modality, "ES")
            .string(Tag.PatientID, patient)
            .uid(Tag.StudyInstanceUID, study)
            .uid(Tag.SeriesInstanceUID, new Uid(study.value() + ".1"))
            .put(pixelData)
            .build(),
        syntax);
  }

  /** Grey values that rise, with noise. */
  static byte[] nativeDataSet(int number) {
    byte[] pixels = new byte[64 * 64];
    SplittableRandom random = new SplittableRandom(number);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 50 + random.nextInt(16));
    }
    return grey(number, pixels);
  }

  static byte[] grey(int number, byte[] pixels) {
    return DataSetWriter.toBytes(
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, uid(number))
            .string(Tag.Modality, "ES")
            .string(Tag.PatientID, "1")
            .uid(Tag.StudyInstanceUID, new Uid(STUDY))
            .uid(Tag.SeriesInstanceUID, new Uid(STUDY + ".1"))
            .integer(Tag.SamplesPerPixel, 1)
            .string(Tag.PhotometricInterpretation, "MONOCHROME2")
            .integer(Tag.Rows, 64)
            .integer(Tag.Columns, 64)
            .integer(Tag.BitsAllocated, 8)
            .integer(Tag.BitsStored, 8)
            .integer(Tag.HighBit, 7)
            .integer(Tag.PixelRepresentation, 0)
            .bytes(Tag.PixelData, VR.OB, pixels)
            .build(),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  static byte[] part10(Uid instance, byte[] dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        Part10.header(
            FileMetaInformation.of(
                Uids.VLEndoscopicImageStorage,
                instance,
                TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())));
    out.writeBytes(dataSet);
    return out.toByteArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
