package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.commitment.CheckedReference;
import org.hokan.archive.commitment.Commitment;
import org.hokan.archive.commitment.CommitmentFilter;
import org.hokan.archive.compression.CompressionFailure;
import org.hokan.archive.followup.ForwardState;
import org.hokan.archive.followup.ForwardedInstance;
import org.hokan.archive.followup.Notice;
import org.hokan.archive.followup.NoticeFilter;
import org.hokan.archive.procedure.PerformedProcedureStep;
import org.hokan.dicom.data.Uid;

/** What happened to a study since it began to arrive, from all rooms that know something of it. */
final class StoryEvents {
  private static final int MOST_COMMITMENTS = 100;
  private static final int MOST_FAILURES = 1000;

  private final AdminRooms rooms;
  private final StorySubject of;
  private final List<Event> events = new ArrayList<>();
  private final List<String> cuts = new ArrayList<>();

  private record Event(Instant at, String what, String text, boolean failed) {}

  StoryEvents(AdminRooms rooms, StorySubject of) {
    this.rooms = rooms;
    this.of = of;
  }

  /** In the order of time. */
  ArrayNode json(int most) {
    audit(most);
    forwards(most);
    notices(most);
    commitments();
    procedures();
    compression();
    events.sort(Comparator.comparing(Event::at));
    return Json.array(events, StoryEvents::json);
  }

  /** Says of what more happened than {@link #json} told. */
  List<String> cuts() {
    return List.copyOf(cuts);
  }

  private void looked(int found, int most, String cut) {
    if (found >= most) {
      cuts.add(cut.formatted(most));
    }
  }

  private static ObjectNode json(Event event) {
    return Json.object()
        .put("at", event.at().toString())
        .put("what", event.what())
        .put("text", event.text())
        .put("failed", event.failed());
  }

  private void add(Instant at, String what, String text, boolean failed) {
    events.add(new Event(at, what, text, failed));
  }

  private void audit(int most) {
    AuditFilter filter =
        AuditFilter.builder()
            .facility(of.facility())
            .story(of.study().value(), of.patientId())
            .limit(most)
            .build();
    List<AuditEvent> latest = rooms.audit().list(filter);
    if (latest.size() == most) {
      long all = rooms.audit().count(filter);
      if (all > most) {
        cuts.add(
            "only the latest %d of %d events of the audit trail: all with --limit %2$d (REST: limit), or audit list"
                .formatted(most, all));
      }
    }
    for (AuditEvent event : latest) {
      boolean failed = event.outcome() == AuditEvent.Outcome.FAILURE;
      String from = event.peer().isEmpty() ? "" : " from " + event.peer();
      String detail = event.detail().isEmpty() ? "" : ": " + event.detail();
      String text =
          "%s by %s%s, %d objects%s"
              .formatted(event.action(), event.actor(), from, event.objects(), detail);
      add(event.time(), "audit", text, failed);
    }
  }

  private void forwards(int most) {
    String uid = of.study().value();
    List<ForwardedInstance> items = rooms.followUps().forwardsOf(of.facility(), uid, most);
    looked(items.size(), most, "no more than %d forwarded images are looked at (--limit)");
    for (ForwardedInstance item : items) {
      if (of.isMeant(Uid.of(item.sopInstanceUid()))) {
        String problem = item.problem().isEmpty() ? "" : ": " + item.problem();
        add(
            item.endedAt().orElse(item.askedAt()),
            "forward",
            "%s to %s by rule %s@%d: %s after %d attempts%s"
                .formatted(
                    item.sopInstanceUid(),
                    item.destination(),
                    item.ruleName(),
                    item.ruleVersion(),
                    item.state(),
                    item.attempts(),
                    problem),
            item.state() == ForwardState.GIVEN_UP);
      }
    }
  }

  private void notices(int most) {
    NoticeFilter filter =
        new NoticeFilter(
            Optional.of(of.facility()), Optional.of(of.study().value()), Optional.empty(), most);
    List<Notice> notices = rooms.followUps().notices(filter);
    looked(notices.size(), most, "no more than %d notices are looked at (--limit, or notice list)");
    notices.forEach(
        notice ->
            add(
                notice.first(),
                "notice",
                "rule %s@%d: %s"
                    .formatted(notice.ruleName(), notice.ruleVersion(), notice.message()),
                false));
  }

  /** Of the latest requests of the facility; older ones are forgotten after a while anyway. */
  private void commitments() {
    CommitmentFilter filter =
        new CommitmentFilter(
            Optional.of(of.facility()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            MOST_COMMITMENTS);
    Map<Commitment, List<CheckedReference>> asked = new LinkedHashMap<>();
    List<Commitment> latest = rooms.commitments().list(filter);
    looked(
        latest.size(),
        MOST_COMMITMENTS,
        "storage commitment: the latest %d requests of the facility are looked at (commitment list)");
    for (Commitment request : latest) {
      asked.put(request, rooms.commitments().result(request.id()));
    }
    Set<Uid> ours = ours(asked.values());
    asked.forEach(
        (request, references) ->
            tell(
                request,
                references.stream()
                    .filter(checked -> ours.contains(checked.reference().sopInstanceUid()))
                    .toList()));
  }

  private void tell(Commitment request, List<CheckedReference> ours) {
    if (ours.isEmpty()) {
      return;
    }
    long failed = ours.stream().filter(ref -> ref.failure().isPresent()).count();
    add(
        request.requestedAt(),
        "commitment",
        "asked for by %s: %s, %d of its instances committed, %d not"
            .formatted(request.aeTitle(), request.state(), ours.size() - failed, failed),
        failed > 0);
  }

  /** The instances of this study among them; asked of the index, together, where it is meant. */
  private Set<Uid> ours(Collection<List<CheckedReference>> asked) {
    if (of.instance().isPresent()) {
      return Set.of(of.instance().get());
    }
    Set<Uid> all =
        asked.stream()
            .flatMap(List::stream)
            .map(checked -> checked.reference().sopInstanceUid())
            .collect(Collectors.toSet());
    return rooms.index().ofStudy(of.facility(), of.study(), all);
  }

  private void procedures() {
    for (PerformedProcedureStep step : rooms.procedures().ofStudy(of.facility(), of.study())) {
      add(
          step.createdAt(),
          "procedure",
          "performed step of %s: %s".formatted(step.callingAe(), step.status()),
          false);
    }
  }

  private void compression() {
    List<CompressionFailure> failures =
        rooms.compressions().failures(Optional.of(of.facility()), MOST_FAILURES);
    looked(
        failures.size(),
        MOST_FAILURES,
        "failed compressions: %d of the facility are looked at (compression failed)");
    for (CompressionFailure failure : failures) {
      if (failure.studyInstanceUid().equals(of.study()) && of.isMeant(failure.sopInstanceUid())) {
        add(
            failure.triedAt(),
            "compression",
            "%s stays as it came: %s".formatted(failure.sopInstanceUid(), failure.problem()),
            true);
      }
    }
  }
}
