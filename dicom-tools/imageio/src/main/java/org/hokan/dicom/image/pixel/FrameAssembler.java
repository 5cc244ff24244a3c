package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts fragments together to frames as they come (PS3.5 §A.4), for whoever reads encapsulated data
 * from a stream: never more than one frame is held.
 *
 * <p>A frame begins where the offset table says; one that does not fit the first fragments is not
 * believed. Without a table it begins with each fragment that starts a JPEG or JPEG 2000 stream,
 * where the first one does, else with each fragment that has any bytes. {@link FrameReader} can say
 * more, since it sees all fragments first. Not thread-safe.
 */
public final class FrameAssembler {
  private static final int ITEM_HEADER = 8;
  private static final long[] NO_TABLE = {};

  private final int frames;
  private final long[] lengths;
  private final long maxFrameBytes;
  private final Frames target;
  private final List<byte[]> pending = new ArrayList<>();
  private long[] offsets;
  private long pendingBytes;
  private long position;
  private int told;
  private boolean startMarkers;

  /** Takes frames in their order. */
  @FunctionalInterface
  public interface Frames {
    /** One frame, perhaps with padding at its end. */
    void frame(byte[] stream) throws IOException;
  }

  /**
   * For an image's frames.
   *
   * @param frames how many are to come
   * @param offsets of the Extended or else the Basic Offset Table; may be empty
   * @param lengths of the Extended Offset Table; may be empty
   * @param maxFrameBytes bytes that a frame may have
   */
  public FrameAssembler(
      int frames, long[] offsets, long[] lengths, long maxFrameBytes, Frames target) {
    this.frames = frames;
    this.offsets = frames > 1 && plausible(offsets, frames) ? offsets.clone() : NO_TABLE;
    this.lengths = lengths.length == frames ? lengths.clone() : NO_TABLE;
    this.maxFrameBytes = maxFrameBytes;
    this.target = target;
  }

  private static boolean plausible(long[] offsets, int frames) {
    if (offsets.length != frames || offsets[0] != 0) {
      return false;
    }
    for (int i = 1; i < frames; i++) {
      if (offsets[i] <= offsets[i - 1]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The next fragment; not copied.
   *
   * @throws PixelDataException when there are more frames than there should be, when one is too
   *     long, or when the offset table ceases to fit
   */
  public void fragment(byte[] bytes) throws IOException {
    if (told == 0 && pendingBytes == 0) {
      startMarkers = startsCodestream(bytes);
    }
    if (offsets.length > 0 && told + 1 < frames && position > offsets[told + 1]) {
      giveTableUp();
    }
    if (!pending.isEmpty() && begins(bytes)) {
      tell();
    }
    pending.add(bytes);
    pendingBytes += bytes.length;
    position += ITEM_HEADER + bytes.length;
    if (pendingBytes > maxFrameBytes) {
      throw new PixelDataException(
          "frame %d: %d bytes so far (expected: at most %d)"
              .formatted(told + 1, pendingBytes, maxFrameBytes));
    }
  }

  private boolean begins(byte[] bytes) {
    if (frames == 1) {
      return false;
    }
    if (offsets.length > 0) {
      return told + 1 < frames && position == offsets[told + 1];
    }
    return pendingBytes > 0 && (startMarkers ? startsCodestream(bytes) : bytes.length > 0);
  }

  private static boolean startsCodestream(byte[] bytes) {
    return FrameFinder.Fragment.of(bytes.length, ByteBuffer.wrap(bytes)).startsCodestream();
  }

  /** The table's second offset lies inside a fragment: judges again what has come so far. */
  private void giveTableUp() throws IOException {
    if (told > 0) {
      throw new PixelDataException(
          "offset table: frame %d inside a fragment (expected: at the start of one; PS3.5 §A.4)"
              .formatted(told + 2));
    }
    offsets = NO_TABLE;
    List<byte[]> again = List.copyOf(pending);
    pending.clear();
    pendingBytes = 0;
    position = 0;
    for (byte[] fragment : again) {
      fragment(fragment);
    }
  }

  private void tell() throws IOException {
    if (told == frames) {
      throw wrongCount("more");
    }
    boolean exact = lengths.length > 0 && lengths[told] >= 0 && lengths[told] < pendingBytes;
    ByteBuffer frame = ByteBuffer.allocate((int) (exact ? lengths[told] : pendingBytes));
    for (byte[] part : pending) {
      frame.put(part, 0, Math.min(part.length, frame.remaining()));
    }
    pending.clear();
    pendingBytes = 0;
    told++;
    target.frame(frame.array());
  }

  private PixelDataException wrongCount(String came) {
    return new PixelDataException(
        "(7FE0,0010) Pixel Data: %s frames (expected: %d, as Number of Frames says; PS3.5 §A.4)"
            .formatted(came, frames));
  }

  /**
   * The data ended.
   *
   * @throws PixelDataException when frames are missing
   */
  public void end() throws IOException {
    if (pendingBytes > 0) {
      tell();
    }
    if (told != frames) {
      throw wrongCount(Integer.toString(told));
    }
  }
}
