package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.hokan.dicom.data.DataSetException;
import org.junit.jupiter.api.Test;

class ReadLimitsTest {

  private static final int SEQUENCE = 0x00081140;
  private static final int PATIENT_ID = 0x00100020;

  private static byte[] nested(int depth) {
    Wire wire = Wire.littleEndian();
    for (int i = 0; i < depth; i++) {
      wire.implicit(SEQUENCE, Wire.UNDEFINED).item(Wire.UNDEFINED);
    }
    for (int i = 0; i < depth; i++) {
      wire.itemDelimiter().sequenceDelimiter();
    }
    return wire.toBytes();
  }

  @Test
  void refusesDeeperNestingWithTagOffsetAndExpectation() {
    ReadLimits limits = ReadLimits.builder().maxNesting(3).build();
    assertThat(DataSetReader.read(nested(3), IMPLICIT, limits).size()).isEqualTo(1);
    assertThatThrownBy(() -> DataSetReader.read(nested(4), IMPLICIT, limits))
        .isInstanceOf(DataSetException.class)
        .hasMessage(
            "(0008,1140) ReferencedImageSequence: sequences nested deeper than 3 at offset 48"
                + " (expected: at most 3)");
  }

  @Test
  void aHundredThousandNestedSequencesAreNoStackOverflow() {
    ReadLimits limits = ReadLimits.builder().maxNesting(500).build();
    assertThat(DataSetReader.read(nested(500), IMPLICIT, limits).size()).isEqualTo(1);
    assertThatThrownBy(() -> DataSetReader.read(nested(100_000), IMPLICIT, limits))
        .isInstanceOf(DataSetException.class);
  }

  @Test
  void refusesTooManyElementsItemsAndFragments() {
    Wire wire = Wire.littleEndian().implicit(SEQUENCE, Wire.UNDEFINED);
    for (int i = 0; i < 10; i++) {
      wire.item(0);
    }
    byte[] bytes = wire.sequenceDelimiter().toBytes();
    assertThat(
            DataSetReader.read(bytes, IMPLICIT, ReadLimits.builder().maxElements(11).build())
                .items(SEQUENCE))
        .hasSize(10);
    assertThatThrownBy(
            () -> DataSetReader.read(bytes, IMPLICIT, ReadLimits.builder().maxElements(10).build()))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("element number 11")
        .hasMessageContaining("at most 10");
  }

  @Test
  void refusesValuesTooLongForMemoryAlsoAllTogether() {
    byte[] bytes =
        Wire.littleEndian().implicit(0x00080060, "ABCD").implicit(PATIENT_ID, "123456").toBytes();
    assertThatThrownBy(
            () ->
                DataSetReader.read(bytes, IMPLICIT, ReadLimits.builder().maxValueLength(5).build()))
        .isInstanceOf(DataSetException.class)
        .hasMessage("(0010,0020) PatientID: 6 bytes at offset 12 (expected: at most 5 in memory)");
    assertThatThrownBy(
            () ->
                DataSetReader.read(bytes, IMPLICIT, ReadLimits.builder().maxTotalLength(9).build()))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("10 bytes of values so far");
  }

  @Test
  void aLengthThatNobodySendsTakesNoMemory() {
    byte[] bytes = Wire.littleEndian().implicit(0x00420011, 500_000_000).text("%PDF").toBytes();
    long before = usedMemory();
    assertThatThrownBy(() -> DataSetReader.read(bytes, IMPLICIT))
        .isInstanceOf(TruncatedDataException.class);
    assertThat(usedMemory() - before).isLessThan(100_000_000);
  }

  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void refusesAFewBytesThatInflateToVeryMany() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Deflater raw = new Deflater(Deflater.BEST_COMPRESSION, true);
    try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, raw)) {
      deflating.write(Wire.littleEndian().longForm(0x00420011, "OB", 100 << 20).toBytes());
      for (int i = 0; i < 100; i++) {
        deflating.write(new byte[1 << 20]);
      }
    }
    assertThatThrownBy(
            () ->
                DataSetReader.read(
                    out.toByteArray(), TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN))
        .isInstanceOf(DataSetException.class)
        .hasMessageContaining("expected: at most 250 times as many");
  }

  @Test
  void limitsThatAllowNothingAreRefused() {
    assertThatThrownBy(() -> ReadLimits.builder().maxNesting(0).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxNesting: 0 (expected: 1 to 500)");
    assertThatThrownBy(() -> ReadLimits.builder().maxDeflateRatio(0).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
