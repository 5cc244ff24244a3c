package org.hokan.archive.contract;

import java.time.Period;

/**
 * What is written to media, besides the disks.
 *
 * @param kind the medium, such as {@code BD-R}
 * @param every at which interval
 */
public record MediaTerms(String kind, Period every) {
  public MediaTerms {
    Limits.text("media.kind", kind, 64);
  }
}
