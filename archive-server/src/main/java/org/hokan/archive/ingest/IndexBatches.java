package org.hokan.archive.ingest;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.ArrivedInstance;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.Outcome;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Mark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch of stored objects into the index, with the marks that say so, in one transaction.
 */
final class IndexBatches implements IndexWriter {
  private static final Logger LOG = LoggerFactory.getLogger(IndexBatches.class);

  private final Database database;
  private final Index index;
  private final Audit audit;
  private final Clock clock;

  IndexBatches(IngestRooms rooms, Clock clock) {
    this.database = rooms.database();
    this.index = rooms.index();
    this.audit = rooms.audit();
    this.clock = clock;
  }

  @Override
  public void write(List<Stored> batch) {
    List<ArrivedInstance> arrived = batch.stream().map(IndexBatches::arrived).toList();
    Map<String, Long> marks = marks(batch);
    List<Outcome> outcomes =
        database.write(
            tx -> {
              List<Outcome> answers = index.add(tx, arrived);
              for (int i = 0; i < answers.size(); i++) {
                if (answers.get(i).kind() != Outcome.Kind.ADDED) {
                  notKeptTwice(tx, arrived.get(i));
                }
              }
              marks.forEach((pack, offset) -> index.setMark(tx, pack, offset));
              return answers;
            });
    for (int i = 0; i < outcomes.size(); i++) {
      tell(batch.get(i), outcomes.get(i));
    }
  }

  /** An object that two receptions stored at once is in two entries: the second one is dead. */
  private void notKeptTwice(Tx tx, ArrivedInstance arrived) {
    DeadObject second =
        new DeadObject(
            arrived.facility(),
            arrived.sopInstanceUid().value(),
            arrived.digest(),
            arrived.at(),
            DeadReason.DUPLICATE,
            clock.instant());
    List<StoredAt> kept = index.kept(tx, second);
    if (!kept.isEmpty() && !kept.contains(second.at())) {
      index.dead(tx, second);
      audit.record(
          tx,
          AuditEvent.change(second.since(), "node", "storage.duplicate")
              .facility(second.facility())
              .subject("instance " + second.sopInstanceUid())
              .detail("stored twice; one of the two entries is to be dropped")
              .build());
    }
  }

  /**
   * What the index alone could see: that it belongs to a study of another patient, for instance.
   */
  private static void tell(Stored stored, Outcome outcome) {
    if (!stored.papers().isQuarantined()) {
      outcome
          .reason()
          .ifPresent(
              reason -> LOG.warn("{}: in quarantine: {}", stored.object().name(), reason.text()));
    }
  }

  /** Objects of one pack are submitted in their order, so the last one of a batch covers all. */
  private static Map<String, Long> marks(List<Stored> batch) {
    Map<String, Long> marks = new TreeMap<>();
    for (Stored stored : batch) {
      Mark mark = stored.object().mark();
      marks.merge(mark.pack(), mark.offset(), Math::max);
    }
    return marks;
  }

  private static ArrivedInstance arrived(Stored stored) {
    Papers papers = stored.papers();
    Arrival arrival = papers.arrival();
    Location at = stored.object().location();
    return new ArrivedInstance(
        arrival.facility(),
        arrival.sopClass(),
        arrival.sopInstance(),
        arrival.transferSyntax(),
        stored.head(),
        stored.object().digest(),
        new StoredAt(at.volume(), at.pack(), at.offset(), at.length()),
        stored.object().arrived(),
        new Sender(arrival.callingAe(), arrival.calledAe(), arrival.peer()),
        decided(papers.decided()),
        papers.isQuarantined() ? Optional.of(papers.quarantine()) : Optional.empty());
  }

  private static Decided decided(Papers.Decided decided) {
    return new Decided(
        decided.storageClass(),
        decided.by().contractId(),
        decided.by().contractVersion(),
        decided.by().ruleName(),
        decided.by().ruleVersion(),
        decided.retention(),
        decided.compression());
  }
}
