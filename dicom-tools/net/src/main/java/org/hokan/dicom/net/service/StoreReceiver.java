package org.hokan.dicom.net.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands a C-STORE's data set to the provider's reception, and its outcome to whoever answers. */
final class StoreReceiver implements Receiver {
  private static final Logger LOG = LoggerFactory.getLogger(StoreReceiver.class);

  private final StoreReception reception;
  private final Duration deadline;
  private final Consumer<Outcome> answer;
  private Optional<Outcome> failed = Optional.empty();

  StoreReceiver(StoreReception reception, Duration deadline, Consumer<Outcome> answer) {
    this.reception = reception;
    this.deadline = deadline;
    this.answer = answer;
  }

  @Override
  public void data(ByteBuffer chunk) {
    if (failed.isPresent()) {
      return;
    }
    try {
      reception.data(chunk);
    } catch (IOException | RuntimeException e) {
      failed = Optional.of(outcome(e));
      giveUp(e);
    }
  }

  @Override
  public void end() {
    if (failed.isPresent()) {
      answer.accept(failed.get());
      return;
    }
    try {
      CompletionStage<Outcome> stored = reception.end();
      Deadlines.within(deadline, stored)
          .whenComplete(
              (outcome, failure) -> answer.accept(failure == null ? outcome : outcome(failure)));
    } catch (RuntimeException e) {
      answer.accept(outcome(e));
    }
  }

  @Override
  public void aborted(Throwable cause) {
    if (failed.isEmpty()) {
      giveUp(cause);
    }
  }

  private void giveUp(Throwable cause) {
    try {
      reception.aborted(cause);
    } catch (RuntimeException e) {
      LOG.error("storage provider failed to give up an object", e);
    }
  }

  private static Outcome outcome(Throwable failure) {
    if (Failures.unexpected(failure)) {
      LOG.error("storage provider failed", failure);
    }
    return Failures.outcome(failure, Status.PROCESSING_FAILURE);
  }
}
