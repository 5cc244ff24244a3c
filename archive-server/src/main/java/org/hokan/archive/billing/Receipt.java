package org.hokan.archive.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Tx;

/**
 * Shows that the records of a study are in the ledger: each record's canonical form, and for those
 * that are sealed the path from its hash to the seal's root. Whoever has the node's public key can
 * check it without the node.
 *
 * @param entries one for each record of the study, by number
 */
public record Receipt(String facility, String study, List<Entry> entries) {
  private static final int MOST = 1000;

  /**
   * One record.
   *
   * @param form the text that its hash is over
   * @param seal empty: its day has not ended
   * @param path from its hash to the root, each step {@code L} or {@code R} (where the sibling
   *     stands) and the sibling's hash
   */
  public record Entry(
      long number, String form, String hash, Optional<Seal> seal, List<String> path) {}

  static Optional<Receipt> of(Tx tx, String facility, String study) {
    List<Entry> entries =
        tx
            .session()
            .createSelectionQuery(
                "from LedgerRow where facility = :facility and study = :study order by number",
                LedgerRow.class)
            .setParameter("facility", facility)
            .setParameter("study", study)
            .setMaxResults(MOST)
            .getResultList()
            .stream()
            .map(LedgerMapping::record)
            .map(record -> entry(tx, record))
            .toList();
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(new Receipt(facility, study, entries));
  }

  private static Entry entry(Tx tx, BillingRecord record) {
    Optional<Seal> seal = Sealing.over(tx, record.number());
    List<String> path = new ArrayList<>();
    seal.ifPresent(
        s -> {
          Merkle.Path climbed = new Merkle.Path(record.number() - s.first());
          Merkle tree = new Merkle(List.of(climbed));
          Sealing.addAll(tx, tree, s.first() - 1, s.last());
          tree.root();
          path.addAll(climbed.steps());
        });
    return new Entry(record.number(), record.form(), record.recorded().hash(), seal, path);
  }
}
