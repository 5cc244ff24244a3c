package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.contract.RuleSet;
import org.hokan.archive.trial.RuleTrial;
import org.hokan.archive.trial.TrialOrder;
import org.hokan.archive.trial.TrialReport;

/** {@code /rules/dry-run}: other rules on what came in past days. */
final class RuleTrialResource {
  private static final int USUAL_DAYS = 30;
  private static final int LONGEST_DAYS = 3660;
  private static final int MOST_LISTED = 10_000;

  private final AdminRooms rooms;
  private final LongTask task;

  RuleTrialResource(AdminRooms rooms) {
    this.rooms = rooms;
    this.task = new LongTask("rule-dry-run", rooms.clock());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/rules/dry-run", call -> Json.ok(task.json())),
        Endpoint.post("/rules/dry-run", this::begin),
        Endpoint.delete("/rules/dry-run", this::cancel));
  }

  private HttpResponse cancel(Call call) {
    task.cancel();
    return Json.respond(HttpStatus.ACCEPTED, task.json());
  }

  private HttpResponse begin(Call call) {
    Body body = call.body("ae", "days", "rules", "staged", "read", "list");
    ApplicationEntity sender = AeResource.known(rooms.entities(), body.text("ae"));
    int days = body.number("days", USUAL_DAYS, LONGEST_DAYS);
    TriedRules tried = new TriedRules(rooms, body);
    int read = tried.mostRead();
    int list = body.number("list", 0, MOST_LISTED);
    RuleSet rules = tried.ofAe(sender);
    Instant since = rooms.clock().instant().minus(Duration.ofDays(days));
    rooms.indexUpToDate();
    TrialOrder order = new TrialOrder(sender.title(), sender.facility(), rules, since, read, list);
    task.start(progress -> tried(order, days, progress));
    return Json.respond(HttpStatus.ACCEPTED, task.json());
  }

  private LongTask.Result tried(TrialOrder order, int days, Consumer<String> progress) {
    TrialReport report = rooms.trial().run(order, progress);
    String text =
        "%d instances of %s in %d days: %d would be decided otherwise"
            .formatted(report.instances(), order.ae(), days, report.otherwise());
    return new LongTask.Result(text, List.of(), json(report, order));
  }

  private static ObjectNode json(TrialReport report, TrialOrder order) {
    ObjectNode json =
        Json.object()
            .put("ae", order.ae())
            .put("since", order.since().toString())
            .put("instances", report.instances())
            .put("bytes", report.bytes())
            .put("aside", report.aside())
            .put("refused", report.refused())
            .put("unread", report.unread())
            .put("unreadable", report.unreadable())
            .put("bytesNotKept", report.bytesNotKept())
            .put("bytesTaken", report.bytesTaken())
            .put("furtherChanges", report.furtherChanges());
    json.set("changes", Json.array(report.changes(), RuleTrialResource::json));
    if (order.mostListed() > 0) {
      json.set("listed", Json.array(report.listed(), RuleTrialResource::json));
      json.put("unlisted", report.otherwise() - report.listed().size());
    }
    json.set("money", Json.array(report.money(), RuleTrialResource::json));
    json.set("notes", notes(order, report));
    return json;
  }

  /** What is not known any more, or not looked at. */
  private static ArrayNode notes(TrialOrder order, TrialReport report) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "%d instances in quarantine and %d that were refused are among them: refused ones as far as they are noted (contract.refusals-kept), by the attributes that have a variable of their own"
            .formatted(report.aside(), report.refused()));
    notes.add("used, capacity_used: as of now; how much was used then is not known");
    if (!order.rules().needsObject()) {
      notes.add(
          "attributes of patient, study and series: the first value that came, as the index keeps it");
    }
    if (report.unread() > 0) {
      notes.add(
          "%d instances not looked at: a condition needs the objects, and no more were to be read"
              .formatted(report.unread()));
    }
    notes.add("money: at the prices then; overage, tax and later periods are left out");
    notes.add(
        "money: of patients the first periods of those that a rule newly chooses (at most %d); what was chosen is taken to stay so"
            .formatted(RuleTrial.MOST_PATIENTS));
    return Json.texts(notes);
  }

  private static ObjectNode json(TrialReport.Change change) {
    ObjectNode json =
        Json.object()
            .put("was", change.was())
            .put("would", change.would())
            .put("instances", change.instances())
            .put("studies", change.studies())
            .put("bytes", change.bytes());
    json.set("examples", Json.texts(change.examples()));
    return json;
  }

  private static ObjectNode json(TrialReport.Listed one) {
    return Json.object()
        .put("study", one.study())
        .put("instance", one.instance())
        .put("was", one.was())
        .put("would", one.would());
  }

  private static ObjectNode json(TrialReport.Cost cost) {
    return Json.object()
        .put("what", cost.what())
        .put("times", cost.times())
        .put("each", cost.each().getAmount().toPlainString())
        .put("amount", cost.amount().getAmount().toPlainString())
        .put("currency", cost.each().getCurrencyUnit().getCode());
  }
}
