package org.hokan.archive.ingest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.StudySaving;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.ArrivedInstance;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.KeptEntry;
import org.hokan.archive.index.Outcome;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Mark;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch of stored objects into the index, with the marks that say so, in one transaction.
 */
final class IndexBatches implements IndexWriter {
  private static final Logger LOG = LoggerFactory.getLogger(IndexBatches.class);

  private final Database database;
  private final Index index;
  private final UsageLedger ledger;
  private final Audit audit;
  private final Clock clock;
  private volatile Filed filed = (tx, facility, studyInstanceUid) -> {};
  private volatile Ruled ruled = (tx, instances) -> {};
  private volatile MustStay mustStay = (tx, facility, original, study, patientId) -> false;

  IndexBatches(IngestRooms rooms, Clock clock) {
    this.database = rooms.database();
    this.index = rooms.index();
    this.ledger = rooms.ledger();
    this.audit = rooms.audit();
    this.clock = clock;
  }

  @Override
  public void write(List<Stored> batch) {
    write(batch, this::add);
  }

  /** What was decided of them stands: no hold that came since gives an original its place back. */
  void writeAgain(List<Stored> batch) {
    write(batch, this::addAgain);
  }

  private List<Outcome> addAgain(Tx tx, List<ArrivedInstance> arrived) {
    return index.add(tx, arrived, arrival -> false);
  }

  private void write(
      List<Stored> batch, BiFunction<Tx, List<ArrivedInstance>, List<Outcome>> adding) {
    List<ArrivedInstance> arrived = batch.stream().map(IndexBatches::arrived).toList();
    Map<String, Long> marks = marks(batch);
    List<Outcome> outcomes =
        database.write(
            tx -> {
              List<Outcome> answers = adding.apply(tx, arrived);
              for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).kind() != Outcome.Kind.ADDED) {
                  dropped(tx, batch.get(i), arrived.get(i), answers.get(i));
                }
              }
              noteBegunAnew(tx, arrived, answers);
              tell(tx, arrived, answers);
              tellOfRules(
                  tx, arrived, answers); // may lock facilities, which come before the ledger
              record(tx, arrived, answers);
              marks.forEach((pack, offset) -> index.setMark(tx, pack, offset));
              return answers;
            });
    for (int i = 0; i < outcomes.size(); i++) {
      tell(batch.get(i), outcomes.get(i));
    }
  }

  void whenFiled(Filed listener) {
    filed = listener;
  }

  void whenRuled(Ruled listener) {
    ruled = listener;
  }

  void whenSuperseding(MustStay asked) {
    mustStay = asked;
  }

  /** What must stay is asked before any row is changed, for it may wait for a lock. */
  private List<Outcome> add(Tx tx, List<ArrivedInstance> arrived) {
    Set<ArrivedInstance> givenUp = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ArrivedInstance one : arrived) {
      if (originalStays(tx, one)) {
        givenUp.add(one);
      }
    }
    return index.add(tx, arrived, givenUp::contains);
  }

  private boolean originalStays(Tx tx, ArrivedInstance one) {
    return one.predecessor()
        .filter(before -> !one.isMoved())
        .filter(
            before ->
                mustStay.test(
                    tx,
                    one.facility(),
                    before.sopInstanceUid(),
                    one.head().uid(Tag.StudyInstanceUID).map(Uid::value).orElse(""),
                    one.head().string(Tag.PatientID).orElse("")))
        .isPresent();
  }

  /** The same of something that lost a part and waits in quarantine. */
  boolean originalStays(Tx tx, QuarantineEntry one) {
    return one.predecessor()
        .filter(before -> !before.isSame(one.digest()))
        .filter(
            before ->
                mustStay.test(
                    tx,
                    one.facility(),
                    before.sopInstanceUid(),
                    one.studyInstanceUid(),
                    one.patientId()))
        .isPresent();
  }

  private void tell(Tx tx, List<ArrivedInstance> arrived, List<Outcome> answers) {
    Map<String, ArrivedInstance> studies = new TreeMap<>();
    for (int i = 0; i < answers.size(); i++) {
      ArrivedInstance one = arrived.get(i);
      boolean isNew = answers.get(i).kind() == Outcome.Kind.ADDED || isRefiled(one, answers.get(i));
      boolean toCompress =
          isNew && !one.decided().compression().isEmpty() && one.recompressed().isEmpty();
      if (toCompress) {
        studies.put(one.facility() + " " + study(one), one);
      }
    }
    studies.values().forEach(one -> filed.toCompress(tx, one.facility(), study(one)));
  }

  /** What the smaller forms of this batch save of each study. */
  private void record(Tx tx, List<ArrivedInstance> arrived, List<Outcome> answers) {
    Map<String, StudySaving> studies = new TreeMap<>();
    for (int i = 0; i < answers.size(); i++) {
      ArrivedInstance one = arrived.get(i);
      Outcome answer = answers.get(i);
      if (answer.kind() == Outcome.Kind.REPLACED && !isRefiled(one, answer)) {
        studies.computeIfAbsent(
            one.facility() + " " + study(one),
            key ->
                new StudySaving(
                    one.facility(),
                    study(one).value(),
                    Math.max(0, index.savings(tx, one.facility(), study(one)).savedBytes()),
                    clock.instant()));
      }
    }
    if (!studies.isEmpty()) {
      ledger.recordSavings(tx, List.copyOf(studies.values()));
    }
  }

  private void tellOfRules(Tx tx, List<ArrivedInstance> arrived, List<Outcome> answers) {
    List<RuledInstance> instances = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      ArrivedInstance one = arrived.get(i);
      Outcome.Kind kind = answers.get(i).kind();
      boolean isNew =
          (kind == Outcome.Kind.ADDED || kind == Outcome.Kind.QUARANTINED)
              && one.recompressed().isEmpty()
              && one.predecessor().isEmpty();
      boolean byRule =
          !one.decided().ruleName().isEmpty() && one.head().uid(Tag.StudyInstanceUID).isPresent();
      if (isNew && byRule) {
        instances.add(
            new RuledInstance(
                one.facility(),
                one.head().string(Tag.PatientID).orElse(""),
                study(one),
                one.sopInstanceUid(),
                one.sender().callingAe(),
                one.decided().ruleName(),
                one.decided().ruleVersion(),
                one.arrived(),
                kind == Outcome.Kind.ADDED));
      }
    }
    if (!instances.isEmpty()) {
      ruled.filed(tx, instances);
    }
  }

  /** What an operator has kept after all. */
  void released(Tx tx, QuarantineEntry entry) {
    if (!entry.decided().ruleName().isEmpty()) {
      ruled.filed(
          tx,
          List.of(
              new RuledInstance(
                  entry.facility(),
                  entry.patientId(),
                  Uid.of(entry.studyInstanceUid()),
                  entry.sopInstanceUid(),
                  entry.sender().callingAe(),
                  entry.decided().ruleName(),
                  entry.decided().ruleVersion(),
                  entry.arrived(),
                  true)));
    }
  }

  private static Uid study(ArrivedInstance one) {
    return one.head().uid(Tag.StudyInstanceUID).orElseThrow();
  }

  /** What is not filed, or filed no longer where it was, is dead. */
  private void dropped(Tx tx, Stored stored, ArrivedInstance arrived, Outcome outcome) {
    if (outcome.replaced().isPresent()) {
      replaced(tx, arrived, outcome.replaced().get());
    } else if (outcome.kind() == Outcome.Kind.DESTROYED) {
      dropped(tx, stored, arrived, DeadReason.DESTROYED);
    } else if (outcome.kind() == Outcome.Kind.REMOVED) {
      dropped(tx, stored, arrived, DeadReason.REMOVED);
    } else if (outcome.kind() == Outcome.Kind.GIVEN_UP) {
      Predecessor before = arrived.predecessor().orElseThrow();
      index.dead(tx, DeadObject.givenUp(arrived, before, clock.instant()));
    } else {
      notKeptTwice(tx, stored, arrived);
    }
  }

  private void dropped(Tx tx, Stored stored, ArrivedInstance arrived, DeadReason reason) {
    index.dead(tx, dead(arrived, stored.object().digest(), arrived.at(), reason));
  }

  /** Whether the same object has taken its own place, in another storage class. */
  private static boolean isRefiled(ArrivedInstance arrived, Outcome outcome) {
    return outcome.kind() == Outcome.Kind.REPLACED && arrived.isMoved();
  }

  private void replaced(Tx tx, ArrivedInstance arrived, StoredAt at) {
    if (arrived.predecessor().isEmpty()) {
      index.dead(tx, dead(arrived, arrived.digest(), at, DeadReason.RECOMPRESSED));
    } else {
      superseded(tx, arrived, arrived.predecessor().get(), at);
    }
  }

  private void superseded(Tx tx, ArrivedInstance arrived, Predecessor before, StoredAt at) {
    boolean same = arrived.isMoved();
    DeadReason reason = same ? DeadReason.DUPLICATE : DeadReason.SUPERSEDED;
    index.dead(tx, DeadObject.of(arrived.facility(), before, at, reason, clock.instant()));
    audit.record(
        tx,
        AuditEvent.change(clock.instant(), "node", same ? "storage.refile" : "compression.lossy")
            .facility(arrived.facility())
            .study(study(arrived).value())
            .subject("instance " + before.sopInstanceUid())
            .detail(
                same
                    ? moved(at).formatted(arrived.decided().storageClass())
                    : "lossy, as the contract allows; now instance " + arrived.sopInstanceUid())
            .build());
  }

  private static String moved(StoredAt from) {
    return Ingest.isQuarantine(from)
        ? "released from quarantine; now in storage class %s"
        : "was damaged or gone, and was sent again; stored anew in storage class %s";
  }

  /** Something of a study that was destroyed came again: a new study is begun, with a note. */
  private void noteBegunAnew(Tx tx, List<ArrivedInstance> arrived, List<Outcome> answers) {
    Map<String, Set<String>> studies = new TreeMap<>();
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).begins()) {
        ArrivedInstance one = arrived.get(i);
        studies
            .computeIfAbsent(one.facility(), facility -> new TreeSet<>())
            .add(study(one).value());
      }
    }
    studies.forEach(
        (facility, uids) -> {
          for (String uid : index.cameAgain(tx, facility, uids, clock.instant())) {
            audit.record(
                tx,
                AuditEvent.change(clock.instant(), "node", "study.again")
                    .facility(facility)
                    .study(uid)
                    .detail("was destroyed; something of it came again, and a new one is begun")
                    .build());
          }
        });
  }

  /** An object that two receptions stored at once is in two entries: the second one is dead. */
  private void notKeptTwice(Tx tx, Stored stored, ArrivedInstance arrived) {
    String digest = stored.object().digest();
    DeadObject second = dead(arrived, digest, arrived.at(), DeadReason.DUPLICATE);
    List<StoredAt> kept = index.kept(tx, second).stream().map(KeptEntry::at).toList();
    if (!kept.isEmpty() && !kept.contains(arrived.at())) {
      index.dead(tx, second);
      audit.record(
          tx,
          AuditEvent.change(clock.instant(), "node", "storage.duplicate")
              .facility(arrived.facility())
              .subject("instance " + arrived.sopInstanceUid())
              .detail("stored twice; one of the two entries is to be dropped")
              .build());
    }
  }

  private DeadObject dead(ArrivedInstance arrived, String digest, StoredAt at, DeadReason reason) {
    return new DeadObject(
        arrived.facility(),
        arrived.sopInstanceUid().value(),
        digest,
        arrived.sopInstanceUid().value(),
        arrived.digest(),
        at,
        reason,
        clock.instant());
  }

  /**
   * Files a smaller form in the turn of its original, or something that was moved in that of its
   * release; its own turn, with its mark, comes yet.
   */
  void early(ArrivedInstance form) {
    database.run(
        tx -> {
          Outcome outcome = index.addInTurn(tx, form);
          outcome.replaced().ifPresent(before -> replaced(tx, form, before));
        });
  }

  /**
   * What the index alone could see: that it belongs to a study of another patient, for instance.
   */
  private static void tell(Stored stored, Outcome outcome) {
    if (!stored.papers().isQuarantined()) {
      outcome
          .reason()
          .ifPresent(
              reason -> LOG.warn("{}: in quarantine: {}", stored.object().name(), reason.text()));
    }
  }

  /** Objects of one pack are submitted in their order, so the last one of a batch covers all. */
  private static Map<String, Long> marks(List<Stored> batch) {
    Map<String, Long> marks = new TreeMap<>();
    for (Stored stored : batch) {
      Mark mark = stored.object().mark();
      marks.merge(mark.pack(), mark.offset(), Math::max);
    }
    return marks;
  }

  private static ArrivedInstance arrived(Stored stored) {
    Papers papers = stored.papers();
    Arrival arrival = papers.arrival();
    Location at = stored.object().location();
    return new ArrivedInstance(
        arrival.facility(),
        arrival.sopClass(),
        arrival.sopInstance(),
        arrival.transferSyntax(),
        stored.head(),
        papers.recompressed().map(Papers.Recompressed::digest).orElse(stored.object().digest()),
        new StoredAt(at.volume(), at.pack(), at.offset(), at.length()),
        stored.object().arrived(),
        new Sender(arrival.callingAe(), arrival.calledAe(), arrival.peer()),
        papers.decided().indexed(),
        papers.isQuarantined() ? Optional.of(papers.quarantine()) : Optional.empty(),
        papers.recompressed().map(form -> form.storedAs(stored.object().digest())),
        papers.predecessor(),
        papers
            .recompressed()
            .map(Papers.Recompressed::sequence)
            .or(() -> papers.predecessor().map(Predecessor::sequence))
            .orElse(stored.object().sequence()));
  }
}
