package org.hokan.archive.contract;

import java.time.LocalDate;
import java.time.Period;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What a contract says. Immutable; {@link TermsForm} is its form as JSON.
 *
 * @param from first day of the term
 * @param until last day of the term, itself within it
 * @param currency of every amount
 * @param backups each backup unit at most once, in the order of {@link BackupUnit}
 * @param services extra services, each name once
 * @param grace how long all is kept after the end; empty: not at all
 */
public record ContractTerms(
    Parties parties,
    LocalDate from,
    LocalDate until,
    CurrencyUnit currency,
    CapacityTerms capacity,
    Selection selection,
    BillingTerms billing,
    List<BackupTerms> backups,
    List<ServiceTerms> services,
    Optional<Period> grace) {

  private static final int FIRST_YEAR = 1990;
  private static final int LAST_YEAR = 2999;
  private static final int MOST_SERVICES = 50;

  public ContractTerms {
    backups = backups.stream().sorted(Comparator.comparing(BackupTerms::unit)).toList();
    services = List.copyOf(services);
    checkTerm(from, until);
    checkBackups(backups, from, until);
    checkServices(services);
    capacity.overage().ifPresent(overage -> checkCurrency(currency, overage.price()));
    backups.forEach(backup -> checkCurrency(currency, backup.price().unitRate()));
    services.forEach(service -> checkCurrency(currency, service.price()));
  }

  private static void checkTerm(LocalDate from, LocalDate until) {
    if (until.isBefore(from)) {
      throw new IllegalArgumentException(
          "contract: until %s is before from %s (expected: the last day, not before the first)"
              .formatted(until, from));
    }
    if (from.getYear() < FIRST_YEAR || until.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException(
          "contract: %s to %s (expected: years %d to %d)"
              .formatted(from, until, FIRST_YEAR, LAST_YEAR));
    }
  }

  private static void checkBackups(List<BackupTerms> backups, LocalDate from, LocalDate until) {
    if (backups.isEmpty()) {
      throw new IllegalArgumentException("units: none (expected: at least one)");
    }
    Set<BackupUnit> seen = new HashSet<>();
    for (BackupTerms backup : backups) {
      if (!seen.add(backup.unit())) {
        throw new IllegalArgumentException(
            "units: %s twice (expected: each at most once)".formatted(backup.unit()));
      }
      backup
          .until()
          .filter(end -> end.isBefore(from) || end.isAfter(until))
          .ifPresent(
              end -> {
                throw new IllegalArgumentException(
                    "unit %s: until %s (expected: within %s to %s)"
                        .formatted(backup.unit(), end, from, until));
              });
    }
  }

  private static void checkServices(List<ServiceTerms> services) {
    Set<String> names = new HashSet<>();
    services.forEach(service -> names.add(service.name()));
    for (ServiceKind kind :
        List.of(
            ServiceKind.STORAGE,
            ServiceKind.COMPRESSION,
            ServiceKind.COPY,
            ServiceKind.RETRIEVAL)) {
      long prices = services.stream().filter(service -> service.kind() == kind).count();
      if (prices > 1) {
        throw new IllegalArgumentException(
            "services: %d of kind %s (expected: at most one, the node charges it by itself)"
                .formatted(prices, kind));
      }
    }
    if (services.size() > MOST_SERVICES || names.size() < services.size()) {
      throw new IllegalArgumentException(
          "services: %d with %d names (expected: at most %d, each name once)"
              .formatted(services.size(), names.size(), MOST_SERVICES));
    }
  }

  private static void checkCurrency(CurrencyUnit currency, Money amount) {
    if (!amount.getCurrencyUnit().equals(currency)) {
      throw new IllegalArgumentException(
          "%s: in another currency (expected: %s, the contract's)".formatted(amount, currency));
    }
  }

  /** The terms of a backup unit. */
  public Optional<BackupTerms> backup(BackupUnit unit) {
    return backups.stream().filter(backup -> backup.unit() == unit).findFirst();
  }

  /** The first service of a kind. */
  public Optional<ServiceTerms> service(ServiceKind kind) {
    return services.stream().filter(service -> service.kind() == kind).findFirst();
  }

  /** The service of a name. */
  public Optional<ServiceTerms> service(String name) {
    return services.stream().filter(service -> service.name().equals(name)).findFirst();
  }

  /** Whether any of what is kept may be compressed. */
  public boolean allowsCompression() {
    return backups.stream()
        .anyMatch(backup -> backup.compression().level() != AllowedCompression.Level.NONE);
  }

  /** Terms that are about all data; the rest is given to the builder. */
  public static Builder builder(Parties parties, LocalDate from, LocalDate until) {
    return new Builder(parties, from, until);
  }

  /** Builds terms; the currency is that of the first backup. */
  public static final class Builder {
    private final Parties parties;
    private final LocalDate from;
    private final LocalDate until;
    private CapacityTerms capacity = CapacityTerms.of(1);
    private Selection selection = Selection.ALL;
    private BillingTerms billing = BillingTerms.FIRST_FORM;
    private List<BackupTerms> backups = List.of();
    private List<ServiceTerms> services = List.of();
    private Optional<Period> grace = Optional.empty();

    private Builder(Parties parties, LocalDate from, LocalDate until) {
      this.parties = parties;
      this.from = from;
      this.until = until;
    }

    public Builder capacity(CapacityTerms value) {
      capacity = value;
      return this;
    }

    public Builder selection(Selection value) {
      selection = value;
      return this;
    }

    public Builder billing(BillingTerms value) {
      billing = value;
      return this;
    }

    public Builder backups(List<BackupTerms> value) {
      backups = value;
      return this;
    }

    /** The only backup unit. */
    public Builder backup(BackupTerms value) {
      return backups(List.of(value));
    }

    public Builder services(List<ServiceTerms> value) {
      services = value;
      return this;
    }

    public Builder grace(Optional<Period> value) {
      grace = value;
      return this;
    }

    public ContractTerms build() {
      if (backups.isEmpty()) {
        throw new IllegalArgumentException("units: none (expected: at least one)");
      }
      CurrencyUnit currency = backups.get(0).price().unitRate().getCurrencyUnit();
      return new ContractTerms(
          parties, from, until, currency, capacity, selection, billing, backups, services, grace);
    }
  }
}
