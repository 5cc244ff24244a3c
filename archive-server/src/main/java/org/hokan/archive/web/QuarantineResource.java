package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.dicom.dict.Tag;

/** {@code /quarantine}. */
final class QuarantineResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  QuarantineResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/quarantine", this::list, "facility", "after", "limit"),
        Endpoint.get("/quarantine/{id}", call -> Json.ok(json(entry(call)))),
        Endpoint.post("/quarantine/{id}/release", this::release),
        Endpoint.delete("/quarantine/{id}", this::remove));
  }

  private HttpResponse list(Call call) {
    Optional<String> facility =
        call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
    return Json.items(
        rooms.indexUpToDate().quarantine(facility, call.number("after", 0), call.limit(100, MOST)),
        QuarantineResource::json);
  }

  private HttpResponse release(Call call) {
    QuarantineEntry entry = entry(call);
    rooms.operations().releaseQuarantined(entry.id(), call.who());
    return Json.ok(
        Json.object()
            .put("id", entry.id())
            .put("facility", entry.facility())
            .put("sopInstanceUid", entry.sopInstanceUid().value()));
  }

  private HttpResponse remove(Call call) {
    rooms.operations().removeQuarantined(entry(call).id(), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private QuarantineEntry entry(Call call) {
    return rooms
        .index()
        .quarantined(call.pathNumber("id"))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "quarantine: unknown number (expected: one that quarantine list shows)"));
  }

  static ObjectNode json(QuarantineEntry entry) {
    ObjectNode json =
        Json.object()
            .put("id", entry.id())
            .put("facility", entry.facility())
            .put("reason", entry.reason().name())
            .put("text", entry.text())
            .put("sopInstanceUid", entry.sopInstanceUid().value())
            .put("sopClassUid", entry.sopClassUid().value())
            .put("transferSyntaxUid", entry.transferSyntaxUid().value())
            .put("studyInstanceUid", entry.studyInstanceUid())
            .put("patientId", entry.patientId());
    StudyResource.text(json, "patientName", entry.attributes(), Tag.PatientName);
    json.put("arrived", entry.arrived().toString())
        .put("callingAe", entry.sender().callingAe())
        .put("peer", entry.sender().peer())
        .put("digest", entry.digest())
        .put("bytes", entry.at().length())
        .put("pack", entry.at().pack());
    StudyResource.putDecided(json, entry.decided());
    return json;
  }
}
