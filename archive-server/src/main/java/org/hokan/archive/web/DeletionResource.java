package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.Certificate;
import org.hokan.archive.index.CertificateFilter;
import org.hokan.archive.index.DestroyedInstance;
import org.hokan.archive.retention.DeletionItem;
import org.hokan.archive.retention.DeletionList;
import org.hokan.archive.retention.Deletions;

/** {@code /deletions} and {@code /certificates}. Each look at patients' data is in the trail. */
final class DeletionResource {
  private static final int MOST = 10_000;

  private final AdminRooms rooms;
  private final Deletions deletions;

  DeletionResource(AdminRooms rooms) {
    this.rooms = rooms;
    this.deletions = rooms.deletions();
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/deletions", this::list, "facility", "before", "limit"),
        Endpoint.post("/deletions", this::propose),
        Endpoint.get("/deletions/{id}", this::show),
        Endpoint.get("/deletions/{id}/studies", this::studies, "after", "limit"),
        Endpoint.post(
            "/deletions/{id}/approve",
            call -> Json.ok(json(deletions.approve(known(call).id(), signature(call))))),
        Endpoint.post("/deletions/{id}/reject", this::reject),
        Endpoint.post(
            "/deletions/{id}/run",
            call ->
                Json.respond(
                    HttpStatus.ACCEPTED, json(deletions.run(known(call).id(), signature(call))))),
        Endpoint.get(
            "/certificates", this::certificates, "facility", "study", "patient", "before", "limit"),
        Endpoint.get("/certificates/{id}", this::certificate, "after", "limit"));
  }

  private HttpResponse list(Call call) {
    return Json.items(
        deletions.lists(
            facility(call), call.number("before", Long.MAX_VALUE), call.limit(100, MOST)),
        DeletionResource::json);
  }

  private HttpResponse show(Call call) {
    DeletionList list = known(call);
    return Json.ok(json(list).put("bytesInPacks", rooms.index().bytesInPacksOfList(list.id())));
  }

  private HttpResponse propose(Call call) {
    Body body = call.body("facility", "note", "signedBy");
    String facility = FacilityResource.known(rooms.entities(), body.text("facility")).code();
    DeletionList list =
        deletions.propose(facility, body.filled("note").orElse(""), signature(body, call));
    return Json.respond(HttpStatus.ACCEPTED, json(list));
  }

  private HttpResponse reject(Call call) {
    Body body = call.body("reason", "signedBy");
    return Json.ok(
        json(deletions.reject(known(call).id(), body.text("reason"), signature(body, call))));
  }

  private HttpResponse studies(Call call) {
    DeletionList list = known(call);
    List<DeletionItem> items =
        deletions.items(list.id(), call.number("after", 0), call.limit(100, MOST));
    accessed(call, "deletion.show", list.facility(), items.size());
    return Json.items(items, DeletionResource::json);
  }

  private HttpResponse certificates(Call call) {
    Optional<String> facility = facility(call);
    List<Certificate> found =
        rooms
            .index()
            .certificates(
                new CertificateFilter(
                    facility,
                    call.text("study"),
                    call.text("patient"),
                    call.number("before", Long.MAX_VALUE),
                    call.limit(100, MOST)));
    accessed(call, "certificate.list", facility.orElse(""), found.size());
    return Json.items(found, DeletionResource::json);
  }

  private HttpResponse certificate(Call call) {
    Certificate certificate =
        rooms
            .index()
            .certificate(call.pathNumber("id"))
            .orElseThrow(
                () ->
                    Refusal.notFound(
                        "certificate: unknown number (expected: one that deletion certificates"
                            + " shows)"));
    accessed(call, "certificate.show", certificate.facility(), 1);
    ObjectNode json =
        json(certificate).put("bytesInPacks", rooms.index().bytesInPacks(certificate.id()));
    json.set(
        "instances",
        Json.array(
            rooms
                .index()
                .destroyed(certificate.id(), call.text("after").orElse(""), call.limit(1000, MOST)),
            DeletionResource::json));
    return Json.ok(json);
  }

  private static Deletions.Signature signature(Call call) {
    return signature(call.body("signedBy"), call);
  }

  private static Deletions.Signature signature(Body body, Call call) {
    return new Deletions.Signature(body.text("signedBy"), call.who());
  }

  private DeletionList known(Call call) {
    return deletions
        .list(call.pathNumber("id"))
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "deletion: unknown number (expected: one that deletion list shows)"));
  }

  private Optional<String> facility(Call call) {
    return call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
  }

  private void accessed(Call call, String action, String facility, long objects) {
    rooms
        .audit()
        .accessed(
            AuditEvent.access(rooms.clock().instant(), call.who(), action)
                .facility(facility)
                .objects(objects)
                .build());
  }

  private static ObjectNode json(DeletionList list) {
    ObjectNode json =
        Json.object()
            .put("id", list.id())
            .put("facility", list.facility())
            .put("state", list.state().name())
            .put("note", list.note())
            .put("proposedBy", list.proposedBy())
            .put("proposedAt", list.proposedAt().toString())
            .put("studies", list.studies())
            .put("images", list.images())
            .put("bytes", list.bytes())
            .put("held", list.held())
            .put("approvalsNeeded", list.needed());
    Json.put(json, "nextKeptUntil", list.nextKeptUntil());
    json.set("approvals", Json.texts(list.approvals()));
    json.put("decidedBy", list.decidedBy()).put("runBy", list.runBy());
    Json.put(json, "decidedAt", list.decidedAt());
    Json.put(json, "endedAt", list.endedAt());
    return json.put("destroyed", list.outcome().destroyed())
        .put("kept", list.outcome().kept())
        .put("failed", list.outcome().failed());
  }

  private static ObjectNode json(DeletionItem item) {
    ObjectNode json =
        Json.object()
            .put("place", item.place())
            .put("studyInstanceUid", item.studyInstanceUid().value())
            .put("patientId", item.patientId())
            .put("images", item.images())
            .put("bytes", item.bytes())
            .put("lastArrival", item.lastArrival().toString())
            .put("keptUntil", item.keptUntil().toString())
            .put("why", item.why())
            .put("state", item.state().name())
            .put("problem", item.problem());
    item.certificate().ifPresent(number -> json.put("certificate", number));
    return json;
  }

  static ObjectNode json(Certificate certificate) {
    ObjectNode json =
        Json.object()
            .put("id", certificate.id())
            .put("facility", certificate.facility())
            .put("studyInstanceUid", certificate.studyInstanceUid().value())
            .put("patientId", certificate.patientId())
            .put("studyDate", certificate.studyDate())
            .put("contract", certificate.contractId())
            .put("images", certificate.images())
            .put("bytes", certificate.bytes())
            .put("firstArrival", certificate.firstArrival().toString())
            .put("lastArrival", certificate.lastArrival().toString())
            .put("destroyedAt", certificate.order().at().toString())
            .put("reason", certificate.order().reason())
            .put("proposedBy", certificate.order().proposedBy())
            .put("approvedBy", certificate.order().approvedBy())
            .put("destroyedBy", certificate.order().destroyedBy())
            .put("deletion", certificate.order().deletion());
    Json.put(json, "againAt", certificate.againAt());
    return json;
  }

  private static ObjectNode json(DestroyedInstance instance) {
    return Json.object()
        .put("sopInstanceUid", instance.sopInstanceUid().value())
        .put("seriesInstanceUid", instance.seriesInstanceUid().value())
        .put("sopClassUid", instance.sopClassUid().value())
        .put("digest", instance.digest())
        .put("bytes", instance.length());
  }
}
