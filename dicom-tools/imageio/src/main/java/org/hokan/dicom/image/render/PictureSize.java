package org.hokan.dicom.image.render;

import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.codec.CodecException;

/**
 * How large a picture of square pixels becomes (PS3.3 §C.7.6.3.1.7). Immutable.
 *
 * @param width pixels
 * @param height pixels
 */
record PictureSize(int width, int height) {
  private static final double LONGEST_PIXEL = 20;

  /**
   * The size of a frame's picture.
   *
   * @throws CodecException when it is beyond the options' limit
   */
  static PictureSize of(
      Lines lines, FrameAttributes attributes, RenderOptions options, Warnings warnings) {
    double ratio = pixelRatio(attributes, warnings);
    double width = ratio < 1 ? lines.width() / ratio : lines.width();
    double height = ratio > 1 ? lines.height() * ratio : lines.height();
    if (options.longestSide().isPresent()) {
      double scale = options.longestSide().get() / Math.max(width, height);
      width *= scale;
      height *= scale;
    }
    PictureSize size =
        new PictureSize(
            (int) Math.max(1, Math.round(width)), (int) Math.max(1, Math.round(height)));
    if ((long) size.width() * size.height() > options.maxPixels()) {
      throw new CodecException(
          CodecException.Reason.LIMIT,
          "picture: %d x %d pixels (expected: at most %d in all)"
              .formatted(size.width(), size.height(), options.maxPixels()));
    }
    return size;
  }

  /** How high a pixel is, its width being 1. */
  private static double pixelRatio(FrameAttributes attributes, Warnings warnings) {
    DataSet object = attributes.object();
    DataSet measures = attributes.group(Tag.PixelMeasuresSequence);
    if (measures.contains(Tag.PixelSpacing)) {
      return ratio(measures, Tag.PixelSpacing, warnings);
    }
    for (int tag : new int[] {Tag.ImagerPixelSpacing, Tag.NominalScannedPixelSpacing}) {
      if (object.contains(tag)) {
        return ratio(object, tag, warnings);
      }
    }
    return object.contains(Tag.PixelAspectRatio)
        ? ratio(object, Tag.PixelAspectRatio, warnings)
        : 1;
  }

  /** All these attributes have the vertical extent first. */
  private static double ratio(DataSet item, int tag, Warnings warnings) {
    List<Double> values = item.doubles(tag);
    double ratio = values.size() == 2 ? values.get(0) / values.get(1) : Double.NaN;
    if (ratio >= 1 / LONGEST_PIXEL && ratio <= LONGEST_PIXEL) {
      return ratio;
    }
    if (!values.isEmpty()) {
      warnings.add(
          "%s pixel size: no ratio of two (expected: up to 1:%.0f; pixels taken as square)"
              .formatted(Element.format(tag), LONGEST_PIXEL));
    }
    return 1;
  }
}
