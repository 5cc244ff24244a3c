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
record BilledMonths(ReplaySteps records, Database scratch) {

  /**
   * Copies all up to the last of some steps; answers how many bytes are kept then.
   *
   * @param steps of closed months, from the first one on
   */
  long copy(List<ReplaySteps.Step> steps) {
    if (steps.isEmpty()) {
      return 0;
    }
    ReplaySteps.Step last = steps.get(steps.size() - 1);
    int month = LedgerMapping.monthNumber(last.month());
    long bytes = steps.stream().mapToLong(this::copyRecords).sum();
    List<CloseRow> closes = closes(month);
    List<StatementRow> statements = statements(month);
    List<StatementTaxRow> taxes = taxes(statements.stream().map(row -> row.place).toList());
    scratch.run(
        tx -> {
          StatelessSession session = tx.session();
          session.insertMultiple(closes);
          session.insertMultiple(statements);
          session.insertMultiple(taxes);
          HeadRow head = session.get(HeadRow.class, HeadRow.ID);
          head.ledgerNumber = last.upTo();
          head.statementPlace = statements.stream().mapToLong(row -> row.place).max().orElse(0);
          head.closedMonth = month;
          session.update(head);
        });
    return bytes;
  }

  private long copyRecords(ReplaySteps.Step step) {
    long bytes = 0;
    long after = step.after();
    for (List<LedgerRow> page; !(page = records.page(step, after)).isEmpty(); ) {
      List<LedgerRow> rows = page;
      scratch.run(tx -> tx.session().insertMultiple(rows));
      bytes += rows.stream().mapToLong(row -> Optional.ofNullable(row.bytes).orElse(0L)).sum();
      after = rows.get(rows.size() - 1).number;
    }
    return bytes;
  }

  private List<CloseRow> closes(int last) {
    return records
        .source()
        .read(
            tx ->
                tx.session()
                    .createSelectionQuery(
                        "from CloseRow where billingMonth <= :last", CloseRow.class)
                    .setParameter("last", last)
                    .getResultList());
  }

  private List<StatementRow> statements(int last) {
    return records
        .source()
        .read(
            tx ->
                tx.session()
                    .createSelectionQuery(
                        "from StatementRow where facility = :facility and billingMonth <= :last",
                        StatementRow.class)
                    .setParameter("facility", records.order().facility())
                    .setParameter("last", last)
                    .getResultList());
  }

  private List<StatementTaxRow> taxes(List<Long> places) {
    return places.isEmpty() ? List.of() : records.source().read(tx -> taxes(tx, places));
  }

  private static List<StatementTaxRow> taxes(Tx tx, List<Long> places) {
    return tx.session()
        .createSelectionQuery(
            "from StatementTaxRow where place in (:places)", StatementTaxRow.class)
        .setParameterList("places", places)
        .getResultList();
  }
}
