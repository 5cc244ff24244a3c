package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.Facility;

/** {@code /facilities}. */
final class FacilityResource {
  private final ApplicationEntities entities;

  FacilityResource(ApplicationEntities entities) {
    this.entities = entities;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/facilities", call -> Json.items(entities.facilities(), FacilityResource::json)),
        Endpoint.post("/facilities", this::add),
        Endpoint.get("/facilities/{code}", call -> Json.ok(json(facility(call)))),
        Endpoint.put("/facilities/{code}", this::change, "moveDays"),
        Endpoint.delete("/facilities/{code}", this::remove));
  }

  private HttpResponse add(Call call) {
    Body body = call.body("code", "name", "issuer", "timeZone");
    String code = body.text("code");
    String issuer = body.filled("issuer").orElse(code.toUpperCase(Locale.ROOT));
    Facility facility =
        Call.made(() -> new Facility(code, body.text("name"), issuer, zone(body), 0));
    return Json.respond(HttpStatus.CREATED, json(entities.addFacility(facility, call.who())));
  }

  private HttpResponse change(Call call) {
    Body body = call.body("code", "name", "issuer", "timeZone", "version");
    Facility old = facility(call);
    String name = body.filled("name").orElse(old.name());
    String issuer = body.filled("issuer").orElse(old.issuer());
    int version = body.number("version").orElse(old.version());
    Facility changed = Call.made(() -> new Facility(old.code(), name, issuer, zone(body), version));
    boolean moveDays = call.flag("moveDays").orElse(false);
    return Json.ok(json(entities.changeFacility(changed, moveDays, call.who())));
  }

  private HttpResponse remove(Call call) {
    entities.removeFacility(facility(call).code(), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private Facility facility(Call call) {
    return known(entities, call.path("code"));
  }

  /** The facility of this code; refused when there is none. */
  static Facility known(ApplicationEntities entities, String code) {
    return entities
        .facility(code)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "facility: unknown code (expected: %s; facility list shows all)"
                        .formatted(
                            some(entities.facilities().stream().map(Facility::code).toList()))));
  }

  /** A few of what there is, for a message. */
  static String some(List<String> there) {
    int most = 5;
    if (there.isEmpty()) {
      return "one that exists; there is none yet";
    }
    String few = String.join(", ", there.subList(0, Math.min(most, there.size())));
    return there.size() > most ? few + ", ..." : few;
  }

  private static Optional<ZoneId> zone(Body body) {
    return body.filled("timeZone")
        .map(zone -> Call.parsed("timeZone", zone, "a zone such as Asia/Tokyo", ZoneId::of));
  }

  private static ObjectNode json(Facility facility) {
    ObjectNode json =
        Json.object()
            .put("code", facility.code())
            .put("name", facility.name())
            .put("issuer", facility.issuer());
    Json.put(json, "timeZone", facility.timeZone());
    return json.put("version", facility.version());
  }
}
