package org.hokan.archive.trial;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.AppliedTerms;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.ExamState;
import org.hokan.archive.contract.RuleSet;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageRule;

/** One way through past traffic. For one thread. */
final class Pass {
  private static final int TELL_EVERY = 100;

  private final TrialRooms rooms;
  private final TrialOrder order;
  private final Past past;
  private final Consumer<String> progress;
  private final boolean needsObject;
  private final long usedBytes;
  private final Changes changes = new Changes();
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
      if (!one.isKept() && one.cause() != Cause.RULE) {
        return; // for the contract's sake: no rule would have changed that
      }
      Optional<AppliedTerms> terms =
          past.applied(rooms.contracts().inForce(order.facility(), one.arrived()), facts);
      Optional<StorageRule> rule = order.rules().matching(facts, terms, usedBytes);
      if (one.isKept()) {
        compareKept(one, RuleSet.actions(terms, rule));
      } else {
        compareNotKept(one, facts, terms, rule);
      }
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

    private void compareNotKept(
        PastArrival one,
        ArrivalFacts facts,
        Optional<AppliedTerms> terms,
        Optional<StorageRule> rule) {
      Actions would = RuleSet.actions(terms, rule);
      StorageDecision decision =
          RuleSet.decide(facts, terms, rule, ExamState.IN_PROGRESS, usedBytes);
      if (decision instanceof StorageDecision.Accept) {
        kept.add(true);
        bytesTaken += one.bytes();
        takenAs(would);
        changes.add(study.uid(), one, would.toString());
      } else if (would.disposition() != Actions.Disposition.ACCEPT) {
        changes.add(study.uid(), one, would.toString());
      } // else the contract would have spoken against it
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
              billWould);
      rooms
          .contracts()
          .inForce(
              order.facility(),
              study.summary().map(s -> s.firstArrival()).orElseGet(first::orElseThrow))
          .ifPresent(terms -> costs.add(terms, money));
    }
  }
}
