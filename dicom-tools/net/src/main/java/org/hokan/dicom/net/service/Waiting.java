package org.hokan.dicom.net.service;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hokan.dicom.net.association.AssociationException;

/** Waits for a stage on the caller's thread. */
final class Waiting {
  private Waiting() {}

  static <T> T await(CompletionStage<T> stage, Duration deadline, String what) throws IOException {
    try {
      return stage.toCompletableFuture().get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new AssociationException(what + ": failed", e);
    } catch (TimeoutException e) {
      throw new AssociationException(
          "%s: not done after %s (expected: within it)".formatted(what, deadline), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssociationException(what + ": interrupted", e);
    }
  }
}
