package org.hokan.archive.node;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hokan.archive.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node that was just started does until somebody needs it: in the background, another node
 * of this process, with a scratch folder of its own, is sent generated stills, asked for them and
 * has them fetched. So the whole way is compiled, and proven, before the first real image takes it;
 * without it the first thousand images take several times as long as later ones. It begins when the
 * node has its database open, for before that both compete for the processors; it ends by itself
 * after a few seconds, and at once when an association is established.
 */
final class Rehearsal implements Milestones, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
  private static final String THREADS = "rehearsal";
  private static final String FOLDER = "rehearsal-";
  private static final long LONGEST_CLOSE_MILLIS = 10_000;

  /** What it writes at most, in bytes, by far. */
  private static final long ROOM = 4L << 30;

  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final Duration longest;
  private final Path dataDirectory;
  private final long reserve;
  private final Thread thread;

  Rehearsal(Configuration configuration) {
    this.longest = configuration.node().rehearsal();
    this.dataDirectory = configuration.dataDirectory();
    this.reserve = configuration.storage().minimumFreeSpace();
    this.thread = new Thread(new ThreadGroup(THREADS), this::run, THREADS);
    thread.setDaemon(true);
  }

  @Override
  public void opened() {
    if (begun.compareAndSet(false, true)) {
      thread.start();
    }
  }

  @Override
  public void established() {
    stop();
  }

  /** Whether the calling thread works for one: what it does is no news for the log. */
  static boolean here() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    return group != null && group.getName().equals(THREADS);
  }

  private void run() {
    try {
      removeOthers();
      if (!longest.isZero() && hasRoom()) {
        int images = new RehearsalStage(folder()).play(longest, over::get);
        LOG.debug("rehearsal: {} images", images);
      }
    } catch (IOException | RuntimeException e) {
      // No harm to the node itself, but what fails here will fail there, too.
      LOG.warn("rehearsal: failed; the node works on without", e);
    }
  }

  /** What is left of a disk that is nearly full is for real objects. */
  private boolean hasRoom() throws IOException {
    Files.createDirectories(dataDirectory);
    long free = Files.getFileStore(dataDirectory).getUsableSpace();
    boolean room = free >= reserve + ROOM;
    if (!room) {
      LOG.info("rehearsal: none, as {} has {} MB of free space", dataDirectory, free / 1_000_000);
    }
    return room;
  }

  private Path folder() {
    return dataDirectory.resolve(FOLDER + ProcessHandle.current().pid());
  }

  /** Removes what killed nodes left of theirs: the data folder is this one's now. */
  private void removeOthers() {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(dataDirectory, FOLDER + "*")) {
      for (Path each : left) {
        if (!each.equals(folder())) {
          ScratchFolder.delete(each);
        }
      }
    } catch (IOException e) {
      LOG.warn("rehearsal: an old scratch folder in {} cannot be removed", dataDirectory, e);
    }
  }

  /** There is real work: ends soon. */
  void stop() {
    over.set(true);
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join(LONGEST_CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
