package org.hokan.archive.billing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.YearMonth;

/**
 * A month's statements and billing records as one JSON object; the fields are those of the CSV in
 * camel case, amounts are texts so that no reader makes floating-point numbers of them. Statements
 * come first, then, after {@link #records}, the records. Not thread-safe.
 */
public final class JsonExport implements Closeable {
  private static final JsonFactory JSON =
      new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final JsonGenerator json;

  /** Writes the beginning; the caller closes what it gave, after closing this. */
  public JsonExport(OutputStream out, YearMonth month, boolean closed) throws IOException {
    json = JSON.createGenerator(out);
    json.writeStartObject();
    json.writeStringField("month", month.toString());
    json.writeBooleanField("closed", closed);
    json.writeArrayFieldStart("statements");
  }

  /** Writes one statement. */
  public void write(Statement statement) {
    try {
      write(json, statement);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the statements. */
  public void records() throws IOException {
    json.writeEndArray();
    json.writeArrayFieldStart("records");
  }

  /** Writes one record. */
  public void write(BilledRecord billed) {
    try {
      write(json, billed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one record as a JSON object. */
  public static void write(JsonGenerator json, BilledRecord billed) throws IOException {
    BillingRecord record = billed.record();
    json.writeStartObject();
    json.writeNumberField("record", record.number());
    json.writeStringField("type", record.type().name());
    json.writeStringField("month", record.month().toString());
    json.writeStringField("statement", billed.statement());
    json.writeStringField("facility", record.facility());
    json.writeStringField("contract", record.clause().contract());
    json.writeNumberField("contractVersion", record.clause().version());
    writeEntry(json, record.entry());
    json.writeStringField("amount", record.amount().getAmount().toPlainString());
    json.writeStringField("currency", record.amount().getCurrencyUnit().getCode());
    if (record.taxRate().isPresent()) {
      json.writeStringField("taxRate", record.taxRate().get().toPlainString());
    }
    json.writeStringField("recordedAt", record.recorded().at().toString());
    json.writeStringField("recordedBy", record.recorded().by());
    json.writeStringField("hash", record.recorded().hash());
    json.writeEndObject();
  }

  private static void writeEntry(JsonGenerator json, BillingEntry entry) throws IOException {
    if (entry instanceof BillingEntry.PeriodCharge charge) {
      write(json, charge);
    } else if (entry instanceof BillingEntry.Study study) {
      write(json, study);
    } else if (entry instanceof BillingEntry.Item item) {
      json.writeStringField("item", item.name());
      json.writeStringField("object", item.object());
      json.writeNumberField("quantity", item.quantity());
      json.writeStringField("unitRate", item.unitPrice().getAmount().toPlainString());
      json.writeStringField("fact", item.fact());
    } else if (entry instanceof BillingEntry.Adjustment adjustment) {
      json.writeStringField("reason", adjustment.reason());
      json.writeStringField("reference", adjustment.reference());
    }
  }

  private static void write(JsonGenerator json, BillingEntry.PeriodCharge charge)
      throws IOException {
    json.writeStringField("unit", charge.unit().name());
    json.writeStringField("object", charge.unit().called(charge.object()));
    json.writeStringField("periodFrom", charge.period().from().toString());
    json.writeStringField("periodUntil", charge.period().until().toString());
    json.writeNumberField("points", charge.points());
    json.writeNumberField("periods", charge.periods());
    json.writeNumberField("units", charge.units());
    json.writeStringField("unitRate", charge.unitRate().getAmount().toPlainString());
    if (charge.part().isPresent()) {
      json.writeNumberField("days", charge.part().get().days());
      json.writeNumberField("periodDays", charge.part().get().ofDays());
    }
  }

  private static void write(JsonGenerator json, BillingEntry.Study study) throws IOException {
    json.writeStringField("study", study.studyInstanceUid());
    json.writeNumberField("images", study.images());
    json.writeNumberField("bytes", study.bytes());
    json.writeStringField("firstArrival", study.first().toString());
    json.writeStringField("lastArrival", study.last().toString());
    json.writeStringField("ae", study.ae());
    json.writeStringField("rule", study.rule());
    if (study.refersTo() != 0) {
      json.writeNumberField("refersTo", study.refersTo());
    }
  }

  /** Writes one statement as a JSON object. */
  public static void write(JsonGenerator json, Statement statement) throws IOException {
    json.writeStartObject();
    json.writeStringField("number", statement.number());
    json.writeStringField("month", statement.month().toString());
    json.writeStringField("facility", statement.facility());
    json.writeNumberField("records", statement.records());
    json.writeNumberField("images", statement.images());
    json.writeNumberField("bytes", statement.bytes());
    json.writeStringField("net", statement.net().getAmount().toPlainString());
    json.writeArrayFieldStart("taxes");
    for (TaxLine line : statement.taxes()) {
      json.writeStartObject();
      json.writeStringField("rate", line.percent().toPlainString());
      json.writeStringField("net", line.net().getAmount().toPlainString());
      json.writeStringField("tax", line.tax().getAmount().toPlainString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeStringField("total", statement.total().getAmount().toPlainString());
    json.writeStringField("currency", statement.total().getCurrencyUnit().getCode());
    json.writeArrayFieldStart("lines");
    for (StatementLine line : statement.lines()) {
      write(json, line);
    }
    json.writeEndArray();
    if (statement.invoice().isPresent()) {
      write(json, statement.invoice().get());
    }
    if (statement.closedEarly().isPresent()) {
      json.writeStringField("closedEarly", statement.closedEarly().get().toString());
    }
    json.writeStringField("closedAt", statement.closedAt().toString());
    json.writeStringField("closedBy", statement.closedBy());
    json.writeStringField("hash", statement.hash());
    json.writeEndObject();
  }

  /** Writes one line of a statement as a JSON object. */
  public static void write(JsonGenerator json, StatementLine line) throws IOException {
    json.writeStartObject();
    json.writeNumberField("line", line.line());
    json.writeStringField("contract", line.contract());
    json.writeStringField("type", line.type().name());
    json.writeStringField("unit", line.unit());
    json.writeStringField("object", line.called());
    json.writeStringField("item", line.item());
    json.writeStringField("unitRate", line.unitRate().getAmount().toPlainString());
    json.writeNumberField("quantity", line.quantity());
    json.writeNumberField("records", line.records());
    json.writeStringField("amount", line.amount().getAmount().toPlainString());
    if (line.taxRate().isPresent()) {
      json.writeStringField("taxRate", line.taxRate().get().toPlainString());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, InvoiceFacts facts) throws IOException {
    json.writeStringField("provider", facts.provider().name());
    json.writeStringField("registrationNumber", facts.registrationNumber());
    json.writeStringField("address", facts.provider().address());
    json.writeStringField("electronicAddress", facts.provider().electronicAddress());
    json.writeStringField("bank", facts.bank());
    json.writeStringField("recipient", facts.recipient().name());
    json.writeStringField("recipientAddress", facts.recipient().address());
    json.writeStringField("recipientElectronicAddress", facts.recipient().electronicAddress());
    json.writeStringField("issued", facts.issued().toString());
    json.writeStringField("due", facts.due().toString());
    json.writeNumberField("seal", facts.seal().number());
    json.writeStringField("sealRoot", facts.seal().root());
  }

  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.close();
  }
}
