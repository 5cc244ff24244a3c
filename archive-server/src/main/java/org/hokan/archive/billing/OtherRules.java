package org.hokan.archive.billing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.StorageDecision.Cause;

/**
 * What came of studies, and what other storage rules would have done with it; a simulation asks.
 */
public interface OtherRules {
  /** Nothing is known but what the ledger has. */
  OtherRules NONE =
      new OtherRules() {
        @Override
        public boolean isAny() {
          return false;
        }

        @Override
        public Optional<Part> of(String study, Instant after, Instant until, State state) {
          return Optional.empty();
        }

        @Override
        public void notKept(Instant from, Instant until, State state, Consumer<Extra> each) {}

        @Override
        public void leftOut(Instant from, Instant until, Consumer<LeftOut> each) {}

        @Override
        public List<String> notes() {
          return List.of();
        }
      };

  /** Whether there are other rules than those that decided. */
  boolean isAny();

  /**
   * What they would do with what came of a recorded study.
   *
   * @param after only what came after this
   * @param until and not later than this
   * @return empty: none of them is about it, or it is known no more; then it is as recorded
   */
  Optional<Part> of(String study, Instant after, Instant until, State state);

  /**
   * Goes through the studies of which something was refused or kept aside then and waits still.
   *
   * @param from only what came then or later
   * @param until and before this
   */
  void notKept(Instant from, Instant until, State state, Consumer<Extra> each);

  /** What was refused or kept aside then, as it was. */
  void leftOut(Instant from, Instant until, Consumer<LeftOut> each);

  /** What a reader must know; to be asked at the end. */
  List<String> notes();

  /** How things stand in the simulation. */
  interface State {
    Optional<AgreedTerms> terms(Instant at);

    long usedBytes();

    /** Whether something of the study has been taken. */
    boolean hasBegun(String study);
  }

  /**
   * Something that is not kept.
   *
   * @param aside whether it is kept aside; else it is refused
   * @param rule the storage rule that says so; empty: none
   * @param sopClass SOP Class UID
   */
  record LeftOut(
      Cause cause, boolean aside, String rule, String sopClass, long images, long bytes) {
    /** The same of more images. */
    public LeftOut plus(LeftOut more) {
      return new LeftOut(cause, aside, rule, sopClass, images + more.images, bytes + more.bytes);
    }
  }

  /**
   * What would become of images.
   *
   * @param images that would be kept
   * @param bytes of them
   * @param leftOut what would not
   * @param twice whether the study would be kept a second time
   * @param bill services that rules would charge for the study
   * @param backup units in which rules would choose the study or its patient
   * @param compressed bytes that were to be compressed then
   * @param stillCompressed bytes of them that still would be
   */
  record Part(
      long images,
      long bytes,
      List<LeftOut> leftOut,
      boolean twice,
      Set<String> bill,
      Set<BackupUnit> backup,
      long compressed,
      long stillCompressed) {
    long leftImages() {
      return leftOut.stream().mapToLong(LeftOut::images).sum();
    }

    long leftBytes() {
      return leftOut.stream().mapToLong(LeftOut::bytes).sum();
    }

    /** The share of what compression saved that it still would save. */
    long stillSaved(long saved) {
      return compressed == 0 ? saved : Math.round((double) saved * stillCompressed / compressed);
    }
  }

  /**
   * Images that were not kept, and what would become of them.
   *
   * @param patient as {@link StudyUsage#patient} says it
   * @param first arrival of the first one that would be kept
   * @param last and of the last one
   */
  record Extra(String study, String patient, String ae, Instant first, Instant last, Part part) {}
}
