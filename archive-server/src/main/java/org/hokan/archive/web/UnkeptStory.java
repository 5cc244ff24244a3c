package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.index.Certificate;
import org.hokan.archive.index.CertificateFilter;
import org.hokan.archive.index.DestroyedInstance;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.dicom.data.Uid;

/**
 * The story of what the index has no longer, or never had: what was destroyed, by its certificates,
 * ledger and audit trail; what waits in quarantine; what was refused.
 *
 * @param uid of a study, or of an instance
 * @param certificates the latest first
 */
record UnkeptStory(AdminRooms rooms, Uid uid, List<Certificate> certificates, StoryAside aside) {

  static UnkeptStory of(AdminRooms rooms, Uid uid, Optional<String> facility, int most) {
    CertificateFilter ofStudy =
        new CertificateFilter(
            facility, Optional.of(uid.value()), Optional.empty(), Long.MAX_VALUE, most);
    List<Certificate> certificates =
        Stream.concat(
                rooms.index().certificates(ofStudy).stream(),
                rooms.index().certificatesNaming(uid).stream()
                    .filter(one -> facility.map(one.facility()::equals).orElse(true)))
            .toList();
    return new UnkeptStory(rooms, uid, certificates, StoryAside.of(rooms, facility, uid, most));
  }

  /** Whose it is, or was; empty: nothing is known of it. */
  List<String> facilities() {
    return Stream.concat(certificates.stream().map(Certificate::facility), aside.facilities())
        .distinct()
        .toList();
  }

  /** Its study, where what came has a valid one; only for something that is known. */
  Optional<StorySubject> subject() {
    String facility = facilities().get(0);
    Optional<Uid> instance = isInstance() ? Optional.of(uid) : Optional.empty();
    return Stream.concat(
            certificates.stream().map(one -> one.studyInstanceUid().value()), aside.studies())
        .filter(Uid::isUid)
        .findFirst()
        .map(study -> new StorySubject(facility, Uid.of(study), patientId(), instance));
  }

  private boolean isInstance() {
    return aside.hasInstance(uid)
        || certificates.stream().anyMatch(one -> !one.studyInstanceUid().equals(uid));
  }

  /** Whose it is, or was; may be empty. Not for a log. */
  String patientId() {
    return Stream.concat(
            certificates.stream().map(Certificate::patientId),
            aside.waiting().stream().map(QuarantineEntry::patientId))
        .findFirst()
        .orElse("");
  }

  ObjectNode json(int most) {
    ObjectNode json =
        Json.object()
            .put("scope", isInstance() ? "INSTANCE" : "STUDY")
            .put("facility", facilities().get(0));
    if (isInstance()) {
      json.put("sopInstanceUid", uid.value());
    }
    json.put("patientId", patientId());
    certificates.stream().findFirst().ifPresent(latest -> arrived(json, latest));
    json.set("destroyed", Json.array(certificates, DeletionResource::json));
    aside.put(json);
    json.set("decisions", Json.array());
    json.set("instances", Json.array(instances(most), UnkeptStory::json));
    List<String> notes = new ArrayList<>(aside.cuts());
    Optional<StorySubject> subject = subject();
    subject.ifPresent(of -> happened(json, of, most, notes));
    json.set("notes", Json.texts(notes));
    return json;
  }

  private static void arrived(ObjectNode json, Certificate certificate) {
    json.put("images", certificate.images())
        .put("bytes", certificate.bytes())
        .put("firstArrival", certificate.firstArrival().toString())
        .put("lastArrival", certificate.lastArrival().toString());
  }

  private void happened(ObjectNode json, StorySubject of, int most, List<String> notes) {
    json.put("studyInstanceUid", of.study().value());
    StoryEvents events = new StoryEvents(rooms, of);
    json.set("events", events.json(most));
    StoryCharges charges = new StoryCharges(rooms, of, most);
    charges.put(json);
    notes.addAll(events.cuts());
    charges.cut().ifPresent(notes::add);
    certificates.stream()
        .findFirst()
        .filter(latest -> !isInstance() && latest.images() > most)
        .ifPresent(
            latest ->
                notes.add(
                    "only the first %d of %d destroyed images: all with deletion certificate %d"
                        .formatted(most, latest.images(), latest.id())));
  }

  /** What the latest certificate says of the instance, or of the study's first ones. */
  private List<DestroyedInstance> instances(int most) {
    return certificates.stream()
        .findFirst()
        .map(
            latest ->
                isInstance()
                    ? rooms.index().destroyed(latest.id(), uid).stream().toList()
                    : rooms.index().destroyed(latest.id(), "", most))
        .orElse(List.of());
  }

  private static ObjectNode json(DestroyedInstance instance) {
    return Json.object()
        .put("sopInstanceUid", instance.sopInstanceUid().value())
        .put("sopClass", Story.sopClass(instance.sopClassUid()))
        .put("bytesIn", instance.length())
        .put("digest", instance.digest());
  }
}
