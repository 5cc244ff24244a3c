package org.hokan.archive.billing;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.hokan.archive.billing.InvoiceSheet.Look;
import org.hokan.archive.billing.InvoiceSheet.Side;
import org.joda.money.Money;

/**
 * A statement as an invoice on A4 paper (PDF, typeface embedded), with what a qualified invoice
 * (適格請求書) in Japan has: who issues it and under which registration number, for whom, when, what
 * for, and the sums and the tax of each rate. One that gives back more than it charges is a credit
 * note (適格返還請求書): nothing is to be paid. The same statement gives the same bytes.
 */
public final class InvoicePdf {
  static final float LEFT = 48;
  static final float RIGHT = InvoiceSheet.WIDTH - LEFT;
  private static final float ISSUER = 328;
  private static final float LABELS = 88; // at least
  private static final float GAP = 8;
  private static final float FOOT = 815;

  private static final Look TITLE = Look.bold(22);
  private static final Look NAME = Look.bold(13);
  private static final Look SUM = Look.bold(17);
  private static final Look STRONG = Look.bold(9.5f);
  private static final Look PLAIN = Look.plain(9.5f);
  private static final Look SMALL = Look.plain(7);

  private final Invoice invoice;
  private final InvoiceFacts facts;
  private final InvoiceWords words;
  private final InvoiceSheet sheet;

  private InvoicePdf(Invoice invoice, InvoiceWords words, InvoiceSheet sheet) {
    this.invoice = invoice;
    this.facts = invoice.facts();
    this.words = words;
    this.sheet = sheet;
  }

  /** Writes it; the caller closes what it gave. */
  public static void write(Invoice invoice, InvoiceWords words, OutputStream out)
      throws IOException {
    try (InvoiceSheet sheet = new InvoiceSheet()) {
      InvoicePdf pdf = new InvoicePdf(invoice, words, sheet);
      pdf.head();
      pdf.payable();
      new InvoiceTable(words, sheet).write(invoice.lines());
      pdf.sums();
      pdf.notes();
      pdf.feet();
      pdf.describe(sheet.document());
      sheet.save(out);
    }
  }

  private void head() throws IOException {
    sheet.write(title(), InvoiceSheet.WIDTH / 2, 72, TITLE, Side.CENTRE);
    sheet.line(LEFT, 84, RIGHT, 1.2f);
    sheet.moveTo(112);
    facts(
        ISSUER,
        List.of(
            new Fact(invoice.isCredit() ? "creditNumber" : "number", invoice.statement().number()),
            new Fact("issued", words.day(facts.issued()))));
    float issuer = sheet.y() + 10;
    sheet.moveTo(118);
    paragraph(words.say("honorific", facts.recipient().name()), LEFT, 260, NAME);
    sheet.line(LEFT, sheet.y() - 10, LEFT + 260, 0.6f);
    sheet.moveTo(sheet.y() + 4);
    paragraph(facts.recipient().address(), LEFT, 260, PLAIN);
    float recipient = sheet.y();
    sheet.moveTo(issuer);
    paragraph(facts.provider().name(), ISSUER, RIGHT - ISSUER, NAME);
    paragraph(facts.provider().address(), ISSUER, RIGHT - ISSUER, PLAIN);
    if (!facts.registrationNumber().isEmpty()) {
      facts(ISSUER, List.of(new Fact("registration", facts.registrationNumber())));
    }
    sheet.moveTo(Math.max(sheet.y(), recipient) + 16);
  }

  /** Japan has a name of its own for the credit note of a registered issuer. */
  private String title() {
    if (!invoice.isCredit()) {
      return words.say("title");
    }
    return words.say(facts.registrationNumber().isEmpty() ? "creditTitle" : "qualifiedCreditTitle");
  }

  private void payable() throws IOException {
    sheet.shade(LEFT, sheet.y() - 18, RIGHT - LEFT, 30);
    Money total = invoice.statement().total();
    String label = words.say(invoice.isCredit() ? "credited" : "payable");
    sheet.write(label, LEFT + 10, sheet.y() + 2, STRONG, Side.LEFT);
    sheet.write(words.sum(total.abs()), LEFT + 250, sheet.y() + 3, SUM, Side.RIGHT);
    sheet.moveTo(sheet.y() + 32);
    List<Fact> about = new ArrayList<>();
    about.add(new Fact("subject", words.say("subjectText")));
    about.add(new Fact("period", words.days(invoice.period())));
    words.closedEarly(invoice.statement()).ifPresent(text -> about.add(new Fact("remark", text)));
    if (!invoice.isCredit()) {
      about.add(new Fact("due", words.day(facts.due())));
    }
    if (!invoice.isCredit() && !facts.bank().isEmpty()) {
      about.add(new Fact("bank", facts.bank()));
    }
    facts(LEFT, about);
    sheet.moveTo(sheet.y() + 8);
  }

  /** A label, by its key, and what it labels. */
  private record Fact(String label, String text) {}

  private void facts(float x, List<Fact> all) throws IOException {
    float labels = LABELS;
    for (Fact fact : all) {
      labels = Math.max(labels, sheet.width(words.say(fact.label()), STRONG) + GAP);
    }
    for (Fact fact : all) {
      sheet.write(words.say(fact.label()), x, sheet.y(), STRONG, Side.LEFT);
      paragraph(fact.text(), x + labels, RIGHT - x - labels, PLAIN);
    }
  }

  private void paragraph(String text, float x, float width, Look look) throws IOException {
    if (text.isEmpty()) {
      return;
    }
    for (String line : sheet.wrapped(text, width, look)) {
      sheet.write(line, x, sheet.y(), look, Side.LEFT);
      sheet.moveTo(sheet.y() + look.size() * 1.5f);
    }
  }

  private void sums() throws IOException {
    List<Rate> rates = rates();
    sheet.room(40 + rates.size() * 15 + 58);
    sheet.moveTo(sheet.y() + 14);
    float begin = sheet.y();
    row(begin, "rates", words.say("net"), words.say("tax"), STRONG);
    sheet.line(LEFT, begin + 5, LEFT + 250, 0.6f);
    float at = begin + 3;
    for (Rate rate : rates) {
      at += 15;
      sheet.write(rate.name(), LEFT + 4, at, PLAIN, Side.LEFT);
      sheet.write(words.amount(rate.net()), LEFT + 165, at, PLAIN, Side.RIGHT);
      sheet.write(rate.tax().map(words::amount).orElse("-"), LEFT + 246, at, PLAIN, Side.RIGHT);
    }
    float end = totals(begin);
    sheet.moveTo(Math.max(at, end) + 24);
  }

  private void row(float at, String label, String net, String tax, Look look) throws IOException {
    sheet.write(words.say(label), LEFT + 4, at, look, Side.LEFT);
    sheet.write(net, LEFT + 165, at, look, Side.RIGHT);
    sheet.write(tax, LEFT + 246, at, look, Side.RIGHT);
  }

  private float totals(float begin) throws IOException {
    Statement statement = invoice.statement();
    Money tax = statement.total().minus(statement.net());
    float at = begin;
    total("subtotal", words.sum(statement.net()), at, PLAIN);
    at += 16;
    total("taxTotal", words.sum(tax), at, PLAIN);
    at += 20;
    sheet.shade(ISSUER, at - 13, RIGHT - ISSUER, 20);
    total("total", words.sum(statement.total()), at, Look.bold(11));
    return at;
  }

  private void total(String label, String sum, float at, Look look) throws IOException {
    sheet.write(words.say(label), ISSUER + 8, at, look, Side.LEFT);
    sheet.write(sum, RIGHT - 6, at, look, Side.RIGHT);
  }

  /** What is billed at one rate of tax, or at none. */
  private record Rate(String name, Money net, Optional<Money> tax) {}

  private List<Rate> rates() {
    Statement statement = invoice.statement();
    List<Rate> rates = new ArrayList<>();
    Money untaxed = statement.net();
    for (TaxLine line : statement.taxes()) {
      untaxed = untaxed.minus(line.net());
      rates.add(new Rate(words.say("taxable", percent(line)), line.net(), Optional.of(line.tax())));
    }
    boolean some =
        statement.taxes().isEmpty()
            || invoice.lines().stream().anyMatch(line -> line.line().taxRate().isEmpty());
    if (some) {
      rates.add(new Rate(words.say("untaxed"), untaxed, Optional.empty()));
    }
    return rates;
  }

  private static String percent(TaxLine line) {
    BigDecimal percent = line.percent();
    return percent.toPlainString();
  }

  private void notes() throws IOException {
    List<String> notes = new ArrayList<>();
    if (invoice.lines().stream().anyMatch(line -> !line.isExact())) {
      notes.add(words.say("byDaysNote"));
    }
    if (sheet.missed()) {
      notes.add(words.say("missing"));
    }
    SealMark seal = facts.seal();
    notes.add(words.say("seal", Long.toString(seal.number())) + " " + seal.root());
    sheet.room(notes.size() * 11);
    for (String note : notes) {
      paragraph(note, LEFT, RIGHT - LEFT, SMALL);
    }
  }

  private void feet() throws IOException {
    int pages = sheet.pages();
    for (int number = 1; number <= pages; number++) {
      sheet.turnTo(number);
      sheet.write(invoice.statement().number(), LEFT, FOOT, SMALL, Side.LEFT);
      sheet.write(words.say("page", number, pages), RIGHT, FOOT, SMALL, Side.RIGHT);
    }
  }

  private void describe(PDDocument document) {
    Statement statement = invoice.statement();
    PDDocumentInformation information = document.getDocumentInformation();
    information.setTitle(title() + " " + statement.number());
    information.setAuthor(facts.provider().name());
    information.setCreationDate(
        GregorianCalendar.from(statement.closedAt().atZone(ZoneOffset.UTC)));
    document.getDocumentCatalog().setLanguage(words.language());
    document.setDocumentId((long) statement.hash().hashCode()); // otherwise of the clock
  }
}
