package org.hokan.archive.retention;

import java.text.Normalizer;
import java.util.Locale;
import org.hokan.archive.ae.ChangeRefusedException;
import org.hokan.archive.ae.ChangeRefusedException.Reason;

/** What people write: checked before it is kept. */
final class Words {
  private static final int LONGEST_REASON = 1000;
  private static final int LONGEST_PERSON = 128;

  private Words() {}

  static String reason(String text) {
    return checked("reason", text, LONGEST_REASON);
  }

  static String person(String text) {
    return checked("person", text, LONGEST_PERSON);
  }

  /** The same for one person, however the name is spaced, capitalised, wide or punctuated. */
  static String personKey(String person) {
    String plain = Normalizer.normalize(person, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String words = plain.replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ").strip();
    return words.isEmpty() ? plain.strip() : words;
  }

  static String checked(String name, String text, int most) {
    String plain = text.strip();
    boolean fits =
        !plain.isEmpty()
            && plain.length() <= most
            && plain.codePoints().noneMatch(Character::isISOControl);
    if (!fits) {
      throw refused(
          Reason.INVALID,
          "%s: %d characters (expected: 1 to %d on one line)",
          name,
          plain.length(),
          most);
    }
    return plain;
  }

  static ChangeRefusedException refused(Reason reason, String message, Object... values) {
    return new ChangeRefusedException(reason, message.formatted(values));
  }
}
