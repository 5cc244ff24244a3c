package org.hokan.archive.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;

/** A unit as a contract has it over all of its days, or would have it. */
record HeldUnit(Contract contract, BackupUnit unit, LocalDate today) {
  /** Where it is in its days. */
  enum State {
    /** Nobody agreed to it. */
    OFFERED,
    LATER,
    IN_FORCE,
    ENDED
  }

  State state() {
    Days days = contract.daysOf(unit, Days.ALWAYS);
    if (days.first().isEmpty()) {
      return State.OFFERED;
    }
    if (days.has(today)) {
      return State.IN_FORCE;
    }
    return days.last().orElseThrow().isAfter(today) ? State.LATER : State.ENDED;
  }

  /** Whether it is, today or when it last was, about all. */
  boolean isAboutAll() {
    return terms().filter(backup -> !backup.isChosen()).isPresent();
  }

  /** Whether it is, or ever was, about chosen objects. */
  boolean isAboutChosen() {
    return contract.chooses(unit) || terms().filter(BackupTerms::isChosen).isPresent();
  }

  /** Those of today, else those agreed last that have it, else those offered. */
  private Optional<BackupTerms> terms() {
    List<AgreedTerms> latest = new ArrayList<>(contract.agreed());
    Collections.reverse(latest);
    return contract
        .termsOn(today)
        .flatMap(agreed -> agreed.terms().backup(unit))
        .or(() -> latest.stream().flatMap(a -> a.terms().backup(unit).stream()).findFirst())
        .or(() -> contract.terms().backup(unit));
  }
}
