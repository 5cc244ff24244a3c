package org.hokan.archive.billing;

import com.helger.ubl21.UBL21Marshaller;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.util.Optional;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.AddressType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CountryType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CustomerPartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.InvoiceLineType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.ItemType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.MonetaryTotalType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyLegalEntityType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyTaxSchemeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PaymentTermsType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PeriodType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PriceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.SupplierPartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxCategoryType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxSchemeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxSubtotalType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxTotalType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.NoteType;
import oasis.names.specification.ubl.schema.xsd.invoice_21.InvoiceType;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A statement as an electronic invoice: UBL 2.1, by Peppol's rules for Japan (JP PINT 1.1). Both
 * sides need an electronic address, the issuer a registration number, and the currency is JPY; a
 * statement without them is refused, naming what is missing.
 */
public final class InvoiceUbl {
  private static final String SPECIFICATION = "urn:peppol:pint:billing-1@jp-1";
  private static final String PROCESS = "urn:peppol:bis:billing";
  private static final String COMMERCIAL_INVOICE = "380"; // UNTDID 1001
  private static final String PIECE = "C62"; // UN/ECE Recommendation 20: one
  private static final String STANDARD_RATE = "S"; // UNCL 5305
  private static final String REDUCED_RATE = "AA";
  private static final String NOT_SUBJECT = "O";
  private static final BigDecimal REDUCED = BigDecimal.valueOf(8);
  private static final String JAPAN = "JP";

  private final Invoice invoice;
  private final InvoiceFacts facts;
  private final InvoiceWords words;

  private InvoiceUbl(Invoice invoice, InvoiceWords words) {
    this.invoice = invoice;
    this.facts = invoice.facts();
    this.words = words;
  }

  /**
   * Writes it; the caller closes what it gave.
   *
   * @throws BillingException when it lacks what the rules ask for
   */
  public static void write(Invoice invoice, InvoiceWords words, OutputStream out) {
    InvoiceType ubl = of(invoice, words);
    if (UBL21Marshaller.invoice().setFormattedOutput(true).write(ubl, out).isFailure()) {
      throw new IllegalStateException(
          "statement %s: cannot be written as UBL 2.1".formatted(invoice.statement().number()));
    }
  }

  /** The same as an object; fails at once, before anything is written. */
  static InvoiceType of(Invoice invoice, InvoiceWords words) {
    InvoiceUbl ubl = new InvoiceUbl(invoice, words);
    ubl.requireWhatTheRulesAsk();
    return ubl.invoice();
  }

  private void requireWhatTheRulesAsk() {
    require(!facts.registrationNumber().isEmpty(), "billing.registration-number");
    require(!facts.recipient().electronicAddress().isEmpty(), "parties.facilityElectronicAddress");
    CurrencyUnit currency = invoice.statement().net().getCurrencyUnit();
    if (!currency.getCode().equals("JPY")) {
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
    ubl.addNote(note());
    ubl.setDocumentCurrencyCode("JPY");
    ubl.addInvoicePeriod(period(allDays()));
    ubl.setAccountingSupplierParty(supplier());
    ubl.setAccountingCustomerParty(customer());
    if (!facts.bank().isEmpty()) {
      ubl.addPaymentTerms(terms());
    }
    ubl.addTaxTotal(taxes());
    ubl.setLegalMonetaryTotal(total());
    invoice.lines().forEach(line -> ubl.addInvoiceLine(line(line)));
    return ubl;
  }

  /** Also those of charges in advance: by the rules each line's days are within the invoice's. */
  private Period allDays() {
    return invoice.lines().stream()
        .flatMap(line -> line.spans().stream())
        .reduce(new InvoiceLine.Span(invoice.period(), Optional.empty()), InvoiceLine.Span::and)
        .days();
  }

  private static PeriodType period(Period days) {
    PeriodType period = new PeriodType();
    period.setStartDate(days.from());
    period.setEndDate(days.until());
    return period;
  }

  private NoteType note() {
    SealMark seal = facts.seal();
    String sealed = words.say("seal", Long.toString(seal.number())) + " " + seal.root();
    return new NoteType(
        words
            .closedEarly(invoice.statement())
            .map(early -> early + " " + sealed)
            .orElse(sealed)); // one note at most
  }

  private PaymentTermsType terms() {
    PaymentTermsType terms = new PaymentTermsType();
    terms.addNote(new NoteType(words.say("bank") + ": " + facts.bank()));
    return terms;
  }

  private SupplierPartyType supplier() {
    PartyType party = party(facts.provider());
    PartyTaxSchemeType registered = new PartyTaxSchemeType();
    registered.setCompanyID(facts.registrationNumber());
    registered.setTaxScheme(scheme());
    party.addPartyTaxScheme(registered);
    party.addPartyLegalEntity(entity(facts.provider()));
    SupplierPartyType supplier = new SupplierPartyType();
    supplier.setParty(party);
    return supplier;
  }

  private CustomerPartyType customer() {
    PartyType party = party(facts.recipient());
    party.addPartyLegalEntity(entity(facts.recipient()));
    CustomerPartyType customer = new CustomerPartyType();
    customer.setParty(party);
    return customer;
  }

  private static PartyType party(InvoiceParty who) {
    PartyType party = new PartyType();
    int colon = who.electronicAddress().indexOf(':');
    party
        .setEndpointID(who.electronicAddress().substring(colon + 1))
        .setSchemeID(who.electronicAddress().substring(0, colon));
    AddressType address = new AddressType();
    if (!who.address().isEmpty()) {
      address.setStreetName(who.address());
    }
    CountryType country = new CountryType();
    country.setIdentificationCode(JAPAN);
    address.setCountry(country);
    party.setPostalAddress(address);
    return party;
  }

  private static PartyLegalEntityType entity(InvoiceParty who) {
    PartyLegalEntityType entity = new PartyLegalEntityType();
    entity.setRegistrationName(who.name());
    return entity;
  }

  private static TaxSchemeType scheme() {
    TaxSchemeType scheme = new TaxSchemeType();
    scheme.setID("VAT"); // stands for consumption tax in Japan
    return scheme;
  }

  private TaxTotalType taxes() {
    Statement statement = invoice.statement();
    TaxTotalType taxes = new TaxTotalType();
    taxes.setTaxAmount(plain(statement.total().minus(statement.net()))).setCurrencyID("JPY");
    for (TaxLine tax : statement.taxes()) {
      taxes.addTaxSubtotal(subtotal(tax.net(), tax.tax(), Optional.of(tax.percent())));
    }
    if (invoice.lines().stream().anyMatch(line -> line.line().taxRate().isEmpty())) {
      Money taxed = statement.taxes().stream().map(TaxLine::net).reduce(zero(), Money::plus);
      taxes.addTaxSubtotal(subtotal(statement.net().minus(taxed), zero(), Optional.empty()));
    }
    return taxes;
  }

  private static TaxSubtotalType subtotal(Money net, Money tax, Optional<BigDecimal> rate) {
    TaxSubtotalType subtotal = new TaxSubtotalType();
    subtotal.setTaxableAmount(plain(net)).setCurrencyID("JPY");
    subtotal.setTaxAmount(plain(tax)).setCurrencyID("JPY");
    subtotal.setTaxCategory(category(rate));
    return subtotal;
  }

  private static TaxCategoryType category(Optional<BigDecimal> rate) {
    TaxCategoryType category = new TaxCategoryType();
    category.setID(
        rate.map(r -> r.compareTo(REDUCED) == 0 ? REDUCED_RATE : STANDARD_RATE)
            .orElse(NOT_SUBJECT));
    rate.ifPresent(category::setPercent);
    category.setTaxScheme(scheme());
    return category;
  }

  private MonetaryTotalType total() {
    Statement statement = invoice.statement();
    MonetaryTotalType total = new MonetaryTotalType();
    total.setLineExtensionAmount(plain(statement.net())).setCurrencyID("JPY");
    total.setTaxExclusiveAmount(plain(statement.net())).setCurrencyID("JPY");
    total.setTaxInclusiveAmount(plain(statement.total())).setCurrencyID("JPY");
    total.setPayableAmount(plain(statement.total())).setCurrencyID("JPY");
    return total;
  }

  /** A price is never negative by the rules: what gives back has a negative quantity. */
  private InvoiceLineType line(InvoiceLine from) {
    StatementLine bills = from.line();
    InvoiceLineType line = new InvoiceLineType();
    line.setID(Integer.toString(bills.line()));
    BigDecimal price = plain(bills.unitRate());
    BigDecimal quantity = BigDecimal.valueOf(bills.quantity());
    line.setInvoicedQuantity(price.signum() < 0 ? quantity.negate() : quantity).setUnitCode(PIECE);
    from.days().ifPresent(days -> line.addInvoicePeriod(period(days)));
    if (!from.spans().isEmpty()) {
      line.addNote(new NoteType(String.join("; ", words.daysOf(from))));
    }
    line.setLineExtensionAmount(plain(bills.amount())).setCurrencyID("JPY");
    ItemType item = new ItemType();
    item.setName(words.describe(from));
    item.addClassifiedTaxCategory(category(bills.taxRate()));
    line.setItem(item);
    PriceType each = new PriceType();
    each.setPriceAmount(price.abs()).setCurrencyID("JPY");
    line.setPrice(each);
    return line;
  }

  private Money zero() {
    return Money.zero(invoice.statement().net().getCurrencyUnit());
  }

  private static BigDecimal plain(Money money) {
    return money.getAmount();
  }
}
