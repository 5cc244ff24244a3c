package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.image.codec.CodecException;
import org.junit.jupiter.api.Test;

/** What grey values become, rule by rule. */
class GrayRulesTest {

  @Test
  void eightUnsignedBitsWithoutAWindowAreShownAsTheyAre() {
    assertThat(shown(Images.gray(1, 3, 8, false), 10, 20, 200)).containsExactly(10, 20, 200);
  }

  @Test
  void moreBitsWithoutAWindowAreSpreadOverTheirUsedRange() {
    assertThat(shown(Images.gray(1, 3, 16, true), -100, 0, 100)).containsExactly(0, 128, 255);
  }

  @Test
  void aCallersWindowCountsInsteadOfTheObjects() {
    DataSet.Builder image = Images.gray(1, 3, 12, false);
    image.doubles(Tag.WindowCenter, 2048).doubles(Tag.WindowWidth, 4096);
    RenderOptions options = RenderOptions.builder().window(Window.linear(100.5, 101)).build();
    assertThat(
            Images.samples(
                Images.render(Images.with(image, Images.cells(16, 50, 100, 150)), options)))
        .containsExactly(0, 128, 255);
  }

  @Test
  void aWindowOfWidthOneIsAThreshold() {
    DataSet.Builder image = Images.gray(1, 3, 12, false);
    image.doubles(Tag.WindowCenter, 100).doubles(Tag.WindowWidth, 1);
    assertThat(shown(image, 99, 100, 101)).containsExactly(0, 255, 255);
  }

  @Test
  void aWindowThatCannotBeIsToldAndPassedOver() {
    DataSet.Builder image = Images.gray(1, 2, 12, false);
    image.doubles(Tag.WindowCenter, 100).doubles(Tag.WindowWidth, 0);
    Rendering rendering =
        Images.render(Images.with(image, Images.cells(16, 7, 9)), RenderOptions.DEFAULT);
    assertThat(Images.samples(rendering)).containsExactly(0, 255);
    assertThat(rendering.warnings())
        .singleElement()
        .asString()
        .contains("window 100.0,0.0 LINEAR (expected: a width of 1 or more");
  }

  @Test
  void monochrome1IsWhiteWhereItIsLowest() {
    DataSet.Builder image = Images.gray(1, 2, 8, false);
    image.string(Tag.PhotometricInterpretation, "MONOCHROME1");
    assertThat(shown(image, 0, 250)).containsExactly(255, 5);
  }

  @Test
  void thePresentationLutShapeInvertsOnceTogetherWithMonochrome1() {
    DataSet.Builder image = Images.gray(1, 2, 8, false);
    image.string(Tag.PhotometricInterpretation, "MONOCHROME1");
    image.string(Tag.PresentationLUTShape, "INVERSE");
    assertThat(shown(image, 0, 250)).containsExactly(255, 5);
  }

  @Test
  void paddingIsBlackAndCountsForNoRange() {
    DataSet.Builder image = Images.gray(1, 4, 16, true);
    image.string(Tag.PhotometricInterpretation, "MONOCHROME1");
    image.longs(Tag.PixelPaddingValue, VR.SS, -2000);
    image.longs(Tag.PixelPaddingRangeLimit, VR.SS, -1990);
    assertThat(shown(image, -2000, -1995, 100, 200)).containsExactly(0, 0, 255, 0);
  }

  @Test
  void aFramesOwnWindowAndRescalingCountBeforeTheSharedOnes() {
    DataSet shared = groups(1000, 3, 1, 0);
    DataSet.Builder image = Images.gray(1, 2, 16, false).string(Tag.NumberOfFrames, "2");
    image.sequence(Tag.SharedFunctionalGroupsSequence, shared);
    image.sequence(
        Tag.PerFrameFunctionalGroupsSequence, groups(21, 3, 2, 0), DataSet.builder().build());
    DataSet object = Images.with(image, Images.cells(16, 9, 10, 999, 1000));
    assertThat(Images.samples(Images.render(object, 0, RenderOptions.DEFAULT)))
        .as("18 and 20 in a window from 19.5 to 21.5")
        .containsExactly(0, 64);
    assertThat(Images.samples(Images.render(object, 1, RenderOptions.DEFAULT)))
        .as("999 and 1000 in a window from 998.5 to 1000.5")
        .containsExactly(64, 191);
  }

  private static DataSet groups(double center, double width, double slope, double intercept) {
    return DataSet.builder()
        .sequence(
            Tag.FrameVOILUTSequence,
            DataSet.builder()
                .doubles(Tag.WindowCenter, center)
                .doubles(Tag.WindowWidth, width)
                .build())
        .sequence(
            Tag.PixelValueTransformationSequence,
            DataSet.builder()
                .doubles(Tag.RescaleSlope, slope)
                .doubles(Tag.RescaleIntercept, intercept)
                .build())
        .build();
  }

  @Test
  void theIntensityLutOfAProjectionXrayIsNotForDisplay() {
    DataSet.Builder image = Images.gray(1, 2, 8, false);
    image.uid(Tag.SOPClassUID, Uids.XRayAngiographicImageStorage);
    image.string(Tag.PixelIntensityRelationship, "LOG");
    image.sequence(
        Tag.ModalityLUTSequence,
        DataSet.builder()
            .longs(Tag.LUTDescriptor, VR.US, 2, 0, 16)
            .bytes(Tag.LUTData, VR.OW, Images.cells(16, 9, 0))
            .build());
    assertThat(shown(image, 0, 80)).containsExactly(0, 80);
  }

  @Test
  void aBrokenVoiLutIsToldAndTheWindowTaken() {
    DataSet.Builder image = Images.gray(1, 2, 12, false);
    image.doubles(Tag.WindowCenter, 100).doubles(Tag.WindowWidth, 1);
    image.sequence(
        Tag.VOILUTSequence,
        DataSet.builder()
            .longs(Tag.LUTDescriptor, VR.US, 4, 0, 16)
            .bytes(Tag.LUTData, VR.OW, Images.cells(16, 1, 2))
            .build());
    Rendering rendering =
        Images.render(Images.with(image, Images.cells(16, 99, 100)), RenderOptions.DEFAULT);
    assertThat(Images.samples(rendering)).containsExactly(0, 255);
    assertThat(rendering.warnings())
        .singleElement()
        .asString()
        .contains("VOI LUT passed over: LUT data: 4 bytes (expected: 4 entries of 16 bits");
  }

  @Test
  void singleBitsAreBlackAndWhite() {
    DataSet object =
        Images.gray(1, 8, 1, false).bytes(Tag.PixelData, VR.OB, new byte[] {5}).build();
    assertThat(Images.samples(Images.render(object, RenderOptions.DEFAULT)))
        .containsExactly(255, 0, 255, 0, 0, 0, 0, 0);
  }

  @Test
  void thirtyTwoBitsAndFloatingPointGoThroughTheSameSteps() {
    DataSet.Builder ints = Images.gray(1, 3, 32, true);
    assertThat(
            Images.samples(
                Images.render(
                    Images.with(ints, Images.cells(32, Integer.MIN_VALUE, 0, Integer.MAX_VALUE)),
                    RenderOptions.DEFAULT)))
        .containsExactly(0, 128, 255);
    DataSet.Builder floats = Images.gray(1, 4, 32, false);
    ByteBuffer cells = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    cells.putFloat(-1.5f).putFloat(0).putFloat(Float.NaN).putFloat(1.5f);
    floats.bytes(Tag.FloatPixelData, VR.OF, cells.array());
    assertThat(Images.samples(Images.render(floats.build(), RenderOptions.DEFAULT)))
        .containsExactly(0, 128, 0, 255);
  }

  @Test
  void aPictureBeyondTheLimitIsRefusedBeforeItIsMade() {
    DataSet object = Images.with(Images.gray(4, 4, 8, false), new byte[16]);
    RenderOptions options = RenderOptions.builder().longestSide(60_000).build();
    assertThatThrownBy(() -> Images.render(object, options))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("picture: 60000 x 60000 pixels (expected: at most 67108864 in all)");
  }

  private static int[] shown(DataSet.Builder image, int... stored) {
    DataSet attributes = image.build();
    int allocated = attributes.integer(Tag.BitsAllocated).orElseThrow();
    Rendering rendering =
        Images.render(Images.with(image, Images.cells(allocated, stored)), RenderOptions.DEFAULT);
    assertThat(rendering.warnings()).isEmpty();
    return Images.samples(rendering);
  }
}
