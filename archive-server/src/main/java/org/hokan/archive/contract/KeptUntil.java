package org.hokan.archive.contract;

import java.time.LocalDate;

/**
 * How long an examination is kept.
 *
 * @param lastDay the last day, in the facility's time zone
 * @param why the clause that keeps it longest, without patient data
 */
public record KeptUntil(LocalDate lastDay, String why) {
  /** Whether nothing keeps it any longer. */
  public boolean isPast(LocalDate today) {
    return today.isAfter(lastDay);
  }
}
