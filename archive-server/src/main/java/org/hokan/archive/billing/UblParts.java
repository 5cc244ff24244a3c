package org.hokan.archive.billing;

import java.math.BigDecimal;
import java.util.Optional;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.AddressType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CountryType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.CustomerPartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.ItemType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.MonetaryTotalType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyLegalEntityType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyTaxSchemeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PeriodType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.PriceType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.SupplierPartyType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxCategoryType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxSchemeType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxSubtotalType;
import oasis.names.specification.ubl.schema.xsd.commonaggregatecomponents_21.TaxTotalType;
import oasis.names.specification.ubl.schema.xsd.commonbasiccomponents_21.NoteType;
import org.joda.money.Money;

/** What invoices and credit notes in UBL 2.1 have in common; a credit note's amounts are turned. */
final class UblParts {
  private static final String STANDARD_RATE = "S"; // UNCL 5305
  private static final String REDUCED_RATE = "AA";
  private static final String NOT_SUBJECT = "O";
  private static final BigDecimal REDUCED = BigDecimal.valueOf(8);
  private static final String JAPAN = "JP";

  /** The only currency of JP PINT. */
  static final String YEN = "JPY";

  private final Invoice invoice;
  private final InvoiceFacts facts;
  private final InvoiceWords words;

  UblParts(Invoice invoice, InvoiceWords words) {
    this.invoice = invoice;
    this.facts = invoice.facts();
    this.words = words;
  }

  static PeriodType period(Period days) {
    PeriodType period = new PeriodType();
    period.setStartDate(days.from());
    period.setEndDate(days.until());
    return period;
  }

  NoteType note() {
    SealMark seal = facts.seal();
    String sealed = words.say("seal", Long.toString(seal.number())) + " " + seal.root();
    return new NoteType(
        words
            .closedEarly(invoice.statement())
            .map(early -> early + " " + sealed)
            .orElse(sealed)); // one note at most
  }

  SupplierPartyType supplier() {
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

  CustomerPartyType customer() {
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

  TaxTotalType taxes() {
    Statement statement = invoice.statement();
    TaxTotalType taxes = new TaxTotalType();
    taxes.setTaxAmount(plain(statement.total().minus(statement.net()))).setCurrencyID(YEN);
    for (TaxLine tax : statement.taxes()) {
      taxes.addTaxSubtotal(subtotal(tax.net(), tax.tax(), Optional.of(tax.percent())));
    }
    if (invoice.lines().stream().anyMatch(line -> line.line().taxRate().isEmpty())) {
      Money taxed = statement.taxes().stream().map(TaxLine::net).reduce(zero(), Money::plus);
      taxes.addTaxSubtotal(subtotal(statement.net().minus(taxed), zero(), Optional.empty()));
    }
    return taxes;
  }

  private TaxSubtotalType subtotal(Money net, Money tax, Optional<BigDecimal> rate) {
    TaxSubtotalType subtotal = new TaxSubtotalType();
    subtotal.setTaxableAmount(plain(net)).setCurrencyID(YEN);
    subtotal.setTaxAmount(plain(tax)).setCurrencyID(YEN);
    subtotal.setTaxCategory(category(rate));
    return subtotal;
  }

  static TaxCategoryType category(Optional<BigDecimal> rate) {
    TaxCategoryType category = new TaxCategoryType();
    category.setID(
        rate.map(r -> r.compareTo(REDUCED) == 0 ? REDUCED_RATE : STANDARD_RATE)
            .orElse(NOT_SUBJECT));
    rate.ifPresent(category::setPercent);
    category.setTaxScheme(scheme());
    return category;
  }

  MonetaryTotalType total() {
    Statement statement = invoice.statement();
    MonetaryTotalType total = new MonetaryTotalType();
    total.setLineExtensionAmount(plain(statement.net())).setCurrencyID(YEN);
    total.setTaxExclusiveAmount(plain(statement.net())).setCurrencyID(YEN);
    total.setTaxInclusiveAmount(plain(statement.total())).setCurrencyID(YEN);
    total.setPayableAmount(plain(statement.total())).setCurrencyID(YEN);
    return total;
  }

  /**
   * A price is never negative by the rules: what gives back on an invoice has a negative quantity.
   */
  BigDecimal quantity(StatementLine bills) {
    BigDecimal quantity = BigDecimal.valueOf(bills.quantity());
    return turned(bills.unitRate().isNegative() ? quantity.negate() : quantity);
  }

  static PriceType price(StatementLine bills) {
    PriceType each = new PriceType();
    each.setPriceAmount(bills.unitRate().getAmount().abs()).setCurrencyID(YEN);
    return each;
  }

  ItemType item(InvoiceLine from) {
    ItemType item = new ItemType();
    item.setName(words.describe(from));
    item.addClassifiedTaxCategory(category(from.line().taxRate()));
    return item;
  }

  /** Also those of charges in advance: by the rules each line's days are within the document's. */
  PeriodType allDays() {
    return period(
        invoice.lines().stream()
            .flatMap(line -> line.spans().stream())
            .reduce(new InvoiceLine.Span(invoice.period(), Optional.empty()), InvoiceLine.Span::and)
            .days());
  }

  private Money zero() {
    return Money.zero(invoice.statement().net().getCurrencyUnit());
  }

  /** As the document has it: what a credit note gives back is positive on it. */
  BigDecimal plain(Money money) {
    return turned(money.getAmount());
  }

  private BigDecimal turned(BigDecimal number) {
    return invoice.isCredit() ? number.negate() : number;
  }
}
