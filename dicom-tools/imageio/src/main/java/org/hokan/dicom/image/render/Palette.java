package org.hokan.dicom.image.render;

import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * The colours that a PALETTE COLOR image's values stand for (PS3.3 §C.7.6.3.1.5, §C.7.6.3.1.6,
 * §C.7.9), brought to 8 bits: of 16-bit entries the more significant ones. Immutable.
 *
 * @param tables for red, green and blue
 */
record Palette(List<LookupTable> tables) {
  private static final int COLORS = 3;

  /**
   * An image's palette.
   *
   * @throws org.hokan.dicom.image.codec.CodecException when it has none, or a broken one
   */
  static Palette of(DataSet object, ImagePixel image) {
    return new Palette(
        List.of(
            table(object, image.signed(), 0),
            table(object, image.signed(), 1),
            table(object, image.signed(), 2)));
  }

  private static LookupTable table(DataSet object, boolean signed, int color) {
    LookupTable.Descriptor descriptor =
        LookupTable.Descriptor.read(
            object, Tag.RedPaletteColorLookupTableDescriptor + color, signed);
    int segmented = Tag.SegmentedRedPaletteColorLookupTableData + color;
    return object.contains(segmented)
        ? LookupTable.of(
            descriptor, SegmentedLut.expand(LookupTable.data(object, segmented), descriptor))
        : LookupTable.of(
            descriptor, LookupTable.data(object, Tag.RedPaletteColorLookupTableData + color));
  }

  /** Writes red, green and blue of a stored value. */
  void color(double stored, byte[] line, int at) {
    for (int i = 0; i < COLORS; i++) {
      line[at + i] = tables.get(i).high8(stored);
    }
  }
}
