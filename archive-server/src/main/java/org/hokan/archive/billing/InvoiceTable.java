package org.hokan.archive.billing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.billing.InvoiceSheet.Look;
import org.hokan.archive.billing.InvoiceSheet.Side;

/** The lines of an invoice as a table, over as many pages as they need, its head on each. */
final class InvoiceTable {
  private static final float ROW = 13;
  private static final float WHAT = InvoicePdf.LEFT + 26;
  private static final float CONTRACT = 280;
  private static final float QUANTITY = 390;
  private static final float PRICE = 450;
  private static final float RATE = 482;
  private static final Look HEAD = Look.bold(8.5f);
  private static final Look PLAIN = Look.plain(8.5f);

  private final InvoiceWords words;
  private final InvoiceSheet sheet;

  InvoiceTable(InvoiceWords words, InvoiceSheet sheet) {
    this.words = words;
    this.sheet = sheet;
  }

  void write(List<InvoiceLine> lines) throws IOException {
    head();
    for (InvoiceLine line : lines) {
      write(line);
    }
  }

  private void head() throws IOException {
    sheet.shade(InvoicePdf.LEFT, sheet.y() - 12, InvoicePdf.RIGHT - InvoicePdf.LEFT, 18);
    cells(
        List.of(
            words.say("no"),
            words.say("what"),
            words.say("contract"),
            words.say("quantity"),
            words.say("unitPrice"),
            words.say("rate"),
            words.say("amount")),
        HEAD);
    sheet.moveTo(sheet.y() + 19);
  }

  private void write(InvoiceLine line) throws IOException {
    StatementLine bills = line.line();
    List<String> what = what(line);
    if (sheet.room(what.size() * ROW + 6)) {
      head();
    }
    cells(
        List.of(
            Integer.toString(bills.line()),
            what.get(0),
            bills.contract(),
            words.quantity(bills),
            words.amount(bills.unitRate()),
            bills.taxRate().map(rate -> rate.toPlainString() + "%").orElse("-"),
            words.amount(bills.amount())),
        PLAIN);
    for (String more : what.subList(1, what.size())) {
      sheet.moveTo(sheet.y() + ROW);
      sheet.write(more, WHAT, sheet.y(), PLAIN, Side.LEFT);
    }
    sheet.line(InvoicePdf.LEFT, sheet.y() + 5, InvoicePdf.RIGHT, 0.3f);
    sheet.moveTo(sheet.y() + ROW + 5);
  }

  private List<String> what(InvoiceLine line) throws IOException {
    List<String> what =
        new ArrayList<>(sheet.wrapped(words.describe(line), CONTRACT - WHAT - 6, PLAIN));
    for (String days : words.daysOf(line)) {
      what.addAll(sheet.wrapped(days, CONTRACT - WHAT - 6, PLAIN));
    }
    return what;
  }

  private void cells(List<String> texts, Look look) throws IOException {
    float y = sheet.y();
    sheet.write(texts.get(0), InvoicePdf.LEFT + 18, y, look, Side.RIGHT);
    sheet.write(texts.get(1), WHAT, y, look, Side.LEFT);
    float contract = QUANTITY - CONTRACT - sheet.width(texts.get(3) + "…", look) - 6;
    sheet.write(sheet.cut(texts.get(2), contract, look), CONTRACT, y, look, Side.LEFT);
    sheet.write(texts.get(3), QUANTITY, y, look, Side.RIGHT);
    sheet.write(texts.get(4), PRICE, y, look, Side.RIGHT);
    sheet.write(texts.get(5), RATE, y, look, Side.RIGHT);
    sheet.write(texts.get(6), InvoicePdf.RIGHT - 4, y, look, Side.RIGHT);
  }
}
