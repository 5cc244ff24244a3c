package org.hokan.archive.contract;

import java.util.Collection;

/**
 * What all that was said of one backup object comes to.
 *
 * @param days on which it is chosen
 * @param wasTakenOut whether it was ever taken out, even if it was chosen again
 */
public record Chosen(Days days, boolean wasTakenOut) {
  /** By all that was said, the first thing first. */
  static Chosen of(Collection<BackupChoice> said) {
    Days days = Days.NEVER;
    for (BackupChoice choice : said) {
      days = days.from(choice.from(), choice.chosen());
    }
    return new Chosen(days, said.stream().anyMatch(choice -> !choice.chosen()));
  }
}
