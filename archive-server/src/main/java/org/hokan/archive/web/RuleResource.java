package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.DecidedBy;
import org.hokan.archive.contract.ExamState;
import org.hokan.archive.contract.Explanation;
import org.hokan.archive.contract.FollowUps;
import org.hokan.archive.contract.RuleTrace;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.archive.contract.StorageRule;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/** {@code /rules}. */
final class RuleResource {
  private static final ReadLimits BEGINNING =
      ReadLimits.builder().truncation(ReadLimits.Truncation.KEEP).build();

  private final AdminRooms rooms;

  RuleResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/rules", this::list, "ae"),
        Endpoint.post("/rules", this::add),
        Endpoint.post("/rules/test", this::test, "ae", "called", "peer", "size"),
        Endpoint.get("/rules/{ae}/{name}", this::show),
        Endpoint.put("/rules/{ae}/{name}", this::change),
        Endpoint.delete("/rules/{ae}/{name}", this::remove));
  }

  private HttpResponse list(Call call) {
    List<StorageRule> found =
        call.text("ae")
            .map(title -> rooms.rules().ofAe(AeResource.known(rooms.entities(), title).title()))
            .orElseGet(() -> rooms.rules().list());
    return Json.items(found, RuleResource::json);
  }

  private HttpResponse show(Call call) {
    ApplicationEntity sender = AeResource.known(rooms.entities(), call.path("ae"));
    StorageRule rule = rule(call, sender);
    ObjectNode json = reviewed(rule, sender);
    json.set(
        "versions", Json.array(rooms.rules().versions(rule.ae(), rule.name()), RuleResource::json));
    return Json.ok(json);
  }

  private HttpResponse add(Call call) {
    Body body = call.body("ae", "name", "when", "then", "order");
    ApplicationEntity sender = AeResource.known(rooms.entities(), body.text("ae"));
    int order = body.number("order").orElseThrow(() -> Refusal.badRequest("order: missing"));
    StorageRule draft =
        Call.made(
            () ->
                StorageRule.of(
                    sender.title(),
                    body.text("name"),
                    body.text("when"),
                    Actions.parse(body.text("then")),
                    order));
    StorageRule added = rooms.rules().add(draft, call.who());
    return Json.respond(HttpStatus.CREATED, reviewed(added, sender));
  }

  private HttpResponse change(Call call) {
    Body body =
        call.body(
            "ae",
            "name",
            "when",
            "then",
            "order",
            "version",
            "removed",
            "changedAt",
            "changedBy",
            "warnings");
    ApplicationEntity sender = AeResource.known(rooms.entities(), call.path("ae"));
    StorageRule old = rule(call, sender);
    StorageRule draft =
        Call.made(
            () ->
                new StorageRule(
                    old.ae(),
                    old.name(),
                    body.number("version").orElse(old.version()),
                    body.filled("when").orElse(old.when()),
                    body.filled("then").map(Actions::parse).orElse(old.then()),
                    body.number("order").orElse(old.order()),
                    false,
                    old.changedAt(),
                    old.changedBy()));
    StorageRule changed = rooms.rules().change(draft, call.who());
    return Json.ok(reviewed(changed, sender));
  }

  private HttpResponse remove(Call call) {
    StorageRule rule = rule(call, AeResource.known(rooms.entities(), call.path("ae")));
    rooms.rules().remove(rule.ae(), rule.name(), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private HttpResponse test(Call call) throws IOException {
    String title =
        call.text("ae")
            .orElseThrow(() -> Refusal.badRequest("ae: missing (expected: the sender's AE title)"));
    ApplicationEntity sender = AeResource.known(rooms.entities(), title);
    ArrivalFacts facts = facts(call, sender);
    long used = rooms.index().counts(sender.facility()).bytes();
    return Json.ok(json(rooms.rules().explain(facts, ExamState.NEW, used)));
  }

  private ArrivalFacts facts(Call call, ApplicationEntity sender) throws IOException {
    byte[] head = call.bytes();
    if (head.length == 0) {
      throw Refusal.badRequest("body: empty (expected: the beginning of a DICOM file; PS3.10)");
    }
    try (Part10File file = Part10.open(new ByteArrayInputStream(head))) {
      DataSet dataSet = file.reader(BEGINNING).readUntil(ArrivalFacts.END_OF_HEAD);
      return ArrivalFacts.builder()
          .callingAe(sender.title())
          .calledAe(call.text("called").orElse(rooms.operations().facts().aeTitle()))
          .peer(call.text("peer").or(sender::host).orElse(""))
          .facility(sender.facility())
          .sopClass(dataSet.uid(Tag.SOPClassUID).map(Uid::value).orElse(""))
          .transferSyntax(file.transferSyntax().uid().value())
          .sizeBytes(call.number("size", head.length))
          .time(rooms.clock().instant())
          .head(dataSet)
          .build();
    }
  }

  private StorageRule rule(Call call, ApplicationEntity sender) {
    return rooms
        .rules()
        .rule(sender.title(), call.path("name"))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "rule of AE %s: unknown name (expected: %s)"
                        .formatted(
                            sender.title(),
                            FacilityResource.some(
                                rooms.rules().ofAe(sender.title()).stream()
                                    .map(StorageRule::name)
                                    .toList()))));
  }

  private ObjectNode reviewed(StorageRule rule, ApplicationEntity sender) {
    ObjectNode json = json(rule);
    json.set("warnings", Json.texts(rooms.rules().review(rule, sender.facility())));
    return json;
  }

  static ObjectNode json(StorageRule rule) {
    return Json.object()
        .put("ae", rule.ae())
        .put("name", rule.name())
        .put("version", rule.version())
        .put("when", rule.when())
        .put("then", rule.then().toString())
        .put("order", rule.order())
        .put("removed", rule.removed())
        .put("changedAt", rule.changedAt().toString())
        .put("changedBy", rule.changedBy());
  }

  private static ObjectNode json(Explanation explanation) {
    StorageDecision decision = explanation.decision();
    ObjectNode json = Json.object();
    if (decision instanceof StorageDecision.Accept accept) {
      json.put("decision", "ACCEPT").put("storageClass", accept.storageClass().name());
      Json.put(json, "retention", accept.retention());
      Json.put(json, "compression", accept.compression());
    } else if (decision instanceof StorageDecision.Refuse refuse) {
      json.put("decision", "REFUSE").put("cause", refuse.cause().name()).put("text", refuse.text());
      Json.put(json, "status", refuse.status());
    } else if (decision instanceof StorageDecision.Quarantine aside) {
      json.put("decision", "QUARANTINE")
          .put("cause", aside.cause().name())
          .put("text", aside.text());
    }
    DecidedBy by = decision.by();
    json.put("contract", by.contractId()).put("contractVersion", by.contractVersion());
    json.put("rule", by.ruleName()).put("ruleVersion", by.ruleVersion());
    if (!(decision instanceof StorageDecision.Refuse)) {
      explanation.rules().stream()
          .filter(trace -> trace.outcome() == RuleTrace.Outcome.MATCHED)
          .findFirst()
          .ifPresent(trace -> putFollowUps(json, trace.rule().then().followUps()));
    }
    json.set("rules", Json.array(explanation.rules(), RuleResource::json));
    return json;
  }

  private static void putFollowUps(ObjectNode json, FollowUps followUps) {
    json.set("forward", Json.texts(followUps.forward()));
    json.set("bill", Json.texts(followUps.bill()));
    json.set("backup", Json.texts(followUps.backup().stream().map(Enum::name).toList()));
    Json.put(json, "notify", followUps.notice());
  }

  private static ObjectNode json(RuleTrace trace) {
    return Json.object()
        .put("name", trace.rule().name())
        .put("order", trace.rule().order())
        .put("when", trace.rule().when())
        .put("outcome", trace.outcome().name())
        .put("detail", trace.detail());
  }
}
