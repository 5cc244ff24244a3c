package org.hokan.dicom.image.codec;

import java.util.Optional;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;

/**
 * What the colours of a JPEG stream are, by the best evidence: what the stream says, and where it
 * says nothing, what the attributes say.
 *
 * @param colorModel what its samples are
 * @param evidence what that was taken from
 * @param declared the Photometric Interpretation of the attributes
 * @param mismatch what the attributes say wrongly, for a report; empty where all fits
 */
public record ColorTruth(
    ColorModel colorModel, Evidence evidence, String declared, Optional<String> mismatch) {

  /** What tells the colours, the strongest first. */
  public enum Evidence {
    /** One component. */
    ONE_COMPONENT,
    /** Adobe's marker: its transform is 0 for RGB, 1 for YCbCr. */
    ADOBE_MARKER,
    /** A JFIF marker: three components are YCbCr. */
    JFIF_MARKER,
    /** The components are named R, G, B. */
    COMPONENT_NAMES,
    /** Chrominance has fewer samples than luminance; RGB is never stored so. */
    SAMPLING,
    /** The stream says nothing. */
    ATTRIBUTES
  }

  /** Weighs what the stream and the attributes say. */
  public static ColorTruth of(JpegHeader jpeg, ImagePixel image) {
    Evidence evidence = evidence(jpeg);
    ColorModel model =
        switch (evidence) {
          case ONE_COMPONENT -> ColorModel.of(image.photometricInterpretation(), 1);
          case ADOBE_MARKER ->
              jpeg.adobeTransform().orElse(0) == 0 ? ColorModel.RGB : ColorModel.YBR_FULL;
          case JFIF_MARKER, SAMPLING -> ColorModel.YBR_FULL;
          case COMPONENT_NAMES -> ColorModel.RGB;
          case ATTRIBUTES -> byAttributes(jpeg, image);
        };
    return new ColorTruth(
        model, evidence, image.photometricInterpretation(), mismatch(model, evidence, image));
  }

  private static Evidence evidence(JpegHeader jpeg) {
    if (jpeg.components().size() != 3) {
      return jpeg.components().size() == 1 ? Evidence.ONE_COMPONENT : Evidence.ATTRIBUTES;
    }
    if (jpeg.adobeTransform().isPresent()) {
      return Evidence.ADOBE_MARKER;
    }
    if (jpeg.jfif()) {
      return Evidence.JFIF_MARKER;
    }
    if (jpeg.isNamedRgb()) {
      return Evidence.COMPONENT_NAMES;
    }
    return subsampled(jpeg) ? Evidence.SAMPLING : Evidence.ATTRIBUTES;
  }

  private static boolean subsampled(JpegHeader jpeg) {
    JpegHeader.Component first = jpeg.components().get(0);
    return jpeg.components().stream()
        .anyMatch(
            each ->
                each.horizontalSampling() != first.horizontalSampling()
                    || each.verticalSampling() != first.verticalSampling());
  }

  private static ColorModel byAttributes(JpegHeader jpeg, ImagePixel image) {
    ColorModel declared = ColorModel.of(image.photometricInterpretation(), 3);
    if (declared != ColorModel.UNKNOWN) {
      return declared;
    }
    return jpeg.process().lossy() ? ColorModel.YBR_FULL : ColorModel.RGB;
  }

  private static Optional<String> mismatch(ColorModel model, Evidence evidence, ImagePixel image) {
    ColorModel declared = ColorModel.of(image.photometricInterpretation(), image.samplesPerPixel());
    return declared == model
        ? Optional.empty()
        : Optional.of(
            "(0028,0004) Photometric Interpretation: %s (expected: %s, by %s)"
                .formatted(
                    printable(image.photometricInterpretation()),
                    model,
                    evidence.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')));
  }

  private static String printable(String value) {
    String clean = value.replaceAll("[^ -~]", "?");
    return clean.length() > 16 ? clean.substring(0, 16) : clean;
  }
}
