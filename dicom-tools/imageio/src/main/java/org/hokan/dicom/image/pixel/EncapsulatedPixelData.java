package org.hokan.dicom.image.pixel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;

/**
 * The frames of encapsulated Pixel Data (PS3.5 §A.4). Immutable; holds on to the fragments, copies
 * none of them.
 *
 * <p>Frames are told apart by the Extended Offset Table, else by the Basic Offset Table, else by
 * counting: one fragment a frame, all fragments one frame, else by the codestreams' own start
 * markers. A table that does not fit the fragments is not believed. A video stream has no separable
 * frames: {@link #stream} has all of it.
 */
public final class EncapsulatedPixelData {
  private static final int ITEM_HEADER = 8;

  private final List<ByteBuffer> fragments;

  /** For each frame the index of its first fragment, and one more: the number of fragments. */
  private final int[] starts;

  /** Exact lengths where the Extended Offset Table tells them. */
  private final long[] lengths;

  private EncapsulatedPixelData(List<ByteBuffer> fragments, int[] starts, long[] lengths) {
    this.fragments = List.copyOf(fragments);
    this.starts = starts;
    this.lengths = lengths;
  }

  /**
   * The encapsulated Pixel Data of an image.
   *
   * @throws PixelDataException when there is none, or its frames cannot be told apart
   */
  public static EncapsulatedPixelData of(DataSet image) {
    if (!(image.element(Tag.PixelData).orElse(null) instanceof FragmentsElement pixelData)) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: not encapsulated (expected: fragments; PS3.5 §A.4)");
    }
    List<ByteBuffer> fragments =
        IntStream.range(1, pixelData.count()).mapToObj(pixelData::fragment).toList();
    FrameFinder.Found found =
        FrameFinder.find(
            image,
            pixelData.count() == 0 ? ByteBuffer.allocate(0) : pixelData.fragment(0),
            fragments.stream()
                .map(each -> FrameFinder.Fragment.of(each.remaining(), each))
                .toList());
    return new EncapsulatedPixelData(fragments, found.starts(), found.lengths());
  }

  /**
   * Pixel Data with one fragment for each frame and a Basic Offset Table.
   *
   * @param frames codestreams; those of odd length get a zero byte at the end
   * @throws PixelDataException when an offset exceeds 32 bits: see {@link #withExtendedOffsetTable}
   */
  public static FragmentsElement ofFrames(List<byte[]> frames) {
    ByteBuffer table = ByteBuffer.allocate(4 * frames.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (long offset : offsets(frames)) {
      if (offset > 0xFFFF_FFFFL) {
        throw new PixelDataException(
            "Basic Offset Table: offset %d (expected: less than 2^32; PS3.5 §A.4)"
                .formatted(offset));
      }
      table.putInt((int) offset);
    }
    return fragments(table.array(), frames);
  }

  /**
   * An image's elements for frames beyond the reach of a Basic Offset Table (PS3.3 §C.7.6.3.1.8).
   */
  public static DataSet withExtendedOffsetTable(List<byte[]> frames) {
    return DataSet.builder()
        .longs(Tag.ExtendedOffsetTable, VR.OV, offsets(frames))
        .longs(
            Tag.ExtendedOffsetTableLengths,
            VR.OV,
            frames.stream().mapToLong(frame -> frame.length).toArray())
        .put(fragments(new byte[0], frames))
        .build();
  }

  /** The number of frames. */
  public int frameCount() {
    return starts.length - 1;
  }

  /**
   * The fragments of a frame, read-only; their even padding is part of the last one.
   *
   * @param frame counted from 0
   */
  public List<ByteBuffer> fragments(int frame) {
    return fragments.subList(starts[frame], starts[frame + 1]).stream()
        .map(ByteBuffer::asReadOnlyBuffer)
        .toList();
  }

  /**
   * The codestream of a frame in one piece; with its even padding, unless the Extended Offset Table
   * tells its length.
   *
   * @param frame counted from 0
   */
  public byte[] frame(int frame) {
    byte[] bytes = joined(fragments(frame));
    boolean exact = lengths.length > 0 && lengths[frame] >= 0 && lengths[frame] < bytes.length;
    return exact ? Arrays.copyOf(bytes, (int) lengths[frame]) : bytes;
  }

  /** All fragments one after another: a video stream. */
  public byte[] stream() {
    return joined(fragments);
  }

  private static byte[] joined(List<ByteBuffer> parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (ByteBuffer part : parts) {
      byte[] bytes = new byte[part.remaining()];
      part.duplicate().get(bytes);
      joined.writeBytes(bytes);
    }
    return joined.toByteArray();
  }

  private static long[] offsets(List<byte[]> frames) {
    long[] offsets = new long[frames.size()];
    for (int i = 1; i < offsets.length; i++) {
      offsets[i] = offsets[i - 1] + ITEM_HEADER + even(frames.get(i - 1).length);
    }
    return offsets;
  }

  private static long even(long length) {
    return length + (length & 1);
  }

  private static FragmentsElement fragments(byte[] table, List<byte[]> frames) {
    List<byte[]> items = new ArrayList<>(frames.size() + 1);
    items.add(table);
    for (byte[] frame : frames) {
      items.add(Arrays.copyOf(frame, (int) even(frame.length)));
    }
    return Element.fragments(Tag.PixelData, VR.OB, items);
  }
}
