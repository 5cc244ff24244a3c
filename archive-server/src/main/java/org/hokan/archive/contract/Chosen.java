package org.hokan.archive.contract;

import java.time.LocalDate;
import java.util.Collection;
import org.hokan.archive.contract.BackupChoice.Voice;

/**
 * What all that was said of one backup object comes to.
 *
 * @param days on which it is chosen
 * @param wasTakenOut whether it was ever taken out, even if it was chosen again
 */
public record Chosen(Days days, boolean wasTakenOut) {
  /**
   * By all that was said, the first thing first. What is said for a day holds from then on; but
   * where terms name something no more, what people and rules said of it holds on.
   */
  static Chosen of(Collection<BackupChoice> said) {
    Days days = Days.NEVER;
    Days besidesTerms = Days.NEVER;
    for (BackupChoice choice : said) {
      LocalDate from = choice.from();
      days = days.from(from, choice.chosen());
      if (choice.said().voice() != Voice.AGREEMENT) {
        besidesTerms = besidesTerms.from(from, choice.chosen());
      } else if (!choice.chosen()) {
        days = days.then(besidesTerms.within(from, Days.WITHOUT_END));
      }
    }
    return new Chosen(days, said.stream().anyMatch(choice -> !choice.chosen()));
  }
}
