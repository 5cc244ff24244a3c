package org.hokan.dicom.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomJsonTest {

  @Test
  void writesTheFormsOfAnnexF() {
    DataSet item = DataSet.builder().string(Tag.CodeValue, "A-1").build();
    DataSet dataSet =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.ImageType, "ORIGINAL", "", "AXIAL")
            .string(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう", "Doe^Jane")
            .empty(Tag.PatientID)
            .integer(Tag.Rows, 512)
            .string(Tag.SeriesNumber, "7")
            .string(Tag.SliceThickness, "1.50")
            .doubles(Tag.RecommendedDisplayFrameRateInFloat, VR.FL, 0.1f)
            .longs(Tag.FrameIncrementPointer, VR.AT, Tag.FrameTime)
            .sequence(Tag.AnatomicRegionSequence, item, DataSet.empty())
            .sequence(Tag.ReferencedStudySequence)
            .bytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4})
            .build();
    assertThat(DicomJson.INLINE.toJson(dataSet))
        .isEqualTo(
            "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 192\"]},"
                + "\"00080008\":{\"vr\":\"CS\",\"Value\":[\"ORIGINAL\",null,\"AXIAL\"]},"
                + "\"00081110\":{\"vr\":\"SQ\"},"
                + "\"00082218\":{\"vr\":\"SQ\",\"Value\":[{\"00080100\":{\"vr\":\"SH\",\"Value\":[\"A-1\"]}},{}]},"
                + "\"00089459\":{\"vr\":\"FL\",\"Value\":[0.1]},"
                + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"Yamada^Tarou\","
                + "\"Ideographic\":\"山田^太郎\",\"Phonetic\":\"やまだ^たろう\"},{\"Alphabetic\":\"Doe^Jane\"}]},"
                + "\"00100020\":{\"vr\":\"LO\"},"
                + "\"00180050\":{\"vr\":\"DS\",\"Value\":[1.50]},"
                + "\"00200011\":{\"vr\":\"IS\",\"Value\":[7]},"
                + "\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]},"
                + "\"00280010\":{\"vr\":\"US\",\"Value\":[512]},"
                + "\"7FE00010\":{\"vr\":\"OW\",\"InlineBinary\":\"AQIDBA==\"}}");
    assertThat(DicomJson.INLINE.read(DicomJson.INLINE.toJson(dataSet))).isEqualTo(dataSet);
  }

  @Test
  void groupLengthsAreLeftOut() {
    DataSet dataSet = DataSet.builder().longs(0x00080000, VR.UL, 12).build();
    assertThat(DicomJson.INLINE.toJson(dataSet)).isEqualTo("{}");
    assertThat(DicomJson.INLINE.read("{\"00080000\":{\"vr\":\"UL\",\"Value\":[12]}}")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1} -> {2}")
  @CsvSource({
    "IS, 42, 42",
    "IS, +42, \"+42\"",
    "IS, 007, \"007\"",
    "DS, 1.50, 1.50",
    "DS, 1e-5, 1e-5",
    "DS, .5, \".5\"",
    "DS, 1., \"1.\"",
    "SV, 9007199254740992, 9007199254740992",
    "SV, -9007199254740993, \"-9007199254740993\"",
    "UV, 18446744073709551615, \"18446744073709551615\"",
  })
  void numbersThatWouldLoseDigitsOrFormBecomeStrings(VR vr, String value, String json) {
    DataSet.Builder builder = DataSet.builder();
    if (vr.isText()) {
      builder.string(0x00091001, vr, value);
    } else {
      builder.longs(
          0x00091001,
          vr,
          Long.parseUnsignedLong(value.replace("-", "")) * (value.startsWith("-") ? -1 : 1));
    }
    DataSet dataSet = builder.build();
    String text = DicomJson.INLINE.toJson(dataSet);
    assertThat(text).isEqualTo("{\"00091001\":{\"vr\":\"%s\",\"Value\":[%s]}}".formatted(vr, json));
    assertThat(DicomJson.INLINE.read(text)).isEqualTo(dataSet);
  }

  @Test
  void whatIsNoNumberBecomesAString() {
    DataSet dataSet =
        DataSet.builder()
            .doubles(
                0x00091001, VR.FD, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)
            .build();
    String json = DicomJson.INLINE.toJson(dataSet);
    assertThat(json).contains("[\"NaN\",\"Infinity\",\"-Infinity\"]");
    assertThat(DicomJson.INLINE.read(json)).isEqualTo(dataSet);
    assertThat(DicomJson.INLINE.read(json.replace("Infinity", "inf").replace("NaN", "nan")))
        .isEqualTo(dataSet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[\"512\"]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[512.0]}}",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[5.12e2]}}",
        "{\"00280010\":{\"Value\":[512]}}",
        " { \"00280010\" : { \"Value\" : [ 512 ] , \"vr\" : \"US\" } } \r\n",
      })
  void numbersAreReadAsOthersWriteThem(String json) {
    assertThat(DicomJson.INLINE.read(json).integer(Tag.Rows)).contains(512);
  }

  @Test
  void textsAreReadAsOthersWriteThem() {
    DataSet dataSet =
        DicomJson.INLINE.read(
            "{\"00100010\":{\"vr\":\"PN\",\"Value\":[\"Doe^Jane\"]},"
                + "\"00100020\":{\"vr\":\"LO\",\"Value\":[12345]},"
                + "\"00200011\":{\"vr\":\"IS\",\"Value\":[\"7\"]},"
                + "\"00080050\":{\"vr\":\"SH\",\"Value\":[]},"
                + "\"00080090\":{\"vr\":\"PN\",\"Value\":[{}]},"
                + "\"00081030\":{\"vr\":\"LO\",\"Value\":[\"\\u5c71\\n\\/\"]},"
                + "\"00082218\":{\"vr\":\"SQ\",\"Value\":[null]}}");
    assertThat(dataSet.string(Tag.PatientName)).contains("Doe^Jane");
    assertThat(dataSet.string(Tag.PatientID)).contains("12345");
    assertThat(dataSet.integer(Tag.SeriesNumber)).contains(7);
    assertThat(dataSet.contains(Tag.AccessionNumber)).isTrue();
    assertThat(dataSet.string(Tag.AccessionNumber)).isEmpty();
    assertThat(dataSet.string(Tag.ReferringPhysicianName)).isEmpty();
    assertThat(dataSet.string(Tag.StudyDescription)).contains("山\n/");
    assertThat(dataSet.items(Tag.AnatomicRegionSequence)).hasSize(1);
  }

  @Test
  void aMissingOrTooNarrowCharacterSetBecomesUtf8() {
    DataSet missing = DicomJson.INLINE.read("{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"山\"]}}");
    assertThat(missing.strings(Tag.SpecificCharacterSet)).containsExactly("ISO_IR 192");
    assertThat(missing.string(Tag.PatientID)).contains("山");
    DataSet narrow =
        DicomJson.INLINE.read(
            "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 100\"]},"
                + "\"00081110\":{\"vr\":\"SQ\",\"Value\":[{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"山\"]}}]}}");
    assertThat(narrow.strings(Tag.SpecificCharacterSet)).containsExactly("ISO_IR 192");
    assertThat(narrow.items(Tag.ReferencedStudySequence).get(0).string(Tag.PatientID))
        .contains("山");
    DataSet wide =
        DicomJson.INLINE.read(
            "{\"00080005\":{\"vr\":\"CS\",\"Value\":[\"ISO_IR 100\"]},"
                + "\"00100020\":{\"vr\":\"LO\",\"Value\":[\"é\"]}}");
    assertThat(wide.strings(Tag.SpecificCharacterSet)).containsExactly("ISO_IR 100");
    assertThat(wide.string(Tag.PatientID)).contains("é");
  }

  @Test
  void encapsulatedDataSurvivesInLine() {
    FragmentsElement pixels =
        Element.fragments(
            Tag.PixelData, VR.OB, List.of(new byte[0], new byte[] {1, 2}, new byte[] {3, 4}));
    DataSet dataSet = DataSet.builder().put(pixels).build();
    assertThat(DicomJson.INLINE.read(DicomJson.INLINE.toJson(dataSet))).isEqualTo(dataSet);
  }

  @Test
  void encapsulatedDataIsReadWithoutItsDelimiterToo() {
    DataSet dataSet =
        DicomJson.INLINE.read(
            "{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"/v8A4AAAAAD+/wDgAgAAAAEC\"}}");
    assertThat(dataSet.element(Tag.PixelData))
        .contains(Element.fragments(Tag.PixelData, VR.OB, List.of(new byte[0], new byte[] {1, 2})));
  }

  @Test
  void nativeDataThatLooksLikeItemsStaysNative() {
    byte[] almost = {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 4, 0, 0, 0, 1, 2};
    DataSet dataSet = DataSet.builder().bytes(Tag.PixelData, VR.OB, almost).build();
    assertThat(DicomJson.INLINE.read(DicomJson.INLINE.toJson(dataSet))).isEqualTo(dataSet);
  }

  @Test
  void bulkDataGoesElsewhereAndComesBack() throws IOException {
    DataSet item = DataSet.builder().bytes(0x54001010, VR.OW, new byte[] {1, 2}).build();
    DataSet dataSet =
        DataSet.builder()
            .string(Tag.PatientID, "x")
            .sequence(0x54000100, DataSet.empty(), item)
            .bytes(Tag.PixelData, VR.OB, new byte[] {3, 4})
            .build();
    List<String> paths = new ArrayList<>();
    DicomJson json =
        DicomJson.builder()
            .bulkDataTarget(
                (path, element) -> {
                  paths.add(path);
                  return Optional.of("bulk/" + path);
                })
            .bulkDataSource(
                (tag, vr, uri) ->
                    Element.of(
                        tag, vr, uri.endsWith("1010") ? new byte[] {1, 2} : new byte[] {3, 4}))
            .build();
    String text = json.toJson(dataSet);
    assertThat(paths).containsExactly("54000100/1/54001010", "7FE00010");
    assertThat(text).contains("\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"bulk/7FE00010\"}");
    assertThat(json.read(text)).isEqualTo(dataSet);
    assertThatThrownBy(() -> DicomJson.INLINE.read(text))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("BulkDataURI");
  }

  @Test
  void manyDataSetsAreAnArrayAndReadOneByOne() throws IOException {
    List<DataSet> all =
        List.of(
            DataSet.builder().string(Tag.PatientID, "1").build(),
            DataSet.empty(),
            DataSet.builder().string(Tag.PatientID, "2").build());
    StringBuilder out = new StringBuilder();
    DicomJson.builder().indent(2).build().writeAll(all, out);
    List<DataSet> back = new ArrayList<>();
    DicomJson.INLINE.readAll(new StringReader(out.toString()), back::add);
    assertThat(back).isEqualTo(all);
    back.clear();
    DicomJson.INLINE.readAll(new StringReader(" [ ] "), back::add);
    assertThat(back).isEmpty();
    DicomJson.INLINE.readAll(new StringReader("{}"), back::add);
    assertThat(back).containsExactly(DataSet.empty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``; JSON: the end at character 0",
        "[]; data set: array",
        "{} x; JSON: 'x' at character 3 (expected: the end",
        "{\"0010002\":{}}; data set: a member name of 7 characters",
        "{\"0010002X\":{}}; data set: a member name of 8 characters",
        "{\"00100020\":5}; (0010,0020): number (expected: object",
        "{\"00100020\":{\"vr\":\"XX\"}}; (0010,0020): an unknown \"vr\"",
        "{\"00100020\":{\"vr\":\"LO\",\"Value\":\"x\"}}; (0010,0020): Value is string (expected: array",
        "{\"00100020\":{\"vr\":\"LO\",\"Value\":[{}]}}; (0010,0020): a value that is object",
        "{\"00100020\":{\"vr\":\"LO\",\"Value\":[true]}}; (0010,0020): a value that is boolean",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[70000]}}; (0028,0010): a value that VR US cannot hold",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[1.5]}}; (0028,0010): a value that VR US cannot hold",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[1e999999999]}}; (0028,0010): a value that VR US cannot hold",
        "{\"00280010\":{\"vr\":\"SV\",\"Value\":[9223372036854775808]}}; (0028,0010): a value that VR SV",
        "{\"00280010\":{\"vr\":\"US\",\"Value\":[1,null]}}; (0028,0010): a value that VR US cannot hold",
        "{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"A\"}}; (7FE0,0010): InlineBinary that cannot",
        "{\"7FE00010\":{\"vr\":\"OB\",\"InlineBinary\":\"\",\"Value\":[]}}; (7FE0,0010): several of",
        "{\"00082218\":{\"vr\":\"SQ\",\"Value\":[5]}}; (0008,2218) item: number (expected: object",
        "{\"00082218\":{\"vr\":\"SQ\",\"InlineBinary\":\"\"}}; (0008,2218): InlineBinary of a sequence",
        "{\"00100020\":{},\"00100020\":{}}; JSON: a member name comes twice at character 15",
        "{\"00100020\":{},}; JSON: '}' at character 15",
        "{\"00100020\" {}}; JSON: '{' at character 12 (expected: ':'",
        "{\"a\\q\":1}; JSON: 'q' at character 4 (expected: an escape sequence",
        "{\"a\\u12g4\":1}; JSON: 'g' at character 7 (expected: four hexadecimal digits",
        "{\"00100020\":{\"Value\":[01]}}; JSON: ']' at character 24 (expected: a value",
        "{\"00100020\":nul}; JSON: '}' at character 15 (expected: null",
      })
  void whatIsNoDicomJsonIsRefusedWithItsPlace(String json, String message) {
    assertThatThrownBy(() -> DicomJson.INLINE.read(json))
        .isInstanceOf(DataSetException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void noMessageRepeatsAValue() {
    assertThatThrownBy(
            () -> DicomJson.INLINE.read("{\"00280010\":{\"vr\":\"US\",\"Value\":[\"Doe^Jane\"]}}"))
        .isInstanceOf(DataSetException.class)
        .hasMessageNotContaining("Doe");
  }

  @Test
  void deepNestingLongTextsAndLongStringsEndAtTheLimits() {
    String deep = "{\"00082218\":{\"vr\":\"SQ\",\"Value\":[".repeat(100_000);
    assertThatThrownBy(() -> DicomJson.INLINE.read(deep))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("nested deeper than 192");
    DicomJson narrow = DicomJson.builder().limits(new JsonLimits(10, 100, 20)).build();
    String text = "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"%s\"]}}";
    assertThat(narrow.read(text.formatted("x".repeat(20))).string(Tag.PatientID)).isPresent();
    assertThatThrownBy(() -> narrow.read(text.formatted("x".repeat(21))))
        .hasMessageContaining("longer than 20 characters");
    assertThatThrownBy(() -> narrow.read("{\"00100020\":{}" + " ".repeat(100) + "}"))
        .hasMessageContaining("longer than 100 characters");
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyDataSetSurvivesWritingAndReading(long seed) {
    DataSet original = RandomDataSets.random(new SplittableRandom(seed));
    int indent = (int) (seed % 3);
    DicomJson json = DicomJson.builder().indent(indent).build();
    String text = json.toJson(original);
    assertThat(json.read(text)).as("seed %d", seed).isEqualTo(original);
    String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    assertThat(utf8).isEqualTo(text);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedJsonNeverEscapesAsAnotherException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String text = DicomJson.INLINE.toJson(RandomDataSets.random(random));
    for (int i = 0; i < 20; i++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.setCharAt(at, (char) random.nextInt(128));
          case 1 -> damaged.deleteCharAt(at);
          default -> damaged.setLength(Math.max(1, at));
        }
      }
      assertThat(catchThrowable(() -> DicomJson.INLINE.read(damaged.toString())))
          .as("seed %d", seed)
          .satisfiesAnyOf(
              t -> assertThat(t).isNull(), t -> assertThat(t).isInstanceOf(DataSetException.class));
    }
  }
}
