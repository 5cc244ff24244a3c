package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.job.Job;

/** {@code /jobs}. */
final class JobResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  JobResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/jobs", this::list, "dead", "limit"),
        Endpoint.post("/jobs/{id}/retry", this::retry));
  }

  private HttpResponse list(Call call) {
    boolean dead = call.text("dead").map(Boolean::parseBoolean).orElse(false);
    return Json.items(rooms.jobs().list(dead, call.limit(100, MOST)), JobResource::json);
  }

  private HttpResponse retry(Call call) {
    return rooms
        .jobs()
        .retry(
            call.pathNumber("id"), (tx, job) -> rooms.audit().record(tx, retried(call.who(), job)))
        .map(job -> Json.ok(json(job)))
        .orElseThrow(
            () -> Refusal.notFound("job: unknown number (expected: one that job list shows)"));
  }

  private AuditEvent retried(String who, Job job) {
    return AuditEvent.change(rooms.clock().instant(), who, "job.retry")
        .subject(job.kind() + " " + job.subject())
        .build();
  }

  private static ObjectNode json(Job job) {
    return Json.object()
        .put("id", job.id())
        .put("kind", job.kind())
        .put("subject", job.subject())
        .put("dead", job.dead())
        .put("attempts", job.attempts())
        .put("asked", job.askedAt().toString())
        .put("due", job.dueAt().toString())
        .put("givenUpAt", job.giveUpAt().toString())
        .put("problem", job.problem());
  }
}
