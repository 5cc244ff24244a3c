package org.hokan.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.DataSets;
import org.hokan.dicom.encoding.Leniency;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.encoding.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Part10Test {

  private static final Uid SOP_CLASS = Uid.of("1.2.840.10008.5.1.4.1.1.77.1.1");
  private static final Uid INSTANCE = Uid.of("1.2.3.4.5");

  private static FileMetaInformation meta(TransferSyntax syntax) {
    return FileMetaInformation.builder(SOP_CLASS, INSTANCE, syntax.uid())
        .sourceApplicationEntityTitle("ENDO1")
        .build();
  }

  private static Part10File open(byte[] bytes) throws IOException {
    return Part10.open(new ByteArrayInputStream(bytes));
  }

  private static byte[] file(TransferSyntax syntax, DataSet dataSet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.write(meta(syntax), dataSet, out);
    return out.toByteArray();
  }

  static Iterable<Path> objects() {
    return TestObjects.all();
  }

  @Test
  void aHeaderHasPreamblePrefixAndGroup2InExplicitVr() throws IOException {
    byte[] header = Part10.header(FileMetaInformation.of(SOP_CLASS, INSTANCE, INSTANCE));
    assertThat(Arrays.copyOf(header, 128)).containsOnly(0);
    byte[] start =
        Wire.littleEndian()
            .text("DICM")
            .shortForm(0x00020000, "UL", 4)
            .u32(header.length - 144)
            .longForm(0x00020001, "OB", 2)
            .hex("0001")
            .shortForm(0x00020002, "UI", SOP_CLASS.value())
            .shortForm(0x00020003, "UI", INSTANCE.value() + "\0")
            .shortForm(0x00020010, "UI", INSTANCE.value() + "\0")
            .toBytes();
    assertThat(Arrays.copyOfRange(header, 128, 128 + start.length)).isEqualTo(start);
    FileMetaInformation read = open(header).metaInformation().orElseThrow();
    assertThat(read.implementationClassUid()).isPresent();
    assertThat(read.implementationVersionName().orElseThrow().length()).isLessThanOrEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.2.840.10008.1.2",
        "1.2.840.10008.1.2.1",
        "1.2.840.10008.1.2.1.99",
        "1.2.840.10008.1.2.2"
      })
  void whatIsWrittenIsOpenedAgain(String uid) throws IOException {
    TransferSyntax syntax = TransferSyntax.orUnknown(Uid.of(uid));
    DataSet dataSet = DataSets.random(new SplittableRandom(3));
    byte[] bytes = file(syntax, dataSet);
    try (Part10File file = open(bytes)) {
      assertThat(file.leniencies()).isEmpty();
      assertThat(file.transferSyntax()).isEqualTo(syntax);
      assertThat(file.preamble()).hasSize(128);
      FileMetaInformation read = file.metaInformation().orElseThrow();
      assertThat(read.mediaStorageSopClassUid()).contains(SOP_CLASS);
      assertThat(read.mediaStorageSopInstanceUid()).contains(INSTANCE);
      assertThat(read.transferSyntaxUid()).contains(syntax.uid());
      assertThat(read.sourceApplicationEntityTitle()).contains("ENDO1");
      assertThat(file.dataSetOffset()).isEqualTo(Part10.header(meta(syntax)).length);
      assertThat(file.read()).isEqualTo(dataSet);
    }
  }

  @Test
  void theDataSetsBytesStartWhereTheOffsetSays() throws IOException {
    DataSet dataSet = DataSets.random(new SplittableRandom(4));
    byte[] bytes = file(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, dataSet);
    try (Part10File file = open(bytes)) {
      int offset = (int) file.dataSetOffset();
      assertThat(file.dataSet().readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, offset, bytes.length));
    }
  }

  @Test
  void aMissingPreambleIsPutUpWith() throws IOException {
    byte[] bytes = file(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, DataSet.empty());
    for (int skipped : new int[] {128, 132}) {
      byte[] without = Arrays.copyOfRange(bytes, skipped, bytes.length);
      try (Part10File file = open(without)) {
        assertThat(file.leniencies()).containsExactly(Leniency.MISSING_PREAMBLE);
        assertThat(file.metaInformation()).isPresent();
        assertThat(file.dataSetOffset()).isEqualTo(without.length);
        assertThat(file.preamble()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"})
  void withoutMetaInformationTheSyntaxIsGuessed(String uid) throws IOException {
    TransferSyntax syntax = TransferSyntax.orUnknown(Uid.of(uid));
    DataSet dataSet = DataSet.builder().string(Tag.SpecificCharacterSet, "ISO_IR 100").build();
    try (Part10File file = open(DataSetWriter.toBytes(dataSet, syntax))) {
      assertThat(file.transferSyntax()).isEqualTo(syntax);
      assertThat(file.metaInformation()).isEmpty();
      assertThat(file.dataSetOffset()).isZero();
      assertThat(file.leniencies())
          .containsExactlyInAnyOrder(Leniency.MISSING_PREAMBLE, Leniency.MISSING_META_INFORMATION);
      assertThat(file.read()).isEqualTo(dataSet);
    }
  }

  @Test
  void missingAndWrongLengthsOfTheMetaInformationArePutUpWith() throws IOException {
    FileMetaInformation meta = meta(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    byte[] right = Part10.header(meta);
    byte[] wrong = right.clone();
    wrong[140]++;
    byte[] missing =
        Part10.header(
            new FileMetaInformation(
                meta.dataSet().toBuilder().remove(Tag.FileMetaInformationGroupLength).build()));
    assertThat(open(right).leniencies()).isEmpty();
    assertThat(open(wrong).leniencies()).containsExactly(Leniency.WRONG_META_GROUP_LENGTH);
    assertThat(open(missing).leniencies()).containsExactly(Leniency.MISSING_META_GROUP_LENGTH);
  }

  @Test
  void aMissingTransferSyntaxIsGuessedFromTheDataSet() throws IOException {
    try (Part10File file = Part10.open(TestObjects.object("meta-without-transfer-syntax"))) {
      assertThat(file.leniencies()).containsExactly(Leniency.MISSING_TRANSFER_SYNTAX);
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
      assertThat(file.read().contains(Tag.PixelData)).isTrue();
    }
  }

  @Test
  void whatIsNoDicomIsRefusedAndTheFileClosed() {
    for (String text : new String[] {"", "x", "%PDF-1.7 and so on, not an object at all"}) {
      assertThatThrownBy(() -> open(text.getBytes("US-ASCII")))
          .isInstanceOf(DataSetException.class)
          .hasMessageContaining("expected: preamble, prefix and meta information");
    }
    boolean[] closed = {false};
    InputStream in =
        new ByteArrayInputStream(new byte[0]) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    assertThatThrownBy(() -> Part10.open(in)).isInstanceOf(DataSetException.class);
    assertThat(closed[0]).isFalse();
  }

  @Test
  void aPreambleHas128Bytes() {
    FileMetaInformation meta = meta(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    assertThatThrownBy(() -> Part10.header(meta, new byte[127]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("preamble: 127 bytes (expected: 128; PS3.10 §7.1)");
  }

  @ParameterizedTest
  @MethodSource("objects")
  void objectsOfOthersAreWrittenAgainByteForByte(Path path) throws IOException {
    byte[] all = Files.readAllBytes(path);
    try (Part10File file = Part10.open(path)) {
      DataSetReader reader =
          file.reader(ReadLimits.builder().truncation(ReadLimits.Truncation.KEEP).build());
      DataSet dataSet = reader.read();
      TransferSyntax syntax = reader.transferSyntax();
      TransferSyntax inflated =
          syntax.deflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : syntax;
      assertThat(DataSetWriter.toBytes(dataSet, inflated))
          .isEqualTo(TestObjects.dataSetBytes(path, file));
      if (file.preamble().length == 128) {
        assertThat(Part10.header(file.metaInformation().orElseThrow(), file.preamble()))
            .isEqualTo(Arrays.copyOf(all, (int) file.dataSetOffset()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void everyTornObjectOfOthersIsReadOrRefusedClearly(Path path) throws IOException {
    byte[] all = Files.readAllBytes(path);
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 25; i++) {
      byte[] torn = Arrays.copyOf(all, random.nextInt(all.length));
      Throwable thrown =
          catchThrowable(
              () -> {
                try (Part10File file = open(torn)) {
                  file.read();
                }
              });
      assertThat(thrown)
          .satisfiesAnyOf(
              t -> assertThat(t).isNull(),
              t ->
                  assertThat(t)
                      .isInstanceOf(DataSetException.class)
                      .hasMessageContaining("expected"));
    }
  }

  @Test
  void aTruncatedPlanIsRefusedWithThePlaceWhereItEnds() throws IOException {
    try (Part10File file = Part10.open(TestObjects.object("plan-truncated"))) {
      assertThatThrownBy(file::read)
          .isInstanceOf(DataSetException.class)
          .hasMessageStartingWith("(300A,012C) IsocenterPosition: the data end at offset 1829");
    }
  }

  @Test
  void privateMetaInformationIsKept() throws IOException {
    DataSet extended =
        meta(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).dataSet().toBuilder()
            .uid(Tag.PrivateInformationCreatorUID, INSTANCE)
            .bytes(Tag.PrivateInformation, VR.OB, new byte[300])
            .build();
    byte[] header = Part10.header(new FileMetaInformation(extended));
    try (Part10File file = open(header)) {
      assertThat(file.leniencies()).isEmpty();
      assertThat(file.metaInformation().orElseThrow().dataSet().contains(Tag.PrivateInformation))
          .isTrue();
    }
  }
}
