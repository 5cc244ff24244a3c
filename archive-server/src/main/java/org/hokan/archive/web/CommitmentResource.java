package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.commitment.CheckedReference;
import org.hokan.archive.commitment.Commitment;
import org.hokan.archive.commitment.CommitmentFilter;
import org.hokan.archive.commitment.CommitmentState;
import org.hokan.archive.commitment.FailureReason;

/** {@code /commitments}. */
final class CommitmentResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  CommitmentResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/commitments", this::list, "facility", "ae", "state", "before", "limit"),
        Endpoint.get("/commitments/{id}", this::show),
        Endpoint.post("/commitments/{id}/retry", this::retry));
  }

  private HttpResponse list(Call call) {
    CommitmentFilter filter =
        new CommitmentFilter(
            call.text("facility")
                .map(code -> FacilityResource.known(rooms.entities(), code).code()),
            call.text("ae"),
            call.word("state", CommitmentState.class),
            call.text("before").map(text -> call.number("before", 0)),
            call.limit(100, MOST));
    return Json.items(rooms.commitments().list(filter), CommitmentResource::json);
  }

  private HttpResponse show(Call call) {
    Commitment commitment = commitment(call);
    ObjectNode json = json(commitment);
    List<CheckedReference> failures =
        rooms.commitments().result(commitment.id()).stream()
            .filter(checked -> checked.failure().isPresent())
            .toList();
    json.set("failures", Json.array(failures, CommitmentResource::json));
    return Json.ok(json);
  }

  private HttpResponse retry(Call call) {
    Commitment commitment = commitment(call);
    if (!rooms.commitments().retry(commitment.id(), call.who())) {
      throw unknown();
    }
    return Json.ok(json(commitment(call)));
  }

  private Commitment commitment(Call call) {
    Optional<Commitment> found = rooms.commitments().find(call.pathNumber("id"));
    return found.orElseThrow(CommitmentResource::unknown);
  }

  private static Refusal unknown() {
    return Refusal.notFound(
        "commitment: unknown number (expected: one that commitment list shows)");
  }

  private static ObjectNode json(Commitment commitment) {
    ObjectNode json =
        Json.object()
            .put("id", commitment.id())
            .put("facility", commitment.facility())
            .put("ae", commitment.aeTitle())
            .put("transactionUid", commitment.transactionUid())
            .put("state", commitment.state().name())
            .put("requested", commitment.requestedAt().toString());
    Json.put(json, "checked", commitment.checkedAt());
    Json.put(json, "ended", commitment.endedAt());
    json.put("instances", commitment.instances())
        .put("failed", commitment.failed())
        .put("attempts", commitment.attempts());
    Json.put(json, "nextAttempt", commitment.nextAttempt());
    return json.put("problem", commitment.problem());
  }

  private static ObjectNode json(CheckedReference checked) {
    FailureReason reason = checked.failure().orElseThrow();
    return Json.object()
        .put("sopInstanceUid", checked.reference().sopInstanceUid().value())
        .put("sopClassUid", checked.reference().sopClassUid().value())
        .put("code", "%04XH".formatted(reason.code()))
        .put("reason", reason.name());
  }
}
