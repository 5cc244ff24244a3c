package org.hokan.archive.trial;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hokan.archive.billing.OtherRules;
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

/**
 * What sets of rules, one for each of some senders, would have done with past traffic; senders
 * without one are as they were. For one thread.
 */
final class RuleReplay implements OtherRules {
  private static final int LONGEST_PATIENT_ID = 200;

  private final Past past;
  private final Map<String, RuleSet> sets;
  private long newlyCompressed;

  RuleReplay(Past past, Map<String, RuleSet> sets) {
    this.past = past;
    this.sets = Map.copyOf(sets);
  }

  @Override
  public boolean isAny() {
    return !sets.isEmpty();
  }

  @Override
  public Optional<Part> of(String study, Instant after, Instant until, State state) {
    if (sets.isEmpty()) {
      return Optional.empty();
    }
    Sum sum = new Sum(state);
    past.study(study)
        .each(
            (one, facts) -> {
              if (one.isKept()) {
                sum.ruled |= sets.containsKey(one.ae());
                Instant at = one.arrived().truncatedTo(ChronoUnit.MILLIS);
                if (at.isAfter(after) && !at.isAfter(until)) {
                  kept(sum, one, facts);
                }
              }
            });
    return sum.ruled ? Optional.of(sum.part()) : Optional.empty();
  }

  private void kept(Sum sum, PastArrival one, Past.Facts facts) {
    RuleSet rules = sets.get(one.ae());
    Optional<ArrivalFacts> known =
        rules == null ? Optional.empty() : facts.facts(rules.needsObject());
    if (rules == null || known.isEmpty()) {
      sum.take(one, one.was()); // as it was
      return;
    }
    Optional<AppliedTerms> terms = past.applied(sum.state.terms(one.arrived()), known.get());
    Optional<StorageRule> rule = rules.matching(known.get(), terms, sum.state.usedBytes());
    Actions would = RuleSet.actions(terms, rule);
    if (would.disposition() == Actions.Disposition.ACCEPT) {
      sum.take(one, would);
    } else {
      sum.leave(
          one,
          Cause.RULE,
          would.disposition() == Actions.Disposition.QUARANTINE,
          rule.map(StorageRule::name).orElse(""));
    }
  }

  @Override
  public void notKept(Instant from, Instant until, State state, Consumer<Extra> each) {
    past.notKept(
        from,
        study -> {
          Sum sum = new Sum(state);
          study.eachNotKept(
              (one, facts) -> {
                if (!one.arrived().isBefore(from) && one.arrived().isBefore(until)) {
                  again(study.uid(), sum, one, facts);
                }
              });
          if (sum.first.isPresent() || !sum.left.isEmpty()) {
            each.accept(sum.extra(study.uid()));
          }
        });
  }

  /** Decides again about what was not kept, under the terms of the simulation. */
  private void again(String study, Sum sum, PastArrival one, Past.Facts facts) {
    Optional<RuleSet> rules = Optional.ofNullable(sets.get(one.ae()));
    Optional<ArrivalFacts> known =
        rules.isEmpty() && one.cause() == Cause.RULE
            ? Optional.empty()
            : facts.facts(rules.filter(RuleSet::needsObject).isPresent());
    if (known.isEmpty()) {
      sum.leave(one, one.cause(), isAside(one), one.ruleName());
      return;
    }
    Optional<AppliedTerms> terms = past.applied(sum.state.terms(one.arrived()), known.get());
    long used = sum.state.usedBytes() + sum.bytes;
    Optional<StorageRule> rule =
        rules.isPresent() ? rules.get().matching(known.get(), terms, used) : one.rule();
    ExamState exam =
        sum.images > 0 || sum.state.hasBegun(study) ? ExamState.IN_PROGRESS : ExamState.NEW;
    StorageDecision decision = RuleSet.decide(known.get(), terms, rule, exam, used);
    String name = decision.by().ruleName();
    if (decision instanceof StorageDecision.Refuse refuse) {
      sum.leave(one, refuse.cause(), false, name);
    } else if (decision instanceof StorageDecision.Quarantine aside) {
      sum.leave(one, aside.cause(), true, name);
    } else {
      sum.take(one, RuleSet.actions(terms, rule));
      sum.patient(known.get().head().string(Tag.PatientID).orElse("").strip());
    }
  }

  private static boolean isAside(PastArrival one) {
    return one.became() == PastArrival.Became.ASIDE;
  }

  @Override
  public void leftOut(Instant from, Instant until, Consumer<LeftOut> each) {
    past.notKept(
        from,
        study ->
            study.eachNotKept(
                (one, facts) -> {
                  if (!one.arrived().isBefore(from) && one.arrived().isBefore(until)) {
                    each.accept(
                        new LeftOut(
                            one.cause(),
                            isAside(one),
                            one.cause() == Cause.RULE ? one.ruleName() : "",
                            one.sopClass(),
                            1,
                            one.bytes()));
                  }
                }));
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (past.unread() + past.unreadable() > 0) {
      notes.add(
          "%d instances as they were: a condition needs the objects, and no more were to be read, or they could not be."
              .formatted(past.unread() + past.unreadable()));
    }
    if (newlyCompressed > 0) {
      notes.add(
          "%d bytes more would be compressed; how much that saves is not known here (see: bin/hokan compression estimate)."
              .formatted(newlyCompressed));
    }
    return notes;
  }

  /** What comes together of one study. */
  private final class Sum {
    private final State state;
    private final Map<LeftKey, LeftOut> left = new LinkedHashMap<>();
    private final Set<String> bill = new TreeSet<>();
    private final Set<BackupUnit> backup = EnumSet.noneOf(BackupUnit.class);
    private Optional<Instant> first = Optional.empty();
    private Instant last = Instant.EPOCH;
    private String patient = "";
    private String ae = "";
    private boolean ruled;
    private boolean twice;
    private long images;
    private long bytes;
    private long compressed;
    private long stillCompressed;

    private record LeftKey(Cause cause, boolean aside, String rule, String sopClass) {}

    Sum(State state) {
      this.state = state;
    }

    void take(PastArrival one, Actions actions) {
      if (first.isEmpty()) {
        first = Optional.of(one.arrived());
        twice =
            actions
                .storageClass()
                .equals(Optional.of(StorageClass.DELUXE)); // as the first one is kept
        ae = one.ae();
      }
      last = one.arrived().isAfter(last) ? one.arrived() : last;
      images++;
      bytes += one.bytes();
      bill.addAll(actions.followUps().bill());
      backup.addAll(actions.followUps().backup());
      if (one.isKept() && one.was().compresses()) {
        compressed += one.bytes();
        stillCompressed += actions.compresses() ? one.bytes() : 0;
      } else if (actions.compresses()) {
        newlyCompressed += one.bytes();
      }
    }

    void leave(PastArrival one, Cause cause, boolean aside, String rule) {
      if (one.isKept() && one.was().compresses()) {
        compressed += one.bytes();
      }
      LeftKey key = new LeftKey(cause, aside, cause == Cause.RULE ? rule : "", one.sopClass());
      LeftOut more = new LeftOut(cause, aside, key.rule(), key.sopClass(), 1, one.bytes());
      left.merge(key, more, LeftOut::plus);
    }

    void patient(String id) {
      patient = patient.isEmpty() ? id : patient;
    }

    Part part() {
      return new Part(
          images,
          bytes,
          List.copyOf(left.values()),
          twice,
          Set.copyOf(bill),
          Set.copyOf(backup),
          compressed,
          stillCompressed);
    }

    /** Patients as the index names them. */
    Extra extra(String study) {
      boolean known = !patient.isEmpty() && patient.length() < LONGEST_PATIENT_ID;
      return new Extra(
          study, known ? "P" + patient : "S" + study, ae, first.orElse(last), last, part());
    }
  }
}
