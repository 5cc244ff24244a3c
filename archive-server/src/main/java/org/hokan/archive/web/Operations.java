package org.hokan.archive.web;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hokan.archive.billing.StudyUsage;

/**
 * What an operator can ask for that concerns several rooms at once; the node implements it. Each
 * call runs on a thread that may block; each action notes {@code who} in the audit trail, in its
 * own transaction. Thread-safe.
 */
public interface Operations {
  /** What the node says of itself. */
  NodeFacts facts();

  /** How the node's parts are; asked often, so it must not last. */
  List<PartHealth> health();

  /** How the journal is, where there is one. */
  Optional<PartHealth> journal();

  /** Why no change is taken, where that is what made a call fail; empty: something else did. */
  Optional<String> takesNoChange(Throwable failure);

  /**
   * Waits until all that was acknowledged before is in the index, so that a list shows it.
   *
   * @return false when that took too long, or the index is being rebuilt
   */
  boolean awaitIndexed();

  /**
   * Brings the ledger up to date before a month is closed: records what each study with arrivals
   * before {@code until} has come to, also when it is not quiet yet.
   */
  void settleStudies(Instant until);

  /** What came of examinations of a facility that the ledger does not know all of yet. */
  List<StudyUsage> openExams(String facility);

  /**
   * Begins to close a month; the rest is done by a job that outlives the node.
   *
   * @throws org.hokan.archive.billing.BillingException when it has not begun or is closed, or
   *     another is being closed
   */
  void closeMonth(YearMonth month, String who);

  /** The close that is under way. */
  Optional<CloseFacts> closing();

  /**
   * Makes the index anew from the packs and returns when it is whole. Called once at a time.
   *
   * @param progress takes the number of objects read so far
   * @return how many objects the index was made of
   */
  long rebuildIndex(String who, LongConsumer progress);

  /**
   * Files an object from quarantine.
   *
   * @throws org.hokan.archive.index.QuarantineException when it is not there, or cannot be filed
   */
  void releaseQuarantined(long id, String who);

  /**
   * Takes an object out of quarantine for good.
   *
   * @throws org.hokan.archive.index.QuarantineException when it is not there
   */
  void removeQuarantined(long id, String who);

  /** What is dead in packs, and what was given back. */
  CompactionFacts compaction();

  /**
   * Gives back the space of entries that are to be dropped, and returns when it is done.
   *
   * @param now also of those whose grace has not ended
   * @param progress takes a line for each pack
   */
  CompactionResult compact(String who, boolean now, Consumer<String> progress);

  /** Deletes what a start had cut off a pack; told in the audit trail first. */
  void forgetCutEnd(String name, String who);
}
