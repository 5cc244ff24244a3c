package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.SideFile;
import org.hokan.archive.storage.SideFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note beside the packs that the index is being made anew, and whether it was emptied for that. A
 * start that finds it goes on, or begins where the index may not have been emptied. It lies on
 * every volume that takes it, and counts wherever it is found: volumes may be named in another
 * order, or be away.
 */
final class UnfinishedRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedRebuild.class);
  private static final String FOLDER = "index";
  private static final String BEGUN = "rebuild-unfinished";
  private static final String EMPTIED = "rebuild-emptied";

  private final PackStore store;

  UnfinishedRebuild(PackStore store) {
    this.store = store;
  }

  private List<SideFolder> folders() {
    return store.beside(FOLDER);
  }

  /**
   * Before the index is emptied. Durable on return.
   *
   * @throws UncheckedIOException when no volume takes it
   */
  void note() {
    IOException failure = new IOException("no volume is there");
    int noted = 0;
    for (SideFolder folder : folders()) {
      try (SideFile note = folder.create(BEGUN)) {
        note.force();
        noted++;
      } catch (IOException e) {
        failure = e;
        LOG.warn("index: its rebuild cannot be noted in {}", folder.path(), e);
      }
    }
    if (noted == 0) {
      throw new UncheckedIOException(
          "index: its rebuild cannot be noted: " + failure.getMessage(), failure);
    }
  }

  /**
   * After the index was emptied, and that is durable. Where it cannot be noted, all begins anew.
   */
  void noteEmptied() {
    for (SideFolder folder : folders()) {
      try {
        if (folder.list("").contains(BEGUN)) {
          folder.rename(BEGUN, EMPTIED);
        }
      } catch (IOException e) {
        LOG.warn("index: the end of its emptying cannot be noted in {}", folder.path(), e);
      }
    }
  }

  boolean isNoted() {
    return isNoted(BEGUN) || isNoted(EMPTIED);
  }

  /** Whether the index holds what was filed since it was emptied, and nothing of before. */
  boolean isEmptied() {
    return isNoted(EMPTIED) && !isNoted(BEGUN);
  }

  /**
   * A folder of a copy volume that cannot be read keeps no node from starting.
   *
   * @throws UncheckedIOException when one of a first cannot, and no other has the note
   */
  private boolean isNoted(String name) {
    Optional<IOException> unread = Optional.empty();
    for (SideFolder folder : folders()) {
      try {
        if (folder.list("").contains(name)) {
          return true;
        }
      } catch (IOException e) {
        LOG.error("index: whether its rebuild is noted in {} is not known", folder.path(), e);
        unread = folder.copy() ? unread : Optional.of(e);
      }
    }
    unread.ifPresent(
        e -> {
          throw new UncheckedIOException("index: its note cannot be read: " + e.getMessage(), e);
        });
    return false;
  }

  /** On every volume that lets it go; what stays, or the power brings back, costs a rebuild. */
  void forget() {
    for (SideFolder folder : folders()) {
      try {
        folder.delete(BEGUN);
        folder.delete(EMPTIED);
      } catch (IOException e) {
        LOG.error(
            "index: the note of its rebuild cannot be deleted in {}; the next start that finds it"
                + " reads the packs again",
            folder.path(),
            e);
      }
    }
  }
}
