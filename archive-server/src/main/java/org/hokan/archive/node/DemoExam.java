package org.hokan.archive.node;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.hokan.dicom.data.PersonName;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.pixel.EndoscopicImage;
import org.hokan.dicom.image.pixel.Examination;

/**
 * One exam of the demo's simulated endoscope: real pictures, a made-up patient.
 *
 * @param study its Study Instance UID
 * @param files the Part 10 files, in the order in which they were taken
 */
record DemoExam(Uid study, List<Path> files) {

  /** Who is examined, and when. */
  record Patient(String name, String id, LocalDateTime startedAt) {}

  /** Writes an exam of these JPEG pictures into a folder. */
  static DemoExam write(Path folder, Patient patient, List<Path> pictures) throws IOException {
    Files.createDirectories(folder);
    Uid study = Uid.of(UUID.randomUUID());
    Examination examination =
        Examination.builder(study, Uid.of(UUID.randomUUID()), patient.startedAt())
            .patient(PersonName.parse(patient.name()), patient.id())
            .issuerOfPatientId("DEMO")
            .studyId("1")
            .studyDescription("Upper GI endoscopy")
            .bodyPartExamined("STOMACH")
            .equipment("Hokan", "Simulated endoscope", "1")
            .institutionName("Demo Hospital")
            .build();
    List<Path> files = new ArrayList<>();
    for (Path picture : pictures) {
      int number = files.size() + 1;
      LocalDateTime takenAt = patient.startedAt().plusSeconds(20L * number);
      EndoscopicImage image =
          EndoscopicImage.wrap(
              Files.readAllBytes(picture), examination, Uid.of(UUID.randomUUID()), number, takenAt);
      files.add(write(folder.resolve("%03d.dcm".formatted(number)), image));
    }
    return new DemoExam(study, files);
  }

  /** The JPEG pictures of a folder, by name. */
  static List<Path> pictures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
  }

  private static Path write(Path file, EndoscopicImage image) throws IOException {
    FileMetaInformation meta =
        FileMetaInformation.of(
            EndoscopicImage.SOP_CLASS, image.sopInstanceUid(), image.transferSyntax().uid());
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(meta, image.dataSet(), out);
    }
    return file;
  }
}
