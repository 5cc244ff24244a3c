package org.hokan.archive.billing;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.db.Database;

/** Asks other rules about recorded studies, as things stand in a simulation. */
record RuledTraffic(
    OtherRules rules,
    Database source,
    String facility,
    Function<Instant, Optional<AgreedTerms>> termsAt,
    LongSupplier used,
    ScratchStudies studies)
    implements OtherRules.State {

  @Override
  public Optional<AgreedTerms> terms(Instant at) {
    return termsAt.apply(at);
  }

  @Override
  public long usedBytes() {
    return used.getAsLong();
  }

  @Override
  public boolean hasBegun(String study) {
    return studies.has(study);
  }

  boolean isAny() {
    return rules.isAny();
  }

  /** Whether other rules say what follows from a study. */
  boolean isRuled(BillingEntry.Item item) {
    return rules.of(item.object(), Instant.MAX, Instant.MAX, this).isPresent();
  }

  Optional<OtherRules.Part> ofAll(String study) {
    return rules.of(study, Instant.MIN, Instant.MAX, this);
  }

  /** What they would do with what a record counts. */
  Optional<OtherRules.Part> of(ReplayedExam exam) {
    Instant after = exam.begins() ? Instant.MIN : lastBefore(exam.study());
    return rules.of(exam.study().studyInstanceUid(), after, exam.study().last(), this);
  }

  /** When the last image came that an earlier record of the study counts. */
  private Instant lastBefore(BillingEntry.Study study) {
    return source
        .read(
            tx ->
                tx.session()
                    .createSelectionQuery(
                        "select max(lastArrival) from LedgerRow where facility = :facility"
                            + " and study = :study and type = :type and lastArrival < :last",
                        Instant.class)
                    .setParameter("facility", facility)
                    .setParameter("study", study.studyInstanceUid())
                    .setParameter("type", RecordType.STUDY)
                    .setParameter("last", study.last())
                    .getResultList())
        .stream()
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Instant.MIN);
  }
}
