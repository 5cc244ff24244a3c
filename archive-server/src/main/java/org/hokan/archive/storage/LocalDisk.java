package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The file systems of this machine. */
class LocalDisk implements Disk {
  private final Map<Path, FileStore> fileStores = new ConcurrentHashMap<>();

  /** Folders whose names this process has forced. */
  private final Set<Path> named = ConcurrentHashMap.newKeySet();

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    Set<StandardOpenOption> options =
        switch (access) {
          case READ -> Set.of(StandardOpenOption.READ);
          case WRITE -> Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
          case CREATE ->
              Set.of(
                  StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        };
    return new LocalDiskFile(path, FileChannel.open(path, options));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("rename of %s to %s is not atomic".formatted(from, to), e);
    }
  }

  @Override
  public void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    create(folder.toAbsolutePath().normalize());
  }

  /**
   * A folder that is there already may be one whose name nobody has forced: a process ended before
   * that, or it failed, or another thread has just made it. So each is forced once.
   */
  private void create(Path folder) throws IOException {
    boolean there = Files.isDirectory(folder);
    Path parent = folder.getParent();
    if (parent == null || there && (named.contains(folder) || !isOurs(parent))) {
      return;
    }
    create(parent);
    Files.createDirectories(folder);
    forceFolder(parent);
    named.add(folder);
  }

  /** Whether this process, or an earlier one, can have made a folder in it. */
  private static boolean isOurs(Path parent) {
    return Files.isWritable(parent) && Files.isReadable(parent);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  @Override
  public boolean exists(Path path) {
    return Files.exists(path);
  }

  @Override
  public Closeable lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new OverlappingFileLockException();
      }
      return channel;
    } catch (IOException | OverlappingFileLockException e) {
      channel.close();
      throw new LockHeld(path, e);
    }
  }

  /** Another process, or another store of this one, has the lock. */
  static final class LockHeld extends IOException {
    private static final long serialVersionUID = 1L;

    LockHeld(Path path, Exception cause) {
      super("lock %s is held".formatted(path), cause);
    }
  }

  @Override
  public long usableSpace(Path folder) throws IOException {
    return fileStore(folder).getUsableSpace();
  }

  @Override
  public long totalSpace(Path folder) throws IOException {
    return fileStore(folder).getTotalSpace();
  }

  @Override
  public Object device(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null && !Files.exists(folder)) {
      return device(parent);
    }
    try {
      return Files.getAttribute(folder, "unix:dev");
    } catch (UnsupportedOperationException e) {
      return fileStore(folder).name();
    }
  }

  /** Finding it reads the table of mounts; asking it is one system call on the folder. */
  private FileStore fileStore(Path folder) throws IOException {
    FileStore known = fileStores.get(folder);
    if (known == null) {
      known = Files.getFileStore(folder);
      fileStores.put(folder, known);
    }
    return known;
  }
}
