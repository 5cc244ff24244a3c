package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.encoding.Reading.BIG_ENDIAN;
import static org.hokan.dicom.encoding.Reading.EXPLICIT;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;
import static org.hokan.dicom.encoding.Reading.KEEP_TRUNCATED;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.DeflaterOutputStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.junit.jupiter.api.Test;

/** What real objects do against the standard: read, reported by name, and written as it was. */
class LeniencyTest {

  private static final int PATIENT_ID = 0x00100020;
  private static final int MODALITY = 0x00080060;
  private static final int SEQUENCE = 0x00081140;
  private static final int PIXEL_DATA = 0x7FE00010;

  private static Reading check(Leniency leniency, byte[] bytes, TransferSyntax syntax)
      throws IOException {
    Reading reading = Reading.of(bytes, syntax, KEEP_TRUNCATED);
    assertThat(reading.leniencies()).contains(leniency);
    assertThat(reading.written()).isEqualTo(bytes);
    assertThat(DataSetWriter.length(reading.dataSet(), reading.syntax())).isEqualTo(bytes.length);
    return reading;
  }

  @Test
  void oddLengthsAreKeptAndPaddedOnlyInAnotherSyntax() throws IOException {
    byte[] bytes = Wire.littleEndian().shortForm(PATIENT_ID, "LO", "123").toBytes();
    DataSet dataSet = check(Leniency.ODD_LENGTH, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.string(PATIENT_ID)).contains("123");
    assertThat(DataSetWriter.toBytes(dataSet, IMPLICIT))
        .isEqualTo(Wire.littleEndian().implicit(PATIENT_ID, "123 ").toBytes());
  }

  @Test
  void tagsOutOfOrderAreFoundNevertheless() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(PATIENT_ID, "1234")
            .implicit(MODALITY, "ES")
            .implicit(PATIENT_ID, "5678")
            .toBytes();
    DataSet dataSet = check(Leniency.TAGS_NOT_ASCENDING, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.string(MODALITY)).contains("ES");
    assertThat(dataSet.string(PATIENT_ID)).contains("5678");
    assertThat(dataSet.size()).isEqualTo(2);
  }

  @Test
  void anotherKindOfVrThanTheDictionarysIsTakenAsItIs() throws IOException {
    byte[] bytes = Wire.littleEndian().shortForm(0x00280010, "IS", "512 ").toBytes();
    DataSet dataSet = check(Leniency.VR_OTHER_THAN_DICTIONARY, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.integer(0x00280010)).contains(512);
  }

  @Test
  void vrsToComeAreReadLikeUnknownOnes() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .longForm(0x00091001, "XX", 4)
            .text("1234")
            .shortForm(PATIENT_ID, "LO", "ab")
            .toBytes();
    DataSet dataSet = check(Leniency.UNKNOWN_VR, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.element(0x00091001)).map(Element::vr).contains(VR.UN);
    assertThat(dataSet.string(PATIENT_ID)).contains("ab");
  }

  @Test
  void rubbishInPlaceOfAVrIsReadWithTheDictionarys() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .shortForm(MODALITY, "CS", "ES")
            .shortForm(0x00080070, "??", "ACME")
            .shortForm(PATIENT_ID, "LO", "ab")
            .toBytes();
    DataSet dataSet = check(Leniency.INVALID_VR, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.string(0x00080070)).contains("ACME");
    assertThat(dataSet.string(PATIENT_ID)).contains("ab");
  }

  @Test
  void anElementWithoutVrAmongOthersIsRead() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .shortForm(MODALITY, "CS", "ES")
            .implicit(0x00080070, "ACME")
            .shortForm(PATIENT_ID, "LO", "ab")
            .toBytes();
    DataSet dataSet = check(Leniency.IMPLICIT_ELEMENT, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.string(0x00080070)).contains("ACME");
    assertThat(dataSet.string(PATIENT_ID)).contains("ab");
  }

  @Test
  void aLongVrWithA16BitLengthIsRead() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .shortForm(0x00080119, "UC", "abcd")
            .shortForm(PATIENT_ID, "LO", "ab")
            .toBytes();
    DataSet dataSet = check(Leniency.SHORT_LENGTH_WITH_LONG_VR, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.string(0x00080119)).contains("abcd");
    assertThat(dataSet.string(PATIENT_ID)).contains("ab");
  }

  @Test
  void reservedBytesMayBeAnything() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .hex("0800 1901 5543 0101 04000000 61626364")
            .shortForm(PATIENT_ID, "LO", "ab")
            .toBytes();
    DataSet dataSet = check(Leniency.RESERVED_NOT_ZERO, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.string(0x00080119)).contains("abcd");
  }

  @Test
  void delimitersAfterDefinedLengthsAreNeedless() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(SEQUENCE, Wire.UNDEFINED)
            .item(10)
            .implicit(PATIENT_ID, "12")
            .itemDelimiter()
            .item(10)
            .implicit(PATIENT_ID, "34")
            .sequenceDelimiter()
            .implicit(PATIENT_ID, "56")
            .toBytes();
    DataSet dataSet = check(Leniency.NEEDLESS_DELIMITER, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.items(SEQUENCE)).hasSize(2);
    assertThat(dataSet.string(PATIENT_ID)).contains("56");
  }

  @Test
  void aSequenceOfDefinedLengthMayHaveItsDelimiterInside() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(SEQUENCE, 26)
            .item(10)
            .implicit(PATIENT_ID, "12")
            .sequenceDelimiter()
            .implicit(PATIENT_ID, "56")
            .toBytes();
    DataSet dataSet = check(Leniency.NEEDLESS_DELIMITER, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.items(SEQUENCE)).hasSize(1);
    assertThat(dataSet.string(PATIENT_ID)).contains("56");
  }

  @Test
  void delimitersOfNothingAreKeptAndNothingElse() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(MODALITY, "ES")
            .itemDelimiter()
            .sequenceDelimiter()
            .implicit(PATIENT_ID, "12")
            .itemDelimiter()
            .toBytes();
    DataSet dataSet = check(Leniency.STRAY_DELIMITER, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.size()).isEqualTo(2);
    assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT))
        .isEqualTo(
            Wire.littleEndian()
                .shortForm(MODALITY, "CS", "ES")
                .shortForm(PATIENT_ID, "LO", "12")
                .toBytes());
  }

  @Test
  void delimitersMayHaveALength() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(SEQUENCE, Wire.UNDEFINED)
            .item(Wire.UNDEFINED)
            .implicit(0xFFFEE00D, 8)
            .sequenceDelimiter()
            .implicit(PATIENT_ID, "12")
            .toBytes();
    assertThat(check(Leniency.DELIMITER_WITH_LENGTH, bytes, IMPLICIT).dataSet().string(PATIENT_ID))
        .contains("12");
  }

  @Test
  void anItemWithoutItsDelimiterEndsWithTheNextOne() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(SEQUENCE, Wire.UNDEFINED)
            .item(Wire.UNDEFINED)
            .implicit(PATIENT_ID, "12")
            .item(Wire.UNDEFINED)
            .implicit(PATIENT_ID, "34")
            .sequenceDelimiter()
            .implicit(PATIENT_ID, "56")
            .toBytes();
    DataSet dataSet = check(Leniency.MISSING_DELIMITER, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.items(SEQUENCE)).hasSize(2);
    assertThat(dataSet.string(PATIENT_ID)).contains("56");
  }

  @Test
  void aSequenceWithoutItsDelimiterEndsWithWhatIsNoItem() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(SEQUENCE, Wire.UNDEFINED)
            .item(10)
            .implicit(PATIENT_ID, "12")
            .implicit(PATIENT_ID, "56")
            .toBytes();
    DataSet dataSet = check(Leniency.MISSING_DELIMITER, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.items(SEQUENCE)).hasSize(1);
    assertThat(dataSet.string(PATIENT_ID)).contains("56");
  }

  @Test
  void anItemMayBeLongerThanItSays() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(SEQUENCE, 18)
            .item(8)
            .implicit(PATIENT_ID, "12")
            .implicit(PATIENT_ID, "56")
            .toBytes();
    DataSet dataSet = check(Leniency.WRONG_LENGTH, bytes, IMPLICIT).dataSet();
    assertThat(dataSet.items(SEQUENCE).get(0).string(PATIENT_ID)).contains("12");
    assertThat(dataSet.string(PATIENT_ID)).contains("56");
  }

  @Test
  void aSequenceWhoseValueIsNoItemIsKeptAsBytes() throws IOException {
    byte[] bytes = Wire.littleEndian().longForm(SEQUENCE, "SQ", 12).text("no items here").toBytes();
    bytes = Arrays.copyOf(bytes, 24);
    DataSet dataSet = check(Leniency.SEQUENCE_WITHOUT_ITEMS, bytes, EXPLICIT).dataSet();
    assertThat(dataSet.element(SEQUENCE).orElseThrow()).isInstanceOf(ValueElement.class);
    assertThat(dataSet.items(SEQUENCE)).isEmpty();
  }

  @Test
  void explicitVrsAreSeenWhereTheSyntaxSaysImplicit() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .shortForm(0x00080005, "CS", "ISO_IR 100")
            .shortForm(PATIENT_ID, "LO", "12")
            .toBytes();
    Reading reading = check(Leniency.EXPLICIT_DECLARED_IMPLICIT, bytes, IMPLICIT);
    assertThat(reading.syntax()).isEqualTo(EXPLICIT);
    assertThat(reading.dataSet().string(PATIENT_ID)).contains("12");
  }

  @Test
  void missingVrsAreSeenWhereTheSyntaxSaysExplicit() throws IOException {
    byte[] bytes =
        Wire.littleEndian().implicit(0x00080005, "ISO_IR 100").implicit(PATIENT_ID, "12").toBytes();
    Reading reading = check(Leniency.IMPLICIT_DECLARED_EXPLICIT, bytes, EXPLICIT);
    assertThat(reading.syntax()).isEqualTo(IMPLICIT);
    assertThat(reading.dataSet().string(PATIENT_ID)).contains("12");
  }

  @Test
  void theOtherByteOrderIsSeen() throws IOException {
    byte[] little = Wire.littleEndian().shortForm(MODALITY, "CS", "ES").toBytes();
    byte[] big = Wire.bigEndian().shortForm(MODALITY, "CS", "ES").toBytes();
    assertThat(check(Leniency.OTHER_BYTE_ORDER, little, BIG_ENDIAN).syntax()).isEqualTo(EXPLICIT);
    assertThat(check(Leniency.OTHER_BYTE_ORDER, big, EXPLICIT).syntax()).isEqualTo(BIG_ENDIAN);
  }

  @Test
  void whatIsNotDeflatedIsReadAsItIs() throws IOException {
    byte[] bytes = Wire.littleEndian().shortForm(MODALITY, "CS", "ES").toBytes();
    Reading reading = Reading.of(bytes, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(reading.leniencies()).containsExactly(Leniency.NOT_DEFLATED);
    assertThat(reading.dataSet().string(MODALITY)).contains("ES");
  }

  @Test
  void aZlibHeaderBeforeDeflatedDataIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(Wire.littleEndian().shortForm(MODALITY, "CS", "ES").toBytes());
    }
    Reading reading =
        Reading.of(out.toByteArray(), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);
    assertThat(reading.leniencies()).containsExactly(Leniency.ZLIB_HEADER);
    assertThat(reading.dataSet().string(MODALITY)).contains("ES");
  }

  @Test
  void zerosTooFewForAnElementAreKeptAtTheEnd() throws IOException {
    byte[] bytes = Wire.littleEndian().implicit(PATIENT_ID, "12").hex("000000").toBytes();
    Reading strict = Reading.of(bytes, IMPLICIT);
    assertThat(strict.leniencies()).contains(Leniency.TRAILING_BYTES);
    assertThat(strict.written()).isEqualTo(bytes);
    assertThat(strict.dataSet().size()).isEqualTo(1);
  }

  @Test
  void aTornLastElementIsRefusedOrKeptAsTheReaderIsTold() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .shortForm(MODALITY, "CS", "ES")
            .shortForm(PATIENT_ID, "LO", 10)
            .text("1234")
            .toBytes();
    Reading reading = check(Leniency.TRUNCATED, bytes, EXPLICIT);
    assertThat(reading.dataSet().string(PATIENT_ID)).contains("1234");
    assertThatThrownBy(() -> DataSetReader.read(bytes, EXPLICIT))
        .isInstanceOf(TruncatedDataException.class)
        .hasMessage(
            "(0010,0020) PatientID: the data end at offset 22"
                + " (expected: at least 6 more bytes; PS3.5 §7.1)");
  }

  @Test
  void whatIsTornInsideItemsAndFragmentsIsKeptToo() throws IOException {
    byte[] nested =
        Wire.littleEndian()
            .implicit(SEQUENCE, 100)
            .item(50)
            .implicit(SEQUENCE, Wire.UNDEFINED)
            .item(Wire.UNDEFINED)
            .implicit(PATIENT_ID, 20)
            .text("12")
            .toBytes();
    DataSet dataSet = check(Leniency.TRUNCATED, nested, IMPLICIT).dataSet();
    assertThat(dataSet.items(SEQUENCE).get(0).items(SEQUENCE).get(0).string(PATIENT_ID))
        .contains("12");
    byte[] fragments =
        Wire.littleEndian()
            .longForm(PIXEL_DATA, "OB", Wire.UNDEFINED)
            .item(0)
            .item(100)
            .hex("0102")
            .toBytes();
    Element element =
        check(Leniency.TRUNCATED, fragments, TransferSyntax.RLE_LOSSLESS)
            .dataSet()
            .elements()
            .get(0);
    assertThat(((FragmentsElement) element).fragmentBytes(1)).containsExactly(1, 2);
  }

  @Test
  void everyTornEndIsKeptByteForByte() throws IOException {
    byte[] whole =
        Wire.littleEndian()
            .shortForm(MODALITY, "CS", "ES")
            .longForm(SEQUENCE, "SQ", Wire.UNDEFINED)
            .item(Wire.UNDEFINED)
            .shortForm(PATIENT_ID, "LO", "12")
            .itemDelimiter()
            .sequenceDelimiter()
            .longForm(PIXEL_DATA, "OB", Wire.UNDEFINED)
            .item(0)
            .item(2)
            .hex("0102")
            .sequenceDelimiter()
            .toBytes();
    for (int length = 1; length < whole.length; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      Reading reading = Reading.of(torn, EXPLICIT, KEEP_TRUNCATED);
      assertThat(reading.written()).as("first %d bytes", length).isEqualTo(torn);
    }
  }

  @Test
  void missingDelimiterOfFragmentsIsSeenAtTheNextElement() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .longForm(PIXEL_DATA, "OB", Wire.UNDEFINED)
            .item(0)
            .item(2)
            .hex("0102")
            .longForm(0xFFFCFFFC, "OB", 2)
            .hex("0000")
            .toBytes();
    DataSet dataSet =
        check(Leniency.MISSING_DELIMITER, bytes, TransferSyntax.RLE_LOSSLESS).dataSet();
    assertThat(dataSet.contains(0xFFFCFFFC)).isTrue();
  }

  @Test
  void explicitVrsInsideAnUnknownSequenceAreSeen() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .longForm(0x00091001, "UN", Wire.UNDEFINED)
            .item(Wire.UNDEFINED)
            .shortForm(PATIENT_ID, "LO", "12")
            .itemDelimiter()
            .sequenceDelimiter()
            .toBytes();
    Reading reading = Reading.of(bytes, EXPLICIT);
    assertThat(reading.dataSet().items(0x00091001).get(0).string(PATIENT_ID)).contains("12");
    assertThat(reading.written()).isEqualTo(bytes);
  }

  @Test
  void anItemOutsideOfASequenceIsRefused() {
    byte[] bytes = Wire.littleEndian().implicit(PATIENT_ID, "12").item(0).toBytes();
    assertThatThrownBy(() -> DataSetReader.read(bytes, IMPLICIT))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("offset 10");
  }

  @Test
  void aTornDeflatedDataSetIsRefusedOrKeptAsTheReaderIsTold() throws IOException {
    TransferSyntax deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    DataSet original = DataSets.random(new SplittableRandom(9));
    byte[] whole = DataSetWriter.toBytes(original, deflated);
    byte[] torn = Arrays.copyOf(whole, whole.length - 10);
    assertThatThrownBy(() -> DataSetReader.read(torn, deflated))
        .isInstanceOf(TruncatedDataException.class);
    assertThat(Reading.of(torn, deflated, KEEP_TRUNCATED).dataSet().size()).isPositive();
  }
}
