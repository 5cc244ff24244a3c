package org.hokan.dicom.image.render;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Makes a {@link GrayPipeline} of what an object says of a frame, or the caller instead. */
final class GrayAttributes {
  private static final Set<Uid> PROJECTION_XRAY =
      Set.of(Uids.XRayAngiographicImageStorage, Uids.XRayRadiofluoroscopicImageStorage);
  private static final GrayStage IDENTITY = value -> value;

  private final FrameAttributes attributes;
  private final ImagePixel image;
  private final DecodedFrame frame;
  private final Warnings warnings;

  GrayAttributes(
      FrameAttributes attributes, ImagePixel image, DecodedFrame frame, Warnings warnings) {
    this.attributes = attributes;
    this.image = image;
    this.frame = frame;
    this.warnings = warnings;
  }

  /** The pipeline, with this window where there is one. */
  GrayPipeline pipeline(Optional<Window> asked) {
    GrayStage modality = modality();
    DoublePredicate padding = padding();
    GrayStage voi =
        asked
            .map(GrayStage.class::cast)
            .or(() -> voiLut(modality))
            .or(() -> Window.of(attributes.group(Tag.FrameVOILUTSequence), warnings))
            .orElseGet(() -> wholeRange(modality, padding));
    return new GrayPipeline(padding, modality, voi, inverse());
  }

  /** PS3.3 §C.11.1. */
  private GrayStage modality() {
    DataSet object = attributes.object();
    List<DataSet> luts = object.items(Tag.ModalityLUTSequence);
    if (!luts.isEmpty() && !onlyForMeasuring()) {
      try {
        return LookupTable.of(luts.get(0), image.signed()).asModality();
      } catch (CodecException damaged) {
        warnings.add("modality LUT passed over: " + damaged.getMessage());
      }
    }
    DataSet rescale = attributes.group(Tag.PixelValueTransformationSequence);
    double slope = rescale.doubleValue(Tag.RescaleSlope).orElse(1.0);
    double intercept = rescale.doubleValue(Tag.RescaleIntercept).orElse(0.0);
    if (slope == 0 || !Double.isFinite(slope) || !Double.isFinite(intercept)) {
      warnings.add(
          "(0028,1053) Rescale Slope: %s, intercept %s (expected: not 0; passed over)"
              .formatted(slope, intercept));
      return IDENTITY;
    }
    return slope == 1 && intercept == 0 ? IDENTITY : value -> slope * value + intercept;
  }

  /** Of a projection X-ray, the LUT leads back to intensities, not to a display. */
  private boolean onlyForMeasuring() {
    DataSet object = attributes.object();
    return object.uid(Tag.SOPClassUID).filter(PROJECTION_XRAY::contains).isPresent()
        && object
            .string(Tag.PixelIntensityRelationship)
            .filter(value -> value.equals("LOG") || value.equals("DISP"))
            .isPresent();
  }

  private Optional<GrayStage> voiLut(GrayStage modality) {
    List<DataSet> luts = attributes.object().items(Tag.VOILUTSequence);
    if (luts.isEmpty()) {
      return Optional.empty();
    }
    double lowest = image.signed() ? -Math.scalb(1.0, image.bitsStored() - 1) : 0;
    boolean negative = modality.apply(lowest) < 0;
    try {
      return Optional.of(LookupTable.of(luts.get(0), negative).asVoi());
    } catch (CodecException damaged) {
      warnings.add("VOI LUT passed over: " + damaged.getMessage());
      return Optional.empty();
    }
  }

  /** Where the object names no window. */
  private GrayStage wholeRange(GrayStage modality, DoublePredicate padding) {
    Optional<String> segmentation = attributes.object().string(Tag.SegmentationType);
    if (segmentation.filter("FRACTIONAL"::equals).isPresent()) {
      int most = attributes.object().integer(Tag.MaximumFractionalValue).orElse(255);
      return range(0, most);
    }
    int bits = Math.min(frame.bitsStored(), image.bitsStored());
    boolean plain =
        image.kind() == ImagePixel.Kind.INTEGER
            && bits <= 8
            && !frame.signed()
            && modality == IDENTITY
            && segmentation.filter("LABELMAP"::equals).isEmpty();
    return plain ? range(0, (1 << bits) - 1) : usedRange(modality, padding);
  }

  /** The values that the frame has; a frame without any is black. */
  private GrayStage usedRange(GrayStage modality, DoublePredicate padding) {
    Samples samples = Samples.of(frame, image.kind());
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < samples.count(); i++) {
      double stored = samples.at(i);
      if (Double.isFinite(stored) && !padding.test(stored)) {
        double value = modality.apply(stored);
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return range(low, high);
  }

  private static GrayStage range(double low, double high) {
    double width = high - low;
    return value -> value <= low || width <= 0 ? 0 : value >= high ? 1 : (value - low) / width;
  }

  /** PS3.3 §C.7.5.1.1.2; both values are in the stored values' own form. */
  private DoublePredicate padding() {
    Optional<Integer> value = attributes.object().integer(Tag.PixelPaddingValue);
    if (value.isEmpty() || image.kind() != ImagePixel.Kind.INTEGER) {
      return stored -> false;
    }
    int one = stored(value.get());
    int other =
        attributes.object().integer(Tag.PixelPaddingRangeLimit).map(this::stored).orElse(one);
    int low = Math.min(one, other);
    int high = Math.max(one, other);
    return stored -> stored >= low && stored <= high;
  }

  private int stored(int value) {
    return image.signed() ? (short) value : value & 0xFFFF;
  }

  /** Presentation LUT Shape (PS3.3 §C.11.6) says it, or else the Photometric Interpretation. */
  private boolean inverse() {
    String shape = attributes.object().string(Tag.PresentationLUTShape).orElse("");
    return switch (shape) {
      case "IDENTITY" -> false;
      case "INVERSE" -> true;
      default -> image.photometricInterpretation().equals("MONOCHROME1");
    };
  }
}
