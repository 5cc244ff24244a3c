package org.hokan.archive.billing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Records the period charges that are due and not in the ledger yet: points x periods x units x
 * unit rate, by the contract's latest version. No day of an object is charged twice under one
 * contract, also when the contract's term was changed in between.
 */
final class PeriodRecorder {
  private static final String NODE = "node";

  private final Tx tx;
  private final Appender appender;
  private final ZoneId zone;

  PeriodRecorder(Tx tx, Appender appender, ZoneId zone) {
    this.tx = tx;
    this.appender = appender;
    this.zone = zone;
  }

  /** Records all that falls due by the end of {@code month}; answers how many charges that were. */
  long record(ContractBook contracts, YearMonth month) {
    long count = 0;
    for (Contract contract : contracts.agreed()) {
      List<Period> due = schedule(contract).dueBy(month);
      if (!due.isEmpty()) {
        count += charge(contract, contracts.chargedFor(contract), due, month);
      }
    }
    return count;
  }

  private static PeriodSchedule schedule(Contract contract) {
    int months = Math.toIntExact(contract.course().period().toTotalMonths());
    return new PeriodSchedule(contract.from(), contract.until(), months);
  }

  private long charge(Contract contract, Set<String> ids, List<Period> due, YearMonth month) {
    if (contract.unit() == BackupUnit.FACILITY) {
      return charge(contract, new Kept(contract.facility(), contract.from(), paid(contract)), due);
    }
    long count = 0;
    LocalDate last = due.get(due.size() - 1).from();
    String after = "";
    for (List<Kept> page; !(page = page(contract, ids, last, after)).isEmpty(); ) {
      for (Kept kept : page) {
        if (!YearMonth.from(kept.since()).isAfter(month)) {
          count += charge(contract, kept, due);
        }
        after = kept.object();
      }
    }
    return count;
  }

  private long charge(Contract contract, Kept kept, List<Period> due) {
    long count = 0;
    for (Period period : due) {
      if (kept.owes(period)) {
        append(contract, kept, period);
        count++;
      }
    }
    return count;
  }

  private void append(Contract contract, Kept kept, Period period) {
    BillingEntry.PeriodCharge entry =
        new BillingEntry.PeriodCharge(
            contract.unit(),
            kept.object(),
            period,
            contract.pointsPerPeriod(),
            1,
            1,
            contract.unitRate());
    YearMonth due = YearMonth.from(later(period.from(), kept.since()));
    Money amount = contract.unitRate().multipliedBy(contract.pointsPerPeriod());
    ContractClause clause = new ContractClause(contract.id(), contract.version());
    appender.append(due, new Appender.Owner(contract.facility(), clause), entry, amount, NODE);
  }

  private Optional<LocalDate> paid(Contract contract) {
    return Optional.ofNullable(
        tx.session()
            .createSelectionQuery(
                "select max(periodUntil) from LedgerRow where contractId = :contract"
                    + " and unit = :unit and objectKey = :facility",
                LocalDate.class)
            .setParameter("contract", contract.id())
            .setParameter("unit", BackupUnit.FACILITY)
            .setParameter("facility", contract.facility())
            .getSingleResultOrNull());
  }

  /** The next objects, by key, that have not paid for the last due period yet. */
  private List<Kept> page(Contract contract, Set<String> ids, LocalDate last, String after) {
    String key = contract.unit() == BackupUnit.PATIENT ? "patient" : "study";
    String query =
        """
        select s.KEY, min(s.firstArrival), max(p.periodUntil)
        from LedgerRow s
        left join LedgerRow p on p.contractId = :contract and p.unit = :unit and p.objectKey = s.KEY
        where s.facility = :facility and s.contractId in (:ids) and s.KEY > :after
        group by s.KEY
        having coalesce(max(p.periodUntil), :never) < :last
        order by s.KEY
        """
            .replace("KEY", key);
    return tx
        .session()
        .createSelectionQuery(query, Object[].class)
        .setParameter("contract", contract.id())
        .setParameter("unit", contract.unit())
        .setParameter("facility", contract.facility())
        .setParameter("ids", ids)
        .setParameter("after", after)
        .setParameter("never", LocalDate.EPOCH)
        .setParameter("last", last)
        .setMaxResults(Ledger.PAGE)
        .getResultList()
        .stream()
        .map(this::kept)
        .toList();
  }

  private Kept kept(@Nullable Object[] row) {
    LocalDate since = LocalDate.ofInstant((Instant) row[1], zone);
    return new Kept((String) row[0], since, Optional.ofNullable((LocalDate) row[2]));
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }

  /** An object that a contract keeps: since when, and the last day that is charged already. */
  private record Kept(String object, LocalDate since, Optional<LocalDate> paidUntil) {
    boolean owes(Period period) {
      return !period.until().isBefore(since)
          && paidUntil.map(paid -> period.from().isAfter(paid)).orElse(true);
    }
  }
}
