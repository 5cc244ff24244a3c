package org.hokan.dicom.image.transcode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.StreamingWriter;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Writes the frames of one object as Pixel Data, each as it comes. */
interface FrameOutput {
  /** Begins the element. */
  void start(RecodedFrame first) throws IOException;

  /** The next frame. */
  void frame(byte[] stream) throws IOException;

  /** Ends the element after all frames. */
  void end() throws IOException;

  /** Native data, whose length is known beforehand (PS3.5 §8.2, §A.1 to §A.3). */
  final class Native implements FrameOutput {
    private static final long LONGEST_VALUE = 0xFFFF_FFFEL;

    private final StreamingWriter writer;
    private final ImagePixel image;
    private long length;
    private long frameBits;
    private int openBits;
    private int openByte;

    Native(StreamingWriter writer, ImagePixel image) {
      this.writer = writer;
      this.image = image;
    }

    @Override
    public void start(RecodedFrame first) throws IOException {
      int bitsAllocated = first.form().bitsAllocated();
      frameBits = (long) image.rows() * image.columns() * image.samplesPerPixel() * bitsAllocated;
      length = lengthBytes(image, bitsAllocated);
      writer.startValue(Tag.PixelData, bitsAllocated > 8 ? VR.OW : VR.OB, length + (length & 1));
    }

    /**
     * The value's length without padding.
     *
     * @throws TranscodingException when no native Pixel Data can be as long
     */
    static long lengthBytes(ImagePixel image, int bitsAllocated) {
      double bits =
          (double) image.rows()
              * image.columns()
              * image.samplesPerPixel()
              * bitsAllocated
              * image.frames();
      if (bits / 8 > LONGEST_VALUE) {
        throw new TranscodingException(
            TranscodingException.Reason.OBJECT,
            "native pixel data: %.0f bytes (expected: at most %d, a 32-bit length; PS3.5 §7.1.1)"
                .formatted(bits / 8, LONGEST_VALUE));
      }
      return ((long) bits + 7) / 8;
    }

    /** Frames of single bits follow one another without padding (PS3.5 §8.1.1). */
    @Override
    public void frame(byte[] stream) throws IOException {
      if (frameBits % 8 == 0) {
        writer.bytes(stream);
        return;
      }
      long left = frameBits;
      ByteBuffer whole = ByteBuffer.allocate(stream.length + 1);
      for (byte cells : stream) {
        int count = (int) Math.min(8, left);
        openByte |= (cells & 0xFF & (1 << count) - 1) << openBits;
        openBits += count;
        left -= count;
        if (openBits >= 8) {
          whole.put((byte) openByte);
          openByte >>= 8;
          openBits -= 8;
        }
      }
      writer.bytes(Arrays.copyOf(whole.array(), whole.position()));
    }

    @Override
    public void end() throws IOException {
      if (openBits > 0) {
        writer.bytes(new byte[] {(byte) openByte});
      }
      if ((length & 1) != 0) {
        writer.bytes(new byte[1]);
      }
    }
  }

  /**
   * Encapsulated data, one fragment a frame (PS3.5 §A.4). The Basic Offset Table has the frames'
   * offsets where these are known before the frames are: for a single one, and where all are of the
   * same length. Else it is empty, as it may be: fragments are written as they are made.
   */
  final class Encapsulated implements FrameOutput {
    private final StreamingWriter writer;
    private final int frames;
    private final boolean sameLength;

    Encapsulated(StreamingWriter writer, int frames, boolean sameLength) {
      this.writer = writer;
      this.frames = frames;
      this.sameLength = sameLength;
    }

    @Override
    public void start(RecodedFrame first) throws IOException {
      writer.startFragments(Tag.PixelData);
      int length = first.stream().length;
      writer.fragment(offsets(8L + length + (length & 1)));
    }

    private byte[] offsets(long step) {
      if (frames > 1 && (!sameLength || step * (frames - 1) > 0xFFFF_FFFFL)) {
        return new byte[0];
      }
      ByteBuffer table = ByteBuffer.allocate(4 * frames).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < frames; i++) {
        table.putInt((int) (step * i));
      }
      return table.array();
    }

    @Override
    public void frame(byte[] stream) throws IOException {
      writer.fragment(stream);
    }

    @Override
    public void end() throws IOException {
      writer.endFragments();
    }
  }
}
