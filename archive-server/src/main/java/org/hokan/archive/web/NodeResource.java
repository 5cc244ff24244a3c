package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hokan.archive.index.FacilityCounts;
import org.hokan.archive.storage.CopyStatus;
import org.hokan.archive.storage.PackStatus;
import org.hokan.archive.storage.ScrubStatus;
import org.hokan.archive.storage.StorageStatus;
import org.hokan.archive.storage.VerifyReport;
import org.hokan.archive.storage.VolumeMissing;
import org.hokan.dicom.image.codec.external.NativeProgram;

/** {@code /status}, {@code /index} and {@code /storage}. */
final class NodeResource {
  private static final int PROBLEMS_SHOWN = 100;

  private final AdminRooms rooms;
  private final Supplier<String> httpAddress;
  private final LongTask rebuild;
  private final LongTask verification;
  private final LongTask compaction;

  NodeResource(AdminRooms rooms, Supplier<String> httpAddress) {
    this.rooms = rooms;
    this.httpAddress = httpAddress;
    this.rebuild = new LongTask("index-rebuild", rooms.clock());
    this.verification = new LongTask("storage-verify", rooms.clock());
    this.compaction = new LongTask("storage-compact", rooms.clock());
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.get("/status", call -> status()),
        Endpoint.get("/index", call -> index()),
        Endpoint.get("/index/rebuild", call -> Json.ok(rebuild.json())),
        Endpoint.post("/index/rebuild", this::rebuild),
        Endpoint.get("/storage", call -> storage()),
        Endpoint.get(
            "/storage/packs", call -> Json.items(rooms.store().packs(), NodeResource::json)),
        Endpoint.get("/storage/verify", call -> Json.ok(verification.json())),
        Endpoint.post("/storage/verify", this::verify, "repair"),
        Endpoint.get("/storage/compact", call -> Json.ok(compaction.json())),
        Endpoint.post("/storage/compact", this::compact, "now"));
  }

  private HttpResponse status() {
    NodeFacts facts = rooms.operations().facts();
    List<PartHealth> parts = rooms.operations().health();
    List<FacilityCounts> counts = rooms.index().counts();
    ObjectNode json =
        Json.object()
            .put("ready", parts.stream().allMatch(PartHealth::up))
            .put("version", facts.version())
            .put("aeTitle", facts.aeTitle())
            .put("dicomAddress", facts.dicomAddress())
            .put("httpAddress", httpAddress.get())
            .put("dataFolder", facts.dataFolder().toString())
            .put("startedAt", facts.startedAt().toString())
            .put("associations", facts.associations())
            .put("facilities", rooms.entities().facilities().size())
            .put("studies", counts.stream().mapToLong(FacilityCounts::studies).sum())
            .put("instances", counts.stream().mapToLong(FacilityCounts::instances).sum())
            .put("bytes", counts.stream().mapToLong(FacilityCounts::bytes).sum())
            .put("quarantined", counts.stream().mapToLong(FacilityCounts::quarantined).sum());
    json.set("parts", Json.array(parts, Health::json));
    json.set("optionalPrograms", Json.array(NativeProgram.all(), NodeResource::json));
    return Json.ok(json);
  }

  private static ObjectNode json(NativeProgram program) {
    return Json.object()
        .put("purpose", program.purpose())
        .put("state", program.unavailable().isEmpty() ? "INSTALLED" : "MISSING")
        .put("detail", program.unavailable().orElse(""));
  }

  private HttpResponse index() {
    ObjectNode json = Json.object();
    json.set("facilities", Json.array(rooms.index().counts(), NodeResource::json));
    json.set("rebuild", rebuild.json());
    return Json.ok(json);
  }

  private HttpResponse rebuild(Call call) {
    String who = call.who();
    try {
      rooms.store().requireVolumes();
    } catch (VolumeMissing e) {
      throw Refusal.conflict(String.valueOf(e.getMessage()));
    }
    rebuild.start(progress -> rebuilt(who, progress));
    return Json.respond(HttpStatus.ACCEPTED, rebuild.json());
  }

  private LongTask.Result rebuilt(String who, Consumer<String> progress) {
    long objects =
        rooms.operations().rebuildIndex(who, count -> progress.accept(count + " objects read"));
    return new LongTask.Result(
        "The index is made anew from %d objects.".formatted(objects), List.of());
  }

  private HttpResponse verify(Call call) {
    boolean repair = call.flag("repair").orElse(true);
    verification.start(progress -> verified(repair, progress));
    return Json.respond(HttpStatus.ACCEPTED, verification.json());
  }

  private LongTask.Result verified(boolean repair, Consumer<String> progress) {
    VerifyReport report =
        rooms
            .store()
            .verify(
                repair,
                so ->
                    progress.accept(
                        "%d objects, %s read"
                            .formatted(so.objects(), of(so.bytes(), so.totalBytes()))))
            .with(missing());
    return new LongTask.Result(
        summary(report),
        report.damages().stream().limit(PROBLEMS_SHOWN).toList(),
        Json.object()
            .put("packs", report.packs())
            .put("objects", report.objects())
            .put("bytes", report.bytes())
            .put("compared", report.compared())
            .put("repaired", report.repaired())
            .put("damaged", report.damaged()));
  }

  /** Packs of which the index has objects, and no volume anything. */
  private List<String> missing() {
    return rooms.store().missing(() -> rooms.index().marks().keySet()).stream()
        .map("pack %s: on no volume (expected: on one, for the index has objects of it)"::formatted)
        .toList();
  }

  /** How much of how much, in the unit that fits the whole. */
  static String of(long bytes, long totalBytes) {
    String[] units = {"kB", "MB", "GB", "TB", "PB"};
    double one = 1e3;
    int unit = 0;
    while (totalBytes >= one * 1e3 && unit < units.length - 1) {
      one *= 1e3;
      unit++;
    }
    return String.format(
        Locale.ROOT, "%.1f of %.1f %s", bytes / one, totalBytes / one, units[unit]);
  }

  /** Second copies and repairs are told of where there are any. */
  private static String summary(VerifyReport report) {
    String copies =
        report.compared() == 0 ? "" : " and %d second copies".formatted(report.compared());
    String verdict = report.sound() ? "all as they came" : "%d damaged".formatted(report.damaged());
    String repaired = report.repaired() == 0 ? "" : "; %d repaired".formatted(report.repaired());
    String next =
        report.sound()
            ? ""
            : " What hokan storage verify cannot repair is whole in no copy: have it sent again, or stop"
                + " the node and put its packs back from a backup.";
    return "%d objects in %d packs%s: %s%s.%s"
        .formatted(report.objects(), report.packs(), copies, verdict, repaired, next);
  }

  private HttpResponse compact(Call call) {
    String who = call.who();
    boolean now = call.text("now").filter("true"::equals).isPresent();
    compaction.start(progress -> compacted(who, now, progress));
    return Json.respond(HttpStatus.ACCEPTED, compaction.json());
  }

  private LongTask.Result compacted(String who, boolean now, Consumer<String> progress) {
    CompactionResult result = rooms.operations().compact(who, now, progress);
    return new LongTask.Result(
        "%d packs compacted: %d entries dropped, %d bytes given back.%s"
            .formatted(result.packs(), result.entries(), result.bytes(), waiting(result)),
        result.problems().stream().limit(PROBLEMS_SHOWN).toList(),
        Json.object()
            .put("packs", result.packs())
            .put("entries", result.entries())
            .put("bytes", result.bytes())
            .put("waiting", result.waiting()));
  }

  private static String waiting(CompactionResult result) {
    return result.waiting() == 0
        ? ""
        : " %d dead entries stay: their packs are not sealed (something is on hold or damaged, or the copy is away)."
            .formatted(result.waiting());
  }

  private HttpResponse storage() {
    StorageStatus status = rooms.store().status();
    ObjectNode json = Json.object();
    json.set("volumes", Json.array(status.volumes(), NodeResource::json));
    json.set("copyVolumes", Json.array(status.copyVolumes(), NodeResource::json));
    json.set("shelves", Json.array(status.shelves(), NodeResource::json));
    json.set("copies", json(status.copies()));
    json.set("scrub", json(status.scrub()));
    json.set("compaction", json(rooms.operations().compaction()));
    rooms.operations().journal().ifPresent(part -> json.set("journal", Health.json(part)));
    json.set("cutEnds", CutEndResource.figures(rooms.store().cutEnds()));
    return Json.ok(json);
  }

  private static ObjectNode json(FacilityCounts counts) {
    return Json.object()
        .put("facility", counts.facility())
        .put("patients", counts.patients())
        .put("studies", counts.studies())
        .put("series", counts.series())
        .put("instances", counts.instances())
        .put("bytes", counts.bytes())
        .put("quarantined", counts.quarantined())
        .put("quarantinedBytes", counts.quarantinedBytes());
  }

  private static ObjectNode json(StorageStatus.VolumeStatus volume) {
    return Json.object()
        .put("id", volume.id())
        .put("folder", volume.folder().toString())
        .put("present", volume.present())
        .put("writable", volume.writable())
        .put("totalBytes", volume.totalBytes())
        .put("freeBytes", volume.freeBytes())
        .put("usedBytes", volume.usedBytes())
        .put("reserveBytes", volume.reserveBytes());
  }

  private static ObjectNode json(CopyStatus copies) {
    ObjectNode json =
        Json.object()
            .put("configured", copies.configured())
            .put("when", copies.time().name())
            .put("unavailableVolumes", copies.unavailableVolumes())
            .put("fullVolumes", copies.fullVolumes())
            .put("owedPacks", copies.owedPacks())
            .put("owedBytes", copies.owedBytes())
            .put("readFromCopy", copies.readFromCopy());
    copies.behindSince().ifPresent(since -> json.put("behindSince", since.toString()));
    return json;
  }

  private static ObjectNode json(ScrubStatus scrub) {
    ObjectNode json =
        Json.object()
            .put("bytes", scrub.bytes())
            .put("totalBytes", scrub.totalBytes())
            .put("repaired", scrub.repaired())
            .put("damaged", scrub.damages().size());
    scrub.failure().ifPresent(text -> json.put("failure", text));
    scrub.startedAt().ifPresent(at -> json.put("startedAt", at.toString()));
    scrub.completedAt().ifPresent(at -> json.put("completedAt", at.toString()));
    json.set("damages", Json.texts(scrub.damages().stream().limit(PROBLEMS_SHOWN).toList()));
    return json;
  }

  private static ObjectNode json(StorageStatus.ShelfStatus shelf) {
    return Json.object()
        .put("facility", shelf.shelf().facility())
        .put("storageClass", shelf.shelf().storageClass())
        .put("packs", shelf.packs())
        .put("open", shelf.open())
        .put("sealed", shelf.sealed())
        .put("failed", shelf.failed())
        .put("large", shelf.large())
        .put("entries", shelf.entries())
        .put("bytes", shelf.bytes());
  }

  private static ObjectNode json(CompactionFacts compaction) {
    return Json.object()
        .put("deadEntries", compaction.deadEntries())
        .put("deadBytes", compaction.deadBytes())
        .put("packs", compaction.packs())
        .put("entries", compaction.entries())
        .put("bytes", compaction.bytes())
        .put("failures", compaction.failures());
  }

  private static ObjectNode json(PackStatus pack) {
    return Json.object()
        .put("volume", pack.volume())
        .put("pack", pack.pack())
        .put("facility", pack.shelf().facility())
        .put("storageClass", pack.shelf().storageClass())
        .put("state", pack.state().name())
        .put("entries", pack.entries())
        .put("bytes", pack.bytes())
        .put("fileLength", pack.fileLength())
        .put("firstSequence", pack.firstSequence())
        .put("lastSequence", pack.lastSequence());
  }
}
