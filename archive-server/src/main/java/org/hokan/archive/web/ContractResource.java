package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Capacity;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.PeriodCourse;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** {@code /contracts}. */
final class ContractResource {
  private static final String[] FIELDS = {
    "facility", "from", "until", "course", "unitRate", "currency", "unit", "capacity"
  };

  /** What an answer says besides; a change may send it back. */
  private static final String[] ANSWERED = {
    "facility",
    "from",
    "until",
    "course",
    "unitRate",
    "currency",
    "unit",
    "capacity",
    "version",
    "id",
    "capacityBytes",
    "pointsPerPeriod",
    "state",
    "agreedAt",
    "agreedBy"
  };

  private final ApplicationEntities entities;
  private final Contracts contracts;

  ContractResource(ApplicationEntities entities, Contracts contracts) {
    this.entities = entities;
    this.contracts = contracts;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/contracts", this::list, "facility"),
        Endpoint.post("/contracts", this::add),
        Endpoint.get("/contracts/{id}", this::show),
        Endpoint.put("/contracts/{id}", this::change),
        Endpoint.delete("/contracts/{id}", this::remove));
  }

  private HttpResponse list(Call call) {
    Optional<String> facility =
        call.text("facility").map(code -> FacilityResource.known(entities, code).code());
    List<Contract> found =
        contracts.list().stream()
            .filter(contract -> facility.map(contract.facility()::equals).orElse(true))
            .toList();
    return Json.items(found, ContractResource::json);
  }

  private HttpResponse show(Call call) {
    Contract contract = contract(call);
    ObjectNode json = json(contract);
    json.set("versions", Json.array(contracts.versions(contract.id()), ContractResource::json));
    return Json.ok(json);
  }

  private HttpResponse add(Call call) {
    Body body = call.body(FIELDS);
    String facility = FacilityResource.known(entities, body.text("facility")).code();
    ContractTerms terms =
        terms(
            day("from", body.text("from")),
            day("until", body.text("until")),
            Call.word("course", body.text("course"), PeriodCourse.class),
            money("unitRate", body.text("unitRate"), body.text("currency")),
            body.filled("unit")
                .map(unit -> Call.word("unit", unit, BackupUnit.class))
                .orElse(BackupUnit.FACILITY),
            body.text("capacity"));
    return Json.respond(HttpStatus.CREATED, json(contracts.add(facility, terms, call.who())));
  }

  private HttpResponse change(Call call) {
    Body body = call.body(ANSWERED);
    Contract old = contract(call);
    ContractTerms terms =
        terms(
            body.filled("from").map(from -> day("from", from)).orElse(old.from()),
            body.filled("until").map(until -> day("until", until)).orElse(old.until()),
            body.filled("course")
                .map(course -> Call.word("course", course, PeriodCourse.class))
                .orElse(old.course()),
            rate(body, old),
            body.filled("unit")
                .map(unit -> Call.word("unit", unit, BackupUnit.class))
                .orElse(old.unit()),
            body.filled("capacity").orElse(old.capacityBytes() + "B"));
    int version = body.number("version").orElse(old.version());
    return Json.ok(json(contracts.change(old.id(), version, terms, call.who())));
  }

  private HttpResponse remove(Call call) {
    Contract contract = contract(call);
    contracts.withdraw(contract.id(), contract.version(), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  private static Money rate(Body body, Contract old) {
    return money(
        "unitRate",
        body.filled("unitRate").orElse(old.unitRate().getAmount().toPlainString()),
        body.filled("currency").orElse(old.unitRate().getCurrencyUnit().getCode()));
  }

  private static ContractTerms terms(
      LocalDate from,
      LocalDate until,
      PeriodCourse course,
      Money unitRate,
      BackupUnit unit,
      String capacity) {
    return Call.made(
        () -> new ContractTerms(from, until, course, unitRate, unit, Capacity.parse(capacity)));
  }

  private static LocalDate day(String name, String value) {
    return Call.parsed(name, value, "a date such as 2026-01-31", LocalDate::parse);
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

  private static ObjectNode json(Contract contract) {
    return Json.object()
        .put("id", contract.id())
        .put("version", contract.version())
        .put("facility", contract.facility())
        .put("from", contract.from().toString())
        .put("until", contract.until().toString())
        .put("course", contract.course().name())
        .put("unitRate", contract.unitRate().getAmount().toPlainString())
        .put("currency", contract.unitRate().getCurrencyUnit().getCode())
        .put("unit", contract.unit().name())
        .put("capacity", Capacity.format(contract.capacityBytes()))
        .put("capacityBytes", contract.capacityBytes())
        .put("pointsPerPeriod", contract.pointsPerPeriod())
        .put("state", contract.state().name())
        .put("agreedAt", contract.agreedAt().toString())
        .put("agreedBy", contract.agreedBy());
  }
}
