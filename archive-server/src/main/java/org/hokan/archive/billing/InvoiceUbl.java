package org.hokan.archive.billing;

import com.helger.ubl21.UBL21Marshaller;
import java.io.OutputStream;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CreditNoteLineType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.InvoiceLineType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PaymentTermsType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.NoteType;
import oasis.names.specification.ubl.schema.xsd.creditnote_21.CreditNoteType;
import oasis.names.specification.ubl.schema.xsd.invoice_21.InvoiceType;
import org.joda.money.CurrencyUnit;

/**
 * A statement as an electronic invoice: UBL 2.1, by Peppol's rules for Japan (JP PINT 1.1). Both
 * sides need an electronic address, the issuer a registration number, and the currency is JPY; a
 * statement without them is refused, naming what is missing. One that gives back more than it
 * charges is a credit note.
 */
public final class InvoiceUbl {
  private static final String SPECIFICATION = "urn:peppol:pint:billing-1@jp-1";
  private static final String PROCESS = "urn:peppol:bis:billing";
  private static final String COMMERCIAL_INVOICE = "380"; // UNTDID 1001
  private static final String CREDIT_NOTE = "381";
  private static final String PIECE = "C62"; // UN/ECE Recommendation 20: one

  private final Invoice invoice;
  private final InvoiceFacts facts;
  private final InvoiceWords words;
  private final UblParts parts;

  private InvoiceUbl(Invoice invoice, InvoiceWords words) {
    this.invoice = invoice;
    this.facts = invoice.facts();
    this.words = words;
    this.parts = new UblParts(invoice, words);
  }

  /**
   * Writes it; the caller closes what it gave.
   *
   * @throws BillingException when it lacks what the rules ask for; nothing is written then
   */
  public static void write(Invoice invoice, InvoiceWords words, OutputStream out) {
    InvoiceUbl ubl = new InvoiceUbl(invoice, words);
    ubl.requireWhatTheRulesAsk();
    if (!ubl.isWritten(out)) {
      throw new IllegalStateException(
          "statement %s: cannot be written as UBL 2.1".formatted(invoice.statement().number()));
    }
  }

  private boolean isWritten(OutputStream out) {
    return invoice.isCredit()
        ? UBL21Marshaller.creditNote().setFormattedOutput(true).write(creditNote(), out).isSuccess()
        : UBL21Marshaller.invoice().setFormattedOutput(true).write(invoice(), out).isSuccess();
  }

  private void requireWhatTheRulesAsk() {
    require(!facts.registrationNumber().isEmpty(), "billing.registration-number");
    require(!facts.recipient().electronicAddress().isEmpty(), "parties.facilityElectronicAddress");
    CurrencyUnit currency = invoice.statement().net().getCurrencyUnit();
    if (!currency.getCode().equals(UblParts.YEN)) {
      throw new BillingException(
          "statement %s: is in %s (expected: JPY, for an electronic invoice in Japan)"
              .formatted(invoice.statement().number(), currency));
    }
    if (invoice.lines().isEmpty()) {
      throw new BillingException(
          "statement %s: has no line (expected: at least one, for an electronic invoice)"
              .formatted(invoice.statement().number()));
    }
  }

  private void require(boolean there, String setting) {
    if (!there) {
      throw new BillingException(
          "statement %s: has no %s (expected: one when the month was closed, for an electronic invoice)"
              .formatted(invoice.statement().number(), setting));
    }
  }

  private InvoiceType invoice() {
    InvoiceType ubl = new InvoiceType();
    ubl.setCustomizationID(SPECIFICATION);
    ubl.setProfileID(PROCESS);
    ubl.setID(invoice.statement().number());
    ubl.setIssueDate(facts.issued());
    ubl.setDueDate(facts.due());
    ubl.setInvoiceTypeCode(COMMERCIAL_INVOICE);
    ubl.addNote(parts.note());
    ubl.setDocumentCurrencyCode(UblParts.YEN);
    ubl.addInvoicePeriod(parts.allDays());
    ubl.setAccountingSupplierParty(parts.supplier());
    ubl.setAccountingCustomerParty(parts.customer());
    if (!facts.bank().isEmpty()) {
      ubl.addPaymentTerms(terms());
    }
    ubl.addTaxTotal(parts.taxes());
    ubl.setLegalMonetaryTotal(parts.total());
    invoice.lines().forEach(line -> ubl.addInvoiceLine(billed(line)));
    return ubl;
  }

  private CreditNoteType creditNote() {
    CreditNoteType ubl = new CreditNoteType();
    ubl.setCustomizationID(SPECIFICATION);
    ubl.setProfileID(PROCESS);
    ubl.setID(invoice.statement().number());
    ubl.setIssueDate(facts.issued());
    ubl.setCreditNoteTypeCode(CREDIT_NOTE);
    ubl.addNote(parts.note());
    ubl.setDocumentCurrencyCode(UblParts.YEN);
    ubl.addInvoicePeriod(parts.allDays());
    ubl.setAccountingSupplierParty(parts.supplier());
    ubl.setAccountingCustomerParty(parts.customer());
    ubl.addTaxTotal(parts.taxes());
    ubl.setLegalMonetaryTotal(parts.total());
    invoice.lines().forEach(line -> ubl.addCreditNoteLine(credited(line)));
    return ubl;
  }

  private PaymentTermsType terms() {
    PaymentTermsType terms = new PaymentTermsType();
    terms.addNote(new NoteType(words.say("bank") + ": " + facts.bank()));
    return terms;
  }

  private InvoiceLineType billed(InvoiceLine from) {
    InvoiceLineType line = new InvoiceLineType();
    line.setID(Integer.toString(from.line().line()));
    line.setInvoicedQuantity(parts.quantity(from.line())).setUnitCode(PIECE);
    from.days().ifPresent(days -> line.addInvoicePeriod(UblParts.period(days)));
    if (!from.spans().isEmpty()) {
      line.addNote(daysOf(from));
    }
    line.setLineExtensionAmount(parts.plain(from.line().amount())).setCurrencyID(UblParts.YEN);
    line.setItem(parts.item(from));
    line.setPrice(UblParts.price(from.line()));
    return line;
  }

  private CreditNoteLineType credited(InvoiceLine from) {
    CreditNoteLineType line = new CreditNoteLineType();
    line.setID(Integer.toString(from.line().line()));
    line.setCreditedQuantity(parts.quantity(from.line())).setUnitCode(PIECE);
    from.days().ifPresent(days -> line.addInvoicePeriod(UblParts.period(days)));
    if (!from.spans().isEmpty()) {
      line.addNote(daysOf(from));
    }
    line.setLineExtensionAmount(parts.plain(from.line().amount())).setCurrencyID(UblParts.YEN);
    line.setItem(parts.item(from));
    line.setPrice(UblParts.price(from.line()));
    return line;
  }

  private NoteType daysOf(InvoiceLine line) {
    return new NoteType(String.join("; ", words.daysOf(line)));
  }
}
