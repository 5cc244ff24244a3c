package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.recompress.Recipe;

/**
 * Stores recompressed forms of instances, and what takes their place, themselves in another storage
 * class included. Each goes to a pack with the papers of the object that it was made of, and to the
 * index in the order of the pack's entries, as an arrival does: so a crash at any instant leaves
 * the row at the one or the other, and a rebuild finds the same. Thread-safe.
 */
final class FormKeeper {
  private static final Runnable NOTHING = () -> {};

  private final Indexer indexer;
  private final Gate gate;

  FormKeeper(Indexer indexer, Gate gate) {
    this.indexer = indexer;
    this.gate = gate;
  }

  CompletionStage<Void> replace(InstanceRow row, Incoming smaller, Recipe recipe) {
    return keep(row, smaller, Papers.recompressed(row, recipe));
  }

  /**
   * Stores what takes the place of an instance.
   *
   * @param sopInstance its SOP Instance UID
   */
  CompletionStage<Void> supersede(
      InstanceRow row, Incoming smaller, Uid sopInstance, Uid transferSyntax) {
    return keep(row, smaller, Papers.successor(row, sopInstance, transferSyntax));
  }

  /** Stores the same object where it is to be kept from now on. */
  CompletionStage<Void> refile(InstanceRow row, Incoming same, Papers.Decided decided) {
    return keep(row, same, Papers.refiled(row, decided));
  }

  private CompletionStage<Void> keep(InstanceRow row, Incoming smaller, Papers papers) {
    if (!gate.enter()) {
      smaller.discard();
      return CompletableFuture.failedStage(
          new StorageException("the index is being rebuilt (expected: later)"));
    }
    CompletionStage<Void> stored;
    try {
      DataSet head = ObjectHead.placed(head(smaller, papers.storedSyntax()), papers.arrival());
      stored =
          smaller
              .commit(
                  new Shelf(row.facility(), papers.decided().storageClass()),
                  new EntryFacts(
                      papers.arrival().sopInstance().value(), row.arrived(), papers.toFacts()),
                  object -> indexer.submit(new Stored(object, papers, head, NOTHING)))
              .thenAccept(object -> {});
    } catch (RuntimeException | IOException e) {
      gate.leave();
      smaller.discard();
      return CompletableFuture.failedStage(e);
    }
    return stored.whenComplete((done, failure) -> gate.leave());
  }

  private static DataSet head(Incoming smaller, Uid syntax) throws IOException {
    try (InputStream bytes = smaller.received()) {
      return ObjectHead.read(Part10.open(bytes).dataSet(), syntax);
    }
  }
}
