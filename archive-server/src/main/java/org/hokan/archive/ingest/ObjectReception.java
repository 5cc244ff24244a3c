package org.hokan.archive.ingest;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.SpaceExhausted;
import org.hokan.archive.storage.StorageException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the bytes; once something went wrong it drops the rest and answers so at the end. */
final class ObjectReception implements Reception {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectReception.class);

  private final Arrival arrival;
  private final Keeper keeper;
  private final IngestFigures figures;
  private final ByteBuffer header;
  private @Nullable Incoming incoming;
  private Optional<IngestResult> refusal;

  ObjectReception(Arrival arrival, Keeper keeper, IngestFigures figures) {
    this.arrival = arrival;
    this.keeper = keeper;
    this.figures = figures;
    figures.begin();
    this.header = keeper.part10Header(arrival);
    this.refusal = keeper.refusal();
    if (refusal.isPresent()) {
      LOG.debug("{}: not stored: {}", arrival.sopInstance(), refusal.get().comment());
      return;
    }
    attempt(
        () -> {
          Incoming begun = keeper.begin();
          incoming = begun;
          begun.write(header.duplicate());
        });
  }

  @Override
  public void data(ByteBuffer chunk) {
    Incoming current = incoming;
    if (current != null) {
      attempt(() -> current.write(chunk));
    }
  }

  @Override
  public CompletionStage<IngestResult> end() {
    long begin = System.nanoTime();
    return decided()
        .thenApply(
            result -> {
              figures.answered(result.outcome(), System.nanoTime() - begin);
              return result;
            });
  }

  private CompletionStage<IngestResult> decided() {
    Incoming received = incoming;
    incoming = null;
    if (received == null) {
      return CompletableFuture.completedStage(
          refusal.orElseThrow(() -> new IllegalStateException("end() after the end")));
    }
    return keeper.keep(arrival, received, header.remaining());
  }

  @Override
  public void aborted() {
    drop();
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (SpaceExhausted e) {
      refuse(e, "no space left");
    } catch (StorageException e) {
      refuse(e, "storage failed");
    }
  }

  private void refuse(StorageException cause, String comment) {
    keeper.tellNotStored(arrival, String.valueOf(cause.getMessage()));
    refusal = Optional.of(IngestResult.of(IngestOutcome.OUT_OF_RESOURCES, comment));
    drop();
  }

  private void drop() {
    Incoming current = incoming;
    incoming = null;
    if (current != null) {
      current.discard();
    }
  }
}
