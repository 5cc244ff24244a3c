package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.CertificateFilter;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.dicom.data.Uid;

/** {@code /explain}: the whole story of a study or an instance. Each look is in the audit trail. */
final class ExplainResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  ExplainResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.get("/explain/{uid}", this::explain, "facility", "limit"));
  }

  private HttpResponse explain(Call call) {
    Uid uid = Call.parsed("uid", call.path("uid"), "a UID", Uid::new);
    Optional<String> facility =
        call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
    int most = call.limit(100, MOST);
    Optional<StudySummary> study = study(uid, facility);
    Story story;
    if (study.isPresent()) {
      story = new Story(rooms, study.get(), instances(study.get(), most), Optional.empty());
    } else {
      InstanceRow row = instance(uid, facility);
      StudySummary of = study(row.studyInstanceUid(), Optional.of(row.facility())).orElseThrow();
      story = new Story(rooms, of, List.of(row), Optional.of(row));
    }
    ObjectNode json = story.json(most);
    accessed(call, story.study());
    return Json.ok(json);
  }

  private Optional<StudySummary> study(Uid uid, Optional<String> facility) {
    StudyFilter filter = StudyFilter.all().withUid(uid.value());
    List<StudySummary> found =
        rooms.indexUpToDate().studies(facility.map(filter::ofFacility).orElse(filter));
    requireOne(found.stream().map(StudySummary::facility).toList());
    return found.stream().findFirst();
  }

  private InstanceRow instance(Uid uid, Optional<String> facility) {
    Index index = rooms.index();
    List<String> facilities =
        index.facilitiesOf(uid).stream()
            .filter(code -> facility.map(code::equals).orElse(true))
            .toList();
    requireOne(facilities);
    return facilities.stream()
        .findFirst()
        .flatMap(code -> index.instance(code, uid))
        .orElseThrow(() -> Refusal.notFound(notKept(uid, facility)));
  }

  private String notKept(Uid uid, Optional<String> facility) {
    return rooms
        .index()
        .certificates(
            new CertificateFilter(
                facility, Optional.of(uid.value()), Optional.empty(), Long.MAX_VALUE, 1))
        .stream()
        .findFirst()
        .map(
            destroyed ->
                "explain: the study was destroyed at %s, see deletion certificate %d (expected: what is kept)"
                    .formatted(destroyed.order().at(), destroyed.id()))
        .orElse(
            "explain: neither a study nor an instance that is kept (expected: a UID; what was kept aside is in quarantine list)");
  }

  private static void requireOne(List<String> facilities) {
    if (facilities.size() > 1) {
      throw Refusal.conflict(
          "explain: kept for several facilities, %s (expected: the parameter facility)"
              .formatted(String.join(", ", facilities)));
    }
  }

  private List<InstanceRow> instances(StudySummary study, int most) {
    List<InstanceRow> rows = new ArrayList<>();
    rooms
        .index()
        .locate(
            study.facility(),
            RetrieveKeys.study(study.studyInstanceUid()),
            row -> {
              rows.add(row);
              return rows.size() < most;
            });
    return rows;
  }

  private void accessed(Call call, StudySummary study) {
    rooms
        .audit()
        .accessed(
            AuditEvent.access(rooms.clock().instant(), call.who(), "explain")
                .facility(study.facility())
                .patientId(study.patientId())
                .study(study.studyInstanceUid().value())
                .build());
  }
}
