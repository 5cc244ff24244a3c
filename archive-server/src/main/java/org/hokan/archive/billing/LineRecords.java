package org.hokan.archive.billing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.db.Tx;

/** The records that a statement's line sums up. */
final class LineRecords {
  private final Tx tx;
  private final Statement statement;
  private final StatementLine line;
  private final Map<String, Object> values = new HashMap<>();
  private final String where;

  LineRecords(Tx tx, Statement statement, StatementLine line) {
    this.tx = tx;
    this.statement = statement;
    this.line = line;
    this.where = where();
  }

  /** Those with a higher number, by number. */
  List<LedgerRow> page(long after, int most) {
    SelectionQuery<LedgerRow> query =
        tx.session()
            .createSelectionQuery(
                "from LedgerRow" + where + " and number > :number order by number",
                LedgerRow.class);
    values.forEach(query::setParameter);
    return query.setParameter("number", after).setMaxResults(most).getResultList();
  }

  /** The one with the highest number. */
  Optional<LedgerRow> last() {
    SelectionQuery<LedgerRow> query =
        tx.session()
            .createSelectionQuery(
                "from LedgerRow" + where + " order by number desc", LedgerRow.class);
    values.forEach(query::setParameter);
    return query.setMaxResults(1).getResultList().stream().findFirst();
  }

  /** A condition on STUDY records: of the objects of these records. */
  String ofObjects(Map<String, Object> into) {
    into.putAll(values);
    String objects = "(select objectKey from LedgerRow" + where + ")";
    if (line.unit().isEmpty()) {
      String patients = "(select concat('P', objectKey) from LedgerRow" + where + ")";
      return " and (study in %s or patient in %s)".formatted(objects, patients);
    }
    boolean patient = line.unit().equals(BackupUnit.PATIENT.name());
    return " and %s in %s".formatted(patient ? "patient" : "study", objects);
  }

  private String where() {
    Closes closes = Closes.of(tx, statement.month());
    StringBuilder text =
        new StringBuilder(
            " where facility = :facility and billingMonth > :monthBefore"
                + " and billingMonth <= :lastMonth and type = :type and contractId = :contract"
                + " and currency = :currency");
    values.put("facility", statement.facility());
    values.put("monthBefore", closes.after());
    values.put("lastMonth", LedgerMapping.monthNumber(statement.month()));
    values.put("type", line.type());
    values.put("contract", line.contract());
    values.put("currency", statement.net().getCurrencyUnit().getCode());
    if (line.type() == RecordType.ADJUSTMENT) {
      with(text, "number", Long.valueOf(line.item()));
    } else {
      with(text, "unitRate", line.unitRate().getAmount());
      withUnitOrItem(text);
    }
    if (line.taxRate().isPresent()) {
      with(text, "taxRate", line.taxRate().get());
    } else {
      text.append(" and taxRate is null");
    }
    return text.toString();
  }

  private void withUnitOrItem(StringBuilder text) {
    if (line.unit().isEmpty()) {
      with(text, "item", line.item());
      return;
    }
    with(text, "unit", BackupUnit.valueOf(line.unit()));
    if (!line.object().isEmpty()) {
      with(text, "objectKey", line.object());
    }
  }

  private void with(StringBuilder text, String field, Object value) {
    text.append(" and %1$s = :line_%1$s".formatted(field));
    values.put("line_" + field, value);
  }
}
