package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.encoding.Reading.BIG_ENDIAN;
import static org.hokan.dicom.encoding.Reading.EXPLICIT;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading the attributes before the pixels, from a stream or from the first bytes only. */
class HeadTest {

  private static final int PATIENT_ID = 0x00100020;

  private static DataSet image(VR pixelVr, int pixelTag) {
    return DataSets.random(new SplittableRandom(5)).toBuilder()
        .string(PATIENT_ID, "head")
        .bytes(pixelTag, pixelVr, new byte[100_000])
        .bytes(0xFFFCFFFC, VR.OB, new byte[10])
        .build();
  }

  private static DataSet withoutPixels(DataSet image) {
    DataSet.Builder head = image.toBuilder();
    image.elements().stream()
        .map(Element::tag)
        .filter(tag -> Integer.compareUnsigned(tag, DataSetReader.HEAD_END) >= 0)
        .forEach(head::remove);
    return head.build();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7FE00001, 0x7FE00008, 0x7FE00009, 0x7FE00010})
  void aHeadEndsBeforeAnyKindOfPixelData(int pixelTag) throws IOException {
    VR vr = pixelTag == 0x7FE00010 ? VR.OW : VR.OF;
    DataSet image = image(vr, pixelTag);
    for (TransferSyntax syntax :
        List.of(
            IMPLICIT, EXPLICIT, BIG_ENDIAN, TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN)) {
      byte[] bytes = DataSetWriter.toBytes(image, syntax);
      DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), syntax);
      assertThat(reader.readHead()).isEqualTo(withoutPixels(image));
      Head head = DataSetReader.head(ByteBuffer.wrap(bytes), syntax, ReadLimits.DEFAULT, true);
      assertThat(head.complete()).isTrue();
      assertThat(head.dataSet()).isEqualTo(withoutPixels(image));
      assertThat(head.length()).isEqualTo(reader.position());
    }
  }

  @Test
  void whatFollowsAHeadIsInTheRest() throws IOException {
    DataSet image = image(VR.OW, 0x7FE00010);
    byte[] bytes = DataSetWriter.toBytes(image, EXPLICIT);
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), EXPLICIT);
    reader.readHead();
    int length = (int) reader.position();
    assertThat(bytes[length] & 0xFF).isEqualTo(0xE0);
    assertThat(reader.rest().readAllBytes())
        .isEqualTo(Arrays.copyOfRange(bytes, length, bytes.length));
  }

  @Test
  void everyPrefixIsEitherTheHeadOrSaysThatMoreIsNeeded() {
    for (TransferSyntax syntax : List.of(IMPLICIT, EXPLICIT, BIG_ENDIAN)) {
      DataSet image = image(VR.OW, 0x7FE00010);
      DataSet expected = withoutPixels(image);
      byte[] bytes = DataSetWriter.toBytes(image, syntax);
      long headLength = DataSetWriter.length(expected, syntax);
      for (int length = 0; length < headLength + 200; length++) {
        Head head = head(bytes, length, syntax);
        boolean enough = length >= headLength + 4;
        assertThat(head.complete()).as("%s, %d bytes", syntax, length).isEqualTo(enough);
        if (enough) {
          assertThat(head.dataSet()).isEqualTo(expected);
          assertThat(head.leniencies()).isEmpty();
          assertThat(head.length()).isEqualTo(headLength);
        } else {
          assertThat(head.neededLength()).isGreaterThan(length).isLessThan(headLength + 20);
        }
      }
    }
  }

  private static Head head(byte[] bytes, int length, TransferSyntax syntax) {
    return DataSetReader.head(ByteBuffer.wrap(bytes, 0, length), syntax, ReadLimits.DEFAULT, false);
  }

  @Test
  void aTagThatMayBeInTheOtherByteOrderDoesNotEndAHead() {
    byte[] little =
        Wire.littleEndian()
            .shortForm(0x00BB0016, "LO", "late")
            .shortForm(0x00BB0018, "LO", 0)
            .toBytes();
    Head early =
        DataSetReader.head(ByteBuffer.wrap(little, 0, 4), BIG_ENDIAN, ReadLimits.DEFAULT, false);
    assertThat(early.complete()).as("(BB00,1600) would be behind every pixel").isFalse();
    Head late = DataSetReader.head(ByteBuffer.wrap(little), BIG_ENDIAN, ReadLimits.DEFAULT, true);
    assertThat(late.dataSet().strings(0x00BB0016)).containsExactly("late");
  }

  @Test
  void aDeflatedHeadIsReadFromAPrefixToo() {
    DataSet image = image(VR.OW, 0x7FE00010);
    TransferSyntax deflated = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
    byte[] bytes = DataSetWriter.toBytes(image, deflated);
    int complete = 0;
    for (int length = 0; length < bytes.length; length += 7) {
      Head head = head(bytes, length, deflated);
      if (head.complete()) {
        complete++;
        assertThat(head.dataSet()).isEqualTo(withoutPixels(image));
      }
    }
    assertThat(complete).isPositive();
  }

  @Test
  void theEndOfAWholeObjectIsTheEndOfItsHead() {
    byte[] bytes = Wire.littleEndian().implicit(PATIENT_ID, "12").toBytes();
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    assertThat(DataSetReader.head(buffer, IMPLICIT, ReadLimits.DEFAULT, false).complete())
        .isFalse();
    Head head = DataSetReader.head(buffer, IMPLICIT, ReadLimits.DEFAULT, true);
    assertThat(head.complete()).isTrue();
    assertThat(head.dataSet().string(PATIENT_ID)).contains("12");
    assertThat(buffer.position()).isZero();
    ByteBuffer torn = ByteBuffer.wrap(bytes, 0, 9);
    assertThatThrownBy(() -> DataSetReader.head(torn, IMPLICIT, ReadLimits.DEFAULT, true))
        .isInstanceOf(TruncatedDataException.class);
  }

  @Test
  void buffersWithoutAnArrayAndWithAnOffsetAreReadAlike() {
    byte[] bytes = Wire.littleEndian().hex("AAAA").implicit(PATIENT_ID, "12").toBytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).position(2);
    for (ByteBuffer buffer : List.of(direct, ByteBuffer.wrap(bytes).position(2).slice())) {
      Head head = DataSetReader.head(buffer, IMPLICIT, ReadLimits.DEFAULT, true);
      assertThat(head.dataSet().string(PATIENT_ID)).contains("12");
      assertThat(head.length()).isEqualTo(10);
    }
  }

  @Test
  void longValuesMayBeLeftOutOfAHead() {
    byte[] bytes =
        Wire.littleEndian()
            .implicit(0x00091001, 20)
            .bytes(new byte[20])
            .implicit(PATIENT_ID, "12")
            .toBytes();
    Head head =
        DataSetReader.head(
            ByteBuffer.wrap(bytes), IMPLICIT, ReadLimits.DEFAULT, true, 0x00100030, 10);
    assertThat(head.dataSet().contains(0x00091001)).isFalse();
    assertThat(head.dataSet().string(PATIENT_ID)).contains("12");
  }

  @Test
  void nothingAfterAHeadIsReadFromTheStreamBeyondOneBuffer() throws IOException {
    byte[] bytes = DataSetWriter.toBytes(image(VR.OW, 0x7FE00010), EXPLICIT);
    int[] taken = {0};
    InputStream counting =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            int got = super.read(target, offset, length);
            taken[0] += Math.max(got, 0);
            return got;
          }
        };
    DataSetReader reader = new DataSetReader(counting, EXPLICIT);
    reader.readHead();
    assertThat(taken[0]).isLessThanOrEqualTo((int) reader.position() + 8192);
  }

  @Test
  void aGroupIsReadAloneWhateverFollowsIt() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .shortForm(0x00020010, "UI", "1.2.840.10008.1.2\0")
            .hex("0100 0100 FFFFFFFF")
            .toBytes();
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), EXPLICIT);
    assertThat(reader.readGroup(2).size()).isEqualTo(1);
    assertThat(reader.position()).isEqualTo(26);
    assertThat(reader.leniencies()).isEmpty();
  }
}
