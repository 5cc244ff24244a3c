package org.hokan.archive.trial;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.FollowUps;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.index.SeriesSummary;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way through past traffic. For one thread. */
final class Pass {
  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);
  private static final int MOST_KNOWN_RULES = 1000;
  private static final int TELL_EVERY = 100;

  private final TrialRooms rooms;
  private final TrialOrder order;
  private final Consumer<String> progress;
  private final boolean needsObject;
  private final long usedBytes;
  private final Changes changes = new Changes();
  private final Costs costs = new Costs();
  private final Map<String, FollowUps> followUps = new HashMap<>();
  private long studies;
  private long instances;
  private long bytes;
  private long read;
  private long unread;
  private long unreadable;
  private long bytesNotKept;

  Pass(TrialRooms rooms, TrialOrder order, Consumer<String> progress) {
    this.rooms = rooms;
    this.order = order;
    this.progress = progress;
    this.needsObject = order.rules().needsObject();
    this.usedBytes = rooms.index().counts(order.facility()).bytes();
  }

  TrialReport run() {
    rooms.index().studies(order.facility(), order.since(), this::next);
    return new TrialReport(
        instances,
        bytes,
        unread,
        unreadable,
        changes.all(),
        changes.further(),
        bytesNotKept,
        costs.all(usedBytes, bytesNotKept));
  }

  private boolean next(StudySummary study) {
    StudyPass pass = new StudyPass(study);
    rooms
        .index()
        .locate(study.facility(), RetrieveKeys.study(study.studyInstanceUid()), pass::next);
    pass.end();
    if (++studies % TELL_EVERY == 0) {
      progress.accept("%d studies, %d instances looked at".formatted(studies, instances));
    }
    return true;
  }

  /** What was done: the words of the index, and what the version of the rule then had done. */
  private Actions was(InstanceRow row) {
    Decided decided = row.decided();
    return Actions.kept(
        decided.storageClass(), decided.retention(), decided.compression(), followUps(row));
  }

  private FollowUps followUps(InstanceRow row) {
    Decided decided = row.decided();
    if (decided.ruleName().isEmpty()) {
      return FollowUps.NONE;
    }
    if (followUps.size() > MOST_KNOWN_RULES) {
      followUps.clear();
    }
    return followUps.computeIfAbsent(
        decided.ruleName() + "@" + decided.ruleVersion(),
        key ->
            rooms
                .database()
                .read(
                    tx ->
                        rooms
                            .rules()
                            .version(tx, order.ae(), decided.ruleName(), decided.ruleVersion()))
                .map(rule -> rule.then().followUps())
                .orElse(FollowUps.NONE));
  }

  /** One study of the past. */
  private final class StudyPass {
    private final StudySummary study;
    private final Map<Uid, DataSet> heads = new HashMap<>();
    private final Set<String> billWas = new TreeSet<>();
    private final Set<String> billWould = new TreeSet<>();
    private final Set<Boolean> kept = new HashSet<>();
    private Optional<StorageClass> classWas = Optional.empty();
    private Optional<StorageClass> classWould = Optional.empty();
    private boolean others;

    StudyPass(StudySummary study) {
      this.study = study;
    }

    boolean next(InstanceRow row) {
      if (!row.sender().callingAe().equals(order.ae()) || row.arrived().isBefore(order.since())) {
        others = true;
        return true;
      }
      Optional<ArrivalFacts> facts = facts(row);
      facts.ifPresent(known -> compare(row, known));
      return true;
    }

    private void compare(InstanceRow row, ArrivalFacts facts) {
      long length = row.originalLength();
      instances++;
      bytes += length;
      Actions was = was(row);
      Actions would = order.rules().actions(facts, usedBytes);
      boolean stays = would.disposition() == Actions.Disposition.ACCEPT;
      kept.add(stays);
      bytesNotKept += stays ? 0 : length;
      classWas = classWas.or(was::storageClass);
      if (stays) {
        classWould = classWould.or(would::storageClass);
      }
      billWas.addAll(was.followUps().bill());
      billWould.addAll(would.followUps().bill());
      if (!was.equals(would)) {
        changes.add(row, length, was, would);
      }
    }

    /** What its conditions would see; empty when that is not known, which is counted. */
    private Optional<ArrivalFacts> facts(InstanceRow row) {
      if (!needsObject) {
        if (heads.isEmpty()) {
          readLists();
        }
        return Optional.of(
            Ingest.facts(row, heads.getOrDefault(row.seriesInstanceUid(), DataSet.empty())));
      }
      if (read >= order.mostRead()) {
        unread++;
        return Optional.empty();
      }
      read++;
      try {
        return Optional.of(rooms.ingest().facts(row));
      } catch (StorageException | DataSetException e) {
        LOG.warn("rule dry-run: {}: {}", row.sopInstanceUid(), e.getMessage());
        unreadable++;
        return Optional.empty();
      }
    }

    /** What the lists of studies and series know, which is the first value that came. */
    private void readLists() {
      for (SeriesSummary series :
          rooms.index().series(study.facility(), study.studyInstanceUid())) {
        heads.put(
            series.seriesInstanceUid(),
            DataSet.builder()
                .putAll(study.patient())
                .putAll(study.study())
                .putAll(series.series())
                .build());
      }
    }

    void end() {
      if (kept.isEmpty()) {
        return; // nothing of this AE and time
      }
      boolean keptAtAll = others || kept.contains(true);
      Costs.Study money =
          new Costs.Study(
              classWas.orElse(StorageClass.ECONOMY),
              classWould.orElse(StorageClass.ECONOMY),
              keptAtAll,
              billWas,
              billWould);
      rooms
          .contracts()
          .inForce(study.facility(), study.firstArrival())
          .ifPresent(terms -> costs.add(terms, money));
    }
  }
}
