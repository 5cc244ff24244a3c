package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.compression.CompressionFailure;
import org.hokan.archive.compression.CompressionForm;
import org.hokan.archive.compression.CompressionStatus;
import org.hokan.archive.compression.Estimate;
import org.hokan.archive.compression.EstimateOrder;
import org.hokan.archive.compression.FacilityCompression;
import org.hokan.archive.contract.Compression;
import org.hokan.archive.contract.StorageRule;

/** {@code /compression}. */
final class CompressionResource {
  private static final int MOST = 10_000;
  private static final int LARGEST_SAMPLE = 1000;

  private static final String NO_LOSS =
      " What may be lost besides is not estimated: these figures are of lossless forms.";

  private final AdminRooms rooms;
  private final LongTask estimate;

  CompressionResource(AdminRooms rooms) {
    this.rooms = rooms;
    this.estimate = new LongTask("compression-estimate", rooms.clock());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/compression", this::status),
        Endpoint.get("/compression/failures", this::failures, "facility", "limit"),
        Endpoint.post("/compression/retry", this::retry, "facility", "limit"),
        Endpoint.get("/compression/estimate", call -> Json.ok(estimate.json())),
        Endpoint.post(
            "/compression/estimate",
            this::begin,
            "facility",
            "ae",
            "rule",
            "compression",
            "sample"));
  }

  private HttpResponse status(Call call) {
    rooms.indexUpToDate();
    CompressionStatus status = rooms.compressions().status();
    ObjectNode json =
        Json.object().put("enabled", status.enabled()).put("waiting", status.waiting());
    json.set("forms", Json.array(status.forms(), CompressionResource::json));
    json.set("facilities", Json.array(status.facilities(), CompressionResource::json));
    return Json.ok(json);
  }

  private HttpResponse failures(Call call) {
    Optional<String> facility = facility(call);
    List<CompressionFailure> failures =
        rooms.compressions().failures(facility, call.limit(100, MOST));
    accessed(call, "compression.failures", facility, failures.size());
    return Json.items(failures, CompressionResource::json);
  }

  private void accessed(Call call, String action, Optional<String> facility, long objects) {
    rooms
        .audit()
        .accessed(
            AuditEvent.access(rooms.clock().instant(), call.who(), action)
                .facility(facility.orElse(""))
                .objects(objects)
                .build());
  }

  private HttpResponse retry(Call call) {
    int retried = rooms.compressions().retry(facility(call), call.limit(MOST, MOST), call.who());
    return Json.ok(Json.object().put("retried", retried));
  }

  private HttpResponse begin(Call call) {
    EstimateOrder order = order(call);
    accessed(call, "compression.estimate", Optional.of(order.facility()), order.sample());
    estimate.start(progress -> estimated(order, progress));
    return Json.respond(HttpStatus.ACCEPTED, estimate.json());
  }

  private EstimateOrder order(Call call) {
    Optional<StorageRule> rule = rule(call);
    String facility =
        rule.map(one -> rooms.entities().find(one.ae()).orElseThrow().facility())
            .or(() -> facility(call))
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "estimate: of nothing (expected: facility, or ae and rule)"));
    Compression form =
        call.text("compression")
            .map(CompressionResource::form)
            .or(() -> rule.flatMap(one -> one.then().compression()).map(one -> one.form()))
            .orElse(Compression.LOSSLESS);
    int sample = (int) Math.min(LARGEST_SAMPLE, Math.max(1, call.number("sample", 50)));
    return new EstimateOrder(facility, rule, form, sample);
  }

  private Optional<StorageRule> rule(Call call) {
    Optional<String> ae = call.text("ae");
    Optional<String> name = call.text("rule");
    if (ae.isEmpty() && name.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        ae.flatMap(title -> name.flatMap(rule -> rooms.rules().rule(title, rule)))
            .orElseThrow(
                () -> Refusal.notFound("rule: unknown (expected: ae and rule of one in use)")));
  }

  private static Compression form(String word) {
    try {
      return Compression.parse(word);
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private LongTask.Result estimated(EstimateOrder order, Consumer<String> progress) {
    Estimate found = rooms.compressions().estimate(order, progress);
    String text =
        String.format(
            Locale.ROOT,
            "%d objects sampled: %.1f %% smaller as %s; %d of them gain, %d cannot be done. All that the facility keeps: %d bytes.",
            found.sampled(),
            100 * found.share(),
            estimated(order).word(),
            found.smaller(),
            found.failed(),
            found.facilityBytes());
    return new LongTask.Result(
        order.form() == Compression.LOSSY ? text + NO_LOSS : text,
        List.of(),
        Json.object()
            .put("facility", order.facility())
            .put("compression", estimated(order).word())
            .put("sampled", found.sampled())
            .put("sampledBytes", found.sampledBytes())
            .put("smaller", found.smaller())
            .put("savedBytes", found.savedBytes())
            .put("failed", found.failed())
            .put("facilityBytes", found.facilityBytes()));
  }

  /** The form that the sample was given. */
  private static Compression estimated(EstimateOrder order) {
    return order.form() == Compression.LOSSY ? Compression.LOSSLESS : order.form();
  }

  private Optional<String> facility(Call call) {
    return call.text("facility").map(code -> FacilityResource.known(rooms.entities(), code).code());
  }

  private static ObjectNode json(CompressionForm form) {
    ObjectNode json =
        Json.object()
            .put("transferSyntaxUid", form.syntax().uid().value())
            .put("name", form.syntax().name())
            .put("available", form.unavailable().isEmpty());
    return json.put("problem", form.unavailable().orElse(""));
  }

  private static ObjectNode json(FacilityCompression facility) {
    return Json.object()
        .put("facility", facility.facility())
        .put("instances", facility.instances())
        .put("recompressed", facility.recompressed())
        .put("originalBytes", facility.originalBytes())
        .put("savedBytes", facility.savedBytes())
        .put("failed", facility.failed());
  }

  private static ObjectNode json(CompressionFailure failure) {
    return Json.object()
        .put("facility", failure.facility())
        .put("studyInstanceUid", failure.studyInstanceUid().value())
        .put("sopInstanceUid", failure.sopInstanceUid().value())
        .put("target", failure.target().value())
        .put("attempts", failure.attempts())
        .put("problem", failure.problem())
        .put("triedAt", failure.triedAt().toString());
  }
}
