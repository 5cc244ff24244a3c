package org.hokan.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.PersonName;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PydicomAgreementTest {
  private static final Path CHARSETS =
      Path.of(System.getProperty("hokan.root")).resolve("test-data/charsets");

  private static final String TO_JSON =
      """
      import sys, pydicom
      for name in sys.argv[1:]:
          print(pydicom.dcmread(name, force=True).to_json())
      """;

  private static final String FROM_JSON =
      """
      import sys, pydicom
      from pydicom.dataset import Dataset
      with open(sys.argv[1], encoding='utf-8') as file:
          dataset = Dataset.from_json(file.read())
      print(dataset.to_json())
      """;

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "chrArab.dcm, قباني^لنزار",
    "chrFren.dcm, Buc^Jérôme",
    "chrGreek.dcm, Διονυσιος",
    "chrH31.dcm, Yamada^Tarou=山田^太郎=やまだ^たろう",
    "chrH32.dcm, ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    "chrHbrw.dcm, שרון^דבורה",
    "chrI2.dcm, Hong^Gildong=洪^吉洞=홍^길동",
    "chrJapMulti.dcm, やまだ^たろう",
    "chrKoreanMulti.dcm, 김희중",
    "chrRuss.dcm, Люкceмбypг",
    "chrSQEncoding.dcm, ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    "chrSQEncoding1.dcm, ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
    "chrX2.dcm, Wang^XiaoDong=王^小东",
  })
  void theNamesOfRealFilesAreDecodedAsTheirMakersMeantThem(String file, String name)
      throws IOException {
    DataSet dataSet = read(CHARSETS.resolve(file));
    List<DataSet> items = dataSet.items(Tag.RequestedProcedureCodeSequence);
    assertThat((items.isEmpty() ? dataSet : items.get(0)).personName(Tag.PatientName))
        .contains(PersonName.parse(name));
  }

  @Test
  void pydicomReadsTheSameTextsInRealFiles() throws Exception {
    List<Path> files;
    try (Stream<Path> listed = Files.list(CHARSETS)) {
      files = listed.sorted().toList();
    }
    String answers =
        Pydicom.run(TO_JSON, files.stream().map(Path::toString).toArray(String[]::new));
    List<String> lines = answers.lines().toList();
    assertThat(lines).hasSameSizeAs(files);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(texts(DicomJson.INLINE.read(lines.get(i))))
          .as(files.get(i).getFileName().toString())
          .isEqualTo(texts(read(files.get(i))));
    }
  }

  @Test
  void pydicomSeesTheSameObjectInOurFileAndInOurJson() throws Exception {
    DataSet original = example();
    Path file = folder.resolve("example.dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(
          FileMetaInformation.of(
              Uids.SecondaryCaptureImageStorage,
              original.uid(Tag.SOPInstanceUID).orElseThrow(),
              Uids.ExplicitVRLittleEndian),
          original,
          out);
    }
    assertThat(DicomJson.INLINE.read(Pydicom.run(TO_JSON, file.toString()))).isEqualTo(original);
    Path json = folder.resolve("example.json");
    Files.writeString(json, DicomJson.builder().indent(1).build().toJson(original));
    assertThat(DicomJson.INLINE.read(Pydicom.run(FROM_JSON, json.toString()))).isEqualTo(original);
  }

  private static DataSet example() {
    return DataSet.builder()
        .string(Tag.SpecificCharacterSet, "ISO_IR 192")
        .string(Tag.ImageType, "DERIVED", "SECONDARY")
        .uid(Tag.SOPClassUID, Uids.SecondaryCaptureImageStorage)
        .string(Tag.SOPInstanceUID, "1.2.3.4")
        .string(Tag.StudyDate, "20261121")
        .string(Tag.PatientName, "Yamada^Tarou=山田^太郎")
        .empty(Tag.PatientID)
        .string(Tag.PatientWeight, "71.5")
        .string(Tag.SeriesNumber, "3")
        .string(Tag.PatientComments, "zwei\r\nZeilen mit Ä")
        .sequence(
            Tag.ReferencedStudySequence,
            DataSet.builder().string(Tag.ReferencedSOPInstanceUID, "1.2.3").build())
        .doubles(Tag.RecommendedDisplayFrameRateInFloat, VR.FL, 29.5)
        .doubles(Tag.DopplerCorrectionAngle, VR.FD, 0.1, -1e100)
        .longs(Tag.FrameIncrementPointer, VR.AT, Tag.FrameTime)
        .integer(Tag.Rows, 1)
        .longs(Tag.SelectorSVValue, VR.SV, -5)
        .longs(Tag.SelectorUVValue, VR.UV, 7)
        .string(0x00090010, VR.LO, "HOKAN TEST")
        .bytes(0x00091001, VR.UN, new byte[] {1, 2, 3, 4})
        .bytes(Tag.PixelData, VR.OW, new byte[] {5, 6})
        .build();
  }

  private static DataSet read(Path file) throws IOException {
    try (Part10File part10 = Part10.open(file)) {
      return part10.read();
    }
  }

  /**
   * All standard texts with their tags, items included. Of private elements pydicom guesses VRs.
   */
  private static List<String> texts(DataSet dataSet) {
    List<String> texts = new ArrayList<>();
    for (Element element : dataSet) {
      boolean standard = (element.tag() & 0x1_0000) == 0;
      if (standard && element.vr().isText() && element.vr() != VR.DS && element.vr() != VR.IS) {
        List<String> values = dataSet.strings(element.tag());
        texts.add(Element.format(element.tag()) + (element.vr() == VR.PN ? names(values) : values));
      }
      dataSet.items(element.tag()).forEach(item -> texts.addAll(texts(item)));
    }
    return texts;
  }

  /** Without the delimiters at their ends, which mean nothing. */
  private static List<String> names(List<String> values) {
    return values.stream().map(value -> PersonName.parse(value).format()).toList();
  }
}
