package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.SideFile;
import org.hokan.archive.storage.SideFolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A note beside the packs that the index is being made anew. A start that finds it begins again:
 * what a first pass has put aside for another one is not where it belongs. It lies on every volume
 * that takes it, and counts wherever it is found: volumes may be named in another order, or be
 * away.
 */
final class UnfinishedRebuild {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedRebuild.class);
  private static final String FOLDER = "index";
  private static final String NOTE = "rebuild-unfinished";

  private final PackStore store;

  UnfinishedRebuild(PackStore store) {
    this.store = store;
  }

  private List<SideFolder> folders() {
    return store.beside(FOLDER);
  }

  /**
   * Durable on return.
   *
   * @throws UncheckedIOException when no volume takes it
   */
  void note() {
    IOException failure = new IOException("no volume is there");
    int noted = 0;
    for (SideFolder folder : folders()) {
      try (SideFile note = folder.create(NOTE)) {
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

  boolean isNoted() {
    try {
      for (SideFolder folder : folders()) {
        if (folder.list("").contains(NOTE)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("index: its note cannot be read: " + e.getMessage(), e);
    }
  }

  /** Should the power bring it back, the index is made anew once more. */
  void forget() {
    try {
      for (SideFolder folder : folders()) {
        folder.delete(NOTE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("index: its note cannot be deleted: " + e.getMessage(), e);
    }
  }
}
