package org.hokan.archive.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.billing.ContractClause;
import org.hokan.archive.billing.MonthClose;
import org.hokan.archive.billing.StudyUsage;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.joda.money.Money;

/**
 * Fills a node's ledger with the studies of a month, closes the month, and says how long that took:
 * {@code CloseLoad DATA FACILITIES STUDIES [UNIT]}. The data folder is a new one; the unit is what
 * each facility's contract charges for (FACILITY unless told).
 */
final class CloseLoad {
  private static final int BATCH = 2_000;
  private static final long BYTES = 20 * 277_000L;

  private final Rooms rooms;
  private final Clock clock;
  private final Instant start;

  private CloseLoad(Rooms rooms, Clock clock) {
    this.rooms = rooms;
    this.clock = clock;
    this.start = YearMonth.now(clock).atDay(1).atStartOfDay(clock.getZone()).toInstant();
  }

  public static void main(String[] args) throws IOException {
    BackupUnit unit = args.length > 3 ? BackupUnit.valueOf(args[3]) : BackupUnit.FACILITY;
    Measured measured =
        run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), unit);
    System.out.printf(
        "closed %d statements of %d facilities in %.1f s (ledger filled in %.1f s)%n",
        measured.close().statements().size(),
        Integer.parseInt(args[1]),
        measured.closed().toMillis() / 1000.0,
        measured.filled().toMillis() / 1000.0);
  }

  /** What came of it, and how long the parts took. */
  record Measured(MonthClose close, Duration filled, Duration closed) {}

  static Measured run(Path data, int facilities, int studies, BackupUnit unit) throws IOException {
    Configuration configuration =
        Configuration.load(Optional.empty(), List.of("data-directory=" + data));
    Clock clock = Clock.system(ZoneId.of("Asia/Tokyo"));
    try (Rooms rooms = Rooms.open(configuration, RestoreChoice.NONE, clock)) {
      CloseLoad load = new CloseLoad(rooms, clock);
      Instant begin = clock.instant();
      load.fill(load.agree(facilities, unit), studies);
      Instant filled = clock.instant();
      MonthClose close = rooms.ledger().close(YearMonth.now(clock), "load");
      Instant closed = clock.instant();
      return new Measured(close, Duration.between(begin, filled), Duration.between(filled, closed));
    }
  }

  private List<Contract> agree(int facilities, BackupUnit unit) {
    List<Contract> all = new ArrayList<>();
    YearMonth month = YearMonth.now(clock);
    ContractTerms terms =
        TestTerms.of(
                month.atDay(1).toString(),
                month.plusYears(1).atEndOfMonth().toString(),
                PeriodCourse.MONTHLY,
                unit,
                Money.parse("JPY 100"))
            .build();
    for (int i = 1; i <= facilities; i++) {
      String code = "f%04d".formatted(i);
      rooms.entities().addFacility(Facility.of(code, "Hospital " + i, "ISSUER" + i), "load");
      all.add(rooms.contracts().add(code, terms, "load"));
    }
    return all;
  }

  private void fill(List<Contract> contracts, int studies) {
    for (int from = 0; from < studies; from += BATCH) {
      int first = from;
      int until = Math.min(studies, from + BATCH);
      rooms
          .database()
          .run(
              tx -> {
                for (int i = first; i < until; i++) {
                  int facility = (int) ((long) i * contracts.size() / studies);
                  rooms.ledger().recordStudy(tx, usage(contracts.get(facility), i));
                }
              });
      rooms.database().tidy();
    }
  }

  private StudyUsage usage(Contract contract, int number) {
    Instant arrived = start.plus(number % 3600, ChronoUnit.SECONDS);
    return new StudyUsage(
        contract.facility(),
        "2.25.1%018d".formatted(number),
        "P%07d".formatted(number / 2),
        20,
        BYTES,
        arrived,
        arrived.plusSeconds(60),
        "ENDO1",
        new ContractClause(contract.id(), contract.version()),
        "",
        false);
  }
}
