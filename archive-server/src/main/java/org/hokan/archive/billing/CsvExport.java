package org.hokan.archive.billing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Billing records as CSV (RFC 4180), one line each, with the columns that {@code
 * archive-server/docs/billing-csv.md} describes. New columns are added at the end only. Not
 * thread-safe.
 */
public final class CsvExport {
  private static final List<String> ALL =
      List.of("record", "type", "month", "statement", "facility", "contract", "contract_version");
  private static final List<String> PERIOD =
      List.of(
          "unit",
          "object",
          "period_from",
          "period_until",
          "points",
          "periods",
          "units",
          "unit_rate");
  private static final List<String> AMOUNT = List.of("amount", "currency");
  private static final List<String> STUDY =
      List.of(
          "study", "images", "bytes", "first_arrival", "last_arrival", "ae", "rule", "refers_to");
  private static final List<String> ADJUSTMENT = List.of("reason", "reference");
  private static final List<String> TRAIL = List.of("recorded_at", "recorded_by", "hash");
  private static final List<String> PART_AND_TAX = List.of("days", "period_days", "tax_rate");
  private static final List<String> ITEM = List.of("item", "quantity", "fact");

  private final TextForm form;
  private final CSVPrinter printer;

  /** Writes the head line; the caller flushes and closes what it gave. */
  CsvExport(TextForm form, Appendable out) throws IOException {
    this.form = form;
    printer = CSVFormat.RFC4180.print(out);
    printer.printRecord(columns());
  }

  /** The names of all columns, in their order. */
  public static List<String> columns() {
    List<String> columns = new ArrayList<>();
    List.of(ALL, PERIOD, AMOUNT, STUDY, ADJUSTMENT, TRAIL, PART_AND_TAX, ITEM)
        .forEach(columns::addAll);
    return columns;
  }

  /** Writes one record as a line. */
  public void write(BilledRecord billed) {
    try {
      printer.printRecord(cells(billed).stream().map(form::adapted).map(CsvCell::guarded));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(BilledRecord billed) {
    BillingRecord record = billed.record();
    BillingEntry entry = record.entry();
    List<String> cells = new ArrayList<>();
    add(cells, record.number(), record.type(), record.month(), billed.statement());
    add(cells, record.facility(), record.clause().contract(), record.clause().version());
    cells.addAll(priced(entry));
    add(cells, record.amount().getAmount().toPlainString());
    add(cells, record.amount().getCurrencyUnit().getCode());
    cells.addAll(entry instanceof BillingEntry.Study study ? cells(study) : none(STUDY));
    cells.addAll(
        entry instanceof BillingEntry.Adjustment adjustment
            ? List.of(adjustment.reason(), adjustment.reference())
            : none(ADJUSTMENT));
    add(cells, record.recorded().at(), record.recorded().by(), record.recorded().hash());
    Optional<BillingEntry.Part> part =
        entry instanceof BillingEntry.PeriodCharge charge ? charge.part() : Optional.empty();
    add(cells, part.map(p -> "" + p.days()).orElse(""), part.map(p -> "" + p.ofDays()).orElse(""));
    add(cells, record.taxRate().map(BigDecimal::toPlainString).orElse(""));
    cells.addAll(
        entry instanceof BillingEntry.Item item
            ? List.of(item.name(), "" + item.quantity(), item.fact())
            : none(ITEM));
    return cells;
  }

  private static List<String> priced(BillingEntry entry) {
    if (entry instanceof BillingEntry.PeriodCharge charge) {
      return cells(charge);
    }
    List<String> cells = new ArrayList<>(none(PERIOD));
    if (entry instanceof BillingEntry.Item item) {
      cells.set(PERIOD.indexOf("object"), item.object());
      cells.set(PERIOD.indexOf("unit_rate"), item.unitPrice().getAmount().toPlainString());
    }
    return cells;
  }

  private static List<String> cells(BillingEntry.PeriodCharge charge) {
    List<String> cells = new ArrayList<>();
    add(cells, charge.unit(), charge.unit().called(charge.object()));
    add(cells, charge.period().from(), charge.period().until());
    add(cells, charge.points(), charge.periods(), charge.units());
    add(cells, charge.unitRate().getAmount().toPlainString());
    return cells;
  }

  private static List<String> cells(BillingEntry.Study study) {
    List<String> cells = new ArrayList<>();
    add(cells, study.studyInstanceUid(), study.images(), study.bytes());
    add(cells, study.first(), study.last(), study.ae(), study.rule());
    add(cells, study.refersTo() == 0 ? "" : study.refersTo());
    return cells;
  }

  private static List<String> none(List<String> columns) {
    return Collections.nCopies(columns.size(), "");
  }

  private static void add(List<String> cells, Object... values) {
    Arrays.stream(values).map(Object::toString).forEach(cells::add);
  }
}
