package org.hokan.dicom.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;

/** What the targets begin with. */
final class Seeds {
  private static final int LONGEST_FILE = 6_000;

  private Seeds() {}

  /** A data set with a value of most kinds, a sequence in a sequence, and a private block. */
  static DataSet dataSet() {
    SpecificCharacterSet japanese = SpecificCharacterSet.of("", "ISO 2022 IR 87");
    DataSet inner = DataSet.builder(japanese).string(Tag.CodeValue, "A-1").build();
    DataSet item = DataSet.builder(japanese).sequence(Tag.AnatomicRegionSequence, inner).build();
    return DataSet.builder()
        .strings(Tag.SpecificCharacterSet, japanese.definedTerms())
        .string(Tag.ImageType, "ORIGINAL", "", "AXIAL")
        .string(Tag.SOPInstanceUID, "1.2.3")
        .string(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
        .empty(Tag.PatientID)
        .string(Tag.SliceThickness, "1.50")
        .integer(Tag.Rows, 512)
        .doubles(Tag.RecommendedDisplayFrameRateInFloat, VR.FL, 0.1f)
        .longs(Tag.FrameIncrementPointer, VR.AT, Tag.FrameTime)
        .sequence(Tag.ReferencedStudySequence, item, DataSet.empty())
        .string(0x00090010, VR.LO, "HOKAN TEST")
        .bytes(0x00091001, VR.UN, new byte[] {1, 2, 3, 4})
        .bytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4})
        .build();
  }

  /** The short files of a folder of the test data. */
  static List<byte[]> files(String folder) {
    Path path = Path.of(System.getProperty("hokan.root"), "test-data", folder);
    List<byte[]> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.sorted().toList()) {
        if (Files.size(file) <= LONGEST_FILE) {
          contents.add(Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return contents;
  }
}
