package org.hokan.archive.contract;

import java.util.Optional;
import org.joda.money.Money;

/**
 * How much may be kept under a contract.
 *
 * @param bytes the limit
 * @param overage what more costs; empty: new examinations are refused beyond the limit
 */
public record CapacityTerms(long bytes, Optional<Overage> overage) {
  /**
   * The price of what is kept beyond the limit.
   *
   * @param step bytes; each one that is begun is charged
   * @param price of a step
   */
  public record Overage(long step, Money price) {
    public Overage {
      if (step < 1) {
        throw new IllegalArgumentException(
            "overage.step: %d bytes (expected: at least 1)".formatted(step));
      }
      Limits.amount("overage.price", price);
    }
  }

  public CapacityTerms {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "capacity: %d bytes (expected: at least 1)".formatted(bytes));
    }
  }

  /** A limit beyond which new examinations are refused. */
  public static CapacityTerms of(long bytes) {
    return new CapacityTerms(bytes, Optional.empty());
  }

  /** Whether an object of this size may not be taken. */
  public boolean refuses(long sizeBytes, long usedBytes) {
    return overage.isEmpty() && usedBytes > bytes - sizeBytes;
  }
}
