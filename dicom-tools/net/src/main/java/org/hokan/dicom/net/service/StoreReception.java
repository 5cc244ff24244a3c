package org.hokan.dicom.net.service;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.hokan.dicom.net.dimse.Outcome;

/**
 * One object being received. Calls come one after another, on worker threads that may differ: any
 * number of {@link #data}, then one of {@link #end} and {@link #aborted}. The socket is not read
 * while {@link #data} lags behind, so memory stays flat.
 */
public interface StoreReception {
  /**
   * The next bytes of the data set, in the context's transfer syntax, without Part 10 header. If
   * this throws, the rest is skipped, {@link #aborted} is called and the answer is the status of a
   * {@link ServiceException}, else 0110H.
   *
   * @param chunk read-only; valid during the call only
   */
  void data(ByteBuffer chunk) throws IOException;

  /**
   * The data set is complete. The response is sent when the stage completes; no thread is held
   * until then. A stage that fails is answered as a failure of {@link #data} is, without {@link
   * #aborted}.
   */
  CompletionStage<Outcome> end();

  /** The object will not be completed: the association was lost, or {@link #data} failed. */
  void aborted(Throwable cause);

  /** Skips the data set and answers with the given outcome. */
  static StoreReception refusing(Outcome outcome) {
    return new StoreReception() {
      @Override
      public void data(ByteBuffer chunk) {
        // Skipped: the peer sends it all before it looks for an answer.
      }

      @Override
      public CompletionStage<Outcome> end() {
        return CompletableFuture.completedStage(outcome);
      }

      @Override
      public void aborted(Throwable cause) {
        // Nothing was kept.
      }
    };
  }
}
