package org.hokan.dicom.cli;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/** Objects and files for the tests; patients are made up. */
final class Samples {
  static final Uid STUDY = Uid.of("1.2.826.0.1.3680043.10.1.1");
  static final Uid SERIES = Uid.of("1.2.826.0.1.3680043.10.1.1.1");

  private Samples() {}

  static Uid instance(int number) {
    return Uid.of(SERIES + "." + number);
  }

  /** A tiny uncompressed image; its bytes depend on the number. */
  static DataSet ct(int number) {
    byte[] pixels = new byte[512];
    Arrays.fill(pixels, (byte) number);
    return common(Uids.CTImageStorage, number)
        .string(Tag.Modality, "CT")
        .integer(Tag.Rows, 16)
        .integer(Tag.Columns, 16)
        .bytes(Tag.PixelData, VR.OW, pixels)
        .build();
  }

  /** A real endoscope picture, as an endoscope sends it. */
  static DataSet endoscopy(int number) {
    return common(Uids.VLEndoscopicImageStorage, number)
        .string(Tag.Modality, "ES")
        .integer(Tag.SamplesPerPixel, 3)
        .put(Element.fragments(Tag.PixelData, VR.OB, List.of(new byte[0], picture())))
        .build();
  }

  private static byte[] picture() {
    Path file =
        Path.of(System.getProperty("hokan.root"), "test-data", "endoscopy", "stomach-01.jpg");
    try {
      byte[] jpeg = Files.readAllBytes(file);
      return Arrays.copyOf(jpeg, jpeg.length + jpeg.length % 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataSet.Builder common(Uid sopClass, int number) {
    return DataSet.builder()
        .string(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
        .uid(Tag.SOPClassUID, sopClass)
        .uid(Tag.SOPInstanceUID, instance(number))
        .string(Tag.StudyDate, "20261121")
        .string(Tag.PatientName, "Yamada^Tarou=山田^太郎")
        .string(Tag.PatientID, "12345")
        .uid(Tag.StudyInstanceUID, STUDY)
        .uid(Tag.SeriesInstanceUID, SERIES)
        .integer(Tag.InstanceNumber, number);
  }

  static Path write(Path folder, String name, DataSet object, TransferSyntax syntax) {
    FileMetaInformation meta =
        FileMetaInformation.of(
            object.uid(Tag.SOPClassUID).orElseThrow(),
            object.uid(Tag.SOPInstanceUID).orElseThrow(),
            syntax.uid());
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
        Part10.write(meta, object, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Two uncompressed images, one of them implicit and deeper down, and a compressed one. */
  static void exam(Path folder) {
    write(folder, "one.dcm", ct(1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    write(folder, "deep/er/two.dcm", ct(2), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    write(folder, "three", endoscopy(3), TransferSyntax.JPEG_BASELINE_8BIT);
  }

  /** The data set bytes of a file, without what stands before them. */
  static byte[] dataSetBytes(Path path) {
    try (Part10File file = Part10.open(path)) {
      return file.dataSet().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Part10File open(byte[] file) throws IOException {
    return Part10.open(new ByteArrayInputStream(file));
  }
}
