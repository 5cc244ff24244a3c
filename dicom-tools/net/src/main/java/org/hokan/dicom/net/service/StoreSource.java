package org.hokan.dicom.net.service;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Where the bytes of a data set come from, without Part 10 header. Never held whole. A source may
 * be opened more than once.
 */
public interface StoreSource {
  /** Its length in bytes, or -1 when that is not known. */
  long length();

  /** The bytes, from the first; whoever opens closes. */
  InputStream open() throws IOException;

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
        FileChannel channel = FileChannel.open(file);
        try {
          channel.position(offset);
          return Channels.newInputStream(channel);
        } catch (IOException | RuntimeException e) {
          channel.close();
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
