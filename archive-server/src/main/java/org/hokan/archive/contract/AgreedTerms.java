package org.hokan.archive.contract;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Terms that both sides agreed to, and the days on which they hold.
 *
 * @param contract the contract's ID
 * @param version the number of the contract's version
 * @param from the first day
 * @param until the last day
 */
public record AgreedTerms(
    String contract, int version, LocalDate from, LocalDate until, ContractTerms terms) {

  boolean holdOn(LocalDate day) {
    return !day.isBefore(from) && !day.isAfter(until);
  }

  /** The units of these terms that have not ended by a day. */
  List<BackupTerms> backupsOn(LocalDate day) {
    return terms.backups().stream()
        .filter(backup -> backup.until().filter(day::isAfter).isEmpty())
        .toList();
  }

  /** A unit of these terms, unless it has ended by a day. */
  Optional<BackupTerms> backup(BackupUnit unit, LocalDate day) {
    return backupsOn(day).stream().filter(backup -> backup.unit() == unit).findFirst();
  }

  AgreedTerms endingOn(LocalDate day) {
    return new AgreedTerms(contract, version, from, day.isBefore(until) ? day : until, terms);
  }

  /**
   * The days on which a unit of these terms keeps an object.
   *
   * @param chosen when it is chosen; asked of units of chosen objects only
   */
  Days daysOf(BackupTerms backup, Days chosen) {
    LocalDate end = backup.until().filter(until::isAfter).orElse(until);
    Days held = Days.of(from, end);
    return backup.isChosen() ? held.and(chosen) : held;
  }

  boolean isEmpty() {
    return until.isBefore(from);
  }
}
