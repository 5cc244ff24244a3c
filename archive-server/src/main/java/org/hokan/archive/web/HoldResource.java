package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.BackupChoice;
import org.hokan.archive.index.KeptCounts;
import org.hokan.archive.retention.HoldKind;
import org.hokan.archive.retention.LegalHold;
import org.hokan.archive.retention.LegalHolds;

/** {@code /holds}. Each look at patients' data is in the trail. */
final class HoldResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  HoldResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/holds", this::list, "facility", "all", "limit"),
        Endpoint.post("/holds", this::add),
        Endpoint.post("/holds/{id}/release", this::release));
  }

  private HttpResponse list(Call call) {
    Optional<String> facility =
        call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
    boolean all = call.text("all").filter("true"::equals).isPresent();
    List<LegalHold> found =
        rooms.holds().list(new LegalHolds.Filter(facility, all, call.limit(1000, MOST)));
    rooms
        .audit()
        .accessed(
            AuditEvent.access(rooms.clock().instant(), call.who(), "hold.list")
                .facility(facility.orElse(""))
                .objects(found.size())
                .build());
    return Json.items(found, HoldResource::json);
  }

  private HttpResponse add(Call call) {
    Body body = call.body("facility", "study", "patient", "reason", "signedBy");
    String facility = FacilityResource.known(rooms.entities(), body.text("facility")).code();
    Optional<String> study = body.filled("study");
    Optional<String> patient = body.filled("patient");
    if (study.isPresent() == patient.isPresent()) {
      throw Refusal.badRequest("hold: on nothing or on two (expected: study, or patient)");
    }
    HoldKind kind = study.isPresent() ? HoldKind.STUDY : HoldKind.PATIENT;
    LegalHold hold =
        rooms
            .holds()
            .place(
                facility,
                kind,
                study.or(() -> patient).orElseThrow(),
                body.text("reason"),
                body.text("signedBy"),
                call.who());
    KeptCounts kept = kept(hold);
    return Json.respond(
        HttpStatus.CREATED,
        json(hold).put("studies", kept.studies()).put("images", kept.instances()));
  }

  /** What is here now of what it is on. */
  private KeptCounts kept(LegalHold hold) {
    String key = hold.kind() == HoldKind.STUDY ? hold.key() : BackupChoice.patient(hold.key());
    Map<String, KeptCounts> counts =
        hold.kind() == HoldKind.STUDY
            ? rooms.indexUpToDate().countsOfStudies(hold.facility(), List.of(key))
            : rooms.indexUpToDate().countsOfPatients(hold.facility(), List.of(key));
    return counts.getOrDefault(key, KeptCounts.NOTHING);
  }

  private HttpResponse release(Call call) {
    Body body = call.body("reason", "signedBy");
    return Json.ok(
        json(
            rooms
                .holds()
                .release(
                    call.pathNumber("id"),
                    body.text("reason"),
                    body.text("signedBy"),
                    call.who())));
  }

  static ObjectNode json(LegalHold hold) {
    ObjectNode json =
        Json.object()
            .put("id", hold.id())
            .put("facility", hold.facility())
            .put(hold.kind() == HoldKind.STUDY ? "study" : "patient", hold.key())
            .put("reason", hold.reason())
            .put("placedBy", hold.placedBy())
            .put("placedAt", hold.placedAt().toString());
    hold.released()
        .ifPresent(
            release ->
                json.put("releaseReason", release.reason())
                    .put("releasedBy", release.by())
                    .put("releasedAt", release.at().toString()));
    return json;
  }
}
