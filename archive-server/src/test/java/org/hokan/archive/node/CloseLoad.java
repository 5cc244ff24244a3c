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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.billing.ContractClause;
import org.hokan.archive.billing.MonthClose;
import org.hokan.archive.billing.SecondCopy;
import org.hokan.archive.billing.Statement;
import org.hokan.archive.billing.StatementFilter;
import org.hokan.archive.billing.StudyUsage;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Tx;
import org.hokan.archive.journal.Journal;
import org.joda.money.Money;

/**
 * Fills a node's ledger with the studies of a month, closes the month, and says how long that took:
 * {@code CloseLoad DATA FACILITIES STUDIES [UNIT [destroyed]]}. The data folder is a new one; the
 * unit is what each facility's contract charges for (FACILITY unless told). With {@code destroyed}
 * the studies came in the month before, every other one was destroyed in it, and it was closed
 * before this one is. The node is started anew between filling and closing, as months are not
 * filled within minutes.
 */
final class CloseLoad {
  private static final int BATCH = 500;
  private static final long BYTES = 20 * 277_000L;

  private static final Clock CLOCK = Clock.system(ZoneId.of("Asia/Tokyo"));

  private final Rooms rooms;
  private final YearMonth month;

  private CloseLoad(Rooms rooms, YearMonth month) {
    this.rooms = rooms;
    this.month = month;
  }

  public static void main(String[] args) throws IOException {
    BackupUnit unit = args.length > 3 ? BackupUnit.valueOf(args[3]) : BackupUnit.FACILITY;
    boolean destroyed = args.length > 4 && args[4].equals("destroyed");
    Measured measured =
        run(
            Path.of(args[0]),
            new Load(Integer.parseInt(args[1]), Integer.parseInt(args[2]), unit, destroyed));
    System.out.printf(
        "closed %d statements of %s facilities in %.1f s (ledger filled in %.1f s)%n",
        measured.close().statements(),
        args[1],
        measured.closed().toMillis() / 1000.0,
        measured.filled().toMillis() / 1000.0);
  }

  /**
   * What is closed.
   *
   * @param destroyed whether every other study was destroyed in the month before
   */
  record Load(int facilities, int studies, BackupUnit unit, boolean destroyed) {}

  /** What came of it, and how long the parts took. */
  record Measured(MonthClose close, List<Statement> first, Duration filled, Duration closed) {}

  static Measured run(Path data, Load load) throws IOException {
    YearMonth now = YearMonth.now(CLOCK);
    Duration filled = fill(data, load, load.destroyed() ? now.minusMonths(1) : now);
    return with(data, rooms -> closed(rooms, now, filled));
  }

  /** Fills the ledger of a new data folder with the studies of a month. */
  static Duration fill(Path data, Load load, YearMonth month) throws IOException {
    return with(data, rooms -> new CloseLoad(rooms, month).filled(load));
  }

  /** As on a running node, beside what it does each second. */
  private static <T> T with(Path data, Function<Rooms, T> work) throws IOException {
    Configuration configuration =
        Configuration.load(Optional.empty(), List.of("data-directory=" + data));
    try (Rooms rooms = Rooms.open(configuration, RestoreChoice.NONE, CLOCK)) {
      tidy(rooms); // a snapshot of the journal belongs to what was filled in, not to the close
      ScheduledExecutorService beside = Executors.newSingleThreadScheduledExecutor();
      beside.scheduleWithFixedDelay(() -> tidy(rooms), 1, 1, TimeUnit.SECONDS);
      try {
        return work.apply(rooms);
      } finally {
        stop(beside);
      }
    }
  }

  private static void stop(ScheduledExecutorService beside) {
    beside.shutdown();
    try {
      beside.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration filled(Load load) {
    Instant begin = CLOCK.instant();
    List<Contract> contracts = agree(load.facilities(), load.unit());
    fill(contracts, load.studies());
    if (load.destroyed()) {
      destroyHalf(contracts, load.studies());
      rooms.ledger().close(month, "load");
    }
    return Duration.between(begin, CLOCK.instant());
  }

  private static Measured closed(Rooms rooms, YearMonth month, Duration filled) {
    Instant begin = CLOCK.instant();
    MonthClose close = rooms.ledger().close(month, "load");
    Duration closed = Duration.between(begin, CLOCK.instant());
    StatementFilter first =
        new StatementFilter(
            Optional.of(month), Optional.empty(), Optional.empty(), StatementFilter.LARGEST_PAGE);
    return new Measured(close, rooms.ledger().statements(first), filled, closed);
  }

  /** What a running node does each second. */
  private static synchronized void tidy(Rooms rooms) {
    rooms.database().tidy();
    rooms.journal().ifPresent(Journal::tick);
  }

  private List<Contract> agree(int facilities, BackupUnit unit) {
    List<Contract> all = new ArrayList<>();
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
    inBatches(contracts, studies, (tx, batch) -> rooms.ledger().recordStudies(tx, batch));
  }

  private void destroyHalf(List<Contract> contracts, int studies) {
    inBatches(
        contracts,
        studies,
        (tx, batch) -> {
          for (int i = 0; i < batch.size(); i += 2) {
            StudyUsage usage = batch.get(i);
            rooms.ledger().recordDeletion(tx, usage, usage.last().plus(1, ChronoUnit.DAYS));
          }
        });
  }

  private void inBatches(
      List<Contract> contracts, int studies, BiConsumer<Tx, List<StudyUsage>> work) {
    for (int from = 0; from < studies; from += BATCH) {
      List<StudyUsage> batch =
          IntStream.range(from, Math.min(studies, from + BATCH))
              .mapToObj(i -> usage(contracts.get((int) ((long) i * contracts.size() / studies)), i))
              .toList();
      rooms.database().run(tx -> work.accept(tx, batch));
    }
  }

  private StudyUsage usage(Contract contract, int number) {
    Instant arrived =
        month.atDay(1).atStartOfDay(CLOCK.getZone()).plusSeconds(number % 3600).toInstant();
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
        SecondCopy.NONE);
  }
}
