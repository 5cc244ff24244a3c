package org.hokan.archive.contract;

import java.util.List;
import java.util.Optional;

/**
 * The backup units that keep an object, and which of them decide how: the best storage class, the
 * most copies; the retention that ends last.
 *
 * @param covering in the order of the terms; empty: none does
 * @param storageClassBy those with the best storage class
 * @param copies how many are promised, the first one included
 * @param copiesBy those that promise so many
 * @param retention what each says
 */
public record DecidingUnits(
    List<BackupUnit> covering,
    List<BackupUnit> storageClassBy,
    int copies,
    List<BackupUnit> copiesBy,
    List<Kept> retention) {
  public DecidingUnits {
    covering = List.copyOf(covering);
    storageClassBy = List.copyOf(storageClassBy);
    copiesBy = List.copyOf(copiesBy);
    retention = List.copyOf(retention);
  }

  /**
   * How long a unit keeps an examination.
   *
   * @param retention such as {@code 10y}; empty: as long as the contract
   */
  public record Kept(BackupUnit unit, Optional<String> retention) {}
}
