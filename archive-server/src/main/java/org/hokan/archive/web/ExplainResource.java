package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
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
    if (study.isPresent()) {
      return told(
          call,
          new Story(rooms, study.get(), instances(study.get(), most), Optional.empty()),
          most);
    }
    Optional<InstanceRow> row = instance(uid, facility);
    if (row.isPresent()) {
      StudySummary of =
          study(row.get().studyInstanceUid(), Optional.of(row.get().facility())).orElseThrow();
      return told(call, new Story(rooms, of, List.of(row.get()), row), most);
    }
    return told(call, unkept(uid, facility, most), most);
  }

  private HttpResponse told(Call call, Story story, int most) {
    ObjectNode json = story.json(most);
    StorySubject of = story.subject();
    accessed(call, of.facility(), of.patientId(), of.study().value());
    return Json.ok(json);
  }

  private HttpResponse told(Call call, UnkeptStory story, int most) {
    ObjectNode json = story.json(most);
    String study = story.subject().map(of -> of.study().value()).orElse("");
    accessed(call, story.facilities().get(0), story.patientId(), study);
    return Json.ok(json);
  }

  private UnkeptStory unkept(Uid uid, Optional<String> facility, int most) {
    UnkeptStory story = UnkeptStory.of(rooms, uid, facility, most);
    if (story.facilities().isEmpty()) {
      throw Refusal.notFound(
          "explain: neither a study nor an instance that is kept, waits in quarantine, or was"
              + " destroyed or refused (expected: a UID)");
    }
    requireOne(story.facilities());
    return story;
  }

  private Optional<StudySummary> study(Uid uid, Optional<String> facility) {
    StudyFilter filter = StudyFilter.all().withUid(uid.value());
    List<StudySummary> found =
        rooms.indexUpToDate().studies(facility.map(filter::ofFacility).orElse(filter));
    requireOne(found.stream().map(StudySummary::facility).toList());
    return found.stream().findFirst();
  }

  private Optional<InstanceRow> instance(Uid uid, Optional<String> facility) {
    Index index = rooms.index();
    List<String> facilities =
        index.facilitiesOf(uid).stream()
            .filter(code -> facility.map(code::equals).orElse(true))
            .toList();
    requireOne(facilities);
    return facilities.stream().findFirst().flatMap(code -> index.instance(code, uid));
  }

  private static void requireOne(List<String> facilities) {
    if (facilities.size() > 1) {
      throw Refusal.conflict(
          "explain: of several facilities, %s (expected: which of them, --facility or the parameter facility)"
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

  private void accessed(Call call, String facility, String patientId, String study) {
    rooms
        .audit()
        .accessed(
            AuditEvent.access(rooms.clock().instant(), call.who(), "explain")
                .facility(facility)
                .patientId(patientId)
                .study(study)
                .build());
  }
}
