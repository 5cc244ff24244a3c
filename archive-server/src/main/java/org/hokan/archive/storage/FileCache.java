package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Packs opened for reading, shared by all readers. More than the bound stay open only while they
 * are in use. Thread-safe.
 */
final class FileCache implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileCache.class);

  private final int bound;
  private final Map<String, Shared> files = new LinkedHashMap<>(16, 0.75f, true);

  FileCache(int bound) {
    this.bound = bound;
  }

  private static final class Shared {
    final String key;
    final DiskFile file;
    int users;
    boolean dropped;

    Shared(String key, DiskFile file) {
      this.key = key;
      this.file = file;
    }
  }

  /** The use of a file, until closed. */
  final class Lease implements AutoCloseable {
    private final Shared shared;
    private boolean ended;

    private Lease(Shared shared) {
      this.shared = shared;
    }

    DiskFile file() {
      return shared.file;
    }

    @Override
    public void close() {
      synchronized (FileCache.this) {
        if (!ended) {
          ended = true;
          shared.users--;
          if (shared.dropped && shared.users == 0) {
            closeQuietly(shared.file);
          }
          shrink();
        }
      }
    }
  }

  /**
   * The pack's file for reading.
   *
   * @throws PackGone when it is not there
   */
  Lease lease(PackRef pack) {
    String key = key(pack);
    synchronized (this) {
      Shared shared = files.get(key);
      if (shared != null && !shared.file.isOpen()) {
        drop(shared);
        shared = null;
      }
      if (shared == null) {
        shared = new Shared(key, open(pack));
        files.put(key, shared);
        shared.users++;
        shrink();
      } else {
        shared.users++;
      }
      return new Lease(shared);
    }
  }

  private static DiskFile open(PackRef pack) {
    try {
      return pack.volume().disk().open(pack.path(), Disk.Access.READ);
    } catch (NoSuchFileException e) {
      throw new PackGone("pack %s is not there".formatted(pack), e);
    } catch (IOException e) {
      throw new StorageException("pack %s cannot be opened".formatted(pack), e);
    }
  }

  /** Lets go of a pack that was removed; those who use it now go on. */
  synchronized void forget(PackRef pack) {
    Shared shared = files.get(key(pack));
    if (shared != null) {
      drop(shared);
    }
  }

  private static String key(PackRef pack) {
    return pack.volume().id() + "/" + pack.name();
  }

  private void shrink() {
    Iterator<Shared> eldest = files.values().iterator();
    while (files.size() > bound && eldest.hasNext()) {
      Shared shared = eldest.next();
      if (shared.users == 0) {
        eldest.remove();
        closeQuietly(shared.file);
      }
    }
  }

  private void drop(Shared shared) {
    files.remove(shared.key);
    shared.dropped = true;
    if (shared.users == 0) {
      closeQuietly(shared.file);
    }
  }

  private static void closeQuietly(DiskFile file) {
    try {
      file.close();
    } catch (IOException e) {
      LOG.warn("A pack that was read cannot be closed", e);
    }
  }

  synchronized int size() {
    return files.size();
  }

  @Override
  public synchronized void close() {
    for (Shared shared : files.values().toArray(new Shared[0])) {
      drop(shared);
    }
  }
}
