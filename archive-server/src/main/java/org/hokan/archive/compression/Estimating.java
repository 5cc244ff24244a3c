package org.hokan.archive.compression;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.index.StudyFilter;
import org.hokan.archive.index.StudySummary;
import org.hokan.dicom.encoding.TransferSyntax;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses a sample and throws the results away: of the facility's latest studies, evenly taken,
 * as many objects of each. What is recompressed already counts with what it saves. For one thread.
 */
final class Estimating {
  private static final Logger LOG = LoggerFactory.getLogger(Estimating.class);
  private static final int MOST_STUDIES = 2000;

  private final CompressionRooms rooms;
  private final StudyWork.Tools tools;
  private final EstimateOrder order;
  private final Predicate<InstanceRow> meant;
  private long sampled;
  private long bytes;
  private long smaller;
  private long saved;
  private long failed;

  Estimating(CompressionRooms rooms, StudyWork.Tools tools, EstimateOrder order) {
    this.rooms = rooms;
    this.tools = tools;
    this.order = order;
    this.meant = order.rule().map(this::matching).orElse(row -> true);
  }

  Estimate run(Consumer<String> progress) {
    List<StudySummary> studies =
        rooms.index().studies(StudyFilter.all().ofFacility(order.facility()).limit(MOST_STUDIES));
    int step = Math.max(1, studies.size() / order.sample());
    int each = Math.max(1, order.sample() * step / Math.max(1, studies.size()));
    for (int i = 0; i < studies.size() && sampled < order.sample(); i += step) {
      some(studies.get(i), each);
      progress.accept("%d objects compressed".formatted(sampled));
    }
    return new Estimate(
        sampled, bytes, smaller, saved, failed, rooms.index().counts(order.facility()).bytes());
  }

  private void some(StudySummary study, int most) {
    List<InstanceRow> chosen = new ArrayList<>();
    rooms
        .index()
        .locate(
            study.facility(),
            RetrieveKeys.study(study.studyInstanceUid()),
            row -> {
              if (meant.test(row)) {
                chosen.add(row);
              }
              return chosen.size() < most && !tools.calm().isClosed();
            });
    chosen.forEach(this::count);
  }

  private Predicate<InstanceRow> matching(StorageRule rule) {
    Predicate<ArrivalFacts> matching = rooms.rules().matching(rule);
    return row ->
        rule.ae().equals(row.sender().callingAe()) && matching.test(rooms.ingest().facts(row));
  }

  private void count(InstanceRow row) {
    sampled++;
    long original = row.originalLength();
    bytes += original;
    if (row.recompressed().isPresent()) {
      smaller++;
      saved += original - row.at().length();
      return;
    }
    Optional<TransferSyntax> target = tools.targets().of(order.form(), row.transferSyntaxUid());
    try {
      if (target.isPresent()) {
        saved += original - tools.shrinker().tried(row, target.get());
        smaller++;
      }
    } catch (NotSmaller e) {
      LOG.debug("estimate: {}", row.sopInstanceUid(), e);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      LOG.debug("estimate: {}", row.sopInstanceUid(), e);
      failed++;
    }
  }
}
