package org.hokan.dicom.image.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.dict.Tag;

/** Tells which fragments make which frame (PS3.5 §A.4, PS3.3 §C.7.6.3.1.8). */
final class FrameFinder {
  private static final int ITEM_HEADER = 8;
  private static final long[] UNKNOWN_LENGTHS = {};
  private static final int[] NOT_FOUND = {};

  private final List<ByteBuffer> fragments;
  private final int frames;

  private FrameFinder(List<ByteBuffer> fragments, int frames) {
    this.fragments = fragments;
    this.frames = frames;
  }

  static EncapsulatedPixelData find(DataSet image, FragmentsElement pixelData) {
    List<ByteBuffer> fragments =
        IntStream.range(1, pixelData.count()).mapToObj(pixelData::fragment).toList();
    int frames = Math.max(1, image.integer(Tag.NumberOfFrames).orElse(1));
    return new FrameFinder(fragments, frames).find(image, table(pixelData));
  }

  private EncapsulatedPixelData find(DataSet image, long[] basicTable) {
    int[] starts = atOffsets(longs(image, Tag.ExtendedOffsetTable));
    if (starts.length > 0) {
      long[] lengths = longs(image, Tag.ExtendedOffsetTableLengths);
      return new EncapsulatedPixelData(
          fragments, starts, lengths.length == frames ? lengths : UNKNOWN_LENGTHS);
    }
    starts = atOffsets(basicTable);
    if (starts.length == 0) {
      starts = byCount();
    }
    if (starts.length == 0) {
      starts = byStartMarkers();
    }
    if (starts.length == 0) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: %d fragments without a fitting offset table (expected: %d frames; PS3.5 §A.4)"
              .formatted(fragments.size(), frames));
    }
    return new EncapsulatedPixelData(fragments, starts, UNKNOWN_LENGTHS);
  }

  /** Each offset must be that of a fragment, the first one 0, and they must ascend. */
  private int[] atOffsets(long[] offsets) {
    if (offsets.length != frames) {
      return NOT_FOUND;
    }
    int[] starts = new int[frames + 1];
    int fragment = 0;
    long position = 0;
    for (int frame = 0; frame < frames; frame++) {
      while (fragment < fragments.size() && position < offsets[frame]) {
        position += ITEM_HEADER + fragments.get(fragment++).remaining();
      }
      boolean ascends = frame == 0 ? fragment == 0 : fragment > starts[frame - 1];
      if (position != offsets[frame] || fragment >= fragments.size() || !ascends) {
        return NOT_FOUND;
      }
      starts[frame] = fragment;
    }
    starts[frames] = fragments.size();
    return starts;
  }

  private int[] byCount() {
    if (frames == 1 && !fragments.isEmpty()) {
      return new int[] {0, fragments.size()};
    }
    return fragments.size() == frames ? IntStream.rangeClosed(0, frames).toArray() : NOT_FOUND;
  }

  private int[] byStartMarkers() {
    List<Integer> starts = new ArrayList<>();
    for (int i = 0; i < fragments.size(); i++) {
      if (startsCodestream(fragments.get(i))) {
        starts.add(i);
      }
    }
    if (starts.size() != frames || starts.get(0) != 0) {
      return NOT_FOUND;
    }
    starts.add(fragments.size());
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  /** SOI of JPEG and JPEG-LS, or SOC of JPEG 2000. */
  private static boolean startsCodestream(ByteBuffer fragment) {
    if (fragment.remaining() < 3) {
      return false;
    }
    int marker = fragment.getShort(fragment.position()) & 0xFFFF;
    return (marker == 0xFFD8 || marker == 0xFF4F) && fragment.get(fragment.position() + 2) == -1;
  }

  private static long[] table(FragmentsElement pixelData) {
    if (pixelData.count() == 0) {
      return UNKNOWN_LENGTHS;
    }
    ByteBuffer table = pixelData.fragment(0).order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[table.remaining() / 4];
    Arrays.setAll(offsets, i -> Integer.toUnsignedLong(table.getInt()));
    return offsets;
  }

  private static long[] longs(DataSet image, int tag) {
    return image.longs(tag).stream().mapToLong(Long::longValue).toArray();
  }
}
