package org.hokan.dicom.image.transcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.transcode.TranscodingException.Reason;
import org.junit.jupiter.api.Test;

class TranscoderTest {
  private static final TranscodingOptions LOSSY =
      TranscodingOptions.LOSSLESS
          .withLoss(LossPolicy.LOSSY)
          .withDerivedUid(TranscoderTest::derived);

  private static Uid derived(Uid source) {
    return Uid.of(UUID.nameUUIDFromBytes(source.value().getBytes(StandardCharsets.US_ASCII)));
  }

  private final byte[] colour = TestObjects.bytes(TestObjects.file("rgb-jpeg-lossless.dcm"));
  private final byte[] jpeg = TestObjects.bytes(TestObjects.file("endoscopy-jpeg-baseline.dcm"));

  @Test
  void aLossyResultTellsSoAndIsAnotherInstanceDerivedFromItsSource() {
    DataSet before = TestObjects.read(colour);

    DataSet after =
        TestObjects.read(TestObjects.transcoded(colour, TransferSyntax.JPEG_BASELINE_8BIT, LOSSY));

    assertThat(after.string(Tag.LossyImageCompression)).contains("01");
    assertThat(after.strings(Tag.LossyImageCompressionMethod)).containsExactly("ISO_10918_1");
    assertThat(after.doubleValue(Tag.LossyImageCompressionRatio).orElse(0.0)).isGreaterThan(1);
    assertThat(after.strings(Tag.ImageType).get(0)).isEqualTo("DERIVED");
    assertThat(after.string(Tag.PhotometricInterpretation)).contains("YBR_FULL_422");
    Uid source = before.uid(Tag.SOPInstanceUID).orElseThrow();
    assertThat(after.uid(Tag.SOPInstanceUID)).contains(derived(source));
    DataSet reference = last(after, Tag.SourceImageSequence);
    assertThat(reference.uid(Tag.ReferencedSOPInstanceUID)).contains(source);
    assertThat(code(reference, Tag.PurposeOfReferenceCodeSequence)).isEqualTo("121320");
    assertThat(code(after, Tag.DerivationCodeSequence)).isEqualTo("113040");
    assertThat(after.string(Tag.DerivationDescription).orElse("")).contains("JPEG Baseline");
  }

  @Test
  void framesOfALossyMultiFrameObjectAreDerivedToo() {
    DataSet.Builder type = DataSet.builder().strings(Tag.FrameType, List.of("ORIGINAL", "PRIMARY"));
    DataSet group =
        DataSet.builder()
            .sequence(Tag.CTImageFrameTypeSequence, type.build())
            .sequence(
                Tag.FrameVOILUTSequence, DataSet.builder().string(Tag.WindowWidth, "9").build())
            .build();
    DataSet before =
        TestObjects.read(colour).toBuilder()
            .sequence(Tag.SharedFunctionalGroupsSequence, group)
            .sequence(Tag.PerFrameFunctionalGroupsSequence, group)
            .build();

    DataSet after =
        TestObjects.read(
            TestObjects.transcoded(
                TestObjects.written(before, TransferSyntax.JPEG_LOSSLESS_SV1),
                TransferSyntax.JPEG_BASELINE_8BIT,
                LOSSY));

    for (int groups :
        List.of(Tag.SharedFunctionalGroupsSequence, Tag.PerFrameFunctionalGroupsSequence)) {
      DataSet frames = last(after, groups);
      assertThat(last(frames, Tag.CTImageFrameTypeSequence).strings(Tag.FrameType))
          .containsExactly("DERIVED", "PRIMARY");
      assertThat(frames.items(Tag.FrameVOILUTSequence))
          .isEqualTo(group.items(Tag.FrameVOILUTSequence));
    }
  }

  private static DataSet last(DataSet dataSet, int sequence) {
    return dataSet.items(sequence).get(dataSet.items(sequence).size() - 1);
  }

  private static String code(DataSet dataSet, int sequence) {
    return last(dataSet, sequence).string(Tag.CodeValue).orElse("");
  }

  @Test
  void nothingIsLostUnlessAskedForAndNothingAgainUnlessAskedForByName() {
    assertThatThrownBy(() -> TestObjects.transcoded(colour, TransferSyntax.JPEG_BASELINE_8BIT))
        .isInstanceOfSatisfying(
            TranscodingException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOSS));
    byte[] lossy = TestObjects.transcoded(colour, TransferSyntax.JPEG_BASELINE_8BIT, LOSSY);
    byte[] decoded = TestObjects.transcoded(lossy, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

    assertThatThrownBy(
            () -> TestObjects.transcoded(decoded, TransferSyntax.JPEG_BASELINE_8BIT, LOSSY))
        .hasMessageContaining("lossy already");

    DataSet again =
        TestObjects.read(
            TestObjects.transcoded(
                decoded,
                TransferSyntax.JPEG_BASELINE_8BIT,
                LOSSY.withLoss(LossPolicy.LOSSY_AGAIN)));
    assertThat(again.strings(Tag.LossyImageCompressionMethod))
        .containsExactly("ISO_10918_1", "ISO_10918_1");
    assertThat(again.strings(Tag.LossyImageCompressionRatio)).hasSize(2);
    assertThat(code(last(again, Tag.SourceImageSequence), Tag.PurposeOfReferenceCodeSequence))
        .isEqualTo("121330");
  }

  @Test
  void aDecodedJpegIsRgbAndStillTellsThatItWasLossy() {
    DataSet after =
        TestObjects.read(TestObjects.transcoded(jpeg, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));

    assertThat(after.string(Tag.PhotometricInterpretation)).contains("RGB");
    assertThat(after.integer(Tag.PlanarConfiguration)).contains(0);
    assertThat(after.string(Tag.LossyImageCompression)).contains("01");
    assertThat(after.uid(Tag.SOPInstanceUID))
        .isEqualTo(TestObjects.read(jpeg).uid(Tag.SOPInstanceUID));
  }

  @Test
  void theOffsetTableHasASingleFrameAndFramesOfTheSameLength() {
    assertThat(offsets("jpeg-baseline.dcm", TransferSyntax.RLE_LOSSLESS)).hasSize(4);
    assertThat(offsets("us-multiframe-rle.dcm", TransferSyntax.ENCAPSULATED_UNCOMPRESSED))
        .hasSizeGreaterThan(4);
    assertThat(offsets("us-multiframe-rle.dcm", TransferSyntax.JPEG_LOSSLESS_SV1)).isEmpty();
  }

  private static byte[] offsets(String name, TransferSyntax target) {
    DataSet after =
        TestObjects.read(TestObjects.transcoded(TestObjects.bytes(TestObjects.file(name)), target));
    return ((FragmentsElement) after.element(Tag.PixelData).orElseThrow()).fragmentBytes(0);
  }

  @Test
  void nothingIsWrittenOfAnObjectWhoseFirstFrameCannotBeRecoded() {
    byte[] broken = jpeg.clone();
    Arrays.fill(broken, broken.length / 3, broken.length - 8, (byte) 0xFF);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(
            () ->
                Transcoder.standard()
                    .transcode(
                        new ByteArrayInputStream(broken),
                        out,
                        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                        TranscodingOptions.LOSSLESS))
        .isInstanceOfSatisfying(
            TranscodingException.class, e -> assertThat(e.reason()).isEqualTo(Reason.PIXELS))
        .hasMessageContaining("frame 1 of 1");
    assertThat(out.size()).isZero();
  }

  @Test
  void videoIsNotDecoded() {
    assertThat(
            Transcoder.standard()
                .refusal(
                    TransferSyntax.MPEG4_HP41,
                    TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
                    TranscodingOptions.LOSSLESS))
        .hasValueSatisfying(why -> assertThat(why).contains("video"));
  }
}
