package org.hokan.archive.scp;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hokan.archive.ingest.Arrival;
import org.hokan.archive.ingest.IngestOutcome;
import org.hokan.archive.ingest.IngestResult;
import org.hokan.dicom.net.association.AssociationEnd;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.Repeats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Says in the log what an association stored: a line for each of its studies when it ends, and one
 * at once for an object that was not simply kept; of many of one AE for the same reason one a
 * minute. Thread-safe.
 */
final class StoreLog implements AssociationListener {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLog.class);

  /** Studies of one association that are counted before they are told of. */
  private static final int MOST_STUDIES = 1000;

  private final Repeats repeats = new Repeats();

  /** By association, by study: how many of each outcome. */
  private final ConcurrentMap<String, Map<String, Map<IngestOutcome, Integer>>> open =
      new ConcurrentHashMap<>();

  @Override
  public void established(AssociationInfo association) {
    open.put(association.id(), new TreeMap<>());
  }

  void answered(AssociationInfo association, Arrival arrival, IngestResult result) {
    if (!result.comment().isEmpty()) {
      String why = result.outcome().word() + ": " + result.comment();
      repeats
          .tell(arrival.callingAe() + " " + why)
          .ifPresent(
              more ->
                  LOG.atLevel(level(result.outcome()))
                      .log(
                          "{} {} study {} instance {}: {}{}",
                          association.id(),
                          arrival.callingAe(),
                          result.study(),
                          arrival.sopInstance(),
                          why,
                          Repeats.more(more)));
    }
    open.computeIfPresent(
        association.id(),
        (id, studies) -> {
          studies
              .computeIfAbsent(result.study(), study -> new TreeMap<>())
              .merge(result.outcome(), 1, Integer::sum);
          if (studies.size() == MOST_STUDIES) {
            tell(association, studies);
            studies.clear();
          }
          return studies;
        });
  }

  /** Who is told that an object is kept does not send it again: somebody has to decide. */
  private static Level level(IngestOutcome outcome) {
    return outcome == IngestOutcome.QUARANTINED ? Level.WARN : Level.INFO;
  }

  @Override
  public void ended(
      AssociationInfo association,
      AssociationEnd end,
      Duration lasted,
      long bytesReceived,
      long bytesSent) {
    Map<String, Map<IngestOutcome, Integer>> studies = open.remove(association.id());
    if (studies != null) {
      tell(association, studies);
    }
  }

  private static void tell(
      AssociationInfo association, Map<String, Map<IngestOutcome, Integer>> studies) {
    studies.forEach(
        (study, counts) ->
            LOG.info(
                "{} {} study {}: {}",
                association.id(),
                AssociationInfo.printable(association.callingAeTitle()),
                study,
                counts));
  }
}
