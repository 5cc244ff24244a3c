package org.hokan.archive.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.Capacity;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractAction;
import org.hokan.archive.contract.ContractMove;
import org.hokan.archive.contract.ContractStep;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.ContractVersion;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.Side;
import org.hokan.archive.contract.TermsDiff;
import org.hokan.archive.contract.TermsForm;
import org.hokan.archive.index.Index;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** {@code /contracts}. */
final class ContractResource {
  private static final String COPY = "copyChoices";

  private final ApplicationEntities entities;
  private final Contracts contracts;
  private final ContractWarnings warnings;
  private final Index index;

  ContractResource(AdminRooms rooms) {
    this.entities = rooms.entities();
    this.contracts = rooms.contracts();
    this.warnings = new ContractWarnings(rooms);
    this.index = rooms.index();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/contracts", this::list, "facility"),
        Endpoint.post("/contracts", this::add),
        Endpoint.get("/contracts/{id}", this::show),
        Endpoint.put("/contracts/{id}", this::change),
        Endpoint.delete("/contracts/{id}", this::remove, "step"),
        Endpoint.post("/contracts/{id}/steps", this::step),
        Endpoint.get("/contracts/{id}/diff", this::diff, "from", "to"));
  }

  private HttpResponse list(Call call) {
    Optional<String> facility =
        call.text("facility").map(code -> FacilityResource.known(entities, code).code());
    List<Contract> found =
        contracts.list().stream()
            .filter(contract -> facility.map(contract.facility()::equals).orElse(true))
            .toList();
    return Json.items(found, this::json);
  }

  private HttpResponse show(Call call) {
    Contract contract = contract(call);
    ObjectNode json = whole(contract);
    boolean begun = !contracts.today(contract.facility()).isBefore(contract.from());
    json.set("warnings", Json.texts(begun ? List.of() : warnings.of(Optional.empty(), contract)));
    return Json.ok(json);
  }

  /** Agreed elsewhere when no action is given; otherwise what a side says first. */
  private HttpResponse add(Call call) {
    Body body = call.body("facility", "action", "side", "signedBy", "terms", "note", COPY);
    String facility = FacilityResource.known(entities, body.text("facility")).code();
    boolean agreed = body.filled("action").isEmpty();
    if (agreed && (body.filled("side").isPresent() || body.filled("signedBy").isPresent())) {
      throw Refusal.badRequest(
          "action: missing beside side and signedBy (expected: DRAFT or PROPOSE; or, of what both"
              + " sides agreed to elsewhere, none of the three)");
    }
    boolean copies = copies(body, agreed);
    Contract added =
        agreed
            ? contracts.add(facility, terms(facility, body.object("terms")), call.who())
            : contracts.begin(facility, move(facility, body), call.who());
    return Json.respond(HttpStatus.CREATED, answer(call, Optional.empty(), added, copies));
  }

  private HttpResponse change(Call call) {
    Body body = call.body("step", "terms", "day");
    Contract old = contract(call);
    Contract changed =
        contracts.change(
            old.id(),
            seen(body.number("step")),
            terms(old.facility(), body.object("terms")),
            day(body),
            call.who());
    return Json.ok(answer(call, Optional.of(old), changed, false));
  }

  private HttpResponse step(Call call) {
    Body body = call.body("step", "action", "side", "signedBy", "terms", "day", "note", COPY);
    Contract old = contract(call);
    ContractMove move = move(old.facility(), body);
    boolean copies = copies(body, move.action() == ContractAction.ACCEPT);
    Contract now = contracts.move(old.id(), seen(body.number("step")), move, call.who());
    return Json.ok(answer(call, Optional.of(old), now, copies));
  }

  private static boolean copies(Body body, boolean agrees) {
    boolean copies = body.flag(COPY);
    if (copies && !agrees) {
      throw Refusal.badRequest(
          COPY + ": nothing is agreed by this (expected: with ACCEPT, or without an action)");
    }
    return copies;
  }

  /**
   * What a contract is now, with what its author may not have meant. What is chosen is copied after
   * the agreement: if that does not come to its end, the answer to reading the contract says so.
   */
  private ObjectNode answer(Call call, Optional<Contract> before, Contract now, boolean copies) {
    long copied = copies && contracts.renewals().notCarried(now).isPresent() ? copy(call, now) : 0;
    ObjectNode json = whole(now);
    json.set("warnings", Json.texts(warnings.of(before, now)));
    return copies ? json.put("copied", copied) : json;
  }

  private long copy(Call call, Contract now) {
    boolean first = now.agreed().size() == 1;
    return contracts
        .renewals()
        .copy(now.id(), first ? Optional.of(now.from()) : Optional.empty(), call.who())
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private HttpResponse remove(Call call) {
    Contract contract = contract(call);
    OptionalInt step =
        call.text("step")
            .map(text -> OptionalInt.of(Call.parsed("step", text, "a number", Integer::valueOf)))
            .orElse(OptionalInt.empty());
    contracts.withdraw(contract.id(), seen(step), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private HttpResponse diff(Call call) {
    Contract contract = contract(call);
    int to = version(call, "to", contract.version(), contract);
    int from = version(call, "from", Math.max(1, to - 1), contract);
    ObjectNode json = Json.object().put("id", contract.id()).put("from", from).put("to", to);
    json.set(
        "items",
        Json.array(
            TermsDiff.between(
                contract.versions().get(from - 1).terms(), contract.versions().get(to - 1).terms()),
            d ->
                Json.object()
                    .put("place", d.place())
                    .put("before", d.before())
                    .put("after", d.after())));
    return Json.ok(json);
  }

  private static int version(Call call, String name, int otherwise, Contract contract) {
    long number = call.number(name, otherwise);
    if (number < 1 || number > contract.version()) {
      throw Refusal.badRequest(
          "%s: version %d (expected: 1 to %d)".formatted(name, number, contract.version()));
    }
    return (int) number;
  }

  private ContractMove move(String facility, Body body) {
    Optional<JsonNode> terms = body.optionalObject("terms");
    return Call.made(
        () ->
            new ContractMove(
                Call.word("action", body.text("action"), ContractAction.class),
                Call.word("side", body.text("side"), Side.class),
                body.text("signedBy"),
                terms.map(json -> contracts.read(facility, json)),
                day(body),
                body.filled("note").orElse("")));
  }

  private ContractTerms terms(String facility, JsonNode json) {
    return Call.made(() -> contracts.read(facility, json));
  }

  private static int seen(OptionalInt step) {
    return step.orElseThrow(
        () ->
            Refusal.badRequest(
                "step: missing (expected: the number of the contract's last one that you know"
                    + " of)"));
  }

  static Optional<LocalDate> day(Body body) {
    return body.filled("day")
        .map(day -> Call.parsed("day", day, "a date such as 2026-01-31", LocalDate::parse));
  }

  /** An amount in whole smallest units of its currency. */
  static Money money(String name, String amount, String currency) {
    CurrencyUnit unit =
        Call.parsed("currency", currency, "a code such as JPY or EUR", CurrencyUnit::of);
    return Call.parsed(
        name,
        amount,
        "an amount of %s with at most %d decimals".formatted(unit, unit.getDecimalPlaces()),
        text -> Money.of(unit, new BigDecimal(text)));
  }

  private Contract contract(Call call) {
    return known(contracts, call);
  }

  static Contract known(Contracts contracts, Call call) {
    return contracts
        .contract(call.path("id"))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "contract: unknown ID (expected: %s; contract list shows all)"
                        .formatted(
                            FacilityResource.some(
                                contracts.list().stream().map(Contract::id).toList()))));
  }

  private ObjectNode whole(Contract contract) {
    ObjectNode json = json(contract);
    json.set("terms", TermsForm.write(contract.terms()));
    json.set("versions", Json.array(contract.versions(), ContractResource::json));
    json.set("steps", Json.array(contract.steps(), ContractResource::json));
    return json;
  }

  private ObjectNode json(Contract contract) {
    Optional<AgreedTerms> today =
        contract.termsOn(contracts.today(contract.facility())); // nothing before it begins
    ContractTerms terms = today.map(AgreedTerms::terms).orElse(contract.terms());
    ObjectNode json =
        Json.object()
            .put("id", contract.id())
            .put("facility", contract.facility())
            .put("state", contracts.state(contract).name())
            .put("version", contract.version())
            .put("step", contract.lastStep().number())
            .put("from", terms.from().toString())
            .put("until", contract.lastDay().toString())
            .put("keptUntil", contract.keptUntil().toString())
            .put("currency", terms.currency().getCode())
            .put("capacity", Capacity.format(terms.capacity().bytes()));
    contract.agreedVersion().ifPresent(number -> json.put("agreedVersion", number));
    today.ifPresent(
        agreed -> {
          json.put("versionToday", agreed.version());
          putKept(json, index.keptBytes(contract.facility()), terms.capacity().bytes());
        });
    Json.put(json, "agreedFrom", contract.agreedFrom());
    Json.put(json, "offer", contract.offer());
    Json.put(json, "reminder", reminder(contract, today));
    json.set(
        "units",
        Json.texts(
            terms.backups().stream()
                .map(
                    b ->
                        "%s %s %d x %s"
                            .formatted(
                                b.unit(),
                                b.price().course(),
                                b.price().points(),
                                b.price().unitRate().getAmount().toPlainString()))
                .toList()));
    return json;
  }

  /** Of its end, and of its capacity. */
  private Optional<String> reminder(Contract contract, Optional<AgreedTerms> today) {
    Optional<String> fullness =
        today.flatMap(
            agreed ->
                contracts.fullness(
                    agreed.terms().capacity(), index.keptBytes(contract.facility())));
    String said =
        Stream.of(contracts.reminder(contract), fullness)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return Optional.of(said).filter(text -> !text.isEmpty());
  }

  /** What counts against the capacity, and how much of it that is, cut to a tenth of a percent. */
  private static void putKept(ObjectNode json, long kept, long capacity) {
    BigDecimal percent =
        BigDecimal.valueOf(kept)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(capacity), 1, RoundingMode.DOWN);
    json.put("keptBytes", kept).put("keptPercent", percent);
  }

  private static ObjectNode json(ContractVersion version) {
    ObjectNode json =
        Json.object().put("version", version.number()).put("side", version.side().name());
    Json.put(json, "validFrom", version.validFrom());
    json.put("madeAt", version.madeAt().toString()).put("madeBy", version.madeBy());
    json.set("terms", TermsForm.write(version.terms()));
    return json;
  }

  private static ObjectNode json(ContractStep step) {
    ObjectNode json =
        Json.object()
            .put("step", step.number())
            .put("action", step.action().name())
            .put("version", step.version())
            .put("side", step.side().name())
            .put("signedBy", step.signedBy());
    Json.put(json, "day", step.day());
    return json.put("note", step.note()).put("at", step.at().toString()).put("by", step.by());
  }
}
