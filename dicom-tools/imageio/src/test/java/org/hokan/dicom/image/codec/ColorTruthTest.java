package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.hokan.dicom.image.pixel.JpegProcess;
import org.junit.jupiter.api.Test;

class ColorTruthTest {
  private static final List<JpegHeader.Component> FULL = components(1, 1, 2, 3);
  private static final List<JpegHeader.Component> SHARED = components(2, 1, 2, 3);

  @Test
  void adobesMarkerIsBelievedBeforeEverythingElse() {
    ColorTruth truth = truth(header(SHARED, true, OptionalInt.of(0)), "YBR_FULL_422");
    assertThat(truth.colorModel()).isEqualTo(ColorModel.RGB);
    assertThat(truth.evidence()).isEqualTo(ColorTruth.Evidence.ADOBE_MARKER);
    assertThat(truth.mismatch()).hasValueSatisfying(text -> assertThat(text).contains("RGB"));
  }

  @Test
  void aJfifStreamIsYcbcrWhateverTheAttributesSay() {
    ColorTruth truth = truth(header(FULL, true, OptionalInt.empty()), "RGB");
    assertThat(truth.colorModel()).isEqualTo(ColorModel.YBR_FULL);
    assertThat(truth.mismatch())
        .hasValue(
            "(0028,0004) Photometric Interpretation: RGB (expected: YBR_FULL, by jfif marker)");
  }

  @Test
  void componentsNamedRedGreenBlueAreSuch() {
    ColorTruth truth =
        truth(header(components(1, 'R', 'G', 'B'), false, OptionalInt.empty()), "YBR_FULL_422");
    assertThat(truth.colorModel()).isEqualTo(ColorModel.RGB);
  }

  @Test
  void chrominanceWithFewerSamplesIsNoRgb() {
    ColorTruth truth = truth(header(SHARED, false, OptionalInt.empty()), "RGB");
    assertThat(truth.colorModel()).isEqualTo(ColorModel.YBR_FULL);
    assertThat(truth.evidence()).isEqualTo(ColorTruth.Evidence.SAMPLING);
  }

  @Test
  void aStreamThatSaysNothingIsWhatTheAttributesSay() {
    JpegHeader silent = header(FULL, false, OptionalInt.empty());
    assertThat(truth(silent, "RGB").colorModel()).isEqualTo(ColorModel.RGB);
    assertThat(truth(silent, "YBR_FULL").colorModel()).isEqualTo(ColorModel.YBR_FULL);
    assertThat(truth(silent, "RGB").mismatch()).isEmpty();
  }

  @Test
  void aRealMammogramThatSaysRgbOfAJfifStreamIsReported() throws IOException {
    Path file =
        Path.of(
            System.getProperty("hokan.root"), "test-data/objects/mg-progressive-as-baseline.dcm");
    try (FrameReader reader = FrameReader.open(file)) {
      ColorTruth truth = ColorTruth.of(JpegHeader.read(reader.frame(0)), reader.image());
      assertThat(truth.colorModel()).isEqualTo(ColorModel.YBR_FULL);
      assertThat(truth.mismatch()).isPresent();
    }
  }

  private static ColorTruth truth(JpegHeader header, String interpretation) {
    ImagePixel image =
        new ImagePixel(8, 8, 1, 3, interpretation, 8, 8, 7, false, false, ImagePixel.Kind.INTEGER);
    return ColorTruth.of(header, image);
  }

  private static JpegHeader header(
      List<JpegHeader.Component> components, boolean jfif, OptionalInt adobe) {
    return new JpegHeader(JpegProcess.BASELINE, 8, 8, 8, components, jfif, adobe, 0);
  }

  private static List<JpegHeader.Component> components(int firstSampling, int... identifiers) {
    return List.of(
        new JpegHeader.Component(identifiers[0], firstSampling, 1),
        new JpegHeader.Component(identifiers[1], 1, 1),
        new JpegHeader.Component(identifiers[2], 1, 1));
  }
}
