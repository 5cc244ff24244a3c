package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.index.DeadObject;
import org.hokan.archive.index.DeadReason;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Outcome;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.StorageException;
import org.hokan.dicom.data.DataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what operators decide about what is kept aside. What is released is filed in one transaction
 * with the decision, where it lies; then it is stored once more, in the packs of its storage class,
 * and the index is pointed there in the order of the pack. So a crash at any instant leaves it
 * filed at the one place or the other; {@link #refileReleased} goes on with what is not moved.
 * Thread-safe.
 */
final class AsideDecisions {
  private static final Logger LOG = LoggerFactory.getLogger(AsideDecisions.class);
  private static final int READ = 64 * 1024;

  /** The packs of the quarantine's shelves, for LIKE. */
  private static final String PACKS = "packs/%/" + Papers.QUARANTINE + "/%";

  private final IngestRooms rooms;
  private final IndexBatches batches;
  private final FormKeeper forms;
  private final Clock clock;

  /** Where what is moved lay, until the index points elsewhere. */
  private final Set<StoredAt> moving = new HashSet<>();

  private volatile Removal removing = (tx, entry) -> {};

  AsideDecisions(IngestRooms rooms, IndexBatches batches, FormKeeper forms, Clock clock) {
    this.rooms = rooms;
    this.batches = batches;
    this.forms = forms;
    this.clock = clock;
  }

  void whenRemoving(Removal objection) {
    removing = objection;
  }

  /** Files it, and moves it to where it is kept from now on. */
  Outcome release(long id, String actor) {
    Optional<QuarantineEntry> before =
        rooms
            .index()
            .quarantined(id)
            .filter(entry -> entry.decided().storageClass().equals(Papers.QUARANTINE));
    Optional<Decided> kept =
        before.map(
            entry ->
                kept(
                        Papers.arrival(entry)
                            .facts(entry.originalLength(), entry.arrived(), entry.attributes()),
                        entry.decided())
                    .indexed());
    Outcome outcome = file(id, actor, then -> kept.orElse(then));
    if (outcome.kind() == Outcome.Kind.ADDED) {
      before
          .flatMap(one -> rooms.index().instance(one.facility(), one.sopInstanceUid()))
          .ifPresent(this::move);
    }
    return outcome;
  }

  /**
   * The facility's lock comes before all others, as in {@link IndexBatches}: two that take them in
   * another order would wait for each other.
   */
  private Outcome file(long id, String actor, UnaryOperator<Decided> kept) {
    return rooms
        .database()
        .writeForced(
            tx -> {
              boolean stays =
                  rooms
                      .index()
                      .quarantined(tx, id)
                      .filter(one -> batches.originalStays(tx, one))
                      .isPresent();
              Optional<QuarantineEntry> entry = rooms.index().claimed(tx, id);
              entry.ifPresent(
                  one -> rooms.audit().record(tx, event(one, actor, "quarantine.release")));
              Outcome filed = rooms.index().release(tx, id, kept, arrival -> stays);
              if (filed.kind() == Outcome.Kind.ADDED) {
                entry.ifPresent(one -> batches.released(tx, one));
              }
              entry.flatMap(one -> dead(one, filed)).ifPresent(d -> rooms.index().dead(tx, d));
              return filed;
            });
  }

  /** How something is kept that was decided to be kept aside. */
  private Papers.Decided kept(ArrivalFacts facts, Decided then) {
    return Papers.decided(rooms.rules().released(facts, Papers.by(then)));
  }

  /**
   * Moves what was released and lies still among what is kept aside. What cannot be moved now
   * stays, and is told of.
   *
   * @return how many objects
   */
  synchronized int refileReleased() {
    List<InstanceRow> released = rooms.index().released(PACKS);
    moving.retainAll(released.stream().map(InstanceRow::at).toList());
    return (int) released.stream().filter(this::move).count();
  }

  private synchronized boolean move(InstanceRow row) {
    boolean moved = isHere(row) && !moving.contains(row.at()) && isStillThere(row) && refiled(row);
    if (moved) {
      moving.add(row.at());
    }
    return moved;
  }

  /** What another node has on its volumes, that node moves. */
  private boolean isHere(InstanceRow row) {
    return rooms.store().beside("").stream()
        .anyMatch(folder -> folder.volume().equals(row.at().volume()));
  }

  /** It may have become something else, or have been destroyed, since its row was read. */
  private boolean isStillThere(InstanceRow row) {
    return rooms
        .index()
        .instance(row.facility(), row.sopInstanceUid())
        .filter(now -> now.at().equals(row.at()) && now.recompressed().isEmpty())
        .isPresent();
  }

  private boolean refiled(InstanceRow row) {
    try {
      refile(row).toCompletableFuture().join();
      return true;
    } catch (RuntimeException | IOException e) { // one that cannot be moved keeps none behind it
      LOG.error(
          "{}: released from quarantine, but not in the packs of its storage class yet; tried"
              + " again",
          row.sopInstanceUid(),
          e);
      return false;
    }
  }

  private CompletionStage<Void> refile(InstanceRow row) throws IOException {
    Incoming same = rooms.store().begin();
    try {
      copy(row.at(), same);
      if (!same.digest().equals(row.digest())) {
        throw new StorageException(
            "pack %s, offset %d: damaged (expected: SHA-256 %s)"
                .formatted(row.at().pack(), row.at().offset(), row.digest()));
      }
      return forms.refile(row, same, decided(row));
    } catch (RuntimeException | IOException e) {
      same.discard();
      throw e;
    }
  }

  /** As its release said; anew where the index was made anew of the pack since. */
  private Papers.Decided decided(InstanceRow row) {
    if (!row.decided().storageClass().equals(Papers.QUARANTINE)) {
      return Papers.decided(row);
    }
    Location at = location(row.at());
    Arrival arrival = Papers.arrival(row);
    DataSet head = ObjectHead.stored(rooms.store(), at, row.transferSyntaxUid(), arrival);
    return kept(arrival.facts(row.at().length(), row.arrived(), head), row.decided());
  }

  private void copy(StoredAt at, Incoming to) throws IOException {
    byte[] buffer = new byte[READ];
    try (InputStream from = rooms.store().open(location(at))) {
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(ByteBuffer.wrap(buffer, 0, count));
      }
    }
  }

  private static Location location(StoredAt at) {
    return new Location(at.volume(), at.pack(), at.offset(), at.length());
  }

  /** Takes an object out for good; the facility's lock comes first. */
  void remove(long id, String actor) {
    rooms
        .database()
        .runForced(
            tx -> {
              rooms.index().quarantined(tx, id).ifPresent(one -> removing.check(tx, one));
              QuarantineEntry entry = rooms.index().remove(tx, id);
              rooms
                  .index()
                  .dead(tx, dead(entry, entry.storedDigest(), entry.at(), DeadReason.REMOVED));
              rooms.audit().record(tx, event(entry, actor, "quarantine.remove"));
            });
  }

  /** What is not needed beside what was filed: the same in quarantine, or what it replaces. */
  private Optional<DeadObject> dead(QuarantineEntry entry, Outcome filed) {
    return filed.kind() == Outcome.Kind.DUPLICATE
        ? Optional.of(dead(entry, entry.storedDigest(), entry.at(), DeadReason.DUPLICATE))
        : filed.replaced().map(before -> replaced(entry, before));
  }

  private DeadObject replaced(QuarantineEntry entry, StoredAt at) {
    return entry
        .predecessor()
        .map(
            before -> {
              DeadReason reason =
                  before.isSame(entry.digest()) ? DeadReason.DUPLICATE : DeadReason.SUPERSEDED;
              return DeadObject.of(entry.facility(), before, at, reason, clock.instant());
            })
        .orElseGet(() -> dead(entry, entry.digest(), at, DeadReason.RECOMPRESSED));
  }

  private DeadObject dead(QuarantineEntry entry, String digest, StoredAt at, DeadReason reason) {
    return new DeadObject(
        entry.facility(),
        entry.sopInstanceUid().value(),
        digest,
        entry.sopInstanceUid().value(),
        entry.digest(),
        at,
        reason,
        clock.instant());
  }

  private AuditEvent event(QuarantineEntry entry, String actor, String action) {
    return AuditEvent.change(clock.instant(), actor, action)
        .facility(entry.facility())
        .patientId(entry.patientId())
        .study(entry.studyInstanceUid())
        .subject("instance " + entry.sopInstanceUid())
        .detail(entry.text())
        .build();
  }
}
