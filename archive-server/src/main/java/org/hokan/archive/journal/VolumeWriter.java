package org.hokan.archive.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hokan.archive.storage.SideFile;
import org.hokan.archive.storage.SideFolder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the journal of one database on one volume. A file is never appended to after a failure,
 * nor in a later life of the node: a new one is begun at the latest acknowledged position. One
 * thread at a time.
 */
final class VolumeWriter {
  private static final Logger LOG = LoggerFactory.getLogger(VolumeWriter.class);
  private static final String NEW = ".new";

  /** Before the name of what was found and does not agree with the database; never removed. */
  private static final String ASIDE = "aside-";

  /** Before the name of what was written of this database; removed when a snapshot replaces it. */
  private static final String REPLACED = "replaced-";

  private final History history;
  private @Nullable SideFile changes;
  private @Nullable SideFile snapshot;
  private String problem = "";

  /** Whether all that is needed for a restore is here. */
  private boolean whole;

  /** Whether all that is here was written of this database, or agrees with it. */
  private boolean agreed;

  /** Of changes since the snapshot. */
  private long bytes;

  private long snapshotBytes;
  private int files;

  VolumeWriter(SideFolder folder, String database) {
    this.history = new History(folder, database);
  }

  History history() {
    return history;
  }

  SideFolder folder() {
    return history.folder();
  }

  boolean isWhole() {
    return whole;
  }

  /** Whether it is given changes: it is whole, or about to be. */
  boolean isTaking() {
    return whole || snapshot != null;
  }

  /** What went wrong last; empty when nothing did since. */
  String problem() {
    return problem;
  }

  /** Goes on behind what is there. */
  void resume(Extent extent) {
    whole = true;
    agreed = true;
    bytes = extent.changesBytes();
    snapshotBytes = extent.snapshotBytes();
    files = extent.files();
  }

  boolean needsSnapshot(long compactAfterBytes, int mostFiles) {
    return !whole || bytes > Math.max(compactAfterBytes, snapshotBytes) || files > mostFiles;
  }

  /** Appends text, in the file that was begun or in a new one. */
  void append(Header begin, ByteBuffer text, long longestFile) throws IOException {
    SideFile file = changes;
    if (file != null && file.length() > longestFile) {
      file.close();
      file = null;
    }
    if (file == null) {
      file = history.folder().create(history.path(begin.file()));
      changes = file;
      files++;
      file.append(line(new Chain(begin.previous()), begin));
    }
    bytes += text.remaining();
    file.append(text);
  }

  void force() throws IOException {
    if (changes != null) {
      changes.force();
      problem = "";
    }
  }

  /** Gives up the file that was begun. */
  void fail(IOException cause, boolean othersWentOn) {
    problem = String.valueOf(cause.getMessage());
    LOG.error("Journal in {}: cannot be written: {}", history.folder(), problem);
    whole &= !othersWentOn;
    closeChanges();
  }

  void closeChanges() {
    close(changes);
    changes = null;
  }

  private void close(@Nullable SideFile file) {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        LOG.warn("Journal in {}: a file cannot be closed: {}", history.folder(), e.getMessage());
      }
    }
  }

  /** Begins a snapshot, and the file of changes that follows it. */
  Chain beginSnapshot(Header begin) throws IOException {
    if (!whole) {
      putAside();
    }
    closeChanges();
    Header follow =
        new Header(
            Header.Kind.CHANGES,
            begin.database(),
            begin.number(),
            begin.schema(),
            begin.previous());
    try {
      append(follow, ByteBuffer.allocate(0), Long.MAX_VALUE);
      force();
    } catch (IOException e) {
      // Its header may be torn: no change goes behind it.
      closeChanges();
      throw e;
    }
    snapshot = history.folder().create(history.path(begin.file() + NEW));
    Chain chain = new Chain(begin.previous());
    appendSnapshot(line(chain, begin));
    return chain;
  }

  void appendSnapshot(ByteBuffer text) throws IOException {
    if (snapshot == null) {
      throw new IOException("no snapshot was begun");
    }
    snapshot.append(text);
  }

  /** Makes the snapshot the one that counts, and removes what it replaces. */
  void endSnapshot(Header begin) throws IOException {
    SideFile file = snapshot;
    if (file == null) {
      throw new IOException("no snapshot was begun");
    }
    file.force();
    long length = file.length();
    abandonSnapshot();
    history.folder().rename(history.path(begin.file() + NEW), history.path(begin.file()));
    whole = true;
    problem = "";
    snapshotBytes = length;
    bytes = 0;
    files = 1;
    for (Header.Kind kind : Header.Kind.values()) {
      for (long number : history.numbers(kind)) {
        if (number < begin.number()) {
          history.folder().delete(history.path(name(kind, number)));
        }
      }
    }
    for (String name : history.names()) {
      if (name.startsWith(REPLACED)) {
        history.folder().delete(history.path(name));
      }
    }
  }

  void failSnapshot(IOException cause) {
    problem = String.valueOf(cause.getMessage());
    LOG.error("Journal in {}: no snapshot: {}", history.folder(), problem);
    abandonSnapshot();
  }

  /** Closes a snapshot that was begun; it does not count. */
  void abandonSnapshot() {
    close(snapshot);
    snapshot = null;
  }

  /**
   * What cannot be gone on with is kept, under names that mean nothing: until there is a snapshot,
   * or for good where it is not known to be of this database, as others may have changes that are
   * nowhere else.
   */
  private void putAside() throws IOException {
    for (Header.Kind kind : Header.Kind.values()) {
      for (long number : history.numbers(kind)) {
        String name = name(kind, number);
        if (agreed) {
          history.folder().rename(history.path(name), history.path(REPLACED + name));
        } else {
          String aside = unused(ASIDE + name);
          history.folder().rename(history.path(name), history.path(aside));
          LOG.warn("Journal in {}: {} is put aside as {}", history.folder(), name, aside);
        }
      }
    }
    agreed = true;
  }

  private String unused(String wanted) throws IOException {
    List<String> names = history.names();
    String name = wanted;
    while (names.contains(name)) {
      name = ASIDE + name;
    }
    return name;
  }

  private static String name(Header.Kind kind, long number) {
    return new Header(kind, "", number, "", "").file();
  }

  private static ByteBuffer line(Chain chain, Header header) {
    String text = Line.sealed(chain, header.body()).text() + "\n";
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
