package org.hokan.archive.billing;

import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.billing.Simulated.Refused;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.AppliedTerms;
import org.hokan.archive.contract.Chosen;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.joda.money.Money;

/**
 * One run: puts a facility's records into the scratch ledger as other contracts would have had
 * them, and closes its months. Not thread-safe.
 */
final class Replay {
  static final String WHO = "simulation";

  private final Database source;
  private final Database scratch;
  private final SimulationOrder order;
  private final SimulatedContracts contracts;
  private final Simulator.Aside aside;
  private final SetClock clock;
  private final ZoneId zone;
  private final LocalDate today;
  private final ContractBook book;
  private final UsageLedger ledger;
  private final Map<Cause, Refused> refused = new EnumMap<>(Cause.class);
  private final LeftOuts leftOut = new LeftOuts();
  private final ScratchStudies studies;
  private final RuledTraffic ruled;
  private final RuledChoices choices;
  private final OpenExams open;
  private final ReplayedSavings savings;
  private final ReplayedServices services;
  private final ReplaySteps records;
  private final Optional<Forecast> forecast;
  private final RoundingMode rounding;
  private Optional<YearMonth> usedUp = Optional.empty();
  private long usedBytes;
  private long unknownExams;
  private long notEnded;

  Replay(
      Simulator.Books books,
      Database scratch,
      SimulationOrder order,
      SimulatedContracts contracts,
      Simulator.Aside aside) {
    this.source = books.database();
    this.scratch = scratch;
    this.order = order;
    this.contracts = contracts;
    this.aside = aside;
    this.zone = books.contracts().zoneOf(order.facility(), books.clock().getZone());
    this.clock = new SetClock(books.clock().getZone(), zone);
    this.today = LocalDate.ofInstant(books.clock().instant(), zone);
    this.records = new ReplaySteps(source, order, today, zone, !aside.other());
    this.rounding = books.settings().rounding();
    this.choices = new RuledChoices(scratch);
    ReplaySource agreed = new ReplaySource(contracts, zone, books, choices);
    this.book = new ContractBook(contracts.all(), agreed, zone);
    this.studies = new ScratchStudies(scratch, order.facility());
    this.open = source.read(tx -> new OpenExams(tx, aside.known().open(), zone));
    this.forecast =
        order.ahead() > 0
            ? Optional.of(
                source.read(tx -> Forecast.of(tx, new Forecast.Asked(order, today, zone), open)))
            : Optional.empty();
    OtherRules rules = aside.other() ? aside.known().rules() : OtherRules.NONE;
    this.ruled =
        new RuledTraffic(
            rules, source, order.facility(), at -> termsAt(at), () -> usedBytes, studies);
    ReplayedTraffic traffic = new ReplayedTraffic(contracts, ruled, studies, zone);
    this.savings = new ReplayedSavings(traffic, new EarlyRecords(source, open));
    this.services = new ReplayedServices(traffic, new EarlyRecords(source, open));
    this.ledger =
        new UsageLedger(
            scratch,
            agreed,
            (tx, who, action, facility, text) -> {},
            books.settings().with(NodeKey.fresh()),
            clock);
  }

  Simulated run() {
    List<ReplaySteps.Step> steps = source.read(records::steps);
    Instant from = Instant.EPOCH;
    List<ReplaySteps.Step> billed =
        aside.other() ? List.of() : steps.stream().filter(step -> !step.isOpen()).toList();
    usedBytes = new BilledMonths(records, scratch).copy(billed);
    for (ReplaySteps.Step step : steps) {
      if (!step.month().isBefore(order.first())) {
        aside.progress().accept(step.month().toString());
      }
      boolean isThere = billed.contains(step);
      step.early().ifPresentOrElse(clock::setTo, () -> clock.setTo(step.month()));
      if (!isThere) {
        feed(step);
      }
      if (step.isOpen()) {
        feedOpen(step.month());
      }
      takeEarly();
      Instant until = step.early().orElse(KeptRecorder.endOf(shown(step.month()), zone));
      feedNotKept(step.month(), from, until);
      from = until;
      if (step.month().isAfter(order.last())) {
        forecast.ifPresent(rest -> expect(rest, step.month()));
      }
      if (!isThere) {
        ledger.close(step.month(), WHO);
      }
    }
    List<String> notes = new ArrayList<>(aside.notes());
    forecast.ifPresent(
        rest -> {
          goOn(rest, steps.get(steps.size() - 1).month());
          notes.addAll(rest.says());
        });
    if (notEnded > 0) {
      notes.add(
          "%d examinations have not ended: they are counted as they are now.".formatted(notEnded));
    }
    addNotes(notes);
    return scratch.read(tx -> simulated(new SimulatedFigures(tx, order, book, rounding), notes));
  }

  private Simulated simulated(SimulatedFigures figures, List<String> notes) {
    List<SimulatedMonth> months = figures.months();
    List<String> all = Stream.concat(notes.stream(), figures.notes().stream()).toList();
    return new Simulated(
        months, Map.copyOf(refused), leftOut.all(), figures.items(), usedUp(months), all);
  }

  /** A month that was closed with the last one that is asked for is not told of. */
  private YearMonth shown(YearMonth month) {
    return month.isAfter(order.last()) && order.ahead() == 0 ? order.last() : month;
  }

  private void feed(ReplaySteps.Step step) {
    long after = step.after();
    for (List<LedgerRow> page; !(page = records.page(step, after)).isEmpty(); ) {
      if (after > step.after()) {
        aside.progress().accept(step.month().toString());
      }
      List<LedgerRow> rows = page;
      scratch.run(
          tx -> {
            Appender appender = Appender.begin(tx, clock);
            rows.forEach(row -> take(tx, appender, step.placed(LedgerMapping.record(row))));
            appender.finish();
          });
      after = page.get(page.size() - 1).number;
    }
  }

  /** As they are now. */
  private void feedOpen(YearMonth month) {
    List<OpenExams.Open> some = open.upTo(month);
    notEnded += month.isBefore(order.first()) ? 0 : some.size();
    scratch.run(
        tx -> {
          Appender appender = Appender.begin(tx, clock);
          some.forEach(one -> takeOpen(tx, appender, one));
          appender.finish();
        });
  }

  private void takeOpen(Tx tx, Appender appender, OpenExams.Open one) {
    BillingEntry.Study study = one.exam().study();
    take(tx, appender, one.exam());
    if (one.copied() && contracts.simulated().isEmpty() && !ruled.isAny()) {
      copy(tx, appender, one.exam());
    }
    takeWaiting(tx, appender, study);
  }

  /** Takes what waited for a study. */
  private void takeWaiting(Tx tx, Appender appender, BillingEntry.Study study) {
    savings.takeOf(tx, appender, study.studyInstanceUid());
    services.takeOf(tx, appender, study.studyInstanceUid());
  }

  private void take(Tx tx, Appender appender, BillingRecord record) {
    switch (record.type()) {
      case STUDY, DELETION -> {
        BillingEntry.Study study = (BillingEntry.Study) record.entry();
        take(tx, appender, new ReplayedExam(record.month(), record.clause(), study));
        takeWaiting(tx, appender, study);
      }
      case PERIOD, STORAGE, OVERAGE, COMPRESSION -> {} // the scratch ledger's own close makes them
      case SAVING -> savings.take(tx, appender, record);
      case COPY -> {
        if (!ruled.isRuled((BillingEntry.Item) record.entry())
            && isOfAgreed(tx, appender, record)) {
          append(appender, record, record.clause());
        } // otherwise recorded with its study, or refused with it
      }
      case RETRIEVAL, MEDIA, PROCESSING, PRINT, ALBUM_BLOCK -> services.take(tx, appender, record);
      case ADJUSTMENT -> {
        if (!EndRecorder.made(record)) {
          append(
              appender,
              record,
              contracts.holds(record.clause()) ? record.clause() : ContractClause.NONE);
        } // otherwise the scratch ledger's own close makes it, or charges no more than it leaves
      }
    }
  }

  /** Whether a copy is of a study that was taken under a contract as agreed. */
  private boolean isOfAgreed(Tx tx, Appender appender, BillingRecord copy) {
    String study = ((BillingEntry.Item) copy.entry()).object();
    return contracts.simulated().isEmpty()
        || studies
            .clauseOf(tx, appender, study)
            .filter(clause -> !clause.equals(contracts.simulatedClause()))
            .isPresent();
  }

  private Optional<AgreedTerms> termsAt(Instant at) {
    return book.termsFor(order.facility(), LocalDate.ofInstant(at, zone));
  }

  private void leaveOut(YearMonth month, OtherRules.Part part) {
    if (!month.isBefore(order.first())) {
      part.leftOut().forEach(leftOut::add);
    }
  }

  /** What was refused or kept aside then: as it was, or as it would be. */
  private void feedNotKept(YearMonth month, Instant from, Instant until) {
    if (!aside.other()) {
      if (!month.isBefore(order.first())) {
        aside.known().rules().leftOut(from, until, leftOut::add);
      }
      return;
    }
    ruled
        .rules()
        .notKept(
            from,
            until,
            ruled,
            extra -> {
              leaveOut(month, extra.part());
              if (extra.part().images() > 0) {
                takeExtra(month, extra);
              }
            });
  }

  private void takeExtra(YearMonth month, OtherRules.Extra extra) {
    scratch.run(
        tx -> {
          Appender appender = Appender.begin(tx, clock);
          long refersTo = studies.has(tx, extra.study()) ? 1 : 0;
          Optional<AgreedTerms> terms = termsAt(extra.first());
          ReplayedExam exam =
              new ReplayedExam(
                  month,
                  terms.map(t -> new ContractClause(t.contract(), t.version())).orElseThrow(),
                  new BillingEntry.Study(
                      extra.study(),
                      extra.patient(),
                      extra.part().images(),
                      extra.part().bytes(),
                      Ledger.toMillis(extra.first()),
                      Ledger.toMillis(extra.last()),
                      extra.ae(),
                      "",
                      refersTo));
          choose(tx, exam, extra.part());
          record(appender, exam, exam.clause());
          follow(tx, appender, exam, extra.part());
          appender.finish();
        });
  }

  /** Takes what other rules leave of it; where they say nothing, all. */
  void take(Tx tx, Appender appender, ReplayedExam exam) {
    if (!ruled.isAny()) {
      takeAll(tx, appender, exam, Optional.empty());
    } else if (exam.study().images() < 0) {
      appender.flush();
      ScratchStudies.Kept kept = studies.kept(tx, exam.study().studyInstanceUid());
      if (kept.images() > 0) {
        takeAll(tx, appender, exam.of(-kept.images(), -kept.bytes(), 1), Optional.empty());
      }
    } else {
      takeRuled(tx, appender, exam);
    }
  }

  private void takeRuled(Tx tx, Appender appender, ReplayedExam exam) {
    BillingEntry.Study study = exam.study();
    Optional<OtherRules.Part> part = ruled.of(exam);
    if (part.isEmpty()) {
      takeAll(tx, appender, exam, Optional.empty());
      return;
    }
    leaveOut(exam.month(), part.get());
    Refused byRule = exam.refused(part.get());
    if (byRule.images() > 0 && !exam.month().isBefore(order.first())) {
      refused.merge(Cause.RULE, byRule, Refused::plus);
    }
    long images = study.images() - part.get().leftImages();
    if (images > 0) {
      appender.flush();
      long refersTo = studies.has(tx, study.studyInstanceUid()) ? 1 : 0;
      long bytes = Math.max(0, study.bytes() - part.get().leftBytes());
      choose(tx, exam, part.get());
      takeAll(tx, appender, exam.of(images, bytes, refersTo), part);
    }
  }

  private void choose(Tx tx, ReplayedExam exam, OtherRules.Part part) {
    LocalDate day = LocalDate.ofInstant(exam.study().first(), zone);
    termsAt(exam.study().first()).ifPresent(terms -> choices.choose(tx, terms, part, exam, day));
  }

  private void takeAll(
      Tx tx, Appender appender, ReplayedExam exam, Optional<OtherRules.Part> ruled) {
    LocalDate day = LocalDate.ofInstant(exam.study().first(), zone);
    Optional<AgreedTerms> deciding =
        exam.isExpected() ? contracts.termsOn(day) : contracts.simulatedOn(day);
    Optional<AppliedTerms> terms = deciding.map(agreed -> applied(tx, agreed, exam, day));
    Optional<ContractClause> clause =
        exam.isExpected()
            ? deciding.map(t -> new ContractClause(t.contract(), t.version()))
            : contracts.clause(exam.clause(), day);
    Optional<ExamFacts.Known> known =
        terms.flatMap(t -> aside.facts().of(order.facility(), exam.study().studyInstanceUid()));
    Optional<Cause> against =
        clause.isEmpty()
            ? Optional.of(Cause.NO_CONTRACT)
            : terms.flatMap(t -> against(tx, appender, t, exam, known));
    if (against.isPresent()) {
      refuse(exam, against.get());
      return;
    }
    record(appender, exam, clause.orElseThrow());
    savings.count(exam, day);
    if (ruled.isPresent()) {
      follow(tx, appender, exam, ruled.get());
    } else if (terms.isPresent() && exam.begins() && isKeptTwice(terms.get(), exam, known)) {
      copy(tx, appender, exam);
    }
    if (exam.isExpected()) {
      forecast.ifPresent(rest -> bill(tx, appender, exam, rest.services().next()));
    }
  }

  private void record(Appender appender, ReplayedExam exam, ContractClause clause) {
    usedBytes += exam.study().bytes();
    appender.append(
        exam.month(),
        new Appender.Owner(order.facility(), clause),
        new Appender.Charge(
            exam.study(), Money.zero(book.currency(order.facility(), clause)), Optional.empty()),
        WHO);
  }

  /** What rules have done besides. */
  private void follow(Tx tx, Appender appender, ReplayedExam exam, OtherRules.Part part) {
    if (exam.begins() && part.twice()) {
      copy(tx, appender, exam);
    }
    bill(tx, appender, exam, part.bill());
  }

  private void bill(Tx tx, Appender appender, ReplayedExam exam, Collection<String> billed) {
    ServiceRecorder recorder = new ServiceRecorder(tx, appender, book);
    billed.forEach(
        service ->
            recorder.charge(
                new NamedUse(
                    order.facility(),
                    service,
                    exam.study().studyInstanceUid(),
                    exam.study().first())));
  }

  private void copy(Tx tx, Appender appender, ReplayedExam exam) {
    new ServiceRecorder(tx, appender, book)
        .record(
            CopyCharges.use(
                order.facility(), exam.study().studyInstanceUid(), exam.study().first()));
  }

  private AppliedTerms applied(Tx tx, AgreedTerms agreed, ReplayedExam exam, LocalDate day) {
    Contract contract = book.agreed(agreed.contract()).orElseThrow();
    return AppliedTerms.of(
        agreed,
        new AppliedTerms.Asked(exam.patientId(), exam.study().studyInstanceUid(), day),
        (unit, object) ->
            Optional.ofNullable(book.chosen(tx, contract, unit, List.of(object)).get(object))
                .map(Chosen::days));
  }

  /** What speaks against it; late images go with their exam. */
  private Optional<Cause> against(
      Tx tx,
      Appender appender,
      AppliedTerms terms,
      ReplayedExam exam,
      Optional<ExamFacts.Known> known) {
    if (exam.begins() && known.isEmpty()) {
      unknownExams++;
    }
    Set<String> modalities = known.map(ExamFacts.Known::modalities).orElse(Set.of());
    if (!terms.selects(exam.study().ae(), modalities, sopClasses(terms, exam))) {
      return Optional.of(Cause.NOT_SELECTED);
    }
    long image = exam.study().bytes() / Math.max(1, exam.study().images());
    boolean taken =
        exam.begins()
            ? !terms.agreed().terms().capacity().refuses(image, usedBytes)
            : studies.clauseOf(tx, appender, exam.study().studyInstanceUid()).isPresent();
    return taken ? Optional.empty() : Optional.of(Cause.CAPACITY);
  }

  /** Where the terms select by them. */
  private Set<String> sopClasses(AppliedTerms terms, ReplayedExam exam) {
    return terms.agreed().terms().selection().sopClasses().isEmpty() || exam.isExpected()
        ? Set.of()
        : aside.facts().sopClasses(order.facility(), exam.study().studyInstanceUid());
  }

  private void refuse(ReplayedExam exam, Cause cause) {
    if (exam.study().images() > 0 && !exam.month().isBefore(order.first())) {
      refused.merge(cause, exam.refused(), Refused::plus);
      if (cause == Cause.CAPACITY && usedUp.isEmpty()) {
        usedUp = Optional.of(exam.month());
      }
    }
  }

  private static boolean isKeptTwice(
      AppliedTerms terms, ReplayedExam exam, Optional<ExamFacts.Known> known) {
    boolean asTheContractSays = terms.storageClass() == StorageClass.DELUXE;
    return exam.study().rule().isEmpty()
        ? asTheContractSays
        : known.map(ExamFacts.Known::twice).orElse(asTheContractSays);
  }

  /** Of studies whose records belong to what is put in later: they will be taken. */
  private void takeEarly() {
    scratch.run(
        tx -> {
          Appender appender = Appender.begin(tx, clock);
          savings.takeEarly(tx, appender);
          services.takeEarly(appender);
          appender.finish();
        });
  }

  /** As it is, under another clause. */
  static void append(Appender appender, BillingRecord record, ContractClause clause) {
    append(appender, record, record.entry(), clause);
  }

  /** With another entry, too. */
  static void append(
      Appender appender, BillingRecord record, BillingEntry entry, ContractClause clause) {
    appender.append(
        record.month(),
        new Appender.Owner(record.facility(), clause),
        new Appender.Charge(entry, record.amount(), record.taxRate()),
        WHO,
        record.recorded().at());
  }

  /** Puts in what is expected of the months after one. */
  private void goOn(Forecast forecast, YearMonth after) {
    for (YearMonth month = after.plusMonths(1);
        !month.isAfter(order.end());
        month = month.plusMonths(1)) {
      aside.progress().accept(month + " (forecast)");
      clock.setTo(month);
      expect(forecast, month);
      ledger.close(month, WHO);
    }
  }

  private void expect(Forecast forecast, YearMonth month) {
    for (List<ReplayedExam> page : forecast.exams(month, zone)) {
      scratch.run(
          tx -> {
            Appender appender = Appender.begin(tx, clock);
            page.forEach(exam -> take(tx, appender, exam));
            appender.finish();
          });
    }
  }

  private void addNotes(List<String> notes) {
    if (!aside.other()) {
      return;
    }
    notes.addAll(ruled.rules().notes());
    notes.add(
        "What was refused is counted as far as it is noted (contract.refusals-kept), what is in"
            + " quarantine as it waits there now.");
    if (order.ahead() == 0 && unknownExams > 0) {
      notes.add(
          "%d examinations are no longer in the index: no selection by modality or SOP class for them."
              .formatted(unknownExams));
    }
    if (services.unpriced() > 0) {
      notes.add(
          "%d services have no price in these terms and cost nothing."
              .formatted(services.unpriced()));
    }
    if (savings.lost() > 0) {
      notes.add("%d bytes that compression saves would not be saved.".formatted(savings.lost()));
    }
    if (savings.newlyAllowed() > 0) {
      notes.add(
          ("%d bytes might newly be compressed under these terms: what that would save is in"
                  + " neither SAVED nor the charges (see: bin/hokan compression estimate).")
              .formatted(savings.newlyAllowed()));
    }
    notes.add(
        "Compression: as recorded; what it would save of the rest is not known here (see: bin/hokan"
            + " compression estimate).");
    if (!ruled.isAny()) {
      notes.add("Storage rules: as they decided then.");
    }
  }

  /** The first month in which something was refused for it, or more is kept than it. */
  private Optional<YearMonth> usedUp(List<SimulatedMonth> months) {
    Optional<YearMonth> beyond =
        months.stream()
            .filter(this::isBeyond)
            .map(SimulatedMonth::month)
            .findFirst()
            .filter(month -> usedUp.isEmpty() || month.isBefore(usedUp.get()));
    return beyond.or(() -> usedUp);
  }

  private boolean isBeyond(SimulatedMonth month) {
    return book.termsFor(order.facility(), month.month().atEndOfMonth())
        .filter(agreed -> month.keptBytes() > agreed.terms().capacity().bytes())
        .isPresent();
  }
}
