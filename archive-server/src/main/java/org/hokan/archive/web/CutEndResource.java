package org.hokan.archive.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.util.List;
import org.hokan.archive.index.Index;
import org.hokan.archive.storage.CutEnd;
import org.hokan.archive.storage.CutEnds;
import org.hokan.archive.storage.CutObject;
import org.hokan.dicom.data.Uid;

/** {@code /storage/cut-ends}: what starts have cut off the ends of packs. */
final class CutEndResource {
  private final AdminRooms rooms;

  CutEndResource(AdminRooms rooms) {
    this.rooms = rooms;
  }

  List<Endpoint> endpoints() {
    String one = "/storage/cut-ends/{facility}/{class}/{file}";
    return List.of(
        Endpoint.get("/storage/cut-ends", call -> Json.items(ends().all(), CutEndResource::json)),
        Endpoint.get(one, this::objects),
        Endpoint.delete(one, this::forget, "force"));
  }

  private CutEnds ends() {
    return rooms.store().cutEnds();
  }

  private CutEnd end(Call call) {
    String name =
        "%s/%s/%s".formatted(call.path("facility"), call.path("class"), call.path("file"));
    return ends().all().stream()
        .filter(end -> end.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> Refusal.notFound("cut end: unknown name (expected: one that the list shows)"));
  }

  private HttpResponse objects(Call call) {
    CutEnd end = end(call);
    Index index = rooms.indexUpToDate();
    return Json.items(
        ends().objects(end.name()), object -> json(object, isStored(index, end, object)));
  }

  /** Whether the same object is kept, for it was sent again. */
  private static boolean isStored(Index index, CutEnd end, CutObject object) {
    String facility = end.name().substring(0, end.name().indexOf('/'));
    return index.isKept(facility, new Uid(object.name()), object.digest());
  }

  private HttpResponse forget(Call call) {
    CutEnd end = end(call);
    if (call.text("force").filter("true"::equals).isEmpty()) {
      checkStored(end);
    }
    rooms.operations().forgetCutEnd(end.name(), call.who());
    return HttpResponse.of(HttpStatus.NO_CONTENT);
  }

  /** These bytes may be the last of an object. */
  private void checkStored(CutEnd end) {
    Index index = rooms.indexUpToDate();
    List<CutObject> objects = ends().objects(end.name());
    if (objects.isEmpty()) {
      throw Refusal.conflict(
          "cut end: no object in it can be read, so none is known to be stored (expected: objects that are all stored; look at the file, or force it)");
    }
    List<CutObject> missing =
        objects.stream().filter(object -> !isStored(index, end, object)).toList();
    if (!missing.isEmpty()) {
      throw Refusal.conflict(
          "cut end: %d of %d objects in it are not stored, the first is %s (expected: none; send them again, or force it)"
              .formatted(missing.size(), objects.size(), missing.get(0).name()));
    }
  }

  /** For the status. */
  static ObjectNode figures(CutEnds ends) {
    List<CutEnd> all = ends.all();
    return Json.object()
        .put("ends", all.size())
        .put("bytes", all.stream().mapToLong(CutEnd::bytes).sum())
        .put("many", ends.areMany());
  }

  private static ObjectNode json(CutEnd end) {
    return Json.object()
        .put("name", end.name())
        .put("volume", end.volume())
        .put("pack", end.pack())
        .put("offset", end.offset())
        .put("bytes", end.bytes());
  }

  private static ObjectNode json(CutObject object, boolean stored) {
    return Json.object()
        .put("offset", object.offset())
        .put("sopInstanceUid", object.name())
        .put("arrived", object.arrived().toString())
        .put("bytes", object.length())
        .put("digest", object.digest())
        .put("whole", object.whole())
        .put("stored", stored);
  }
}
