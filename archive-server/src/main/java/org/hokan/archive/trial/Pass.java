package org.hokan.archive.trial;

import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.AppliedTerms;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.ExamState;
import org.hokan.archive.contract.RuleSet;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageRule;
import org.hokan.dicom.dict.Tag;

/** One way through past traffic. For one thread. */
final class Pass {
  private static final int TELL_EVERY = 100;

  private final TrialRooms rooms;
  private final TrialOrder order;
  private final Past past;
  private final Consumer<String> progress;
  private final boolean needsObject;
  private final long usedBytes;
  private final Changes changes;
  private final Costs costs = new Costs();
  private long studies;
  private long instances;
  private long bytes;
  private long aside;
  private long refused;
  private long bytesNotKept;
  private long bytesTaken;

  Pass(TrialRooms rooms, TrialOrder order, Consumer<String> progress) {
    this.rooms = rooms;
    this.order = order;
    this.past = new Past(rooms, order.facility(), order.mostRead());
    this.progress = progress;
    this.changes = new Changes(order.mostListed());
    this.needsObject = order.rules().needsObject();
    this.usedBytes = rooms.index().counts(order.facility()).bytes();
  }

  TrialReport run() {
    past.studies(order.since(), this::next);
    return new TrialReport(
        instances,
        bytes,
        aside,
        refused,
        past.unread(),
        past.unreadable(),
        changes.all(),
        changes.further(),
        changes.listed(),
        bytesNotKept,
        bytesTaken,
        costs.all(usedBytes, bytesNotKept - bytesTaken));
  }

  private void next(Past.PastStudy study) {
    StudyPass pass = new StudyPass(study);
    study.each(pass::next);
    pass.end();
    if (++studies % TELL_EVERY == 0) {
      progress.accept("%d studies, %d instances looked at".formatted(studies, instances));
    }
  }

  /** One study of the past. */
  private final class StudyPass {
    private final Past.PastStudy study;
    private final Set<String> billWas = new TreeSet<>();
    private final Set<String> billWould = new TreeSet<>();
    private final Set<Boolean> kept = new HashSet<>();
    private final Set<BackupUnit> unitsWas = EnumSet.noneOf(BackupUnit.class);
    private final Set<BackupUnit> unitsWould = EnumSet.noneOf(BackupUnit.class);
    private String patient = "";
    private Optional<StorageClass> classWas = Optional.empty();
    private Optional<StorageClass> classWould = Optional.empty();
    private Optional<Instant> first = Optional.empty();
    private boolean keptBefore;
    private boolean others;

    StudyPass(Past.PastStudy study) {
      this.study = study;
    }

    void next(PastArrival one, Past.Facts facts) {
      keptBefore |= one.isKept();
      if (!one.ae().equals(order.ae()) || one.arrived().isBefore(order.since())) {
        others |= one.isKept();
        return;
      }
      facts.facts(needsObject).ifPresent(known -> compare(one, known));
    }

    private void compare(PastArrival one, ArrivalFacts facts) {
      instances++;
      bytes += one.bytes();
      aside += one.became() == PastArrival.Became.ASIDE ? 1 : 0;
      refused += one.became() == PastArrival.Became.REFUSED ? 1 : 0;
      first = first.or(() -> Optional.of(one.arrived()));
      patient = facts.head().string(Tag.PatientID).orElse(patient).strip();
      Optional<AppliedTerms> terms =
          past.applied(rooms.contracts().inForce(order.facility(), one.arrived()), facts);
      Optional<StorageRule> rule = order.rules().matching(facts, terms, usedBytes);
      Actions would = RuleSet.actions(terms, rule);
      if (one.isKept()) {
        compareKept(one, would);
      } else {
        compareNotKept(one, would, decide(facts, terms, rule), decide(facts, terms, one.rule()));
      }
      keptBy(terms, would);
    }

    private StorageDecision decide(
        ArrivalFacts facts, Optional<AppliedTerms> terms, Optional<StorageRule> rule) {
      return RuleSet.decide(facts, terms, rule, ExamState.IN_PROGRESS, usedBytes + bytesTaken);
    }

    /** By whom it was chosen, and would be. */
    private void keptBy(Optional<AppliedTerms> terms, Actions would) {
      terms.ifPresent(
          applied -> {
            unitsWas.addAll(applied.covering());
            unitsWould.addAll(applied.covering());
            if (would.disposition() == Actions.Disposition.ACCEPT) {
              unitsWould.addAll(applied.chosenBy(would.followUps().backup()).covering());
            }
          });
    }

    private void compareKept(PastArrival one, Actions would) {
      boolean stays = would.disposition() == Actions.Disposition.ACCEPT;
      kept.add(stays);
      bytesNotKept += stays ? 0 : one.bytes();
      classWas = classWas.or(one.was()::storageClass);
      billWas.addAll(one.was().followUps().bill());
      if (stays) {
        takenAs(would);
      }
      changes.add(study.uid(), one, would.toString());
    }

    /**
     * What the contract spoke against, and would still, stays as it was; so does what it spoke
     * against then alone, as where its capacity was used up: no rule changes that.
     *
     * @param same what would be decided now by the rule that decided then
     */
    private void compareNotKept(
        PastArrival one, Actions would, StorageDecision decision, StorageDecision same) {
      if (one.cause() != Cause.RULE && same instanceof StorageDecision.Accept) {
        return;
      }
      if (decision instanceof StorageDecision.Accept) {
        kept.add(true);
        bytesTaken += one.bytes();
        takenAs(would);
        changes.add(study.uid(), one, would.toString());
      } else if (isByRule(decision)) {
        changes.add(study.uid(), one, would.toString());
      }
    }

    private static boolean isByRule(StorageDecision decision) {
      return decision instanceof StorageDecision.Refuse refuse && refuse.cause() == Cause.RULE
          || decision instanceof StorageDecision.Quarantine aside && aside.cause() == Cause.RULE;
    }

    private void takenAs(Actions would) {
      classWould = classWould.or(would::storageClass);
      billWould.addAll(would.followUps().bill());
    }

    void end() {
      if (kept.isEmpty()) {
        return; // nothing of this AE and time that a rule decided about
      }
      Costs.Study money =
          new Costs.Study(
              classWas.orElse(StorageClass.ECONOMY),
              classWould.orElse(StorageClass.ECONOMY),
              keptBefore,
              others || kept.contains(true),
              billWas,
              billWould,
              unitsWas,
              unitsWould,
              patient);
      rooms
          .contracts()
          .inForce(
              order.facility(),
              study.summary().map(s -> s.firstArrival()).orElseGet(first::orElseThrow))
          .ifPresent(terms -> costs.add(terms, money));
    }
  }
}
