package org.hokan.archive.node;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.archive.billing.BillingEntry;
import org.hokan.archive.billing.BillingRecord;
import org.hokan.archive.billing.RecordFilter;
import org.hokan.archive.billing.RecordType;

/**
 * What a node that was made of second copies lacks. A copy has the packs of the classes that are
 * copied and nothing else; of the rest only the ledger, which the journal brings back, tells.
 */
final class FormerCopies {
  private final Rooms rooms;

  private FormerCopies(Rooms rooms) {
    this.rooms = rooms;
  }

  /** What a volume that held second copies cannot have; empty without one. */
  static List<String> warnings(Rooms rooms) {
    return new FormerCopies(rooms).warnings();
  }

  /**
   * The same, and what the ledger counts of that is not there. Reads all records of studies, and
   * the list of all studies: for an index that has all that is in the packs.
   */
  static List<String> problems(Rooms rooms) {
    FormerCopies copies = new FormerCopies(rooms);
    List<String> problems = new ArrayList<>(copies.warnings());
    if (!problems.isEmpty()) {
      copies.lacking().ifPresent(problems::add);
    }
    return problems;
  }

  private List<String> warnings() {
    return rooms.store().formerCopies().stream().map(this::warning).toList();
  }

  private String warning(Path folder) {
    return ("volume %s held second copies: it has objects of storage class %s only, nothing of"
            + " another class, nothing that waited in quarantine (expected: a first volume, from"
            + " its disk or a backup); have that sent again")
        .formatted(folder, classes());
  }

  private String classes() {
    String classes =
        rooms.store().packs().stream()
            .map(pack -> pack.shelf().storageClass())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return classes.isEmpty() ? "(none yet)" : classes;
  }

  /** A study as the ledger names it. */
  private record Named(String facility, String study) {}

  private Optional<String> lacking() {
    Map<Named, Long> images = new HashMap<>();
    for (RecordType type : List.of(RecordType.STUDY, RecordType.DELETION)) {
      rooms
          .ledger()
          .forEachRecord(
              new RecordFilter(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(type),
                  0,
                  RecordFilter.LARGEST_PAGE),
              billed -> count(billed.record(), images));
    }
    rooms.entities().facilities().forEach(facility -> takeKept(facility.code(), images));
    images.values().removeIf(count -> count <= 0);
    return images.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the ledger counts %d images of %d studies that are not there"
                .formatted(
                    images.values().stream().mapToLong(Long::longValue).sum(), images.size()));
  }

  private static void count(BillingRecord record, Map<Named, Long> images) {
    if (record.entry() instanceof BillingEntry.Study study) {
      images.merge(
          new Named(record.facility(), study.studyInstanceUid()), study.images(), Long::sum);
    }
  }

  private void takeKept(String facility, Map<Named, Long> images) {
    rooms
        .index()
        .studies(
            facility,
            Instant.EPOCH,
            kept -> {
              images.computeIfPresent(
                  new Named(facility, kept.studyInstanceUid().value()),
                  (named, count) -> count - kept.instances());
              return true;
            });
  }
}
