package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.ServiceTerms;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/** Records what was done for a facility, at its contract's price, each fact once. */
final class ServiceRecorder {
  private final Tx tx;
  private final Appender appender;
  private final ContractBook contracts;

  ServiceRecorder(Tx tx, Appender appender, ContractBook contracts) {
    this.tx = tx;
    this.appender = appender;
    this.contracts = contracts;
  }

  /** Nothing when the fact is recorded already, or has no price and is not to be counted. */
  Optional<BillingRecord> record(ServiceUse use) {
    LocalDate day = day(use.facility(), use.at());
    Optional<AgreedTerms> terms = contracts.termsFor(use.facility(), day);
    Optional<ServiceTerms> service = terms.flatMap(t -> t.terms().service(use.type().service()));
    if (!isToRecord(use)) {
      return Optional.empty();
    }
    Money price = service.map(ServiceTerms::price).orElseGet(() -> free(use.facility(), terms));
    BillingEntry.Item item =
        new BillingEntry.Item(
            use.type(),
            service.map(ServiceTerms::name).orElse(""),
            use.object(),
            use.quantity(),
            price,
            use.fact());
    return Optional.of(append(use.facility(), terms, day, item, Appender.NODE));
  }

  /** Whether the fact has a price, or is to be counted without one, and is not recorded yet. */
  boolean isToRecord(ServiceUse use) {
    return isTold(contracts, use) && recorded(use.facility(), use.type(), use.fact()).isEmpty();
  }

  /** Whether there is a record of this fact, of whatever kind the service was then. */
  static boolean isRecorded(Tx tx, NamedUse use) {
    return tx.session()
            .createSelectionQuery(
                "select count(*) from LedgerRow where facility = :facility and type in (:types)"
                    + " and fact = :fact",
                Long.class)
            .setParameter("facility", use.facility())
            .setParameterList("types", RecordType.forRules())
            .setParameter("fact", use.fact())
            .getSingleResult()
        > 0;
  }

  /** Whether a contract names a price for it, or it is to be counted without one. */
  static boolean isTold(ContractBook contracts, ServiceUse use) {
    return use.counted()
        || terms(contracts, use.facility(), use.at())
            .flatMap(t -> t.terms().service(use.type().service()))
            .isPresent();
  }

  /** Whether a contract names a price for a rule to charge. */
  static boolean isPriced(ContractBook contracts, NamedUse use) {
    return terms(contracts, use.facility(), use.at()).flatMap(t -> service(t, use)).isPresent();
  }

  private static Optional<AgreedTerms> terms(ContractBook contracts, String facility, Instant at) {
    return contracts.termsFor(facility, LocalDate.ofInstant(at, contracts.zoneOf(facility)));
  }

  private static Optional<ServiceTerms> service(AgreedTerms terms, NamedUse use) {
    return terms.terms().service(use.service()).filter(s -> s.kind().isForRules());
  }

  /** Charges it, unless it is recorded already or the contract names no price to charge. */
  void charge(NamedUse use) {
    LocalDate day = day(use.facility(), use.at());
    Optional<AgreedTerms> terms = contracts.termsFor(use.facility(), day);
    Optional<ServiceTerms> service = terms.flatMap(t -> service(t, use));
    service.ifPresent(
        price -> {
          appender.flush();
          if (!isRecorded(tx, use)) {
            BillingEntry.Item item =
                new BillingEntry.Item(
                    RecordType.of(price.kind()),
                    price.name(),
                    use.studyInstanceUid(),
                    1,
                    price.price(),
                    use.fact());
            append(use.facility(), terms, day, item, Appender.NODE);
          }
        });
  }

  /** Bills by hand; refused when the contract names no such service or it was billed before. */
  BillingRecord bill(ServiceOrder order, Instant at, String who) {
    LocalDate day = day(order.facility(), at);
    Optional<AgreedTerms> terms = contracts.termsFor(order.facility(), day);
    ServiceTerms service =
        terms
            .flatMap(t -> t.terms().service(order.service()))
            .orElseThrow(() -> unknown(order, terms));
    RecordType type = RecordType.of(service.kind());
    String fact = "by hand " + order.reference().strip();
    recorded(order.facility(), type, fact)
        .ifPresent(
            number -> {
              throw new BillingException(
                  "reference: \"%s\" was billed before, as record %d (expected: one of its own)"
                      .formatted(order.reference(), number));
            });
    Money amount = service.price().multipliedBy(order.quantity());
    if (!Ledger.isPossible(amount)) {
      throw new BillingException(
          "quantity: %d x %s is %s (expected: a smaller bill)"
              .formatted(order.quantity(), service.price(), amount));
    }
    String object = order.object().isEmpty() ? order.facility() : order.object();
    BillingEntry.Item item =
        new BillingEntry.Item(
            type, service.name(), object, order.quantity(), service.price(), fact);
    return append(order.facility(), terms, day, item, who);
  }

  private static BillingException unknown(ServiceOrder order, Optional<AgreedTerms> terms) {
    String known =
        String.join(
            ", ",
            terms.map(t -> t.terms().services()).orElse(List.of()).stream()
                .map(ServiceTerms::name)
                .toList());
    return new BillingException(
        "service: \"%s\" has no price in the contract of %s (expected: one of: %s)"
            .formatted(order.service(), order.facility(), known.isEmpty() ? "none" : known));
  }

  BillingRecord append(
      String facility,
      Optional<AgreedTerms> terms,
      LocalDate day,
      BillingEntry.Item item,
      String who) {
    ContractClause clause =
        terms.map(t -> new ContractClause(t.contract(), t.version())).orElse(ContractClause.NONE);
    return appender.append(
        YearMonth.from(day),
        new Appender.Owner(facility, clause),
        new Appender.Charge(
            item,
            item.unitPrice().multipliedBy(item.quantity()),
            terms.flatMap(t -> ConsumptionTax.rate(t.terms().billing().tax(), day))),
        who);
  }

  /** The record of a fact, by its number. */
  Optional<Long> recorded(String facility, RecordType type, String fact) {
    appender.flush();
    return tx
        .session()
        .createSelectionQuery(
            "select number from LedgerRow where facility = :facility and type = :type"
                + " and fact = :fact",
            Long.class)
        .setParameter("facility", facility)
        .setParameter("type", type)
        .setParameter("fact", fact)
        .getResultList()
        .stream()
        .findFirst();
  }

  private Money free(String facility, Optional<AgreedTerms> terms) {
    return Money.zero(
        terms
            .map(t -> t.terms().currency())
            .orElseGet(() -> contracts.currency(facility, ContractClause.NONE)));
  }

  private LocalDate day(String facility, Instant at) {
    return LocalDate.ofInstant(at, contracts.zoneOf(facility));
  }
}
