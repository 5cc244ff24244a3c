package org.hokan.archive.storage;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A folder of a volume, on the volume's disk. */
final class LocalSideFolder implements SideFolder {
  private static final int BUFFER = 1 << 16;

  private final Volume volume;
  private final Path root;

  LocalSideFolder(Volume volume, String name) {
    this.volume = volume;
    this.root = volume.folder().resolve(name);
  }

  @Override
  public String volume() {
    return volume.id();
  }

  @Override
  public boolean copy() {
    return volume.copy();
  }

  @Override
  public Path path() {
    return root;
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return volume.disk().list(root.resolve(folder));
  }

  @Override
  public InputStream read(String name, long from) throws IOException {
    DiskFile file = volume.disk().open(root.resolve(name), Disk.Access.READ);
    InputStream bytes =
        new PositionedInputStream(file::read, from, file.size() - from) {
          @Override
          public void close() throws IOException {
            file.close();
          }
        };
    return new BufferedInputStream(bytes, BUFFER);
  }

  @Override
  public long length(String name) throws IOException {
    try (DiskFile file = volume.disk().open(root.resolve(name), Disk.Access.READ)) {
      return file.size();
    }
  }

  @Override
  public SideFile append(String name) throws IOException {
    DiskFile file = volume.disk().open(root.resolve(name), Disk.Access.WRITE);
    return new Appending(file, file.size());
  }

  /** Never beneath the mount point of a disk that has gone. */
  @Override
  public SideFile create(String name) throws IOException {
    if (!volume.look()) {
      throw new IOException("volume %s is not there".formatted(volume));
    }
    Path path = root.resolve(name);
    Path folder = Objects.requireNonNull(path.getParent());
    volume.disk().createFolder(folder);
    volume.disk().delete(path);
    DiskFile file = volume.disk().open(path, Disk.Access.CREATE);
    volume.disk().forceFolder(folder);
    return new Appending(file, 0);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Path target = root.resolve(to);
    volume.disk().rename(root.resolve(from), target);
    volume.disk().forceFolder(Objects.requireNonNull(target.getParent()));
  }

  @Override
  public void delete(String name) throws IOException {
    volume.disk().delete(root.resolve(name));
  }

  @Override
  public String toString() {
    return root + " of volume " + volume.id();
  }

  private static final class Appending implements SideFile {
    private final DiskFile file;
    private long length;

    Appending(DiskFile file, long length) {
      this.file = file;
      this.length = length;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      int count = bytes.remaining();
      file.write(bytes, length);
      length += count;
    }

    @Override
    public void truncate(long newLength) throws IOException {
      file.truncate(newLength);
      length = newLength;
    }

    @Override
    public void force() throws IOException {
      file.force(true);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
