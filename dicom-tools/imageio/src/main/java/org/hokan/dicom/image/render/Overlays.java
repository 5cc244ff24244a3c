package org.hokan.dicom.image.render;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Finds a frame's overlay planes (PS3.3 §C.9.2, §C.9.3): bitmaps of their own, or bits of the pixel
 * cells that no sample uses, as objects before 2004 could have them.
 */
final class Overlays {
  private static final int MOST_PLANES = 16;
  private static final int GROUP_STEP = 0x0002_0000;

  private final FrameAttributes attributes;
  private final ImagePixel image;
  private final Supplier<Optional<DecodedFrame>> cells;
  private final Warnings warnings;

  /**
   * @param cells the frame's whole pixel cells, unused bits included, as unsigned samples; empty
   *     where its transfer syntax does not keep them
   */
  Overlays(
      FrameAttributes attributes,
      ImagePixel image,
      Supplier<Optional<DecodedFrame>> cells,
      Warnings warnings) {
    this.attributes = attributes;
    this.image = image;
    this.cells = cells;
    this.warnings = warnings;
  }

  /** All that are on the frame. */
  List<OverlayPlane> planes() {
    List<OverlayPlane> planes = new ArrayList<>();
    for (int i = 0; i < MOST_PLANES; i++) {
      plane(i * GROUP_STEP).ifPresent(planes::add);
    }
    return planes;
  }

  private Optional<OverlayPlane> plane(int group) {
    DataSet object = attributes.object();
    if (object.element(Tag.OverlayData + group).orElse(null) instanceof ValueElement data) {
      return bitmap(group, data.buffer());
    }
    boolean embedded =
        object.integer(Tag.OverlayBitsAllocated + group).orElse(1) > 1
            && object.contains(Tag.OverlayBitPosition + group);
    return embedded ? embedded(group) : Optional.empty();
  }

  private Optional<OverlayPlane> bitmap(int group, ByteBuffer data) {
    long rows = integer(Tag.OverlayRows + group, 0);
    long columns = integer(Tag.OverlayColumns + group, 0);
    long index = index(group);
    if (index < 0) {
      return Optional.empty();
    }
    long points = rows * columns;
    if (rows < 1 || columns < 1 || (index + 1) * points > 8L * data.remaining()) {
      return passedOver(
          group,
          "%d bytes for %d x %d points (expected: one bit a point, PS3.3 §C.9.2)"
              .formatted(data.remaining(), columns, rows));
    }
    long first = index * points;
    return Optional.of(
        placed(
            group,
            (int) rows,
            (int) columns,
            point -> (data.get((int) ((first + point) >> 3)) >> ((first + point) & 7) & 1) != 0));
  }

  private OverlayPlane placed(int group, int rows, int columns, OverlayPlane.Points points) {
    List<Integer> origin = attributes.object().integers(Tag.OverlayOrigin + group);
    boolean told = origin.size() == 2;
    return new OverlayPlane(
        rows, columns, told ? origin.get(0) - 1 : 0, told ? origin.get(1) - 1 : 0, points);
  }

  /** The frame of the overlay that lies on this frame of the image; negative where none does. */
  private long index(int group) {
    DataSet object = attributes.object();
    if (!object.contains(Tag.NumberOfFramesInOverlay + group)
        && !object.contains(Tag.ImageFrameOrigin + group)) {
      return 0; // one plane for all frames
    }
    long index = attributes.frame() - (integer(Tag.ImageFrameOrigin + group, 1) - 1);
    return index < integer(Tag.NumberOfFramesInOverlay + group, 1) ? index : -1;
  }

  private long integer(int tag, int otherwise) {
    return attributes.object().integer(tag).orElse(otherwise);
  }

  private Optional<OverlayPlane> embedded(int group) {
    long position = integer(Tag.OverlayBitPosition + group, -1);
    boolean used = position > image.highBit() - image.bitsStored() && position <= image.highBit();
    if (image.samplesPerPixel() != 1 || position < 0 || position >= image.bitsAllocated() || used) {
      return passedOver(
          group, "bit %d of the pixel cells (expected: one that is not used)".formatted(position));
    }
    Optional<DecodedFrame> frame = cells.get();
    if (frame.isEmpty()) {
      return passedOver(group, "in bits of the pixel cells that the transfer syntax does not keep");
    }
    Samples samples = Samples.of(frame.get(), ImagePixel.Kind.INTEGER);
    return Optional.of(
        placed(
            group,
            image.rows(),
            image.columns(),
            point -> ((long) samples.at((int) point) >> position & 1) != 0));
  }

  private Optional<OverlayPlane> passedOver(int group, String why) {
    warnings.add(
        "%s overlay passed over: %s".formatted(Element.format(Tag.OverlayData + group), why));
    return Optional.empty();
  }
}
