package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.encoding.Reading.BIG_ENDIAN;
import static org.hokan.dicom.encoding.Reading.EXPLICIT;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.Hex;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bytes by hand, from the tables of PS3.5 §7.1, §7.3, §7.5 and §A.4. */
class GoldenBytesTest {

  /** PS3.5 Table 7.1-1: those with two reserved bytes and a 32-bit length. */
  private static final Set<String> LONG_FORM =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  private static final int PRIVATE = 0x00091001;

  @ParameterizedTest
  @EnumSource(VR.class)
  void eachVrHasTheHeaderOfItsTable(VR vr) throws IOException {
    if (vr == VR.SQ) {
      return;
    }
    byte[] value = Hex.bytes("30 31 32 33 34 35 36 37");
    DataSet dataSet = DataSet.builder().bytes(PRIVATE, vr, value).build();
    Wire expected = Wire.littleEndian();
    if (LONG_FORM.contains(vr.name())) {
      expected.hex("09 00 01 10").text(vr.name()).hex("00 00 08 00 00 00");
    } else {
      expected.hex("09 00 01 10").text(vr.name()).hex("08 00");
    }
    byte[] bytes = expected.bytes(value).toBytes();
    assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT)).isEqualTo(bytes);
    assertThat(Reading.of(bytes, EXPLICIT).dataSet()).isEqualTo(dataSet);
    assertThat(DataSetWriter.toBytes(dataSet, IMPLICIT))
        .isEqualTo(Hex.bytes("09 00 01 10 08 00 00 00 30 31 32 33 34 35 36 37"));
  }

  /** PS3.5 §7.3: which VRs have bytes to turn, and in which units. */
  @ParameterizedTest
  @CsvSource({
    "US, 31303332",
    "SS, 31303332",
    "OW, 31303332",
    "AT, 31303332",
    "UL, 33323130",
    "SL, 33323130",
    "FL, 33323130",
    "OL, 33323130",
    "OF, 33323130",
    "OB, 30313233",
    "UN, 30313233",
    "LO, 30313233",
    "UT, 30313233",
    "UI, 30313233"
  })
  void bigEndianTurnsWholeNumbersAndNothingElse(VR vr, String expected) throws IOException {
    DataSet dataSet = DataSet.builder().bytes(PRIVATE, vr, Hex.bytes("30 31 32 33")).build();
    byte[] bytes = DataSetWriter.toBytes(dataSet, BIG_ENDIAN);
    String header = vr.longForm() ? "0000 00000004" : "0004";
    assertThat(bytes)
        .isEqualTo(
            Wire.bigEndian().hex("0009 1001").text(vr.name()).hex(header).hex(expected).toBytes());
    assertThat(Reading.of(bytes, BIG_ENDIAN).dataSet()).isEqualTo(dataSet);
  }

  @ParameterizedTest
  @CsvSource({"FD", "OD", "OV", "SV", "UV"})
  void bigEndianTurnsEightBytesAtOnce(VR vr) throws IOException {
    DataSet dataSet =
        DataSet.builder().bytes(PRIVATE, vr, Hex.bytes("00 01 02 03 04 05 06 07")).build();
    byte[] bytes = DataSetWriter.toBytes(dataSet, BIG_ENDIAN);
    assertThat(bytes).endsWith(Hex.bytes("07 06 05 04 03 02 01 00"));
    assertThat(Reading.of(bytes, BIG_ENDIAN).dataSet()).isEqualTo(dataSet);
  }

  @Test
  void sequencesHaveDefinedLengthsUnlessTheyWereReadOtherwise() {
    DataSet item = DataSet.builder().string(0x00080100, VR.SH, "AB").build();
    DataSet dataSet =
        DataSet.builder().sequence(0x00081140, item, DataSet.empty()).sequence(0x00082112).build();
    byte[] expected =
        Wire.littleEndian()
            .longForm(0x00081140, "SQ", 26)
            .item(10)
            .shortForm(0x00080100, "SH", "AB")
            .item(0)
            .longForm(0x00082112, "SQ", 0)
            .toBytes();
    assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT)).isEqualTo(expected);
    assertThat(DataSetWriter.length(dataSet, EXPLICIT)).isEqualTo(expected.length);
    assertThat(DataSetReader.read(expected, EXPLICIT)).isEqualTo(dataSet);
  }

  /** PS3.5 Table 7.5-3: undefined lengths, an item of defined length among them. */
  @Test
  void undefinedLengthsStayUndefinedInEverySyntax() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(0x00081140, Wire.UNDEFINED)
            .item(10)
            .implicit(0x00080100, "AB")
            .item(Wire.UNDEFINED)
            .implicit(0x00080100, "CD")
            .itemDelimiter()
            .sequenceDelimiter()
            .toBytes();
    Reading reading = Reading.of(bytes, IMPLICIT);
    assertThat(reading.leniencies()).isEmpty();
    assertThat(reading.written()).isEqualTo(bytes);
    byte[] explicit =
        Wire.bigEndian()
            .longForm(0x00081140, "SQ", Wire.UNDEFINED)
            .item(10)
            .shortForm(0x00080100, "SH", "AB")
            .item(Wire.UNDEFINED)
            .shortForm(0x00080100, "SH", "CD")
            .itemDelimiter()
            .sequenceDelimiter()
            .toBytes();
    assertThat(DataSetWriter.toBytes(reading.dataSet(), BIG_ENDIAN)).isEqualTo(explicit);
  }

  /** PS3.5 Table A.4-1, with shorter fragments: three of them, an empty Basic Offset Table. */
  @Test
  void encapsulatedPixelDataAreFragmentsAfterAnOffsetTable() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .longForm(0x7FE00010, "OB", Wire.UNDEFINED)
            .item(0)
            .item(4)
            .hex("01020304")
            .item(2)
            .hex("0506")
            .item(2)
            .hex("0708")
            .sequenceDelimiter()
            .toBytes();
    DataSet dataSet =
        DataSet.builder()
            .put(
                Element.fragments(
                    0x7FE00010,
                    VR.OB,
                    List.of(
                        new byte[0], Hex.bytes("01020304"), Hex.bytes("0506"), Hex.bytes("0708"))))
            .build();
    assertThat(DataSetWriter.toBytes(dataSet, TransferSyntax.JPEG_BASELINE_8BIT)).isEqualTo(bytes);
    Reading reading = Reading.of(bytes, TransferSyntax.JPEG_BASELINE_8BIT);
    assertThat(reading.dataSet()).isEqualTo(dataSet);
    FragmentsElement fragments = (FragmentsElement) reading.dataSet().elements().get(0);
    assertThat(fragments.count()).isEqualTo(4);
    assertThat(fragments.fragmentBytes(1)).isEqualTo(Hex.bytes("01020304"));
  }

  /** PS3.5 §6.2.2: VR UN of undefined length is a sequence in Implicit VR Little Endian. */
  @Test
  void unknownSequencesAreReadInImplicitVr() throws IOException {
    for (Wire wire : List.of(Wire.littleEndian(), Wire.bigEndian())) {
      boolean big = wire.toBytes().length == 0 && wire.u16(1).toBytes()[0] == 0;
      Wire fresh = big ? Wire.bigEndian() : Wire.littleEndian();
      byte[] bytes =
          fresh
              .longForm(PRIVATE, "UN", Wire.UNDEFINED)
              .bytes(
                  Wire.littleEndian()
                      .item(Wire.UNDEFINED)
                      .implicit(0x00280010, 2)
                      .hex("0102")
                      .itemDelimiter()
                      .sequenceDelimiter()
                      .toBytes())
              .toBytes();
      Reading reading = Reading.of(bytes, big ? BIG_ENDIAN : EXPLICIT);
      SequenceElement sequence = (SequenceElement) reading.dataSet().elements().get(0);
      assertThat(sequence.vr()).isEqualTo(VR.SQ);
      assertThat(sequence.items().get(0).integer(0x00280010)).contains(0x0201);
      assertThat(reading.written()).isEqualTo(bytes);
      assertThat(DataSetWriter.toBytes(reading.dataSet(), IMPLICIT))
          .isEqualTo(
              Wire.littleEndian()
                  .implicit(PRIVATE, Wire.UNDEFINED)
                  .item(Wire.UNDEFINED)
                  .implicit(0x00280010, 2)
                  .hex("0102")
                  .itemDelimiter()
                  .sequenceDelimiter()
                  .toBytes());
    }
  }

  /** PS3.5 §6.2.2: a value that is too long for its VR's 16-bit length is written as UN. */
  @Test
  void valuesTooLongForTheirVrBecomeUnknownAndAreReadBack() throws IOException {
    byte[] value = new byte[70_000];
    value[1] = 5;
    DataSet dataSet = DataSet.builder().bytes(0x00280106, VR.US, value).build();
    for (TransferSyntax syntax : List.of(EXPLICIT, BIG_ENDIAN)) {
      byte[] bytes = DataSetWriter.toBytes(dataSet, syntax);
      assertThat(new String(bytes, 4, 2, java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("UN");
      Reading reading = Reading.of(bytes, syntax);
      assertThat(reading.dataSet().integer(0x00280106)).contains(0x0500);
      assertThat(reading.written()).isEqualTo(bytes);
    }
  }

  @Test
  void knownAttributesOfUnknownVrAreReadAsWhatTheyAre() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .longForm(0x00100020, "UN", 4)
            .text("1234")
            .longForm(0x00280010, "UN", 2)
            .hex("0002")
            .toBytes();
    Reading reading = Reading.of(bytes, EXPLICIT);
    assertThat(reading.dataSet().string(0x00100020)).contains("1234");
    assertThat(reading.dataSet().integer(0x00280010)).contains(512);
    assertThat(reading.written()).isEqualTo(bytes);
  }

  @Test
  void implicitVrTakesTheSignOfPixelValuesFromPixelRepresentation() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(0x00280103, 2)
            .u16(1)
            .implicit(0x00280106, 2)
            .hex("FFFF")
            .toBytes();
    Reading reading = Reading.of(bytes, IMPLICIT);
    assertThat(reading.dataSet().integer(0x00280106)).contains(-1);
    assertThat(reading.written()).isEqualTo(bytes);
    bytes[8] = 0;
    assertThat(Reading.of(bytes, IMPLICIT).dataSet().integer(0x00280106)).contains(65535);
  }

  @Test
  void groupLengthsAreKeptAsReadAndCountedAnewAfterAChange() throws IOException {
    byte[] bytes =
        Wire.littleEndian().implicit(0x00100000, 4).u32(99).implicit(0x00100020, "12").toBytes();
    Reading reading = Reading.of(bytes, IMPLICIT);
    assertThat(reading.written()).isEqualTo(bytes);
    assertThat(
            DataSetReader.read(DataSetWriter.toBytes(reading.dataSet(), BIG_ENDIAN), BIG_ENDIAN)
                .integer(0x00100000))
        .contains(10);
    DataSet changed = reading.dataSet().toBuilder().string(0x00100020, "1234").build();
    assertThat(
            DataSetReader.read(DataSetWriter.toBytes(changed, IMPLICIT), IMPLICIT)
                .integer(0x00100000))
        .contains(12);
  }

  @Test
  void plainElementsCarryNoMemoryOfTheWire() throws IOException {
    byte[] bytes = Wire.littleEndian().shortForm(0x00100020, "LO", "1234").toBytes();
    assertThat(Reading.of(bytes, EXPLICIT).dataSet().elements().get(0).wireForm())
        .isSameAs(WireForm.PLAIN);
  }
}
