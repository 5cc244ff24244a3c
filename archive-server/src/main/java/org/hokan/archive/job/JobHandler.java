package org.hokan.archive.job;

import java.io.IOException;
import org.hokan.archive.db.Tx;

/**
 * Does the jobs of one kind. An attempt may be repeated after it succeeded, when the node died
 * before that was noted: doing it twice must do no harm. Implementations are thread-safe.
 */
public interface JobHandler {
  /**
   * One attempt; an exception counts as a problem and is logged. People are shown the message of an
   * IOException, as that of a {@link JobResult}: it has no patient data. Of any other exception
   * they are shown the class.
   */
  JobResult run(Job job) throws IOException, InterruptedException;

  /** It was tried until its time was over; in the transaction that marks it as dead. */
  default void gaveUp(Tx tx, Job job) {
    // Whoever minds overrides this.
  }

  /** An operator has it tried anew; in the transaction that makes it due. */
  default void again(Tx tx, Job job) {
    // Whoever noted that it was given up overrides this.
  }
}
