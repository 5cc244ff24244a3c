package org.hokan.archive.billing;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * Puts what was billed to a facility into a scratch ledger as it stands, with its numbers and
 * closes: what was said after a close changes nothing of it, and the scratch ledger's next close
 * goes on from there as the node's own will.
 */
record BilledMonths(Database source, Database scratch, String facility) {

  /** Copies all up to a close; answers how many bytes are kept then. */
  long copy(CloseRow last) {
    long bytes = copyRecords(last.ledgerNumber);
    scratch.run(tx -> tx.session().insertMultiple(closes(last)));
    List<StatementRow> statements = statements(last);
    scratch.run(tx -> tx.session().insertMultiple(statements));
    List<StatementTaxRow> taxes = taxes(statements.stream().map(row -> row.place).toList());
    scratch.run(
        tx -> {
          StatelessSession session = tx.session();
          session.insertMultiple(taxes);
          HeadRow head = session.get(HeadRow.class, HeadRow.ID);
          head.ledgerNumber = last.ledgerNumber;
          head.statementPlace = statements.stream().mapToLong(row -> row.place).max().orElse(0);
          head.closedMonth = last.billingMonth;
          session.update(head);
        });
    return bytes;
  }

  private long copyRecords(long upTo) {
    long bytes = 0;
    long after = 0;
    for (List<LedgerRow> page; !(page = page(after, upTo)).isEmpty(); ) {
      List<LedgerRow> rows = page;
      scratch.run(tx -> tx.session().insertMultiple(rows));
      bytes += rows.stream().mapToLong(row -> Optional.ofNullable(row.bytes).orElse(0L)).sum();
      after = rows.get(rows.size() - 1).number;
    }
    return bytes;
  }

  private List<LedgerRow> page(long after, long upTo) {
    return source.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "from LedgerRow where facility = :facility and number > :after"
                        + " and number <= :upTo order by number",
                    LedgerRow.class)
                .setParameter("facility", facility)
                .setParameter("after", after)
                .setParameter("upTo", upTo)
                .setMaxResults(Ledger.PAGE)
                .getResultList());
  }

  private List<CloseRow> closes(CloseRow last) {
    return source.read(
        tx ->
            tx.session()
                .createSelectionQuery("from CloseRow where billingMonth <= :last", CloseRow.class)
                .setParameter("last", last.billingMonth)
                .getResultList());
  }

  private List<StatementRow> statements(CloseRow last) {
    return source.read(
        tx ->
            tx.session()
                .createSelectionQuery(
                    "from StatementRow where facility = :facility and billingMonth <= :last",
                    StatementRow.class)
                .setParameter("facility", facility)
                .setParameter("last", last.billingMonth)
                .getResultList());
  }

  private List<StatementTaxRow> taxes(List<Long> places) {
    return places.isEmpty() ? List.of() : source.read(tx -> taxes(tx, places));
  }

  private static List<StatementTaxRow> taxes(Tx tx, List<Long> places) {
    return tx.session()
        .createSelectionQuery(
            "from StatementTaxRow where place in (:places)", StatementTaxRow.class)
        .setParameterList("places", places)
        .getResultList();
  }
}
