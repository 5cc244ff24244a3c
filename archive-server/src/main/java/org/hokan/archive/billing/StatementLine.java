package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.util.Optional;
import org.hokan.archive.contract.BackupUnit;
import org.joda.money.Money;

/**
 * A line of a statement: records of one kind, contract, backup object and price; a correction has a
 * line of its own.
 *
 * @param line from 1
 * @param contract the contract's id; empty: none
 * @param type what the records are
 * @param unit the backup unit of period charges; empty for others
 * @param object the backup object of period charges: the facility's code, a Patient ID behind a P,
 *     or a Study Instance UID; empty for others, and where a unit has very many
 * @param item a service's name, or of a correction its record's number; otherwise empty
 * @param unitRate price of a point or piece; of a correction its amount
 * @param quantity points, or pieces
 * @param records how many records it sums up
 * @param amount their sum, without tax
 * @param taxRate in percent; empty: not taxed
 */
public record StatementLine(
    int line,
    String contract,
    RecordType type,
    String unit,
    String object,
    String item,
    Money unitRate,
    long quantity,
    long records,
    Money amount,
    Optional<BigDecimal> taxRate) {

  /** What people call the backup object; empty as that is. */
  String called() {
    return unit.isEmpty() ? object : BackupUnit.valueOf(unit).called(object);
  }

  CanonicalForm addTo(CanonicalForm form) {
    form.field("line", line)
        .field("lineContract", contract)
        .field("lineType", type)
        .field("lineUnit", unit)
        .field("lineItem", item)
        .field("lineUnitRate", unitRate)
        .field("lineQuantity", quantity)
        .field("lineRecords", records)
        .field("lineAmount", amount);
    if (!object.isEmpty()) { // there was none on lines of before
      form.field("lineObject", object);
    }
    taxRate.ifPresent(rate -> form.field("lineTaxRate", rate.toPlainString()));
    return form;
  }
}
