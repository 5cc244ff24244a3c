package org.hokan.archive.trial;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.AppliedTerms;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.BackupObjects;
import org.hokan.archive.contract.FollowUps;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.QuarantineReason;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.index.SeriesSummary;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came for a facility: what is kept, what waits in quarantine, and what was refused as far as
 * that is noted. One study at a time. For one thread.
 */
final class Past {
  private static final Logger LOG = LoggerFactory.getLogger(Past.class);
  private static final int MOST_KNOWN_RULES = 1000;
  private static final int PAGE = 500;
  private static final int LOOK_UP = 200;
  private static final Actions ASIDE = Actions.parse("quarantine");
  private static final Actions REFUSED = Actions.parse("refuse");

  private final TrialRooms rooms;
  private final String facility;
  private final long mostRead;
  private final BackupObjects.Remembered objects;
  private final Map<String, Optional<StorageRule>> versions = new HashMap<>();
  private long read;
  private long unread;
  private long unreadable;

  Past(TrialRooms rooms, String facility, long mostRead) {
    this.rooms = rooms;
    this.facility = facility;
    this.mostRead = mostRead;
    this.objects = rooms.contracts().objects().remembering();
    rooms.refused().flush();
  }

  /** Terms as they apply to what came. */
  Optional<AppliedTerms> applied(Optional<AgreedTerms> terms, ArrivalFacts facts) {
    return terms.map(agreed -> objects.applied(agreed, facts, facts.time()));
  }

  long unread() {
    return unread;
  }

  long unreadable() {
    return unreadable;
  }

  /** Every study of which something came since then. */
  void studies(Instant since, Consumer<PastStudy> each) {
    rooms
        .index()
        .studies(
            facility,
            since,
            study -> {
              each.accept(new PastStudy(study.studyInstanceUid().value(), Optional.of(study)));
              return true;
            });
    notKept(
        since,
        study -> {
          if (study.summary().filter(s -> !s.lastArrival().isBefore(since)).isEmpty()) {
            each.accept(study);
          }
        });
  }

  /** Every study of which something that came since then is not kept. */
  void notKept(Instant since, Consumer<PastStudy> each) {
    pages(
        after -> rooms.index().quarantinedStudies(facility, since, after, PAGE),
        page -> page.forEach(study -> each.accept(study(study))));
    pages(
        after -> rooms.refused().studies(facility, since, after, PAGE),
        page -> {
          Set<String> told = rooms.index().quarantinedAmong(facility, since, page);
          page.stream()
              .filter(study -> !told.contains(study))
              .forEach(study -> each.accept(study(study)));
        });
  }

  /** A page of UIDs after one. */
  private interface Page {
    List<String> after(String last);
  }

  private static void pages(Page pages, Consumer<List<String>> each) {
    String last = "";
    for (List<String> page; !(page = pages.after(last)).isEmpty(); ) {
      each.accept(page);
      last = page.get(page.size() - 1);
    }
  }

  PastStudy study(String uid) {
    Optional<StudySummary> summary =
        rooms.index().studies(StudyFilter.all().withUid(uid).ofFacility(facility)).stream()
            .findFirst();
    return new PastStudy(uid, summary);
  }

  private Optional<StorageRule> version(String ae, String name, int version) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (versions.size() > MOST_KNOWN_RULES) {
      versions.clear();
    }
    return versions.computeIfAbsent(
        "%s/%s@%d".formatted(ae, name, version),
        key -> rooms.database().read(tx -> rooms.rules().version(tx, ae, name, version)));
  }

  /** Asks for something's facts; the flag says whether the object itself is needed. */
  interface Facts {
    /** Empty when they are not known, which is counted. */
    Optional<ArrivalFacts> facts(boolean whole);
  }

  /** One study. */
  final class PastStudy {
    private final String uid;
    private final Optional<StudySummary> summary;
    private final Map<Uid, DataSet> heads = new HashMap<>();

    PastStudy(String uid, Optional<StudySummary> summary) {
      this.uid = uid;
      this.summary = summary;
    }

    String uid() {
      return uid;
    }

    Optional<StudySummary> summary() {
      return summary;
    }

    /** All that came of it: first what is kept. */
    void each(BiConsumer<PastArrival, Facts> each) {
      summary.ifPresent(
          study ->
              rooms
                  .index()
                  .locate(
                      facility,
                      RetrieveKeys.study(study.studyInstanceUid()),
                      row -> {
                        each.accept(kept(row), whole -> facts(row, whole));
                        return true;
                      }));
      eachNotKept(each);
    }

    /** What is not kept and did not come again to be kept. */
    void eachNotKept(BiConsumer<PastArrival, Facts> each) {
      for (QuarantineEntry entry : rooms.index().quarantineOf(facility, uid)) {
        if (entry.reason() == QuarantineReason.DECIDED) {
          each.accept(
              aside(entry),
              whole ->
                  bounded(whole, () -> rooms.ingest().facts(entry, whole), entry.sopInstanceUid()));
        }
      }
      Optional<RefusedArrivalEntity> last = Optional.empty();
      while (true) {
        List<RefusedArrivalEntity> some = rooms.refused().ofStudy(facility, uid, last, LOOK_UP);
        List<Uid> kept = keptOf(some);
        some.stream()
            .filter(row -> !kept.contains(Uid.of(row.key.sopInstanceUid())))
            .forEach(row -> each.accept(refused(row), whole -> Optional.of(row.facts())));
        if (some.size() < LOOK_UP) {
          return;
        }
        last = Optional.of(some.get(LOOK_UP - 1));
      }
    }

    private List<Uid> keptOf(List<RefusedArrivalEntity> refused) {
      List<Uid> uids = new ArrayList<>();
      refused.forEach(row -> uids.add(Uid.of(row.key.sopInstanceUid())));
      return rooms.index().instances(facility, uids).stream()
          .map(InstanceRow::sopInstanceUid)
          .toList();
    }

    private PastArrival kept(InstanceRow row) {
      Decided decided = row.decided();
      String ae = row.sender().callingAe();
      Optional<StorageRule> rule = version(ae, decided.ruleName(), decided.ruleVersion());
      return new PastArrival(
          PastArrival.Became.KEPT,
          Cause.RULE,
          ae,
          row.sopInstanceUid().value(),
          row.sopClassUid().value(),
          row.originalLength(),
          row.arrived(),
          rule,
          Actions.kept(
              decided.storageClass(),
              decided.retention(),
              decided.compression(),
              rule.map(r -> r.then().followUps()).orElse(FollowUps.NONE)));
    }

    private PastArrival aside(QuarantineEntry entry) {
      String ae = entry.sender().callingAe();
      Decided decided = entry.decided();
      Optional<StorageRule> rule = version(ae, decided.ruleName(), decided.ruleVersion());
      Cause cause =
          Cause.toldBy(entry.text()).orElse(Cause.NO_CONTRACT); // it was suspended, said otherwise
      return new PastArrival(
          PastArrival.Became.ASIDE,
          cause,
          ae,
          entry.sopInstanceUid().value(),
          entry.sopClassUid().value(),
          entry.originalLength(),
          entry.arrived(),
          rule,
          rule.map(StorageRule::then)
              .filter(then -> cause == Cause.RULE)
              .filter(then -> then.disposition() == Actions.Disposition.QUARANTINE)
              .orElse(ASIDE));
    }

    private PastArrival refused(RefusedArrivalEntity row) {
      Optional<StorageRule> rule = version(row.callingAe, row.ruleName, row.ruleVersion);
      return new PastArrival(
          PastArrival.Became.REFUSED,
          row.cause,
          row.callingAe,
          row.key.sopInstanceUid(),
          row.sopClassUid,
          row.length,
          row.arrived,
          rule,
          rule.map(StorageRule::then)
              .filter(then -> then.disposition() == Actions.Disposition.REFUSE)
              .orElse(REFUSED));
    }

    private Optional<ArrivalFacts> facts(InstanceRow row, boolean whole) {
      if (!whole && heads.isEmpty()) {
        readLists();
      }
      return bounded(
          whole,
          () ->
              whole
                  ? rooms.ingest().facts(row)
                  : Ingest.facts(row, heads.getOrDefault(row.seriesInstanceUid(), DataSet.empty())),
          row.sopInstanceUid());
    }

    private Optional<ArrivalFacts> bounded(
        boolean whole, Supplier<ArrivalFacts> facts, Uid instance) {
      if (whole && read >= mostRead) {
        unread++;
        return Optional.empty();
      }
      read += whole ? 1 : 0;
      try {
        return Optional.of(facts.get());
      } catch (StorageException | DataSetException e) {
        LOG.warn("rules tried on past traffic: {}: {}", instance, e.getMessage());
        unreadable++;
        return Optional.empty();
      }
    }

    /** What the lists of studies and series know, which is the first value that came. */
    private void readLists() {
      StudySummary study = summary.orElseThrow();
      for (SeriesSummary series : rooms.index().series(facility, study.studyInstanceUid())) {
        heads.put(
            series.seriesInstanceUid(),
            DataSet.builder()
                .putAll(study.patient())
                .putAll(study.study())
                .putAll(series.series())
                .build());
      }
    }
  }
}
