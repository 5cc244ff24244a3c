package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Where one frame's bytes are. */
sealed interface FrameLocation {
  /** Bytes. */
  long length();

  /** The bytes. */
  byte[] read(FileChannel channel) throws IOException;

  /** A run of bytes of the file. */
  record Run(long offset, long length) {}

  /**
   * In the file, as one or several runs.
   *
   * @param exactLength the length without padding where it is known, else that of all runs
   */
  record InFile(List<Run> runs, long exactLength) implements FrameLocation {
    @Override
    public long length() {
      return runs.stream().mapToLong(Run::length).sum();
    }

    @Override
    public byte[] read(FileChannel channel) throws IOException {
      long length = length();
      if (length > Integer.MAX_VALUE - 16) {
        throw new PixelDataException(
            "frame: %d bytes (expected: fewer than 2 GiB)".formatted(length));
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(length, exactLength));
      for (Run run : runs) {
        read(channel, run, bytes);
      }
      return bytes.array();
    }

    private static void read(FileChannel channel, Run run, ByteBuffer bytes) throws IOException {
      int end = (int) Math.min(bytes.capacity(), bytes.position() + run.length());
      bytes.limit(end);
      long position = run.offset();
      while (bytes.hasRemaining()) {
        int got = channel.read(bytes, position);
        if (got < 0) {
          throw new PixelDataException(
              "frame: the file ends at offset %d (expected: %d bytes more)"
                  .formatted(position, bytes.remaining()));
        }
        position += got;
      }
    }
  }

  /**
   * Bits of native data, which need not start with a byte (PS3.5 §8.1.1).
   *
   * @param cells where the bytes are that have all of them
   * @param shift how many bits of the first byte belong to the frame before, 1 to 7
   * @param lengthBits bits of the frame
   */
  record Shifted(FrameLocation cells, int shift, long lengthBits) implements FrameLocation {
    @Override
    public long length() {
      return (lengthBits + 7) / 8;
    }

    @Override
    public byte[] read(FileChannel channel) throws IOException {
      byte[] in = cells.read(channel);
      byte[] out = new byte[(int) length()];
      for (int i = 0; i < out.length; i++) {
        int next = i + 1 < in.length ? in[i + 1] & 0xFF : 0;
        out[i] = (byte) ((in[i] & 0xFF) >> shift | next << (8 - shift));
      }
      return out;
    }
  }

  /** In memory: a part of a value that was read. */
  record InMemory(ByteBuffer value, int offset, int size) implements FrameLocation {
    @Override
    public long length() {
      return size;
    }

    @Override
    public byte[] read(FileChannel channel) {
      byte[] bytes = new byte[size];
      value.duplicate().position(offset).get(bytes);
      return bytes;
    }
  }
}
