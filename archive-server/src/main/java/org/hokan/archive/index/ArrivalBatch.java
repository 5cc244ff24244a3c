package org.hokan.archive.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;

/**
 * Files the arrivals of one facility in the order in which they came. Work for an arrival does not
 * depend on how much the archive has; statements are shared by the whole batch.
 */
final class ArrivalBatch {
  private final Tx tx;
  private final String facility;
  private final BatchRows rows;
  private final Asides asides;
  private final Predicate<ArrivedInstance> originalStays;
  private final List<InstanceEntity> instances = new ArrayList<>();
  private final List<BatchStates.Series> seriesOfInstance = new ArrayList<>();
  private final Map<String, String> digests = new HashMap<>();
  private final Map<String, Instant> destroyed = new HashMap<>();
  private final List<ArrivedInstance> replacing = new ArrayList<>();
  private final List<ArrivedInstance> superseding = new ArrayList<>();
  private final Set<String> lost = new HashSet<>();
  private final UsageCounter usage;
  private boolean certificates;

  /** Whether an operator has said that the study's patient is right. */
  private final boolean released;

  private ArrivalBatch(
      Tx tx,
      KeptBytes counted,
      String facility,
      Predicate<ArrivedInstance> originalStays,
      boolean released) {
    this.tx = tx;
    this.usage = new UsageCounter(counted);
    this.facility = facility;
    this.rows = new BatchRows(tx.session(), facility);
    this.asides = new Asides(tx.session(), facility);
    this.originalStays = originalStays;
    this.released = released;
  }

  /**
   * Files arrivals of any facilities; an outcome for each, in the same order.
   *
   * @param originalStays whether an arrival is not to take its predecessor's place
   */
  static List<Outcome> add(
      Tx tx,
      KeptBytes counted,
      List<ArrivedInstance> batch,
      Predicate<ArrivedInstance> originalStays) {
    Map<String, List<ArrivedInstance>> byFacility = new TreeMap<>();
    batch.forEach(
        each -> byFacility.computeIfAbsent(each.facility(), f -> new ArrayList<>()).add(each));
    IdentityHashMap<ArrivedInstance, Outcome> outcomes = new IdentityHashMap<>();
    byFacility.forEach(
        (facility, arrivals) ->
            new ArrivalBatch(tx, counted, facility, originalStays, false).file(arrivals, outcomes));
    return batch.stream()
        .map(each -> Optional.ofNullable(outcomes.get(each)).orElseThrow())
        .toList();
  }

  /** Files what an operator released from quarantine. */
  static Outcome release(
      Tx tx,
      KeptBytes counted,
      ArrivedInstance instance,
      Predicate<ArrivedInstance> originalStays) {
    IdentityHashMap<ArrivedInstance, Outcome> outcomes = new IdentityHashMap<>();
    new ArrivalBatch(tx, counted, instance.facility(), originalStays, true)
        .file(List.of(instance), outcomes);
    return Optional.ofNullable(outcomes.get(instance)).orElseThrow();
  }

  /** Files what others must not be filed before; see {@link Quarantine#formsAside}. */
  static Outcome addInTurn(Tx tx, KeptBytes counted, ArrivedInstance form) {
    return form.isMoved()
        ? release(tx, counted, form, arrival -> false)
        : add(tx, counted, List.of(form), arrival -> false).get(0);
  }

  private void file(
      List<ArrivedInstance> arrivals, IdentityHashMap<ArrivedInstance, Outcome> outcomes) {
    load(arrivals);
    arrivals.forEach(arrival -> outcomes.put(arrival, file(arrival)));
    new BatchWriter(tx, rows).write(instances, seriesOfInstance);
    asides.write();
    Replacing replaced = new Replacing(tx.session(), usage);
    replacing.forEach(arrival -> outcomes.put(arrival, replaced.replace(arrival)));
    superseding.forEach(
        arrival -> outcomes.put(arrival, replaced.supersede(arrival, imageAttributes(arrival))));
    count();
    usage.write(tx, facility);
  }

  private void count() {
    usage.patients = rows.patients.values().stream().filter(p -> p.isNew).count();
    usage.studies = rows.studies.values().stream().filter(s -> s.isNew).count();
    usage.series = rows.studies.values().stream().mapToLong(s -> s.series).sum();
    usage.instances = instances.size();
    usage.bytes = instances.stream().mapToLong(InstanceEntity::originalBytes).sum();
    for (InstanceEntity row : instances) {
      if (row.isSmaller()) {
        usage.smaller(row);
      }
    }
    usage.quarantined = asides.count();
    usage.quarantinedBytes = asides.bytes();
  }

  private void load(List<ArrivedInstance> arrivals) {
    BatchRows.Known known = rows.known(uids(arrivals));
    digests.putAll(known.digests());
    destroyed.putAll(known.destroyed());
    certificates = known.certificates();
    Map<String, Set<String>> patientsOfStudy = new HashMap<>();
    Set<String> seriesUids = new HashSet<>();
    for (ArrivedInstance arrival : arrivals) {
      Optional<String> study = uid(arrival.head(), Tag.StudyInstanceUID);
      Optional<String> series = uid(arrival.head(), Tag.SeriesInstanceUID);
      boolean isNew = !digests.containsKey(arrival.sopInstanceUid().value());
      if (isNew && study.isPresent() && series.isPresent()) {
        patientsOfStudy
            .computeIfAbsent(study.get(), uid -> new HashSet<>())
            .add(PatientKey.of(arrival.head(), study.get()).key());
        seriesUids.add(series.get());
      }
    }
    if (!patientsOfStudy.isEmpty()) {
      rows.load(patientsOfStudy, seriesUids);
    }
  }

  private static Set<String> uids(List<ArrivedInstance> arrivals) {
    return arrivals.stream()
        .flatMap(
            arrival ->
                Stream.concat(
                    Stream.of(arrival.sopInstanceUid()),
                    arrival.predecessor().map(Predecessor::sopInstanceUid).stream()))
        .map(Uid::value)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Optional<String> uid(DataSet head, int tag) {
    return head.uid(tag).map(Uid::value);
  }

  private Outcome file(ArrivedInstance arrival) {
    if (arrival.isDamaged()) {
      return damaged(arrival);
    }
    if (arrival.predecessor().isPresent() && isDestroyed(arrival)) {
      return Outcome.DESTROYED; // though the same object may have come again since
    }
    if (supersedes(arrival)) {
      if (originalStays.test(arrival)) {
        return Outcome.GIVEN_UP;
      }
      superseding.add(arrival);
      noteLoss(arrival);
      digests.remove(arrival.predecessor().orElseThrow().sopInstanceUid().value());
      digests.put(arrival.sopInstanceUid().value(), arrival.digest());
      return Outcome.DUPLICATE;
    }
    if (arrival.isMoved() && hasLostSomething(arrival)) {
      return Outcome.GIVEN_UP;
    }
    String known = digests.get(arrival.sopInstanceUid().value());
    if (known != null) {
      if (!known.equals(arrival.digest())) {
        return aside(arrival, QuarantineReason.SAME_UID_OTHER_CONTENT);
      }
      if (arrival.recompressed().isPresent()) {
        replacing.add(arrival);
      }
      return Outcome.DUPLICATE;
    }
    if (isDestroyed(arrival)) {
      return Outcome.DESTROYED;
    }
    Optional<String> study = uid(arrival.head(), Tag.StudyInstanceUID);
    Optional<String> series = uid(arrival.head(), Tag.SeriesInstanceUID);
    if (study.isEmpty() || series.isEmpty()) {
      return aside(arrival, QuarantineReason.NO_STUDY_OR_SERIES);
    }
    if (arrival.quarantine().isPresent() && !asides.wasReleased(arrival)) {
      return aside(arrival, QuarantineReason.DECIDED);
    }
    PatientKey key = PatientKey.of(arrival.head(), study.get());
    if (belongsToAnother(study.get(), key) && !isReleased(arrival)) {
      return aside(arrival, QuarantineReason.STUDY_OF_ANOTHER_PATIENT);
    }
    BatchStates.Study row = rows.study(study.get(), key, arrival);
    keep(arrival, row, series.get());
    return row.isNew && certificates ? Outcome.BEGUN : Outcome.ADDED;
  }

  /** It takes nothing's place, and no other's place is taken from it. */
  private Outcome damaged(ArrivedInstance arrival) {
    if (isDestroyed(arrival)) {
      return Outcome.DESTROYED;
    }
    boolean there = arrival.digest().equals(digests.get(arrival.sopInstanceUid().value()));
    return there ? Outcome.DUPLICATE : aside(arrival, QuarantineReason.DAMAGED);
  }

  /** Whether its predecessor is there as it came, and nothing else has its own UID. */
  private boolean supersedes(ArrivedInstance arrival) {
    return arrival
        .predecessor()
        .filter(
            before ->
                before.digest().equals(digests.get(before.sopInstanceUid().value()))
                    && (before.sopInstanceUid().equals(arrival.sopInstanceUid())
                        || !digests.containsKey(arrival.sopInstanceUid().value())))
        .isPresent();
  }

  private void noteLoss(ArrivedInstance arrival) {
    arrival
        .predecessor()
        .filter(before -> !arrival.isMoved())
        .map(before -> Certificates.name(before.sopInstanceUid().value(), before.digest()))
        .ifPresent(lost::add);
  }

  /** Whether something that lost a part took its place while it was being moved. */
  private boolean hasLostSomething(ArrivedInstance arrival) {
    Uid uid = arrival.sopInstanceUid();
    return lost.contains(Certificates.name(uid.value(), arrival.digest()))
        || tx.session()
                .createSelectionQuery(
                    "select count(*) from InstanceEntity where sopInstanceUid in (:uids) and"
                        + " facility = :facility and predecessorUid = :uid and predecessorDigest ="
                        + " :digest",
                    Long.class)
                .setParameterList(
                    "uids", List.of(uid.value(), Predecessor.successorUid(facility, uid).value()))
                .setParameter("facility", facility)
                .setParameter("uid", uid.value())
                .setParameter("digest", arrival.digest())
                .getSingleResult()
            > 0;
  }

  /**
   * Whether it came before its study was destroyed: an entry in a pack that was put back, or a
   * recompressed form that was being made meanwhile. What comes again later is a new object.
   */
  private boolean isDestroyed(ArrivedInstance arrival) {
    return isDestroyed(arrival, arrival.sopInstanceUid(), arrival.digest())
        || arrival
            .predecessor()
            .filter(before -> isDestroyed(arrival, before.sopInstanceUid(), before.digest()))
            .isPresent();
  }

  private boolean isDestroyed(ArrivedInstance arrival, Uid sopInstanceUid, String digest) {
    Instant until = destroyed.get(Certificates.name(sopInstanceUid.value(), digest));
    return until != null && !Cut.toMicros(arrival.arrived()).isAfter(until);
  }

  /**
   * Whether its patient is right though the study is another one's. Of what was moved after its
   * release that is not known here: something may have the study that came after the release.
   */
  private boolean isReleased(ArrivedInstance arrival) {
    return released || !arrival.isMoved() && asides.wasReleased(arrival);
  }

  /** An object without a patient ID contradicts none. */
  private boolean belongsToAnother(String studyUid, PatientKey key) {
    BatchStates.Study study = rows.studies.get(studyUid);
    return study != null && !key.isUnknown() && !study.patient.row.patientKey.equals(key.key());
  }

  private void keep(ArrivedInstance arrival, BatchStates.Study study, String seriesUid) {
    DataSet head = arrival.head();
    BatchStates.Series series = rows.series(study, seriesUid, head);
    boolean samePatient =
        study.patient.row.patientKey.equals(PatientKey.of(head, study.row.studyInstanceUid).key());
    if (samePatient) {
      study.patient.complete(head);
    }
    study.complete(head);
    series.complete(head);
    long length = arrival.originalLength();
    study.arrived(Cut.toMicros(arrival.arrived()), length, arrival.sopClassUid());
    study.patient.instances++;
    series.instances++;
    series.bytes += length;
    InstanceEntity row = new InstanceEntity();
    row.take(arrival);
    row.attributes = AttributeBytes.write(imageAttributes(arrival));
    instances.add(row);
    noteLoss(arrival);
    seriesOfInstance.add(series);
    digests.put(row.sopInstanceUid, row.digest);
  }

  /** With the UIDs that the object was stored under, also where its data set lacks them. */
  private static DataSet imageAttributes(ArrivedInstance arrival) {
    DataSet image = LevelAttributes.of(QueryLevel.IMAGE, arrival.head());
    boolean complete =
        image.uid(Tag.SOPInstanceUID).filter(arrival.sopInstanceUid()::equals).isPresent()
            && image.uid(Tag.SOPClassUID).filter(arrival.sopClassUid()::equals).isPresent();
    return complete
        ? image
        : image.toBuilder()
            .uid(Tag.SOPInstanceUID, arrival.sopInstanceUid())
            .uid(Tag.SOPClassUID, arrival.sopClassUid())
            .build();
  }

  private Outcome aside(ArrivedInstance arrival, QuarantineReason reason) {
    if (!released && asides.wasRemoved(arrival)) {
      return Outcome.REMOVED;
    }
    asides.put(arrival, reason);
    return Outcome.quarantined(reason);
  }
}
