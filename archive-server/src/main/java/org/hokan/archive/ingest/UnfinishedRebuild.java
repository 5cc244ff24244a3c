package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.SideFile;
import org.hokan.archive.storage.SideFolder;

/**
 * A note beside the packs that the index is being made anew. A start that finds it begins again:
 * what a first pass has put aside for another one is not where it belongs.
 */
final class UnfinishedRebuild {
  private static final String FOLDER = "index";
  private static final String NOTE = "rebuild-unfinished";

  private final PackStore store;

  UnfinishedRebuild(PackStore store) {
    this.store = store;
  }

  private SideFolder folder() {
    return store.beside(FOLDER).get(0);
  }

  /** Durable on return. */
  void note() {
    try (SideFile note = folder().create(NOTE)) {
      note.force();
    } catch (IOException e) {
      throw new UncheckedIOException("index: its rebuild cannot be noted: " + e.getMessage(), e);
    }
  }

  boolean isNoted() {
    try {
      return folder().list("").contains(NOTE);
    } catch (IOException e) {
      throw new UncheckedIOException("index: its note cannot be read: " + e.getMessage(), e);
    }
  }

  /** Should the power bring it back, the index is made anew once more. */
  void forget() {
    try {
      folder().delete(NOTE);
    } catch (IOException e) {
      throw new UncheckedIOException("index: its note cannot be deleted: " + e.getMessage(), e);
    }
  }
}
