package org.hokan.archive.billing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The append-only ledger of what was kept and what it costs, and its monthly statements.
 *
 * <p>A record, a statement and a closed month never change: no code here updates or deletes one,
 * and the database refuses it. Each record carries the hash of the one before it; {@link #verify}
 * walks the chain. Whatever comes late is a new record in the first open month. Months begin and
 * end in the clock's time zone. Amounts are exact: a charge is points x periods x units x unit
 * rate, or the share of its days; only that share and the tax on a statement are rounded.
 * Thread-safe, on any number of nodes.
 */
public final class UsageLedger {
  private static final Logger LOG = LoggerFactory.getLogger(UsageLedger.class);

  private final Database database;
  private final ContractSource contracts;
  private final BillingTrail trail;
  private final BillingSettings settings;
  private final Clock clock;
  private final MonthClosing closing;
  private volatile ContractBook latest;

  /**
   * A ledger over the database's tables.
   *
   * @param clock in the time zone in which months and contract days begin
   */
  public UsageLedger(
      Database database,
      ContractSource contracts,
      BillingTrail trail,
      BillingSettings settings,
      Clock clock) {
    this.database = database;
    this.contracts = contracts;
    this.trail = trail;
    this.settings = settings;
    this.clock = clock;
    this.latest = bookOf(List.of());
    this.closing = new MonthClosing(database, this::book, trail, settings, clock);
  }

  /** Who bills, as it stands on statements that are made from now on. */
  public Issuer issuer() {
    return settings.issuer();
  }

  /** The mapped classes of this room. */
  public static List<Class<?>> entities() {
    return List.of(
        LedgerRow.class,
        StatementRow.class,
        StatementTaxRow.class,
        StatementLineRow.class,
        SealRow.class,
        CloseRow.class,
        HeadRow.class,
        CopyOwedRow.class);
  }

  /** Charges that wait for second copies. */
  public CopyCharges copyCharges() {
    return new CopyCharges(database, this::book, clock);
  }

  /**
   * Records what arrived of a study since it was recorded last; nothing when nothing did. Safe to
   * repeat, also after the index was made anew.
   *
   * @return the record, if there was something to record
   */
  public Optional<BillingRecord> recordStudy(Tx tx, StudyUsage usage) {
    return recordStudies(tx, List.of(usage)).stream().findFirst();
  }

  /**
   * The same of many studies, each named once: what is recorded already is asked for together, and
   * the records are one batched insert.
   *
   * @return the records of those of which there was something to record
   */
  public List<BillingRecord> recordStudies(Tx tx, List<StudyUsage> usages) {
    Appender appender = Appender.begin(tx, clock);
    List<BillingRecord> added = new StudyRecorder(tx, appender, book(tx)).record(usages);
    appender.finish();
    return added;
  }

  /**
   * Records that a study was destroyed, in the transaction that does it: what was counted of it is
   * taken back, and no period that begins later is charged for it.
   *
   * @return the record, if anything of the study was recorded
   */
  public Optional<BillingRecord> recordDeletion(Tx tx, StudyUsage usage, Instant destroyed) {
    Appender appender = Appender.begin(tx, clock);
    Optional<BillingRecord> record =
        new StudyRecorder(tx, appender, book(tx)).recordDeletion(usage, destroyed);
    appender.finish();
    return record;
  }

  /**
   * Records what was done for a facility, at the price of its contract in force, or the last one;
   * for any room, in the transaction that says it was done. A fact that is recorded already, and
   * one that no contract prices (unless it is to be {@link ServiceUse#counted}), adds nothing. What
   * is added is one batched insert.
   *
   * @return the records that were added
   */
  public List<BillingRecord> recordServices(Tx tx, List<ServiceUse> uses) {
    ContractBook book = book(tx);
    List<ServiceUse> told = uses.stream().filter(use -> ServiceRecorder.isTold(book, use)).toList();
    if (told.isEmpty()) {
      return List.of(); // no lock on the ledger for nothing
    }
    Appender appender = Appender.begin(tx, clock);
    ServiceRecorder recorder = new ServiceRecorder(tx, appender, book);
    List<BillingRecord> added =
        told.stream().map(recorder::record).flatMap(Optional::stream).toList();
    appender.finish();
    return added;
  }

  /**
   * Charges services that storage rules name, each fact once in all time, at the price of the
   * contract in force; in the transaction that files what they are charged for.
   *
   * @return those that the contract names no price for, or that the node charges by itself
   */
  public List<NamedUse> recordNamed(Tx tx, List<NamedUse> uses) {
    ContractBook book = book(tx);
    List<NamedUse> news =
        uses.stream().filter(use -> !ServiceRecorder.isRecorded(tx, use)).toList();
    Map<Boolean, List<NamedUse>> byPrice =
        news.stream()
            .collect(Collectors.partitioningBy(use -> ServiceRecorder.isPriced(book, use)));
    List<NamedUse> priced = byPrice.getOrDefault(true, List.of());
    if (!priced.isEmpty()) { // no lock on the ledger for nothing
      Appender appender = Appender.begin(tx, clock);
      ServiceRecorder recorder = new ServiceRecorder(tx, appender, book);
      priced.forEach(recorder::charge);
      appender.finish();
    }
    return byPrice.getOrDefault(false, List.of());
  }

  /** As {@link #recordServices(Tx, List)}, in a transaction of its own. */
  public List<BillingRecord> recordServices(List<ServiceUse> uses) {
    return database.write(tx -> recordServices(tx, uses));
  }

  /**
   * Records what is saved of studies beyond what is recorded, in the transaction that says it is
   * saved. Less adds nothing: an index that is being made anew has not come to all yet.
   */
  public void recordSavings(Tx tx, List<StudySaving> savings) {
    SavingRecorder recorder = new SavingRecorder(tx, book(tx));
    Appender appender = Appender.begin(tx, clock);
    for (StudySaving saving : savings) {
      long more = saving.savedBytes() - recorder.known(saving);
      if (more > 0) {
        recorder.record(appender, saving, more);
      }
    }
    appender.finish();
  }

  /**
   * Records what is saved of a study, also where that is less than before: images were deleted, or
   * given back as they came. Not while the index is being made anew.
   */
  public void correctSavings(Tx tx, StudySaving saving) {
    SavingRecorder recorder = new SavingRecorder(tx, book(tx));
    if (saving.savedBytes() == recorder.known(saving)) {
      return;
    }
    Appender appender = Appender.begin(tx, clock);
    long difference = saving.savedBytes() - recorder.known(saving);
    if (difference != 0) {
      recorder.record(appender, saving, difference);
    }
    appender.finish();
  }

  /**
   * Whether a facility's contract names a price for a service at this time: what nothing prices
   * need not be told.
   */
  public boolean prices(String facility, RecordType type) {
    return database.read(
        tx -> {
          ContractBook book = book(tx);
          LocalDate day = LocalDate.ofInstant(clock.instant(), book.zoneOf(facility));
          return book.termsFor(facility, day)
              .flatMap(t -> t.terms().service(type.service()))
              .isPresent();
        });
  }

  /**
   * Bills a service by hand, at the price that the facility's contract names; forced to disk before
   * this returns.
   *
   * @throws BillingException when the contract names no such service, or the reference was billed
   */
  public BillingRecord bill(ServiceOrder order, String who) {
    return database.writeForced(
        tx -> {
          Appender appender = Appender.begin(tx, clock);
          BillingRecord record =
              new ServiceRecorder(tx, appender, book(tx)).bill(order, clock.instant(), who);
          appender.finish();
          trail.note(
              tx,
              who,
              "billing.bill",
              order.facility(),
              "record %d: %d x %s, %s"
                  .formatted(record.number(), order.quantity(), order.service(), record.amount()));
          return record;
        });
  }

  /**
   * Records each charge that falls due by the end of {@code upTo}, or by today where that is not
   * over, and is not recorded yet. Closing a month does this by itself.
   *
   * @return how many records that were
   */
  public long recordPeriods(Tx tx, YearMonth upTo) {
    Appender appender = Appender.begin(tx, clock);
    CloseCut cut = new CloseCut(upTo, clock.instant());
    long count = new DueRecorder(tx, appender, book(tx), cut).record();
    appender.finish();
    return count;
  }

  /**
   * Begins to close a month, and with it every earlier one that is still open. From then on
   * whatever is recorded belongs to the next month; {@link #finishClose} does the rest. Beginning
   * again what is under way changes nothing. Forced to disk before this returns.
   *
   * @param who the person, for the statements and the audit trail
   * @param promise what is to be done in the same transaction, such as asking for the job
   * @throws BillingException when the month has not begun or is closed, or another is being closed
   */
  public void beginClose(YearMonth month, String who, Consumer<Tx> promise) {
    database.runForced(
        tx -> {
          closing.begin(tx, month, who);
          promise.accept(tx);
        });
  }

  /**
   * Does what is left to do of the close that was begun: records what is due and makes one
   * statement for each facility with records. Nothing when none is under way. May be broken off
   * anywhere and called again.
   *
   * @param progress told after each step
   */
  public void finishClose(Consumer<String> progress) {
    closing.finish(progress);
  }

  /** Begins and finishes. */
  public MonthClose close(YearMonth month, String who) {
    beginClose(month, who, tx -> {});
    finishClose(step -> {});
    return closed(month).orElseThrow();
  }

  /** The close that is under way. */
  public Optional<ClosingState> closing() {
    return database.read(tx -> tx.session().get(HeadRow.class, HeadRow.ID).closingState());
  }

  /** A closed month that has statements of its own. */
  public Optional<MonthClose> closed(YearMonth month) {
    return database.read(
        tx ->
            Closes.of(tx, month)
                .covering()
                .filter(row -> row.yearMonth().equals(month))
                .map(row -> row.close(Statements.count(tx, month), clock.getZone())));
  }

  /**
   * Seals what was recorded before today and is not sealed yet.
   *
   * @return the seal, if there was something to seal
   */
  public Optional<Seal> sealDays() {
    LocalDate today = LocalDate.now(clock);
    Merkle tree = new Merkle(List.of());
    Optional<Seal> before =
        database.read(
            tx -> {
              Optional<Seal> latest = Sealing.latest(tx);
              long sealed = latest.map(Seal::last).orElse(0L);
              long last = Sealing.lastBefore(tx, sealed, today, clock.getZone());
              Sealing.addAll(tx, tree, sealed, last);
              return latest;
            });
    if (tree.size() == 0) {
      return Optional.empty();
    }
    return database.writeForced(
        tx -> {
          HeadRow head = Appender.begin(tx, clock).head(); // with its lock
          Sealing.Day day =
              new Sealing.Day(today.minusDays(1), clock.instant(), StatementEnd.of(head));
          return Sealing.latest(tx).equals(before)
              ? Optional.of(Sealing.insert(tx, before, tree, day, settings.keys().key()))
              : Optional.empty();
        });
  }

  /** The receipt for what is recorded of a study; empty: nothing is. */
  public Optional<Receipt> receipt(String facility, String studyInstanceUid) {
    return database.read(tx -> Receipt.of(tx, facility, studyInstanceUid));
  }

  /**
   * What is recorded of a study, and what was charged for it alone, for its patient, or for the
   * whole facility since its first image.
   *
   * @param most most records; those with the lowest numbers
   */
  public StudyCharges chargesOf(String facility, String studyInstanceUid, int most) {
    return database.read(
        tx ->
            new RecordQuery(tx)
                .ofStudy(facility, studyInstanceUid, book(tx).zoneOf(facility), most));
  }

  /**
   * What a statement's line is made of, down to the studies: one page of its records.
   *
   * @param after only records with a higher number
   * @param most 1 to {@value LineExplanation#LARGEST_PAGE}
   */
  public Optional<LineExplanation> explain(String statement, int line, long after, int most) {
    return database.read(
        tx -> new LineExplainer(tx, book(tx)).explain(statement, line, after, most));
  }

  /**
   * The same for one record of the line: a page of the studies behind it.
   *
   * @param after only STUDY records with a higher number
   */
  public Optional<LineExplanation> explainRecord(
      String statement, int line, long record, long after, int most) {
    return database.read(
        tx -> new LineExplainer(tx, book(tx)).explainRecord(statement, line, record, after, most));
  }

  /** Why the corrections on a statement were made, by the number of their record. */
  public Map<String, String> reasons(Statement statement) {
    return database.read(tx -> new LineExplainer(tx, book(tx)).reasons(statement));
  }

  /** The public key that seals are signed with now (X.509, Base64). */
  public String publicKey() {
    return settings.keys().key().publicKey();
  }

  /**
   * The public keys that seals name and that are neither the node's nor vouched for; none, unless
   * the key was lost or somebody else signed.
   */
  public List<String> unknownKeys() {
    return database.read(Sealing::keys).stream().filter(k -> !settings.keys().know(k)).toList();
  }

  /**
   * A statement as it is put on paper or sent; empty: no such statement.
   *
   * @throws BillingException when it was made before it was kept who bills whom
   */
  public Optional<Invoice> invoice(String number) {
    return database.read(tx -> Invoice.of(tx, book(tx), number));
  }

  /** One statement by its number. */
  public Optional<Statement> statement(String number) {
    return database.read(tx -> Statements.find(tx, number));
  }

  /** A seal by its number. */
  public Optional<Seal> seal(long number) {
    return database.read(tx -> Sealing.find(tx, number));
  }

  /** Whether the month, or a later one, is closed: then nothing more is billed in it. */
  public boolean isClosed(YearMonth month) {
    return database.read(tx -> Closes.of(tx, month).covering().isPresent());
  }

  /**
   * Adds a correction to the first open month; forced to disk before this returns.
   *
   * @param again whether it is meant also when the month has the very same one
   * @throws BillingException when the month has the same one, and it is not said to be meant
   */
  public BillingRecord correct(Correction correction, boolean again, String who) {
    return database.writeForced(
        tx -> {
          Appender appender = Appender.begin(tx, clock);
          BillingRecord record =
              new CorrectionRecorder(tx, appender, book(tx), settings.tax())
                  .record(correction, again, who);
          appender.finish();
          trail.note(
              tx,
              who,
              "billing.correct",
              correction.facility(),
              "record %d: %s".formatted(record.number(), correction.amount()));
          return record;
        });
  }

  /** The same, once in its month. */
  public BillingRecord correct(Correction correction, String who) {
    return correct(correction, false, who);
  }

  /**
   * What works out the cost of other terms; reads this ledger and writes nothing to it.
   *
   * @param folder for its scratch database; emptied by each run
   */
  public Simulator simulator(Path folder) {
    return new Simulator(new Simulator.Books(database, contracts, settings, clock), folder);
  }

  /** One page of records, by number. */
  public List<BilledRecord> records(RecordFilter filter) {
    return database.read(tx -> new RecordQuery(tx).page(filter));
  }

  /**
   * All records that the filter lets through, by number. A page is in memory at a time, and no
   * transaction is open while the consumer works.
   */
  public void forEachRecord(RecordFilter filter, Consumer<BilledRecord> consumer) {
    RecordFilter next = filter;
    for (List<BilledRecord> page; !(page = records(next)).isEmpty(); ) {
      page.forEach(consumer);
      next = next.after(page.get(page.size() - 1).record().number());
    }
  }

  /** Writes the records that the filter lets through as CSV; see {@link CsvExport}. */
  public void exportCsv(RecordFilter filter, TextForm form, OutputStream out) throws IOException {
    Writer writer = form.writer(out);
    CsvExport export = new CsvExport(form, writer);
    forEachRecord(filter, export::write);
    writer.flush();
  }

  /** Writes a month's statements and records as JSON; see {@link JsonExport}. */
  public void exportJson(YearMonth month, RecordFilter filter, OutputStream out)
      throws IOException {
    try (JsonExport export = new JsonExport(out, month, isClosed(month))) {
      forEachStatement(StatementFilter.of(month, filter.facility()), export::write);
      export.records();
      forEachRecord(filter, export::write);
    }
  }

  /**
   * A page of statements.
   *
   * @throws BillingException when no statement has the number that the page is to follow
   */
  public List<Statement> statements(StatementFilter filter) {
    return database.read(tx -> Statements.list(tx, filter));
  }

  /** All of them, with a page in memory at a time. */
  void forEachStatement(StatementFilter filter, Consumer<Statement> consumer) {
    StatementFilter next = filter;
    for (List<Statement> page; !(page = statements(next)).isEmpty(); ) {
      page.forEach(consumer);
      next = next.after(page.get(page.size() - 1).number());
    }
  }

  /** Walks the whole ledger and says what is not as it was written. */
  public LedgerCheck verify() {
    LedgerCheck check = database.read(tx -> new LedgerVerifier(tx, settings.keys()).verify());
    if (!check.intact()) {
      LOG.error("ledger: {} problems, the first: {}", check.found(), check.problems().get(0));
    }
    return check;
  }

  /**
   * Whether a contract was used, for {@link org.hokan.archive.contract.ContractUse}: what is
   * recorded under it; empty when nothing is.
   */
  public static Optional<String> useOfContract(Tx tx, String contract) {
    return use(count(tx, "contractId", contract));
  }

  /** What is recorded for a facility, so that it is not removed; empty when nothing is. */
  public static Optional<String> useOfFacility(Tx tx, String facility) {
    return use(count(tx, "facility", facility));
  }

  private static Optional<String> use(long records) {
    return records == 0
        ? Optional.empty()
        : Optional.of("%d billing records are kept for it".formatted(records));
  }

  private static long count(Tx tx, String field, String value) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from LedgerRow where %s = :value".formatted(field), Long.class)
        .setParameter("value", value)
        .getSingleResult();
  }

  /** Made anew only when a contract changed: thousands of them are not sorted for each record. */
  private ContractBook book(Tx tx) {
    List<Contract> all = contracts.all(tx);
    ContractBook known = latest;
    if (known.isOf(all)) {
      return known;
    }
    ContractBook book = bookOf(all);
    latest = book;
    return book;
  }

  private ContractBook bookOf(List<Contract> all) {
    return new ContractBook(all, contracts, clock.getZone());
  }
}
