package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import org.hokan.archive.procedure.PerformedProcedureStep;
import org.hokan.archive.procedure.StepFilter;
import org.hokan.archive.procedure.StepStatus;
import org.hokan.dicom.data.Uid;

/** {@code /procedures}: performed procedure steps. */
final class ProcedureResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  ProcedureResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/procedures", this::list, "facility", "status", "incomplete", "limit"));
  }

  private HttpResponse list(Call call) {
    rooms.indexUpToDate();
    StepFilter filter =
        new StepFilter(
            call.text("facility")
                .map(code -> FacilityResource.known(rooms.entities(), code).code()),
            call.word("status", StepStatus.class),
            call.text("incomplete").map(Boolean::parseBoolean).orElse(false),
            call.limit(100, MOST));
    return Json.items(rooms.procedures().list(filter), ProcedureResource::json);
  }

  static ObjectNode json(PerformedProcedureStep step) {
    ObjectNode json =
        Json.object()
            .put("facility", step.facility())
            .put("sopInstanceUid", step.sopInstanceUid().value())
            .put("status", step.status().word())
            .put("callingAe", step.callingAe())
            .put("created", step.createdAt().toString());
    Json.put(json, "ended", step.endedAt());
    json.set("studies", Json.texts(step.studies().stream().map(Uid::value).toList()));
    json.put("instances", step.instances()).put("here", step.here());
    json.set("missing", Json.texts(step.missing().stream().map(Uid::value).toList()));
    return json;
  }
}
