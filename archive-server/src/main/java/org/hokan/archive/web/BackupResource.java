package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.BackupChoice;
import org.hokan.archive.contract.BackupObjects;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.Days;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.index.KeptCounts;

/** {@code /contracts/{id}/backups}: which patients and exams a contract's units keep. */
final class BackupResource {
  private static final int MOST = 1000;

  private final AdminRooms rooms;

  BackupResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/contracts/{id}/backups", this::list, "unit", "after", "limit"),
        Endpoint.post("/contracts/{id}/backups", this::add),
        Endpoint.post("/contracts/{id}/backups/copies", this::copy),
        Endpoint.post("/contracts/{id}/backups/removals", this::remove));
  }

  /**
   * Every unit that terms agreed for any day have, the first page with a line for one that is about
   * all; the list of the objects goes on behind a number, for an address may stand in logs.
   */
  private HttpResponse list(Call call) {
    Contract contract = contract(call);
    int limit = call.limit(MOST, MOST);
    Optional<BackupUnit> wanted = call.word("unit", BackupUnit.class);
    long after = call.number("after", 0);
    if (after != 0 && wanted.isEmpty()) {
      throw Refusal.badRequest("after: without unit (expected: the unit whose list goes on)");
    }
    List<ObjectNode> items = new ArrayList<>();
    for (BackupUnit unit : BackupUnit.values()) {
      if (wanted.isEmpty() || wanted.get() == unit) {
        HeldUnit held = new HeldUnit(contract, unit, today(contract));
        if (held.isAboutAll() && after == 0) {
          items.add(all(contract, unit).put("state", held.state().name()));
        }
        if (held.isAboutChosen()) {
          chosen(contract, unit, after, limit)
              .forEach(item -> items.add(item.put("state", held.state().name())));
        }
      }
    }
    rooms
        .audit()
        .accessed(
            AuditEvent.access(rooms.clock().instant(), call.who(), "backup.list")
                .facility(contract.facility())
                .subject("contract " + contract.id())
                .objects(items.size())
                .build());
    return Json.items(items, item -> item);
  }

  private LocalDate today(Contract contract) {
    return rooms.contracts().today(contract.facility());
  }

  private ObjectNode all(Contract contract, BackupUnit unit) {
    FacilityCounts counts = rooms.indexUpToDate().counts(contract.facility());
    long objects =
        switch (unit) {
          case FACILITY -> 1;
          case PATIENT -> counts.patients();
          case STUDY -> counts.studies();
        };
    ObjectNode json = Json.object().put("unit", unit.name()).put("all", true);
    json.put("objects", objects);
    return put(json, new KeptCounts(counts.studies(), counts.instances(), counts.bytes()));
  }

  private List<ObjectNode> chosen(Contract contract, BackupUnit unit, long after, int limit) {
    List<BackupObjects.Listed> listed =
        rooms
            .contracts()
            .objects()
            .list(contract.id(), unit, after, limit)
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "after: unknown in this unit (expected: the number of the last object of"
                            + " the page before)"));
    Map<String, KeptCounts> counts =
        counts(contract, unit, listed.stream().map(BackupObjects.Listed::object).toList());
    return listed.stream().map(one -> json(contract, unit, one, counts)).toList();
  }

  private Map<String, KeptCounts> counts(Contract contract, BackupUnit unit, List<String> objects) {
    return unit == BackupUnit.PATIENT
        ? rooms.indexUpToDate().countsOfPatients(contract.facility(), objects)
        : rooms.indexUpToDate().countsOfStudies(contract.facility(), objects);
  }

  private ObjectNode json(
      Contract contract,
      BackupUnit unit,
      BackupObjects.Listed one,
      Map<String, KeptCounts> counts) {
    LocalDate today = today(contract);
    ObjectNode json =
        Json.object()
            .put("unit", unit.name())
            .put("number", one.number())
            .put("object", one.object());
    putName(json, unit, one.object());
    json.put("chosen", one.days().has(today));
    one.days().first().ifPresent(day -> json.put("from", day.toString()));
    one.days()
        .last()
        .filter(day -> !day.equals(Days.WITHOUT_END))
        .ifPresent(day -> json.put("until", day.toString()));
    json.put("rule", one.last().said().rule())
        .put("by", one.last().said().by())
        .put("at", one.last().said().at().toString());
    return put(json, counts.getOrDefault(one.object(), KeptCounts.NOTHING));
  }

  private static ObjectNode put(ObjectNode json, KeptCounts counts) {
    return json.put("studies", counts.studies())
        .put("images", counts.instances())
        .put("bytes", counts.bytes());
  }

  private static void putName(ObjectNode json, BackupUnit unit, String object) {
    if (unit == BackupUnit.PATIENT) {
      json.put("patient", object.substring(1));
    } else {
      json.put("study", object);
    }
  }

  private HttpResponse add(Call call) {
    Contract contract = contract(call);
    Body body = call.body("patient", "study", "day");
    BackupObjects.Key key = key(contract, body);
    BackupChoice choice =
        rooms.contracts().objects().choose(key, ContractResource.day(body), call.who());
    return Json.respond(HttpStatus.CREATED, put(json(choice), kept(contract, key)));
  }

  /** Chooses what the contract before it keeps to its end. */
  private HttpResponse copy(Call call) {
    Contract contract = contract(call);
    Map<BackupUnit, Long> copied =
        rooms
            .contracts()
            .renewals()
            .copy(contract.id(), ContractResource.day(call.body("day")), call.who());
    return Json.items(
        List.copyOf(copied.entrySet()),
        one -> Json.object().put("unit", one.getKey().name()).put("objects", one.getValue()));
  }

  /** Without {@code confirmed} it only says what follows. */
  private HttpResponse remove(Call call) {
    Contract contract = contract(call);
    Body body = call.body("patient", "study", "day", "confirmed");
    BackupObjects.Key key = key(contract, body);
    Optional<LocalDate> day = ContractResource.day(body);
    BackupObjects objects = rooms.contracts().objects();
    LocalDate from = day.orElseGet(() -> objects.usual(contract));
    objects.requireChosen(key, from);
    boolean confirmed = body.flag("confirmed");
    ObjectNode json =
        confirmed
            ? json(objects.takeOut(key, day, call.who()))
            : Json.object().put("contract", key.contract()).put("unit", key.unit().name());
    return Json.ok(
        put(json, kept(contract, key))
            .put("removed", confirmed)
            .put("follows", objects.follows(contract, key, from)));
  }

  private KeptCounts kept(Contract contract, BackupObjects.Key key) {
    return counts(contract, key.unit(), List.of(key.object()))
        .getOrDefault(key.object(), KeptCounts.NOTHING);
  }

  private static ObjectNode json(BackupChoice choice) {
    ObjectNode json =
        Json.object().put("contract", choice.contract()).put("unit", choice.unit().name());
    putName(json, choice.unit(), choice.object());
    return json.put("chosen", choice.chosen())
        .put("from", choice.from().toString())
        .put("by", choice.said().by())
        .put("at", choice.said().at().toString());
  }

  private static BackupObjects.Key key(Contract contract, Body body) {
    Optional<String> patient = body.filled("patient");
    Optional<String> study = body.filled("study");
    if (patient.isPresent() == study.isPresent()) {
      throw Refusal.badRequest("backup: of nothing or of two (expected: patient, or study)");
    }
    return Call.made(
        () ->
            patient
                .map(id -> BackupObjects.Key.patient(contract.id(), id))
                .orElseGet(() -> BackupObjects.Key.study(contract.id(), study.orElseThrow())));
  }

  private Contract contract(Call call) {
    return ContractResource.known(rooms.contracts(), call);
  }
}
