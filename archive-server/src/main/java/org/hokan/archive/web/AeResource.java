package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;

/** {@code /aes}. */
final class AeResource {
  private static final String[] FIELDS = {
    "title", "facility", "may", "host", "port", "allowedFrom", "version"
  };

  private final ApplicationEntities entities;

  AeResource(ApplicationEntities entities) {
    this.entities = entities;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/aes", this::list, "facility"),
        Endpoint.post("/aes", this::add),
        Endpoint.get("/aes/{title}", call -> Json.ok(json(entity(call)))),
        Endpoint.put("/aes/{title}", this::change),
        Endpoint.delete("/aes/{title}", this::remove));
  }

  private HttpResponse list(Call call) {
    List<ApplicationEntity> found =
        call.text("facility")
            .map(code -> entities.ofFacility(FacilityResource.known(entities, code).code()))
            .orElseGet(entities::list);
    return Json.items(found, AeResource::json);
  }

  private HttpResponse add(Call call) {
    Body body = call.body(FIELDS);
    ApplicationEntity entity = made(body, body.text("title"), body.text("facility"), 0);
    return Json.respond(HttpStatus.CREATED, json(entities.add(entity, call.who())));
  }

  /** What the body leaves out, the AE has no more: no address, no permission. */
  private HttpResponse change(Call call) {
    Body body = call.body(FIELDS);
    ApplicationEntity old = entity(call);
    int version = body.number("version").orElse(old.version());
    String facility = body.filled("facility").orElse(old.facility());
    ApplicationEntity changed = made(body, old.title(), facility, version);
    return Json.ok(json(entities.change(changed, call.who())));
  }

  private HttpResponse remove(Call call) {
    entities.remove(entity(call).title(), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private static ApplicationEntity made(Body body, String title, String facility, int version) {
    Optional<String> host = body.filled("host");
    OptionalInt port = body.number("port");
    if (host.isPresent() != port.isPresent()) {
      throw Refusal.badRequest(
          "AE: host without port or port without host (expected: both or none)");
    }
    return Call.made(
        () -> {
          ApplicationEntity.Builder builder =
              ApplicationEntity.builder(title, facility)
                  .may(Permission.parse(String.join(",", body.texts("may"))))
                  .allowedFrom(body.texts("allowedFrom"))
                  .version(version);
          return host.isPresent()
              ? builder.address(host.get(), port.orElseThrow()).build()
              : builder.build();
        });
  }

  private ApplicationEntity entity(Call call) {
    return known(entities, call.path("title"));
  }

  /** The AE of this title; refused when there is none. */
  static ApplicationEntity known(ApplicationEntities entities, String title) {
    return entities
        .find(title)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "AE: unknown title (expected: %s; ae list shows all)"
                        .formatted(
                            FacilityResource.some(
                                entities.list().stream().map(ApplicationEntity::title).toList()))));
  }

  private static ObjectNode json(ApplicationEntity entity) {
    ObjectNode json = Json.object().put("title", entity.title()).put("facility", entity.facility());
    json.set(
        "may",
        Json.texts(
            entity.may().stream().sorted().map(p -> p.name().toLowerCase(Locale.ROOT)).toList()));
    Json.put(json, "host", entity.host());
    entity.port().ifPresent(port -> json.put("port", port));
    json.set("allowedFrom", Json.texts(entity.allowedFrom()));
    return json.put("version", entity.version());
  }
}
