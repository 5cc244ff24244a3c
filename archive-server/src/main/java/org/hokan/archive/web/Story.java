package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.KeepingFacts;
import org.hokan.archive.contract.KeptUntil;
import org.hokan.archive.index.Certificate;
import org.hokan.archive.index.CertificateFilter;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.StudySummary;
import org.hokan.archive.retention.LegalHold;
import org.hokan.archive.storage.CopyStatus;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClass;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * The story of a study, or of one of its instances: how it came, what was decided and why, how it
 * is kept, what happened since, and what it cost.
 *
 * @param rows its instances, the first ones; or the one that is asked for
 * @param one the instance that is asked for; empty: the study is
 */
record Story(
    AdminRooms rooms, StudySummary study, List<InstanceRow> rows, Optional<InstanceRow> one) {

  ObjectNode json(int most) {
    ObjectNode json =
        Json.object()
            .put("scope", one.isPresent() ? "INSTANCE" : "STUDY")
            .put("facility", study.facility())
            .put("studyInstanceUid", study.studyInstanceUid().value())
            .put("patientId", study.patientId())
            .put("images", study.instances())
            .put("bytes", study.bytes())
            .put("firstArrival", study.firstArrival().toString())
            .put("lastArrival", study.lastArrival().toString());
    one.ifPresent(row -> json.put("sopInstanceUid", row.sopInstanceUid().value()));
    facts(json);
    StorySubject of = subject();
    json.set("decisions", new StoryDecisions(rooms, of, rows).json());
    keptUntil()
        .ifPresent(
            kept ->
                json.putObject("keptUntil")
                    .put("lastDay", kept.lastDay().toString())
                    .put("why", kept.why()));
    json.set("holds", Json.array(holds(), HoldResource::json));
    json.set("destroyed", Json.array(destroyedBefore(), DeletionResource::json));
    StoryAside aside =
        StoryAside.of(rooms, Optional.of(of.facility()), of.instance().orElse(of.study()), most);
    aside.put(json);
    json.set("instances", Json.array(rows, Story::json));
    StoryEvents events = new StoryEvents(rooms, of);
    json.set("events", events.json(most));
    StoryCharges charges = new StoryCharges(rooms, of, most);
    charges.put(json);
    List<String> notes = notes();
    notes.addAll(aside.cuts());
    notes.addAll(events.cuts());
    charges.cut().ifPresent(notes::add);
    json.set("notes", Json.texts(notes));
    return json;
  }

  StorySubject subject() {
    return StorySubject.of(study, one.map(InstanceRow::sopInstanceUid));
  }

  /** Of the study, which came again since. */
  private List<Certificate> destroyedBefore() {
    return rooms
        .index()
        .certificates(
            CertificateFilter.ofStudy(study.facility(), study.studyInstanceUid().value()));
  }

  private List<LegalHold> holds() {
    return rooms.holds().all(study.facility(), study.studyInstanceUid(), study.patientId());
  }

  /** What the conditions of rules saw of the instance, or of the study's first one. */
  private void facts(ObjectNode json) {
    ObjectNode facts = json.putObject("facts");
    if (!rows.isEmpty()) {
      try {
        rooms
            .rules()
            .factsOf(rooms.trial().facts(rows.get(0)))
            .forEach((name, value) -> facts.put(name, value));
      } catch (StorageException | DataSetException e) {
        json.put("factsProblem", "the object cannot be read now: " + e.getMessage());
      }
    }
  }

  /** What contracts and rules say now; legal holds are told beside it. */
  private Optional<KeptUntil> keptUntil() {
    return rooms
        .contracts()
        .keptUntil(
            new KeepingFacts(
                study.facility(),
                Optional.of(study.patientId()).filter(id -> !id.isEmpty()),
                study.studyInstanceUid().value(),
                study.decided().contractId(),
                study.lastArrival(),
                rows.stream()
                    .map(row -> row.decided().retention())
                    .filter(retention -> !retention.isEmpty())
                    .distinct()
                    .toList()));
  }

  private static ObjectNode json(InstanceRow row) {
    long came = row.originalLength();
    ObjectNode json =
        Json.object()
            .put("sopInstanceUid", row.sopInstanceUid().value())
            .put("sopClass", sopClass(row.sopClassUid()))
            .put("transferSyntax", TransferSyntax.orUnknown(row.transferSyntaxUid()).name())
            .put("arrived", row.arrived().toString())
            .put("callingAe", row.sender().callingAe())
            .put("calledAe", row.sender().calledAe())
            .put("peer", row.sender().peer())
            .put("bytesIn", came)
            .put("bytesKept", row.at().length())
            .put("digest", row.digest())
            .put("volume", row.at().volume())
            .put("pack", row.at().pack());
    row.recompressed()
        .ifPresent(
            form ->
                json.put("storedAs", TransferSyntax.orUnknown(form.transferSyntaxUid()).name()));
    return json;
  }

  /** Its name; of one that the dictionary has not, the UID. */
  static String sopClass(Uid uid) {
    return StorageSopClasses.of(uid).map(StorageSopClass::name).orElse(uid.value());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (rows.size() < study.instances() && one.isEmpty()) {
      notes.add(
          "only the first %d of %d images are looked at: all with --limit %2$d (REST: limit)"
              .formatted(rows.size(), study.instances()));
    }
    CopyStatus copies = rooms.store().copies();
    boolean twice = rows.stream().anyMatch(row -> row.decided().storageClass().equals("DELUXE"));
    String uid = study.studyInstanceUid().value();
    if (rooms.ledger().copyCharges().isOwed(study.facility(), uid)) {
      notes.add(
          "second copy: not made yet (storage status); its COPY is charged when it is, at the price of the day of the first image");
    } else if (twice && copies.owedPacks() > 0) {
      notes.add(
          "second copies: %d packs of the node are not level yet (storage status)"
              .formatted(copies.owedPacks()));
    } else if (twice) {
      notes.add(copies.configured() ? "second copies: complete" : "second copies: none configured");
    }
    rooms.store().scrub().damages().stream()
        .filter(text -> rows.stream().anyMatch(row -> text.contains(row.at().pack())))
        .map("damage in a pack of it: "::concat)
        .forEach(notes::add);
    notes.add(StoryCharges.OF_THE_FACILITY);
    return notes;
  }
}
