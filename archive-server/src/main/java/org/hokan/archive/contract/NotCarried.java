package org.hokan.archive.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What was chosen under a facility's contract on its last day, and is not under the next one.
 *
 * @param before the contract that ends
 * @param lastDay of its units
 * @param next the contract that follows
 * @param byUnit how many objects of each unit; none has no entry
 * @param without the units among them that the next contract lacks, so that nothing can be chosen
 */
public record NotCarried(
    String before,
    LocalDate lastDay,
    String next,
    Map<BackupUnit, Long> byUnit,
    List<BackupUnit> without) {

  boolean isAny() {
    return !byUnit.isEmpty();
  }

  /** For the person who agrees to the next one. */
  public String text() {
    String what =
        byUnit.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> name(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(" and "));
    String lacking =
        without.isEmpty()
            ? ""
            : "; it has no unit %s"
                .formatted(without.stream().map(Enum::name).collect(Collectors.joining(" and ")));
    return "%s that %s keeps on %s are not chosen under %s%s: nothing new of them is kept by these units from then on. To go on with them: accept or add with --copy-choices, or hokan backup copy %s."
        .formatted(what, before, lastDay, next, lacking, next);
  }

  private static String name(BackupUnit unit, long count) {
    String one = unit == BackupUnit.STUDY ? "exam" : unit.name().toLowerCase(Locale.ROOT);
    return "%d %s%s".formatted(count, one, count == 1 ? "" : "s");
  }
}
