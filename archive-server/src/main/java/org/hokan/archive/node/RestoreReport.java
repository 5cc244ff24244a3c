package org.hokan.archive.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hokan.archive.billing.LedgerCheck;
import org.hokan.archive.index.FacilityCounts;

/**
 * What a node has after a restore.
 *
 * @param done what was done to the database
 * @param counts of what there is, by name
 * @param problems what is missing or not as it was written
 */
record RestoreReport(List<String> done, Map<String, Long> counts, List<String> problems) {

  static RestoreReport of(Rooms rooms) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("facilities", (long) rooms.entities().facilities().size());
    counts.put("application entities", (long) rooms.entities().list().size());
    counts.put("contracts", (long) rooms.contracts().list().size());
    counts.put("storage rules", (long) rooms.rules().list().size());
    LedgerCheck ledger = rooms.ledger().verify();
    counts.put("ledger records", ledger.records());
    counts.put("statements", ledger.statements());
    List<FacilityCounts> kept = rooms.index().counts();
    counts.put("studies", kept.stream().mapToLong(FacilityCounts::studies).sum());
    counts.put("objects", kept.stream().mapToLong(FacilityCounts::instances).sum());
    counts.put("bytes", kept.stream().mapToLong(FacilityCounts::bytes).sum());
    counts.put("in quarantine", kept.stream().mapToLong(FacilityCounts::quarantined).sum());
    List<String> problems = new ArrayList<>(ledger.problems());
    problems.addAll(FormerCopies.problems(rooms));
    rooms.missingPacks().ifPresent(problems::add);
    rooms.unknownFacilities().ifPresent(problems::add);
    rooms
        .journal()
        .ifPresent(
            journal ->
                journal.status().volumes().stream()
                    .filter(volume -> !volume.whole())
                    .forEach(
                        volume ->
                            problems.add(
                                "volume %s: has no whole journal: %s"
                                    .formatted(volume.volume(), volume.problem()))));
    return new RestoreReport(rooms.found().events(), counts, List.copyOf(problems));
  }

  boolean isComplete() {
    return problems.isEmpty();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (done.isEmpty()) {
      lines.add("The database was as its journal says; nothing had to be done.");
    }
    done.forEach(event -> lines.add("Done: " + event + "."));
    counts.forEach((name, count) -> lines.add("%-22s%d".formatted(name, count)));
    problems.forEach(problem -> lines.add("MISSING: " + problem));
    lines.add(
        isComplete()
            ? "All that journal and packs tell of is there. Next: hokan serve, then hokan storage verify."
            : "Not all is there; see above.");
    return lines;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("complete", isComplete());
    json.put("done", done);
    json.put("counts", counts);
    json.put("problems", problems);
    return json;
  }
}
