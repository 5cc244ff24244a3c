package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.CertificateFilter;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.SeriesSummary;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;

/** {@code /studies}. Each look at patients' data is in the audit trail. */
final class StudyResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  StudyResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/studies", this::list, "facility", "patient", "accession", "before", "limit"),
        Endpoint.get("/studies/{uid}", this::show, "facility"));
  }

  private HttpResponse list(Call call) {
    StudyFilter filter =
        new StudyFilter(
            facility(call),
            call.text("patient"),
            call.text("accession"),
            Optional.empty(),
            call.instant("before"),
            call.limit(100, MOST));
    List<StudySummary> found = rooms.indexUpToDate().studies(filter);
    accessed(call, "study.list", filter.facility(), call.text("patient"), "", found.size());
    return Json.items(found, StudyResource::json);
  }

  private HttpResponse show(Call call) {
    StudyFilter filter = StudyFilter.all().withUid(call.path("uid"));
    Optional<String> facility = facility(call);
    List<StudySummary> found =
        rooms.indexUpToDate().studies(facility.map(filter::ofFacility).orElse(filter));
    if (found.isEmpty()) {
      throw Refusal.notFound("study: unknown UID (expected: one that study list shows)");
    }
    if (found.size() > 1) {
      throw Refusal.conflict(
          "study: kept for several facilities, %s (expected: which of them, --facility or the parameter facility)"
              .formatted(String.join(", ", found.stream().map(StudySummary::facility).toList())));
    }
    StudySummary study = found.get(0);
    String uid = study.studyInstanceUid().value();
    accessed(
        call, "study.show", Optional.of(study.facility()), Optional.of(study.patientId()), uid, 1);
    ObjectNode json = json(study);
    List<SeriesSummary> series = rooms.index().series(study.facility(), study.studyInstanceUid());
    json.set("seriesList", Json.array(series, StudyResource::json));
    json.set(
        "holds",
        Json.array(
            rooms.holds().all(study.facility(), study.studyInstanceUid(), study.patientId()),
            HoldResource::json));
    json.set(
        "destroyedBefore",
        Json.array(
            rooms.index().certificates(CertificateFilter.ofStudy(study.facility(), uid)),
            DeletionResource::json));
    json.set(
        "procedures",
        Json.array(
            rooms.procedures().ofStudy(study.facility(), study.studyInstanceUid()),
            ProcedureResource::json));
    return Json.ok(json);
  }

  private Optional<String> facility(Call call) {
    return call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
  }

  private void accessed(
      Call call,
      String action,
      Optional<String> facility,
      Optional<String> patient,
      String study,
      long objects) {
    Instant now = rooms.clock().instant();
    rooms
        .audit()
        .accessed(
            AuditEvent.access(now, call.who(), action)
                .facility(facility.orElse(""))
                .patientId(patient.orElse(""))
                .study(study)
                .objects(objects)
                .build());
  }

  private static ObjectNode json(StudySummary study) {
    ObjectNode json =
        Json.object()
            .put("facility", study.facility())
            .put("studyInstanceUid", study.studyInstanceUid().value())
            .put("patientId", study.patientId());
    text(json, "patientName", study.patient(), Tag.PatientName);
    text(json, "patientBirthDate", study.patient(), Tag.PatientBirthDate);
    text(json, "patientSex", study.patient(), Tag.PatientSex);
    text(json, "studyDate", study.study(), Tag.StudyDate);
    text(json, "studyTime", study.study(), Tag.StudyTime);
    text(json, "studyDescription", study.study(), Tag.StudyDescription);
    text(json, "accessionNumber", study.study(), Tag.AccessionNumber);
    json.set("modalities", Json.texts(study.modalities()));
    json.put("series", study.series())
        .put("instances", study.instances())
        .put("bytes", study.bytes())
        .put("firstArrival", study.firstArrival().toString())
        .put("lastArrival", study.lastArrival().toString())
        .put("callingAe", study.callingAe());
    putDecided(json, study.decided());
    return json;
  }

  /** What was decided about an object, and by which contract and rule. */
  static void putDecided(ObjectNode json, Decided decided) {
    json.put("storageClass", decided.storageClass())
        .put("contract", decided.contractId())
        .put("contractVersion", decided.contractVersion())
        .put("rule", decided.ruleName())
        .put("ruleVersion", decided.ruleVersion());
  }

  private static ObjectNode json(SeriesSummary series) {
    ObjectNode json =
        Json.object()
            .put("seriesInstanceUid", series.seriesInstanceUid().value())
            .put("modality", series.modality());
    text(json, "seriesNumber", series.series(), Tag.SeriesNumber);
    text(json, "seriesDescription", series.series(), Tag.SeriesDescription);
    return json.put("instances", series.instances()).put("bytes", series.bytes());
  }

  static void text(ObjectNode json, String field, DataSet dataSet, int tag) {
    json.put(field, dataSet.string(tag).orElse(""));
  }
}
