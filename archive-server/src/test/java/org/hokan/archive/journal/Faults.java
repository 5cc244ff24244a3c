package org.hokan.archive.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.hokan.archive.storage.SideFile;
import org.hokan.archive.storage.SideFolder;

/** A folder whose n-th writing operation fails, after a part of it where there are parts. */
final class Faults implements SideFolder {
  private final SideFolder folder;
  private long countdown = Long.MAX_VALUE;
  private boolean broken;
  private int forces;
  private int open;

  Faults(SideFolder folder) {
    this.folder = folder;
  }

  /** The n-th from now on fails; 1: the next. */
  void failAt(long operation) {
    countdown = operation;
  }

  /** Every one fails from now on, or none. */
  void breaks(boolean now) {
    broken = now;
  }

  /** How often a file was forced. */
  int forces() {
    return forces;
  }

  /** How many files are open. */
  int open() {
    return open;
  }

  private void operation(String what) throws IOException {
    countdown--;
    if (broken || countdown == 0) {
      throw new IOException(what + " fails, as the test wants");
    }
  }

  @Override
  public String volume() {
    return folder.volume();
  }

  @Override
  public boolean copy() {
    return folder.copy();
  }

  @Override
  public Path path() {
    return folder.path();
  }

  @Override
  public List<String> list(String name) throws IOException {
    return folder.list(name);
  }

  @Override
  public InputStream read(String name, long from) throws IOException {
    return folder.read(name, from);
  }

  @Override
  public long length(String name) throws IOException {
    return folder.length(name);
  }

  @Override
  public SideFile append(String name) throws IOException {
    return new File(folder.append(name));
  }

  @Override
  public SideFile create(String name) throws IOException {
    operation("create");
    return new File(folder.create(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    operation("rename");
    folder.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    operation("delete");
    folder.delete(name);
  }

  private final class File implements SideFile {
    private final SideFile file;

    File(SideFile file) {
      this.file = file;
      open++;
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      try {
        operation("append");
      } catch (IOException e) {
        ByteBuffer half = bytes.duplicate();
        half.limit(half.position() + half.remaining() / 2);
        file.append(half);
        throw e;
      }
      file.append(bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      operation("truncate");
      file.truncate(length);
    }

    @Override
    public void force() throws IOException {
      operation("force");
      forces++;
      file.force();
    }

    @Override
    public void close() throws IOException {
      open--;
      file.close();
    }
  }
}
