package org.hokan.dicom.net.service;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the bytes of a data set come from, without Part 10 header. Never held whole. A source may
 * be opened more than once.
 */
public interface StoreSource {
  /** Its length in bytes, or -1 when that is not known. */
  long length();

  /**
   * The bytes, from the first; whoever opens closes. A {@link FileInputStream} is read without a
   * copy on the heap.
   */
  InputStream open() throws IOException;

  /**
   * All of the bytes, if they are at hand in memory or soon can be; else they are streamed. Whoever
   * asks gives them back, and may ask again.
   */
  default Optional<WholeData> whole() throws IOException {
    return Optional.empty();
  }

  /** The given bytes, which must not be changed afterwards. */
  static StoreSource of(byte[] dataSet) {
    return new StoreSource() {
      @Override
      public long length() {
        return dataSet.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(dataSet);
      }

      @Override
      public Optional<WholeData> whole() {
        return Optional.of(new WholeData(ByteBuffer.wrap(dataSet), () -> {}));
      }
    };
  }

  /** Part of a file, from an offset to its end: a Part 10 file's data set. */
  static StoreSource of(Path file, long offset) {
    return new StoreSource() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public InputStream open() throws IOException {
        FileInputStream in = new FileInputStream(file.toFile());
        try {
          in.getChannel().position(offset);
          return in;
        } catch (IOException | RuntimeException e) {
          in.close();
          throw e;
        }
      }
    };
  }

  /** A whole file. */
  static StoreSource of(Path file) {
    return of(file, 0);
  }
}
