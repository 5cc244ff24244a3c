package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Tx;

/** Makes and reads seals. Records never change, so that a tree can be begun before the lock. */
final class Sealing {
  private static final int PAGE = 10_000;

  private Sealing() {}

  static Optional<Seal> latest(Tx tx) {
    return tx
        .session()
        .createSelectionQuery("from SealRow order by number desc", SealRow.class)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .map(SealRow::seal)
        .findFirst();
  }

  /** The seal over a record; empty: not sealed yet. */
  static Optional<Seal> over(Tx tx, long record) {
    return tx
        .session()
        .createSelectionQuery(
            "from SealRow where firstRecord <= :record and lastRecord >= :record", SealRow.class)
        .setParameter("record", record)
        .getResultList()
        .stream()
        .map(SealRow::seal)
        .findFirst();
  }

  /**
   * Adds the hashes of the records after this one, up to another; answers the last one's number.
   */
  static long addAll(Tx tx, Merkle tree, long after, long until) {
    long last = after;
    while (last < until) {
      List<String> page =
          tx.session()
              .createSelectionQuery(
                  "select hash from LedgerRow where number > :last and number <= :until"
                      + " order by number",
                  String.class)
              .setParameter("last", last)
              .setParameter("until", until)
              .setMaxResults(PAGE)
              .getResultList();
      if (page.isEmpty()) {
        break;
      }
      page.forEach(tree::add);
      last += page.size();
    }
    return last;
  }

  /** The last record that was written before a day began, of those not sealed; 0: none. */
  static long lastBefore(Tx tx, long sealed, LocalDate day, ZoneId zone) {
    return tx.session()
        .createSelectionQuery(
            "select coalesce(max(number), 0) from LedgerRow where number > :sealed"
                + " and recordedAt < :begin",
            Long.class)
        .setParameter("sealed", sealed)
        .setParameter("begin", day.atStartOfDay(zone).toInstant())
        .getSingleResult();
  }

  /** The public keys that seals name, each once. */
  static List<String> keys(Tx tx) {
    return tx.session()
        .createSelectionQuery("select distinct publicKey from SealRow", String.class)
        .getResultList();
  }

  /** The seal of a number. */
  static Optional<Seal> find(Tx tx, long number) {
    return Optional.ofNullable(tx.session().get(SealRow.class, number)).map(SealRow::seal);
  }

  /** Keeps a seal over all in the tree. */
  static Seal insert(Tx tx, Optional<Seal> before, Merkle tree, Day day, NodeKey key) {
    long first = before.map(Seal::last).orElse(0L) + 1;
    long number = before.map(Seal::number).orElse(0L) + 1;
    Seal seal =
        new Seal(
                number,
                day.day(),
                first,
                first + tree.size() - 1,
                tree.root(),
                day.statements(),
                Ledger.toMillis(day.now()),
                "",
                "")
            .signed(key);
    tx.session().insert(SealRow.of(seal));
    return seal;
  }

  /** The day that a seal closes, the time, and where the statements end then. */
  record Day(LocalDate day, Instant now, Optional<StatementEnd> statements) {}
}
