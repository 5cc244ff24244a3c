package org.hokan.dicom.image.pixel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.hokan.dicom.data.PersonName;
import org.hokan.dicom.data.Uid;

/** Real endoscope pictures, JPEG streams made by hand, and a made-up examination. */
final class TestPictures {
  static final Path FOLDER =
      Path.of(System.getProperty("hokan.root")).resolve("test-data/endoscopy");

  static final LocalDateTime TAKEN_AT = LocalDateTime.of(2026, 11, 21, 9, 30, 5, 123_000_000);

  private TestPictures() {}

  static byte[] picture(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static Examination examination() {
    return examination(new Uid("1.2.826.0.1.3680043.10.1"), new Uid("1.2.826.0.1.3680043.10.2"))
        .build();
  }

  static Examination.Builder examination(Uid study, Uid series) {
    return Examination.builder(study, series, LocalDateTime.of(2026, 11, 21, 9, 15))
        .patient(PersonName.parse("Yamada^Tarou=山田^太郎"), "12345")
        .issuerOfPatientId("DEMO")
        .patientBirthDate(LocalDate.of(1960, 2, 29))
        .patientSex("M")
        .studyId("S-1")
        .accessionNumber("A-1")
        .studyDescription("Gastroscopy")
        .referringPhysician(PersonName.of("Suzuki", "Hana"))
        .seriesNumber(1)
        .bodyPartExamined("STOMACH")
        .equipment("Hokan", "Simulated endoscope", "1")
        .institutionName("Demo Hospital");
  }

  /**
   * A stream with a frame header and a scan header and hardly more.
   *
   * @param sampling for each component both factors, such as 0x22
   */
  static byte[] stream(
      int startOfFrame, int precision, int selectionValue, byte[] application, int... sampling) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, 0xFF, 0xD8);
    out.writeBytes(application);
    write(out, 0xFF, startOfFrame, 0, 8 + 3 * sampling.length, precision);
    write(out, 0x01, 0xE0, 0x02, 0x80, sampling.length);
    for (int i = 0; i < sampling.length; i++) {
      write(out, i + 1, sampling[i], 0);
    }
    write(out, 0xFF, 0xDA, 0, 6 + 2 * sampling.length, sampling.length);
    for (int i = 0; i < sampling.length; i++) {
      write(out, i + 1, 0);
    }
    write(out, selectionValue, 63, 0, 0x12, 0x34, 0xFF, 0xD9);
    return out.toByteArray();
  }

  static byte[] adobe(int transform) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, 0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, transform);
    return out.toByteArray();
  }

  static byte[] jfif() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, 0xFF, 0xE0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);
    return out.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int... bytes) {
    for (int b : bytes) {
      out.write(b);
    }
  }
}
