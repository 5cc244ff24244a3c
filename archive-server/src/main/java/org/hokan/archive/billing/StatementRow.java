package org.hokan.archive.billing;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.hokan.archive.db.Journaled;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** A row of {@code billing_statement}: inserted, never changed. */
@Entity(name = "StatementRow")
@Table(name = "billing_statement")
@Journaled
@Immutable
class StatementRow {
  /** Its place among the node's statements, from 1 without gaps. */
  @Id long place;

  String number;
  int billingMonth;
  String facility;
  long records;
  long images;
  long bytes;
  String currency;
  BigDecimal total;
  @Nullable String provider;
  @Nullable String providerNumber;
  @Nullable String providerAddress;
  @Nullable String providerElectronic;
  @Nullable String bank;
  @Nullable String recipient;
  @Nullable String recipientAddress;
  @Nullable String recipientElectronic;
  @Nullable LocalDate issued;
  @Nullable LocalDate due;
  @Nullable Long seal;
  @Nullable String sealRoot;
  @Nullable LocalDate chargedUntil;
  Instant closedAt;
  String closedBy;
  String previousHash;
  String hash;

  @SuppressWarnings("NullAway.Init") // filled by Hibernate or of()
  StatementRow() {}

  static StatementRow of(long place, Statement statement) {
    StatementRow row = new StatementRow();
    row.place = place;
    row.number = statement.number();
    row.billingMonth = LedgerMapping.monthNumber(statement.month());
    row.facility = statement.facility();
    row.records = statement.records();
    row.images = statement.images();
    row.bytes = statement.bytes();
    row.currency = statement.net().getCurrencyUnit().getCode();
    row.total = statement.net().getAmount();
    statement.invoice().ifPresent(row::fill);
    row.chargedUntil = statement.chargedUntil().orElse(null);
    row.closedAt = statement.closedAt();
    row.closedBy = statement.closedBy();
    row.previousHash = statement.previousHash();
    row.hash = statement.hash();
    return row;
  }

  private void fill(InvoiceFacts facts) {
    provider = facts.provider().name();
    providerNumber = facts.registrationNumber();
    providerAddress = facts.provider().address();
    providerElectronic = orNull(facts.provider().electronicAddress());
    bank = orNull(facts.bank());
    recipient = facts.recipient().name();
    recipientAddress = orNull(facts.recipient().address());
    recipientElectronic = orNull(facts.recipient().electronicAddress());
    issued = facts.issued();
    due = facts.due();
    seal = facts.seal().number();
    sealRoot = orNull(facts.seal().root());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private Optional<InvoiceFacts> invoice() {
    return Optional.ofNullable(provider)
        .map(
            name ->
                new InvoiceFacts(
                    new InvoiceParty(
                        name, requireNonNull(providerAddress), orEmpty(providerElectronic)),
                    requireNonNull(providerNumber),
                    orEmpty(bank),
                    new InvoiceParty(
                        requireNonNull(recipient),
                        orEmpty(recipientAddress),
                        orEmpty(recipientElectronic)),
                    requireNonNull(issued),
                    requireNonNull(due),
                    new SealMark(requireNonNull(seal), orEmpty(sealRoot))));
  }

  Statement statement(List<StatementTaxRow> taxes, List<StatementLineRow> lines) {
    CurrencyUnit unit = CurrencyUnit.of(currency);
    return new Statement(
        number,
        LedgerMapping.month(billingMonth),
        facility,
        records,
        images,
        bytes,
        LedgerMapping.money(unit, total),
        taxes.stream().map(row -> row.line(unit)).toList(),
        lines.stream().map(row -> row.line(unit)).toList(),
        invoice(),
        Optional.ofNullable(chargedUntil),
        closedAt,
        closedBy,
        previousHash,
        hash);
  }
}
