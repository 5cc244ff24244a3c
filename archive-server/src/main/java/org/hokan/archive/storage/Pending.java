package org.hokan.archive.storage;

import java.util.concurrent.CompletableFuture;

/** A sealed object that waits for its commit. */
record Pending(IncomingObject object, EntryFacts facts, CompletableFuture<StoredObject> future) {

  EntryHeader header(long sequence, long batch) {
    return new EntryHeader(
        sequence,
        batch,
        facts.name(),
        object.length(),
        object.digest(),
        facts.arrived(),
        facts.facts());
  }

  /** Gives back memory and file, then tells who waits. */
  void succeeded(StoredObject stored) {
    object.release();
    future.complete(stored);
  }

  void failed(StorageException failure) {
    object.release();
    future.completeExceptionally(failure);
  }
}
