package org.hokan.archive.contract;

import java.time.Instant;
import java.time.ZoneOffset;

/**
 * The loss that a contract allows for one object: the least of all its backup units.
 *
 * @param maxError the largest difference of a sample
 */
public record AllowedLoss(int maxError, LossTerms terms) {
  /** When something that arrived then may lose it. */
  public Instant from(Instant arrival) {
    return arrival.atOffset(ZoneOffset.UTC).plus(terms.originalKept()).toInstant();
  }

  AllowedLoss and(AllowedLoss other) {
    boolean longer = from(Instant.EPOCH).isAfter(other.from(Instant.EPOCH));
    boolean isNew = terms.uids() == LossTerms.Uids.NEW || other.terms.uids() == LossTerms.Uids.NEW;
    return new AllowedLoss(
        Math.min(maxError, other.maxError),
        new LossTerms(
            isNew ? LossTerms.Uids.NEW : LossTerms.Uids.KEEP,
            (longer ? terms : other.terms).originalKept()));
  }
}
