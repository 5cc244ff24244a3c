package org.hokan.archive.billing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hokan.archive.db.Tx;

/**
 * Shows that the records of a study are in the ledger: each record's canonical form, and for those
 * that are sealed the path from its hash to the seal's root. Whoever has the node's public key can
 * check it without the node.
 *
 * @param entries one for each record of the study, by number
 */
public record Receipt(String facility, String study, List<Entry> entries) {
  private static final int MOST = 10_000;

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
    List<BillingRecord> records =
        tx
            .session()
            .createSelectionQuery(
                "from LedgerRow where facility = :facility and study = :study order by number",
                LedgerRow.class)
            .setParameter("facility", facility)
            .setParameter("study", study)
            .setMaxResults(MOST + 1)
            .getResultList()
            .stream()
            .map(LedgerMapping::record)
            .toList();
    if (records.size() > MOST) {
      throw new BillingException(
          "study: more than %d records (expected: at most so many on a receipt)".formatted(MOST));
    }
    return records.isEmpty()
        ? Optional.empty()
        : Optional.of(new Receipt(facility, study, entries(tx, records)));
  }

  /** One tree for each seal, however many of its records are asked for. */
  private static List<Entry> entries(Tx tx, List<BillingRecord> records) {
    List<Entry> entries = new ArrayList<>();
    List<BillingRecord> left = records;
    while (!left.isEmpty()) {
      Optional<Seal> seal = Sealing.over(tx, left.get(0).number());
      long last = seal.map(Seal::last).orElse(Long.MAX_VALUE);
      List<BillingRecord> under = left.stream().filter(r -> r.number() <= last).toList();
      entries.addAll(seal.map(s -> sealed(tx, s, under)).orElseGet(() -> open(under)));
      left = left.subList(under.size(), left.size());
    }
    return entries;
  }

  private static List<Entry> sealed(Tx tx, Seal seal, List<BillingRecord> records) {
    List<Merkle.Path> paths =
        records.stream().map(record -> new Merkle.Path(record.number() - seal.first())).toList();
    Merkle tree = new Merkle(paths);
    Sealing.addAll(tx, tree, seal.first() - 1, seal.last());
    tree.root();
    return IntStream.range(0, paths.size())
        .mapToObj(i -> entry(records.get(i), Optional.of(seal), paths.get(i).steps()))
        .toList();
  }

  private static List<Entry> open(List<BillingRecord> records) {
    return records.stream().map(record -> entry(record, Optional.empty(), List.of())).toList();
  }

  private static Entry entry(BillingRecord record, Optional<Seal> seal, List<String> path) {
    return new Entry(record.number(), record.form(), record.recorded().hash(), seal, path);
  }
}
