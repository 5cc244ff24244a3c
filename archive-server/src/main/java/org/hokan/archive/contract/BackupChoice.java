package org.hokan.archive.contract;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What was said of one backup object: that a unit of a contract keeps it from a day on, or that it
 * does so no longer. Never changes; what is said later holds from its day on.
 *
 * @param object {@link #patient}, or a Study Instance UID (0020,000D)
 * @param chosen whether it is kept from that day on
 */
public record BackupChoice(
    String contract, BackupUnit unit, String object, boolean chosen, LocalDate from, Said said) {
  static final int LONGEST = 64;

  /** Whose word it is. */
  public enum Voice {
    /** Terms name it, or name it no more, in which an agreement takes back its own word alone. */
    AGREEMENT,
    PERSON,
    RULE
  }

  /**
   * Who said it, and when.
   *
   * @param rule the rule that chose it, {@code AE/name@version}; empty: none did
   * @param by who entered it; {@code node} for a rule
   */
  public record Said(Voice voice, String rule, Instant at, String by) {
    static Said inTerms(Instant at, String by) {
      return new Said(Voice.AGREEMENT, "", at, by);
    }

    static Said byPerson(Instant at, String actor) {
      return new Said(Voice.PERSON, "", at, actor);
    }

    static Said byRule(String rule, Instant at, String node) {
      return new Said(Voice.RULE, rule, at, node);
    }
  }

  public BackupChoice {
    Limits.text("backup object", object, LONGEST + 1);
  }

  /** The object that a patient is, as the ledger names it: the Patient ID behind a P. */
  public static String patient(String patientId) {
    return "P" + patientId;
  }

  /** The object that something belongs to, in a unit; empty in FACILITY and for a nameless one. */
  static Optional<String> object(BackupUnit unit, Optional<String> patientId, String study) {
    return switch (unit) {
      case FACILITY -> Optional.empty();
      case PATIENT ->
          patientId.map(String::strip).filter(BackupChoice::isName).map(BackupChoice::patient);
      case STUDY -> Optional.of(study).filter(BackupChoice::isName);
    };
  }

  /** Whether it can name something; what arrives may be anything. */
  private static boolean isName(String text) {
    return text.length() <= LONGEST && Limits.isPlain(text);
  }
}
