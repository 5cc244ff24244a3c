package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.YearMonth;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.hokan.archive.billing.Comparison;
import org.hokan.archive.billing.ExamFacts;
import org.hokan.archive.billing.OtherRules;
import org.hokan.archive.billing.Simulated;
import org.hokan.archive.billing.SimulatedMonth;
import org.hokan.archive.billing.SimulationOrder;
import org.hokan.archive.billing.Simulator;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.RuleSet;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.index.StudyFilter;
import org.hokan.dicom.data.Uid;

/** {@code /simulation}: what other terms would have come to, and what is to come. */
final class SimulationResource {
  private static final int MOST_AHEAD = 12;

  private final AdminRooms rooms;
  private final LongTask task;

  SimulationResource(AdminRooms rooms) {
    this.rooms = rooms;
    this.task = new LongTask("simulation", rooms.clock());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/simulation", call -> Json.ok(task.json())),
        Endpoint.post("/simulation", this::begin),
        Endpoint.delete("/simulation", this::cancel));
  }

  private HttpResponse cancel(Call call) {
    task.cancel();
    return Json.respond(HttpStatus.ACCEPTED, task.json());
  }

  private HttpResponse begin(Call call) {
    Body body =
        call.body(
            "facility",
            "from",
            "until",
            "terms",
            "tariff",
            "ahead",
            "rules",
            "ae",
            "staged",
            "rulesOn",
            "read");
    String facility = FacilityResource.known(rooms.entities(), body.text("facility")).code();
    Optional<ContractTerms> terms =
        OtherTariff.priced(body.optionalObject("terms"), body.optionalObject("tariff"))
            .map(json -> Call.made(() -> rooms.contracts().read(facility, json)));
    SimulationOrder order =
        Call.made(
            () ->
                new SimulationOrder(
                    facility, month(body, "from"), month(body, "until"), terms, ahead(body)));
    if (order.last().isAfter(YearMonth.now(rooms.clock()))) {
      throw Refusal.badRequest(
          "until: %s has not begun (expected: a month with traffic; ahead forecasts)"
              .formatted(order.last()));
    }
    checkCurrency(facility, terms);
    rooms.indexUpToDate();
    OtherRules rules = rules(body, order);
    task.start(progress -> simulated(order, rules, progress));
    return Json.respond(HttpStatus.ACCEPTED, task.json());
  }

  private OtherRules rules(Body body, SimulationOrder order) {
    TriedRules tried = new TriedRules(rooms, body);
    if (order.ahead() > 0) {
      if (tried.isGiven()) {
        throw Refusal.badRequest(
            "rules: together with ahead (expected: past months; what is expected to come has no"
                + " images to ask rules about)");
      }
      return OtherRules.NONE;
    }
    Map<String, RuleSet> sets = tried.ofFacility(order.facility());
    if (tried.isGiven() && sets.isEmpty()) {
      throw Refusal.badRequest(
          "rules: facility %s has no such ones (expected: rules, or staged ones of one of its AEs)"
              .formatted(order.facility()));
    }
    return rooms.trial().otherRules(order.facility(), sets, tried.mostRead());
  }

  private void checkCurrency(String facility, Optional<ContractTerms> terms) {
    terms.ifPresent(
        given ->
            rooms.contracts().ofFacility(facility).stream()
                .map(contract -> contract.terms().currency())
                .filter(currency -> !currency.equals(given.currency()))
                .findFirst()
                .ifPresent(
                    currency -> {
                      throw Refusal.badRequest(
                          "currency: %s (expected: %s, that of the facility's contracts)"
                              .formatted(given.currency(), currency));
                    }));
  }

  /** The month that is named; for a forecast the one before this, unless told. */
  private YearMonth month(Body body, String name) {
    if (ahead(body) > 0 && body.filled(name).isEmpty()) {
      return YearMonth.now(rooms.clock()).minusMonths(1);
    }
    return Call.month(name, body.text(name));
  }

  private static int ahead(Body body) {
    OptionalInt ahead = body.number("ahead");
    if (ahead.orElse(0) < 0 || ahead.orElse(0) > MOST_AHEAD) {
      throw Refusal.badRequest(
          "ahead: %d months (expected: 0 to %d)".formatted(ahead.getAsInt(), MOST_AHEAD));
    }
    return ahead.orElse(0);
  }

  private LongTask.Result simulated(
      SimulationOrder order, OtherRules rules, Consumer<String> progress) {
    Simulator simulator =
        rooms.ledger().simulator(Simulator.folder(rooms.operations().facts().dataFolder()));
    Simulator.Known known =
        new Simulator.Known(facts(), rules, rooms.operations().openExams(order.facility()));
    Comparison found = simulator.run(order, known, progress);
    ObjectNode figures = Json.object().put("facility", order.facility());
    figures.set("was", json(found.was(), order));
    found.would().ifPresent(would -> figures.set("would", json(would, order)));
    return new LongTask.Result("done", List.of(), figures);
  }

  private ExamFacts facts() {
    return new ExamFacts() {
      @Override
      public Optional<Known> of(String facility, String study) {
        return known(facility, study);
      }

      @Override
      public Set<String> sopClasses(String facility, String study) {
        Set<String> found = new HashSet<>();
        rooms
            .index()
            .locate(
                facility,
                RetrieveKeys.study(new Uid(study)),
                row -> {
                  found.add(row.sopClassUid().value());
                  return true;
                });
        return found;
      }
    };
  }

  /** What the index still has of an examination. */
  private Optional<ExamFacts.Known> known(String facility, String study) {
    return rooms.index().studies(StudyFilter.all().withUid(study).ofFacility(facility)).stream()
        .findFirst()
        .map(
            found ->
                new ExamFacts.Known(
                    new HashSet<>(found.modalities()),
                    found.decided().storageClass().equals(StorageClass.DELUXE.name())));
  }

  private static ObjectNode json(Simulated side, SimulationOrder order) {
    ObjectNode json = Json.object();
    json.set(
        "months",
        Json.array(
            side.months(),
            month -> json(month).put("forecast", month.month().isAfter(order.last()))));
    ObjectNode refused = json.putObject("refused");
    side.refused()
        .forEach(
            (cause, count) ->
                refused
                    .putObject(cause.name())
                    .put("exams", count.exams())
                    .put("images", count.images())
                    .put("bytes", count.bytes()));
    json.set("leftOut", Json.array(side.leftOut(), SimulationResource::json));
    json.set("items", Json.array(side.items(), SimulationResource::json));
    Json.put(json, "usedUp", side.usedUp());
    json.set("notes", Json.texts(side.notes()));
    return json;
  }

  private static ObjectNode json(OtherRules.LeftOut left) {
    return Json.object()
        .put("cause", left.cause().name())
        .put("aside", left.aside())
        .put("rule", left.rule())
        .put("sopClass", left.sopClass())
        .put("sopName", sopName(left.sopClass()))
        .put("images", left.images())
        .put("bytes", left.bytes());
  }

  private static String sopName(String uid) {
    return Uid.isUid(uid) ? Story.sopClass(new Uid(uid)) : uid;
  }

  private static ObjectNode json(Simulated.Item item) {
    return Json.object()
        .put("type", item.type().name().toLowerCase(Locale.ROOT))
        .put("name", item.name())
        .put("quantity", item.quantity())
        .put("amount", item.amount().getAmount().toPlainString())
        .put("currency", item.amount().getCurrencyUnit().getCode());
  }

  private static ObjectNode json(SimulatedMonth month) {
    ObjectNode json =
        Json.object()
            .put("month", month.month().toString())
            .put("exams", month.exams())
            .put("images", month.images())
            .put("bytes", month.bytes())
            .put("keptBytes", month.keptBytes())
            .put("savedBytes", month.savedBytes())
            .put("currency", month.net().getCurrencyUnit().getCode())
            .put("net", month.net().getAmount().toPlainString())
            .put("tax", month.tax().getAmount().toPlainString())
            .put("total", month.net().plus(month.tax()).getAmount().toPlainString());
    ObjectNode charges = json.putObject("charges");
    month
        .charges()
        .forEach(
            (type, amount) ->
                charges.put(
                    type.name().toLowerCase(Locale.ROOT), amount.getAmount().toPlainString()));
    return json;
  }
}
