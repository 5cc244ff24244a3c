package org.hokan.dicom.image.pixel;

import java.util.Locale;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.Tag;

/** Reads the Image Pixel attributes of one image. */
final class ImagePixelReader {
  private final DataSet image;
  private final ImagePixel.Kind kind;

  private ImagePixelReader(DataSet image, ImagePixel.Kind kind) {
    this.image = image;
    this.kind = kind;
  }

  static ImagePixel read(DataSet image) {
    return read(image, kind(image));
  }

  /** For attributes without the pixel data itself. */
  static ImagePixel read(DataSet image, ImagePixel.Kind kind) {
    return new ImagePixelReader(image, kind).read();
  }

  private ImagePixel read() {
    int samples = integer(Tag.SamplesPerPixel).orElse(1);
    int allocated = required(Tag.BitsAllocated, "Bits Allocated");
    int stored = integer(Tag.BitsStored).orElse(allocated);
    return new ImagePixel(
        required(Tag.Rows, "Rows"),
        required(Tag.Columns, "Columns"),
        frames(),
        samples,
        photometricInterpretation(),
        allocated,
        stored,
        integer(Tag.HighBit).orElse(stored - 1),
        kind == ImagePixel.Kind.INTEGER && flag(Tag.PixelRepresentation, "Pixel Representation"),
        samples > 1 && flag(Tag.PlanarConfiguration, "Planar Configuration"),
        kind);
  }

  private static ImagePixel.Kind kind(DataSet image) {
    for (ImagePixel.Kind kind : ImagePixel.Kind.values()) {
      if (image.contains(kind.tag())) {
        return kind;
      }
    }
    return ImagePixel.Kind.INTEGER;
  }

  private int frames() {
    return Math.max(1, integer(Tag.NumberOfFrames).orElse(1));
  }

  private String photometricInterpretation() {
    return image
        .string(Tag.PhotometricInterpretation)
        .map(value -> value.strip().toUpperCase(Locale.ROOT))
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> missing(Tag.PhotometricInterpretation, "Photometric Interpretation"));
  }

  private boolean flag(int tag, String name) {
    int value = integer(tag).orElse(0);
    if (value != 0 && value != 1) {
      throw new PixelDataException(
          "%s %s: %d (expected: 0 or 1; PS3.3 §C.7.6.3)"
              .formatted(Element.format(tag), name, value));
    }
    return value == 1;
  }

  private int required(int tag, String name) {
    return integer(tag).orElseThrow(() -> missing(tag, name));
  }

  private Optional<Integer> integer(int tag) {
    return image.integer(tag);
  }

  private static PixelDataException missing(int tag, String name) {
    return new PixelDataException(
        "%s %s: missing (expected: a value; PS3.3 §C.7.6.3)".formatted(Element.format(tag), name));
  }
}
