package org.hokan.archive.storage;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A sealed object that waits for its commit. */
record Pending(
    IncomingObject object,
    EntryFacts facts,
    Consumer<StoredObject> durable,
    CompletableFuture<StoredObject> future) {

  EntryHeader header(long sequence, long batch) {
    return new EntryHeader(
        sequence,
        batch,
        facts.name(),
        object.length(),
        object.digest(),
        Optional.of(object.crc()),
        facts.arrived(),
        facts.facts());
  }

  /** Gives back memory and file, then tells who waits. */
  void succeeded(StoredObject stored) {
    try {
      object.release();
      durable.accept(stored);
    } catch (RuntimeException | Error e) {
      future.completeExceptionally(e);
      return;
    }
    future.complete(stored);
  }

  void failed(StorageException failure) {
    object.release();
    future.completeExceptionally(failure);
  }
}
