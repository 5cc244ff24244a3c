package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;

/** {@code /audit}. */
final class AuditResource {
  private static final int MOST = 10_000;

  private final Audit audit;

  AuditResource(Audit audit) {
    this.audit = audit;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get(
            "/audit",
            this::list,
            "kind",
            "facility",
            "actor",
            "action",
            "patient",
            "study",
            "since",
            "until",
            "before",
            "limit"));
  }

  private HttpResponse list(Call call) {
    audit.flush();
    Optional<Long> before = call.text("before").map(text -> call.number("before", 0));
    AuditFilter filter =
        new AuditFilter(
            call.word("kind", AuditEvent.Kind.class),
            call.text("facility"),
            call.text("actor"),
            call.text("action"),
            call.text("patient"),
            call.text("study"),
            Optional.empty(),
            call.instant("since"),
            call.instant("until"),
            before,
            call.limit(100, MOST));
    return Json.items(audit.list(filter), AuditResource::json);
  }

  private static ObjectNode json(AuditEvent event) {
    return Json.object()
        .put("id", event.id())
        .put("time", event.time().toString())
        .put("kind", event.kind().name())
        .put("actor", event.actor())
        .put("peer", event.peer())
        .put("action", event.action())
        .put("outcome", event.outcome().name())
        .put("facility", event.facility())
        .put("subject", event.subject())
        .put("patientId", event.patientId())
        .put("study", event.study())
        .put("objects", event.objects())
        .put("detail", event.detail());
  }
}
