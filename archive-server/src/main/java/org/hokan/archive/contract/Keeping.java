package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Works out how long an examination is kept: until the last of all days that something that binds
 * names. What binds are the backup units that cover it on some day, of the contract that it came
 * under and of all that were agreed for later, and what storage rules said of its images. Pure.
 *
 * @param arrived the day on which its last image came; retention counts from it
 * @param chosen when it, or its patient, is chosen in a contract's units of chosen objects
 */
record Keeping(
    LocalDate arrived, LocalDate today, Function<Contract, Map<BackupUnit, Days>> chosen) {
  private static final Comparator<KeptUntil> BY_DAY = Comparator.comparing(KeptUntil::lastDay);

  /**
   * A backup unit that covers it, to its end: the unit's, or the last day on which it is chosen.
   */
  private record Span(AgreedTerms agreed, BackupTerms backup, LocalDate end) {
    LocalDate endOfGrace() {
      return agreed.terms().grace().map(end::plus).orElse(end);
    }

    String name() {
      return "contract %s version %d, unit %s"
          .formatted(agreed.contract(), agreed.version(), backup.unit());
    }
  }

  /** Empty when no contract says anything of it: then it is kept. */
  Optional<KeptUntil> of(List<Contract> contracts, String cameUnder, List<String> rules) {
    List<Span> spans = new ArrayList<>();
    for (Contract contract : contracts) {
      if (contract.id().equals(cameUnder) || !contract.lastDay().isBefore(arrived)) {
        Map<BackupUnit, Days> days = chosen.apply(contract);
        contract.agreed().forEach(agreed -> spans.addAll(spans(agreed, days)));
      }
    }
    if (spans.isEmpty()) {
      return Optional.empty();
    }
    List<KeptUntil> days = new ArrayList<>();
    spans.forEach(span -> days.add(day(span)));
    Span last = spans.stream().max(Comparator.comparing(Span::end)).orElseThrow();
    if (today.isAfter(last.end())) {
      days.add(new KeptUntil(last.endOfGrace(), last.name() + ": its end and grace"));
    }
    rules.forEach(rule -> days.add(day(Retention.stored(rule))));
    return days.stream().max(BY_DAY);
  }

  private static List<Span> spans(AgreedTerms agreed, Map<BackupUnit, Days> chosen) {
    return agreed.terms().backups().stream()
        .flatMap(
            backup ->
                agreed
                    .daysOf(backup, chosen.getOrDefault(backup.unit(), Days.NEVER))
                    .last()
                    .stream()
                    .map(end -> new Span(agreed, backup, end)))
        .toList();
  }

  private KeptUntil day(Span span) {
    Optional<Period> retention = span.backup().retention();
    return retention.isPresent()
        ? new KeptUntil(
            arrived.plus(retention.get()),
            span.name() + ": retention " + Retention.format(retention.get()))
        : new KeptUntil(span.endOfGrace(), span.name() + ": as long as the contract");
  }

  private KeptUntil day(Period ofRule) {
    return new KeptUntil(
        arrived.plus(ofRule), "a storage rule: retention " + Retention.format(ofRule));
  }
}
