package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.trial.RefusedArrival;
import org.hokan.dicom.data.Uid;

/** What of a study came and is not among what is kept, or another object with an instance's UID. */
record StoryAside(List<QuarantineEntry> waiting, List<RefusedArrival> refused, int most) {

  /**
   * Looks for it.
   *
   * @param uid of a study, or of an instance
   * @param most most of each
   */
  static StoryAside of(AdminRooms rooms, Optional<String> facility, Uid uid, int most) {
    return new StoryAside(
        rooms.index().quarantineNaming(facility, uid, most),
        rooms.trial().refused(facility, uid, most),
        most);
  }

  Stream<String> facilities() {
    return Stream.concat(
        waiting.stream().map(QuarantineEntry::facility),
        refused.stream().map(RefusedArrival::facility));
  }

  /** The studies that they name, valid or not; may be empty texts. */
  Stream<String> studies() {
    return Stream.concat(
        waiting.stream().map(QuarantineEntry::studyInstanceUid),
        refused.stream().map(RefusedArrival::studyInstanceUid));
  }

  boolean hasInstance(Uid uid) {
    return waiting.stream().anyMatch(entry -> entry.sopInstanceUid().equals(uid))
        || refused.stream().anyMatch(one -> one.sopInstanceUid().equals(uid.value()));
  }

  void put(ObjectNode json) {
    json.set("quarantined", Json.array(waiting, QuarantineResource::json));
    json.set("refused", Json.array(refused, StoryAside::json));
  }

  private static ObjectNode json(RefusedArrival one) {
    return Json.object()
        .put("sopInstanceUid", one.sopInstanceUid())
        .put("studyInstanceUid", one.studyInstanceUid())
        .put("arrived", one.arrived().toString())
        .put("callingAe", one.callingAe())
        .put("calledAe", one.calledAe())
        .put("peer", one.peer())
        .put("bytes", one.bytes())
        .put("cause", one.cause().name())
        .put("rule", one.ruleName())
        .put("ruleVersion", one.ruleVersion());
  }

  /** Says where there may be more. */
  List<String> cuts() {
    List<String> cuts = new ArrayList<>();
    if (waiting.size() == most) {
      cuts.add("no more than %d objects in quarantine are looked at (--limit)".formatted(most));
    }
    if (refused.size() == most) {
      cuts.add("no more than %d refused objects are looked at (--limit)".formatted(most));
    }
    return cuts;
  }
}
