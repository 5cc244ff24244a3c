package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.RuleStaging;
import org.hokan.archive.contract.StagedRule;
import org.hokan.archive.contract.StorageRule;

/** {@code /rules/staged} and what goes with it: changes that come into use later, or back. */
final class RuleStagingResource {
  private final AdminRooms rooms;
  private final RuleStaging staging;

  RuleStagingResource(AdminRooms rooms) {
    this.rooms = rooms;
    this.staging = rooms.rules().staging();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/rules/staged", this::list, "ae"),
        Endpoint.post("/rules/staged", this::stage),
        Endpoint.delete("/rules/staged/{ae}/{name}", this::unstage),
        Endpoint.post("/rules/activate", this::activate, "ae", "name"),
        Endpoint.get("/rules/history", this::history, "ae", "name"),
        Endpoint.post("/rules/{ae}/{name}/rollback", this::rollBack, "to", "version"));
  }

  private HttpResponse list(Call call) {
    return Json.items(staging.list(ae(call)), RuleStagingResource::json);
  }

  private HttpResponse stage(Call call) {
    Body body = call.body("ae", "name", "when", "then", "order", "version", "from", "remove");
    String ae = AeResource.known(rooms.entities(), body.text("ae")).title();
    String name = body.text("name");
    Optional<StorageRule> inUse = rooms.rules().rule(ae, name);
    boolean remove = body.flag("remove");
    StorageRule draft = Call.made(() -> draft(body, ae, inUse, remove));
    Optional<LocalDate> from =
        body.filled("from")
            .map(text -> Call.parsed("from", text, "a day such as 2026-12-31", LocalDate::parse));
    return Json.respond(HttpStatus.CREATED, json(staging.stage(draft, from, call.who())));
  }

  /** What is not given stays as it is in use. */
  private static StorageRule draft(
      Body body, String ae, Optional<StorageRule> inUse, boolean remove) {
    if (remove && inUse.isEmpty()) {
      throw Refusal.notFound("rule: unknown (expected: one in use, to be removed)");
    }
    return new StorageRule(
        ae,
        body.text("name"),
        body.number("version").orElse(inUse.map(StorageRule::version).orElse(0)),
        body.filled("when")
            .or(() -> inUse.map(StorageRule::when))
            .orElseThrow(() -> missing("when")),
        body.filled("then")
            .map(Actions::parse)
            .or(() -> inUse.map(StorageRule::then))
            .orElseThrow(() -> missing("then")),
        body.number("order").isPresent()
            ? body.number("order").getAsInt()
            : inUse.map(StorageRule::order).orElseThrow(() -> missing("order")),
        remove,
        Instant.EPOCH,
        "");
  }

  private static Refusal missing(String field) {
    return Refusal.badRequest("%s: missing (expected: one, as the rule is new)".formatted(field));
  }

  private HttpResponse unstage(Call call) {
    staging.unstage(call.path("ae"), call.path("name"), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private HttpResponse activate(Call call) {
    List<StorageRule> made = staging.activate(required(call), call.text("name"), call.who());
    return Json.items(made, RuleResource::json);
  }

  private HttpResponse history(Call call) {
    return Json.items(rooms.rules().history(required(call), call.text("name")), RuleResource::json);
  }

  private HttpResponse rollBack(Call call) {
    StorageRule rule =
        rooms
            .rules()
            .rollBack(
                AeResource.known(rooms.entities(), call.path("ae")).title(),
                call.path("name"),
                (int) call.number("to", 0),
                (int) call.number("version", 0),
                call.who());
    return Json.ok(RuleResource.json(rule));
  }

  private Optional<String> ae(Call call) {
    return call.text("ae").map(title -> AeResource.known(rooms.entities(), title).title());
  }

  private String required(Call call) {
    return ae(call)
        .orElseThrow(() -> Refusal.badRequest("ae: missing (expected: the sender's AE title)"));
  }

  private static ObjectNode json(StagedRule staged) {
    StorageRule draft = staged.draft();
    ObjectNode json =
        Json.object()
            .put("ae", draft.ae())
            .put("name", draft.name())
            .put("version", draft.version())
            .put("when", draft.when())
            .put("then", draft.then().toString())
            .put("order", draft.order())
            .put("remove", draft.removed())
            .put("stagedAt", draft.changedAt().toString())
            .put("stagedBy", draft.changedBy())
            .put("problem", staged.problem());
    Json.put(json, "from", staged.from());
    return json;
  }
}
