package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;

/**
 * {@code /health}: whether the process lives ({@code /health/live}) and whether it can do its work
 * ({@code /health/ready}, with its parts; 503 when one is down). Without a token, so it says
 * nothing about anybody's data.
 */
final class Health {
  private final Operations operations;

  Health(Operations operations) {
    this.operations = operations;
  }

  HttpResponse live() {
    return Json.ok(Json.object().put("status", "UP"));
  }

  HttpResponse ready() {
    List<PartHealth> parts = operations.health();
    boolean up = parts.stream().allMatch(PartHealth::up);
    boolean degraded = parts.stream().anyMatch(part -> part.state() == PartHealth.State.DEGRADED);
    String status = degraded ? "DEGRADED" : "UP";
    ObjectNode json = Json.object().put("status", up ? status : "DOWN");
    json.set("parts", Json.array(parts, Health::json));
    return Json.respond(up ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, json);
  }

  static ObjectNode json(PartHealth part) {
    return Json.object()
        .put("name", part.name())
        .put("state", part.state().name())
        .put("detail", part.detail());
  }
}
