package org.hokan.dicom.image.pixel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/** Tells which fragments make which frame (PS3.5 §A.4, PS3.3 §C.7.6.3.1.8). */
final class FrameFinder {
  private static final int ITEM_HEADER = 8;
  private static final long[] UNKNOWN_LENGTHS = {};
  private static final int[] NOT_FOUND = {};

  private final List<Fragment> fragments;
  private final int frames;

  private FrameFinder(List<Fragment> fragments, int frames) {
    this.fragments = fragments;
    this.frames = frames;
  }

  /**
   * A fragment after the Basic Offset Table.
   *
   * @param length bytes
   * @param startsCodestream whether it begins with a JPEG or JPEG 2000 stream's first markers
   */
  record Fragment(long length, boolean startsCodestream) {

    /** With its first bytes, 3 of them where it has as many. */
    static Fragment of(long length, ByteBuffer start) {
      return new Fragment(length, starts(start));
    }

    /** Whether it has any bytes. */
    boolean some() {
      return length > 0;
    }

    /** SOI of JPEG and JPEG-LS, or SOC of JPEG 2000. */
    private static boolean starts(ByteBuffer start) {
      if (start.remaining() < 3) {
        return false;
      }
      int marker = start.getShort(start.position()) & 0xFFFF;
      return (marker == 0xFFD8 || marker == 0xFF4F) && start.get(start.position() + 2) == -1;
    }
  }

  /** By what frames were told apart. */
  enum Means {
    EXTENDED_OFFSET_TABLE,
    BASIC_OFFSET_TABLE,
    COUNT,
    START_MARKERS
  }

  /**
   * The frames.
   *
   * @param means how they were found
   * @param starts for each frame the index of its first fragment, and the number of fragments
   * @param lengths exact lengths of frames where the Extended Offset Table tells them, else empty
   */
  @SuppressWarnings("ArrayRecordComponent") // is taken apart at once
  record Found(Means means, int[] starts, long[] lengths) {}

  /** Frames of an image with such a Basic Offset Table and fragments. */
  static Found find(DataSet image, ByteBuffer basicTable, List<Fragment> fragments) {
    int frames = Math.max(1, image.integer(Tag.NumberOfFrames).orElse(1));
    return new FrameFinder(fragments, frames).find(image, table(basicTable));
  }

  private Found find(DataSet image, long[] basicTable) {
    int[] starts = atOffsets(longs(image, Tag.ExtendedOffsetTable));
    if (starts.length > 0) {
      long[] lengths = longs(image, Tag.ExtendedOffsetTableLengths);
      return new Found(
          Means.EXTENDED_OFFSET_TABLE,
          starts,
          lengths.length == frames ? lengths : UNKNOWN_LENGTHS);
    }
    starts = atOffsets(basicTable);
    if (starts.length > 0) {
      return new Found(Means.BASIC_OFFSET_TABLE, starts, UNKNOWN_LENGTHS);
    }
    starts = byCount();
    if (starts.length > 0) {
      return new Found(Means.COUNT, starts, UNKNOWN_LENGTHS);
    }
    starts = byStartMarkers();
    if (starts.length > 0) {
      return new Found(Means.START_MARKERS, starts, UNKNOWN_LENGTHS);
    }
    throw new PixelDataException(
        "(7FE0,0010) Pixel Data: %d fragments without a fitting offset table (expected: %d frames; PS3.5 §A.4)"
            .formatted(fragments.size(), frames));
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
        position += ITEM_HEADER + fragments.get(fragment++).length();
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

  /** All in one frame, or a fragment for each; items that are empty count for nothing. */
  private int[] byCount() {
    if (frames == 1 && !fragments.isEmpty()) {
      return new int[] {0, fragments.size()};
    }
    return starts(Fragment::some);
  }

  private int[] byStartMarkers() {
    return starts(Fragment::startsCodestream);
  }

  private int[] starts(Predicate<Fragment> begins) {
    int[] starts =
        IntStream.range(0, fragments.size()).filter(i -> begins.test(fragments.get(i))).toArray();
    if (starts.length != frames
        || fragments.subList(0, starts[0]).stream().anyMatch(Fragment::some)) {
      return NOT_FOUND;
    }
    starts[0] = 0;
    int[] bounds = Arrays.copyOf(starts, frames + 1);
    bounds[frames] = fragments.size();
    return bounds;
  }

  private static long[] table(ByteBuffer bytes) {
    ByteBuffer table = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[table.remaining() / 4];
    Arrays.setAll(offsets, i -> Integer.toUnsignedLong(table.getInt()));
    return offsets;
  }

  private static long[] longs(DataSet image, int tag) {
    return image.longs(tag).stream().mapToLong(Long::longValue).toArray();
  }
}
