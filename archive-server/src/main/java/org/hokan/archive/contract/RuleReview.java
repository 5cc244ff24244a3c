package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is odd about a rule that can be kept: it never matches, it is never asked, it hides others,
 * or it says other than the contract. Texts for the person who saves it.
 */
final class RuleReview {
  private final StorageRule rule;
  private final Condition condition;
  private final List<String> warnings = new ArrayList<>();

  private RuleReview(CompiledRule rule) {
    this.rule = rule.rule();
    this.condition = rule.condition();
  }

  /**
   * Looks at a rule among the rules of its AE.
   *
   * @param all those in use, in order, the rule among them
   * @param terms those of the sender's facility
   */
  static List<String> of(CompiledRule rule, List<CompiledRule> all, List<AgreedTerms> terms) {
    RuleReview review = new RuleReview(rule);
    review.matches();
    review.isAsked(all);
    review.hides(all);
    terms.forEach(review::keepsTo);
    return List.copyOf(review.warnings);
  }

  /** Only where it says other than these terms, each with its name. */
  static List<String> against(AgreedTerms terms, CompiledRule rule) {
    RuleReview review = new RuleReview(rule);
    review.keepsTo(terms);
    return review.warnings.stream()
        .map(text -> "rule %s of AE %s: %s".formatted(rule.rule().name(), rule.rule().ae(), text))
        .toList();
  }

  private void matches() {
    if (condition.constant().filter(holds -> !holds).isPresent()) {
      warn("when: '%s' never holds (expected: a condition over what arrives)", rule.when());
    }
  }

  private void isAsked(List<CompiledRule> all) {
    for (CompiledRule other : all) {
      if (other.rule().order() < rule.order() && covers(other)) {
        warn(
            "never asked: rule %s of order %d decides before (expected: a lower order, or another"
                + " condition)",
            other.rule().name(), other.rule().order());
        return;
      }
    }
  }

  /** Whether the other holds whenever this one does; only what is plain to see is found. */
  private boolean covers(CompiledRule other) {
    return always(other.condition()) || other.rule().when().strip().equals(rule.when().strip());
  }

  private void hides(List<CompiledRule> all) {
    if (always(condition)) {
      List<String> hidden =
          all.stream()
              .map(CompiledRule::rule)
              .filter(other -> other.order() > rule.order())
              .map(StorageRule::name)
              .toList();
      if (!hidden.isEmpty()) {
        warn(
            "when: '%s' always holds, so that %s of a higher order is never asked",
            rule.when(), String.join(", ", hidden));
      }
    }
  }

  private static boolean always(Condition condition) {
    return condition.constant().orElse(false);
  }

  private void keepsTo(AgreedTerms agreed) {
    Actions then = rule.then();
    if (then.disposition() != Actions.Disposition.ACCEPT) {
      return;
    }
    then.followUps().bill().forEach(service -> hasPrice(service, agreed));
    then.followUps().backup().forEach(unit -> hasUnit(unit, agreed));
    for (BackupTerms backup : agreed.terms().backups()) {
      String where =
          "contract %s version %d, unit %s"
              .formatted(agreed.contract(), agreed.version(), backup.unit());
      then.storageClass()
          .filter(named -> named.compareTo(backup.storageClass()) < 0)
          .ifPresent(
              named ->
                  warn("storage-class=%s: %s promises %s", named, where, backup.storageClass()));
      if (backup.compression().level() == AllowedCompression.Level.NONE
          && then.compression().filter(c -> c.form() != Compression.NONE).isPresent()) {
        warn("compression=%s: %s allows none", then.compression().get(), where);
      }
      if (then.compression().filter(c -> c.form() == Compression.LOSSY).isPresent()
          && backup.compression().allowedLoss().isEmpty()) {
        warn(
            "compression=%s: %s lets nothing be lost (expected: lossy:near-1 to near-255)",
            then.compression().get(), where);
      }
      backup
          .retention()
          .filter(agreedTime -> then.retention().filter(r -> isShorter(r, agreedTime)).isPresent())
          .ifPresent(
              agreedTime ->
                  warn(
                      "retention=%s: %s promises %s",
                      Retention.format(then.retention().orElseThrow()),
                      where,
                      Retention.format(agreedTime)));
    }
  }

  private void hasPrice(String name, AgreedTerms agreed) {
    String where = "contract %s version %d".formatted(agreed.contract(), agreed.version());
    Optional<ServiceTerms> service = agreed.terms().service(name);
    if (service.isEmpty()) {
      warn("bill=%s: %s has no such service; nothing is charged", name, where);
    } else if (!service.get().kind().isForRules()) {
      warn(
          "bill=%s: %s has it as %s, which the node charges by itself; nothing is charged twice",
          name, where, service.get().kind());
    }
  }

  private void hasUnit(BackupUnit unit, AgreedTerms agreed) {
    if (agreed.terms().backup(unit).filter(BackupTerms::isChosen).isEmpty()) {
      warn(
          "backup=%s: contract %s version %d has no such unit of chosen objects; nothing is chosen",
          unit, agreed.contract(), agreed.version());
    }
  }

  private static boolean isShorter(Period one, Period other) {
    LocalDate day = LocalDate.of(2000, 1, 1);
    return day.plus(one).isBefore(day.plus(other));
  }

  private void warn(String text, Object... values) {
    warnings.add(text.formatted(values));
  }
}
