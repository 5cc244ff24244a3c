package org.hokan.archive.ingest;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** One object being received. Its calls come one after another, from whichever thread. */
public interface Reception {
  /** Takes the next bytes of the data set; the chunk may be reused afterwards. Never fails. */
  void data(ByteBuffer chunk);

  /**
   * Decides and stores. The stage completes normally, at the earliest when the bytes are forced to
   * disk, and never holds a thread meanwhile.
   */
  CompletionStage<IngestResult> end();

  /** Drops what was received; nothing was acknowledged. */
  void aborted();
}
