package org.hokan.archive.billing;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.hokan.archive.SetClock;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.Days;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/** A ledger on an empty database, with contracts and a clock that the test sets. */
final class Books {
  static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

  final Database database;
  final List<Contract> contracts = new ArrayList<>();
  private final Map<String, Map<LocalDate, ContractTerms>> agreed = new HashMap<>();
  private final Map<String, Map<String, Chosen>> chosen = new HashMap<>();

  /** Of facilities that are elsewhere than all others. */
  final Map<String, ZoneId> zones = new HashMap<>();

  private Optional<ZoneId> zone = Optional.empty();
  final List<String> trail = new ArrayList<>();
  final SetClock clock = new SetClock(Instant.parse("2026-01-01T00:00:00Z"), TOKYO);
  final UsageLedger ledger;

  Books(Database database) {
    this.database = database;
    this.ledger = ledger(LedgerKeys.of(NodeKey.fresh()));
    clear();
  }

  /** Another node on the same database, with keys of its own. */
  UsageLedger ledger(LedgerKeys keys) {
    return ledger(keys, Issuer.named("Provider"));
  }

  UsageLedger ledger(LedgerKeys keys, Issuer issuer) {
    return new UsageLedger(
        database,
        new Source(),
        (tx, who, action, facility, text) -> trail.add(who + " " + action + " " + text),
        new BillingSettings(RoundingMode.DOWN, Tax.NONE, issuer, keys),
        clock);
  }

  /** Reads what the test agreed and chose. */
  private final class Source implements ContractSource {
    @Override
    public List<Contract> all(Tx tx) {
      return List.copyOf(contracts);
    }

    @Override
    public ZoneId zoneOf(String facility, ZoneId usual) {
      return zones.getOrDefault(facility, zone.orElse(usual));
    }

    @Override
    public Map<String, Chosen> chosen(
        Tx tx, Contract contract, BackupUnit unit, Collection<String> objects) {
      Map<String, Chosen> said = said(contract, unit);
      said.keySet().retainAll(objects);
      return said;
    }

    @Override
    public List<String> takenOut(
        Tx tx, Contract contract, BackupUnit unit, String after, int most) {
      return said(contract, unit).entrySet().stream()
          .filter(entry -> entry.getValue().wasTakenOut() && entry.getKey().compareTo(after) > 0)
          .map(Map.Entry::getKey)
          .sorted()
          .limit(most)
          .toList();
    }

    /** What the versions name, and what was said besides. */
    private Map<String, Chosen> said(Contract contract, BackupUnit unit) {
      Map<String, Chosen> said = new HashMap<>(contract.named(unit));
      said.putAll(chosen.getOrDefault(contract.id() + unit, Map.of()));
      return said;
    }
  }

  /** The day on which a facility is. */
  LocalDate today(String facility) {
    return LocalDate.ofInstant(clock.instant(), zones.getOrDefault(facility, TOKYO));
  }

  /** Chooses an object of a contract's unit from the facility's today on, or takes it out. */
  void choose(Contract contract, BackupUnit unit, String object, boolean in) {
    LocalDate today = today(contract.facility());
    chosen
        .computeIfAbsent(contract.id() + unit, key -> new HashMap<>())
        .merge(
            object,
            new Chosen(Days.NEVER.from(today, in), !in),
            (before, now) ->
                new Chosen(before.days().from(today, in), before.wasTakenOut() || !in));
  }

  /** Empties the tables by means that no code of the node has. */
  private void clear() {
    for (String table :
        List.of(
            "billing_ledger",
            "billing_statement",
            "billing_statement_tax",
            "billing_statement_line",
            "billing_seal",
            "billing_close")) {
      tamper(table, "delete from " + table);
    }
    tamper("billing_copy_owed", "delete from billing_copy_owed");
    tamper(
        "billing_head",
        "update billing_head set ledger_number = 0, statement_place = 0, closed_month = 0,"
            + " closing_month = null,"
            + " ledger_hash = '%1$s', statement_hash = '%1$s'".formatted(CanonicalForm.GENESIS));
  }

  /** Changes a table behind the ledger's back, as somebody with the database's password could. */
  void tamper(String table, String sql) {
    boolean guarded = !List.of("billing_head", "billing_copy_owed").contains(table);
    database.run(
        tx -> {
          boolean postgresql = tx.kind() == DatabaseKind.POSTGRESQL;
          if (guarded) {
            tx.session().createNativeMutationQuery(guardOff(table, postgresql)).executeUpdate();
          }
          tx.session().createNativeMutationQuery(sql).executeUpdate();
          if (guarded) {
            tx.session().createNativeMutationQuery(guardOn(table, postgresql)).executeUpdate();
          }
        });
  }

  private static String guardOff(String table, boolean postgresql) {
    return postgresql
        ? "alter table %s disable trigger all".formatted(table)
        : "drop trigger %s_append_only".formatted(table);
  }

  private static String guardOn(String table, boolean postgresql) {
    return postgresql
        ? "alter table %s enable trigger all".formatted(table)
        : "create trigger %1$s_append_only before update, delete on %1$s for each row call '%2$s'"
            .formatted(table, RefuseChange.class.getName());
  }

  Books at(String localDateTime) {
    clock.now = LocalDateTime.parse(localDateTime).atZone(TOKYO).toInstant();
    return this;
  }

  Contract contract(
      String id, String from, String until, PeriodCourse course, BackupUnit unit, Money unitRate) {
    return agree(id, TestTerms.of(from, until, course, unit, unitRate).build());
  }

  /** Agrees a contract, or from the clock's day on a change of it. */
  Contract agree(String id, ContractTerms terms) {
    Map<LocalDate, ContractTerms> byDay = agreed.computeIfAbsent(id, i -> new TreeMap<>());
    byDay.put(today(id.substring(0, id.lastIndexOf('-'))), terms);
    Contract contract = TestTerms.agreed(id, byDay);
    contracts.removeIf(old -> old.id().equals(id));
    contracts.add(contract);
    return contract;
  }

  /** Ends a contract early, told on the clock's day. */
  void end(String id, String last) {
    change(id, (contract, today) -> TestTerms.ended(contract, today, LocalDate.parse(last)));
  }

  /** Offers a change of a contract on the clock's day, which nobody answers. */
  void offer(String id, ContractTerms terms) {
    change(id, (contract, today) -> TestTerms.offered(contract, today, terms));
  }

  private void change(String id, BiFunction<Contract, LocalDate, Contract> change) {
    Contract contract = contracts.stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
    contracts.remove(contract);
    contracts.add(change.apply(contract, today(contract.facility())));
  }

  /** Says where all facilities are; in Tokyo otherwise. */
  void zone(ZoneId facilities) {
    zone = Optional.of(facilities);
  }

  Optional<BillingRecord> arrived(String study, long images, String first, String last) {
    return arrived("demo", "demo-1", study, "P1", images, first, last);
  }

  Optional<BillingRecord> arrived(
      String facility,
      String contract,
      String study,
      String patient,
      long images,
      String first,
      String last) {
    StudyUsage usage =
        new StudyUsage(
            facility,
            study,
            patient,
            images,
            images * 1000,
            LocalDateTime.parse(first).atZone(TOKYO).toInstant(),
            LocalDateTime.parse(last).atZone(TOKYO).toInstant(),
            "ENDO1",
            new ContractClause(contract, 1),
            "stills@1",
            SecondCopy.NONE);
    return database.write(tx -> ledger.recordStudy(tx, usage));
  }

  /** A closed month with its statements. */
  record Closed(MonthClose close, List<Statement> statements) {}

  Closed close(String month) {
    MonthClose close = ledger.close(YearMonth.parse(month), "admin@127.0.0.1");
    return new Closed(close, statements(ledger, Optional.of(close.month())));
  }

  /** Of a month, or of all; there are not so many in tests. */
  static List<Statement> statements(UsageLedger ledger, Optional<YearMonth> month) {
    List<Statement> all = new ArrayList<>();
    ledger.forEachStatement(
        new StatementFilter(
            month, Optional.empty(), Optional.empty(), StatementFilter.LARGEST_PAGE),
        all::add);
    return all;
  }

  /** All there are. */
  List<BillingRecord> records() {
    return billed().stream().map(BilledRecord::record).toList();
  }

  /** All there are, with the statements that bill them. */
  List<BilledRecord> billed() {
    List<BilledRecord> all = new ArrayList<>();
    ledger.forEachRecord(
        new RecordFilter(Optional.empty(), Optional.empty(), Optional.empty(), 0, 1000), all::add);
    return all;
  }

  List<BillingRecord> records(String month) {
    return ledger.records(RecordFilter.of(YearMonth.parse(month))).stream()
        .map(BilledRecord::record)
        .toList();
  }
}
