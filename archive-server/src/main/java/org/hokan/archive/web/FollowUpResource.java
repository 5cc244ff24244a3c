package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.followup.Forward;
import org.hokan.archive.followup.ForwardFilter;
import org.hokan.archive.followup.Notice;
import org.hokan.archive.followup.NoticeFilter;

/** {@code /forwards} and {@code /notices}: what rules have done besides. */
final class FollowUpResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;

  FollowUpResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/forwards", this::forwards, "facility", "to", "study", "all", "limit"),
        Endpoint.post("/forwards/retry", this::retry, "facility", "to", "study", "limit"),
        Endpoint.get("/notices", this::notices, "facility", "study", "before", "limit"));
  }

  private HttpResponse forwards(Call call) {
    boolean all = call.text("all").filter("true"::equals).isPresent();
    return Json.items(
        rooms.followUps().forwards(filter(call, all, call.limit(100, MOST))),
        FollowUpResource::json);
  }

  private HttpResponse retry(Call call) {
    int studies = rooms.followUps().retry(filter(call, false, call.limit(MOST, MOST)), call.who());
    return Json.ok(Json.object().put("retried", studies));
  }

  private ForwardFilter filter(Call call, boolean all, int most) {
    return new ForwardFilter(facility(call), call.text("to"), call.text("study"), all, most);
  }

  private HttpResponse notices(Call call) {
    Optional<Long> before = call.text("before").map(text -> call.number("before", 0));
    return Json.items(
        rooms
            .followUps()
            .notices(
                new NoticeFilter(
                    facility(call), call.text("study"), before, call.limit(100, MOST))),
        FollowUpResource::json);
  }

  private Optional<String> facility(Call call) {
    return call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
  }

  private static ObjectNode json(Forward forward) {
    ObjectNode json =
        Json.object()
            .put("facility", forward.facility())
            .put("studyInstanceUid", forward.studyInstanceUid())
            .put("to", forward.destination())
            .put("waiting", forward.waiting())
            .put("sent", forward.sent())
            .put("givenUp", forward.givenUp())
            .put("attempts", forward.attempts())
            .put("problem", forward.problem())
            .put("askedAt", forward.askedAt().toString());
    Json.put(json, "nextTry", forward.nextTry());
    return json;
  }

  static ObjectNode json(Notice notice) {
    return Json.object()
        .put("id", notice.id())
        .put("facility", notice.facility())
        .put("studyInstanceUid", notice.studyInstanceUid())
        .put("ae", notice.callingAe())
        .put("rule", notice.ruleName())
        .put("ruleVersion", notice.ruleVersion())
        .put("message", notice.message())
        .put("quarantined", notice.quarantined())
        .put("first", notice.first().toString())
        .put("last", notice.last().toString());
  }
}
