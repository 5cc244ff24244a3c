package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.archive.contract.AgreedTerms;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.Contract;
import org.hokan.archive.contract.DecidingUnits;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.contract.TermsForm;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/** What was decided of the instances of a study: by which rule, contract and backup units. */
record StoryDecisions(AdminRooms rooms, StorySubject of, List<InstanceRow> rows) {

  private record Key(String ae, Decided decided) {}

  /** Each decision that was made of one of the instances. */
  ArrayNode json() {
    Map<Key, List<InstanceRow>> made = new LinkedHashMap<>();
    rows.forEach(
        row ->
            made.computeIfAbsent(
                    new Key(row.sender().callingAe(), row.decided()), key -> new ArrayList<>())
                .add(row));
    ArrayNode decisions = Json.array();
    made.forEach((key, same) -> decisions.add(json(key, same)));
    return decisions;
  }

  private ObjectNode json(Key key, List<InstanceRow> same) {
    Decided decided = key.decided();
    ObjectNode json = Json.object().put("instances", same.size()).put("ae", key.ae());
    StudyResource.putDecided(json, decided);
    json.put("retention", decided.retention()).put("compression", decided.compression());
    Optional<StorageRule> rule = rule(key);
    rule.ifPresent(one -> json.set("ruleText", RuleResource.json(one)));
    Optional<AgreedTerms> clause = clause(decided);
    clause.ifPresent(terms -> json.set("clause", json(terms)));
    clause.ifPresent(
        terms -> {
          boolean byRule = rule.flatMap(one -> one.then().storageClass()).isPresent();
          json.set("units", json(units(terms, same.get(0).arrived()), byRule));
        });
    return json;
  }

  private Optional<StorageRule> rule(Key key) {
    return rooms.rules().versions(key.ae(), key.decided().ruleName()).stream()
        .filter(rule -> rule.version() == key.decided().ruleVersion())
        .findFirst();
  }

  private Optional<AgreedTerms> clause(Decided decided) {
    return rooms
        .contracts()
        .contract(decided.contractId())
        .map(Contract::agreed)
        .flatMap(
            all ->
                all.stream()
                    .filter(terms -> terms.version() == decided.contractVersion())
                    .findFirst());
  }

  private static ObjectNode json(AgreedTerms terms) {
    ObjectNode json =
        Json.object()
            .put("contract", terms.contract())
            .put("version", terms.version())
            .put("from", terms.from().toString())
            .put("until", terms.until().toString());
    json.set("terms", TermsForm.write(terms.terms()));
    return json;
  }

  /** Those of the day on which it came, as patients and exams are chosen for it now. */
  private DecidingUnits units(AgreedTerms terms, Instant arrived) {
    DataSet.Builder head =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192") // whatever the patient's ID has
            .uid(Tag.StudyInstanceUID, of.study());
    if (!of.patientId().isEmpty()) {
      head.string(Tag.PatientID, of.patientId());
    }
    ArrivalFacts facts =
        ArrivalFacts.builder().facility(of.facility()).time(arrived).head(head.build()).build();
    return rooms.contracts().objects().applied(terms, facts, arrived).deciding();
  }

  private static ObjectNode json(DecidingUnits units, boolean byRule) {
    ObjectNode json = Json.object();
    json.set("covering", names(units.covering()));
    json.set("storageClassBy", byRule ? Json.array() : names(units.storageClassBy()));
    json.put("copies", units.copies());
    json.set("copiesBy", names(units.copiesBy()));
    json.set(
        "retention",
        Json.array(
            units.retention(),
            kept -> {
              ObjectNode one = Json.object().put("unit", kept.unit().name());
              Json.put(one, "retention", kept.retention());
              return one;
            }));
    return json;
  }

  private static ArrayNode names(List<? extends Enum<?>> units) {
    return Json.texts(units.stream().<String>map(Enum::name).toList());
  }
}
