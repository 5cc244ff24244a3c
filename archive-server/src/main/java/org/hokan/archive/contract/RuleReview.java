package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    review.endsNoExam();
    terms.forEach(agreed -> review.keepsTo(agreed, all));
    return List.copyOf(review.warnings);
  }

  /** Only where it says other than these terms, each with its name. */
  static List<String> against(AgreedTerms terms, CompiledRule rule, List<CompiledRule> all) {
    RuleReview review = new RuleReview(rule);
    review.keepsTo(terms, all);
    return review.warnings.stream()
        .map(text -> "rule %s of AE %s: %s".formatted(rule.rule().name(), rule.rule().ae(), text))
        .toList();
  }

  private void matches() {
    if (condition.constant().filter(holds -> !holds).isPresent()) {
      warn(
          "when: %s: '%s' never holds (expected: a condition over what arrives)",
          condition.contradiction().orElse(Places.BEGINNING), rule.when());
    }
  }

  private void isAsked(List<CompiledRule> all) {
    for (CompiledRule other : all) {
      if (other.rule().order() < rule.order() && covers(other.condition(), condition)) {
        Set<String> asked = texts(other.condition());
        String where =
            condition.parts().stream()
                .filter(part -> asked.contains(part.text()))
                .map(Condition.Part::place)
                .collect(Collectors.joining("; "));
        warn(
            "never asked: rule %s of order %d decides before%s (expected: a lower order, or another"
                + " condition)",
            other.rule().name(),
            other.rule().order(),
            where.isEmpty() ? "" : ", by what stands at " + where);
        return;
      }
    }
  }

  /** Whether one holds whenever the other does; only what is plain to see is found. */
  private static boolean covers(Condition one, Condition other) {
    return texts(other).containsAll(texts(one));
  }

  private static Set<String> texts(Condition condition) {
    return condition.parts().stream().map(Condition.Part::text).collect(Collectors.toSet());
  }

  private void hides(List<CompiledRule> all) {
    List<String> hidden =
        all.stream()
            .filter(other -> other.rule().order() > rule.order())
            .filter(other -> covers(condition, other.condition()))
            .map(other -> other.rule().name())
            .toList();
    if (!hidden.isEmpty()) {
      warn(
          "when: '%s' %s, so that %s of a higher order is never asked",
          rule.when(),
          always(condition) ? "always holds" : "holds whenever theirs does",
          String.join(", ", hidden));
    }
  }

  private static boolean always(Condition condition) {
    return condition.constant().orElse(false);
  }

  /** A contract's own limit refuses nothing of an examination that has begun. */
  private void endsNoExam() {
    String limits =
        Stream.of(RuleVariable.USED, RuleVariable.CAPACITY_USED)
            .filter(condition.variables()::contains)
            .map(RuleVariable::variable)
            .collect(Collectors.joining(", "));
    if (rule.then().disposition() == Actions.Disposition.REFUSE && !limits.isEmpty()) {
      warn(
          "refuse: by %s it may begin amid an examination, which the contract's own limit never does"
              + " (expected: quarantine, or the contract's capacity)",
          limits);
    }
  }

  private void keepsTo(AgreedTerms agreed, List<CompiledRule> all) {
    Actions then = rule.then();
    if (then.disposition() != Actions.Disposition.ACCEPT) {
      takesAway(agreed, all);
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

  /** Whether all of something that the contract names is not kept. */
  private void takesAway(AgreedTerms agreed, List<CompiledRule> all) {
    Selection selection = agreed.terms().selection();
    if (!selection.stations().isEmpty() && !selection.stations().contains(rule.ae())) {
      return;
    }
    selected(selection).stream()
        .filter(known -> condition.answer(known).orElse(false))
        .filter(known -> all.stream().noneMatch(other -> mayTake(other, known)))
        .findFirst()
        .ifPresent(
            known ->
                warn(
                    "%s: contract %s version %d promises to keep %s",
                    rule.then(), agreed.contract(), agreed.version(), name(known)));
  }

  /** What a contract is about, as far as the condition asks for it. */
  private List<Map<RuleVariable, String>> selected(Selection selection) {
    List<Map<RuleVariable, String>> all = new ArrayList<>();
    all.add(new EnumMap<>(Map.of(RuleVariable.CALLING_AE, rule.ae())));
    return each(
        RuleVariable.SOP_CLASS,
        selection.sopClasses(),
        each(RuleVariable.MODALITY, selection.modalities(), all));
  }

  private List<Map<RuleVariable, String>> each(
      RuleVariable variable, Set<String> named, List<Map<RuleVariable, String>> before) {
    if (named.isEmpty() || !condition.variables().contains(variable)) {
      return before;
    }
    List<Map<RuleVariable, String>> all = new ArrayList<>();
    for (Map<RuleVariable, String> known : before) {
      for (String value : new TreeSet<>(named)) {
        Map<RuleVariable, String> more = new EnumMap<>(known);
        more.put(variable, value);
        all.add(more);
      }
    }
    return all;
  }

  private boolean mayTake(CompiledRule other, Map<RuleVariable, String> known) {
    return other.rule().order() < rule.order()
        && other.rule().then().disposition() == Actions.Disposition.ACCEPT
        && other.condition().answer(known).orElse(true);
  }

  private static String name(Map<RuleVariable, String> known) {
    String names =
        known.entrySet().stream()
            .filter(entry -> entry.getKey() != RuleVariable.CALLING_AE)
            .map(entry -> "%s %s".formatted(entry.getKey().variable(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "what it is about" : names;
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
