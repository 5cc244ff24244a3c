package org.hokan.archive.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.ExamState;
import org.hokan.archive.contract.StorageDecision;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.association.Repeats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on a received object and sees it through to its durable place. Thread-safe. */
final class Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final IngestResult REBUILDING =
      IngestResult.of(IngestOutcome.OUT_OF_RESOURCES, "the index is being rebuilt");

  /**
   * The digest covers them, so they never change, whatever the version of the node: an object sent
   * again after an upgrade would look like another one.
   */
  private static final Uid WRITER = new Uid("2.25.283011740264813217403528862371294073911");

  private static final String WRITER_NAME = "HOKAN_0_1";

  private final PackStore store;
  private final Known known;
  private final LostObjects lost;
  private final StorageRules rules;
  private final Usage usage;
  private final Indexer indexer;
  private final Gate gate;
  private final LargeHeads largeHeads;
  private final Clock clock;
  private final InFlight inFlight = new InFlight();
  private final Repeats repeats = new Repeats();
  private volatile Consumer<RefusedInstance> refusals = refused -> {};

  Keeper(
      IngestRooms rooms,
      Known known,
      Usage usage,
      Indexer indexer,
      Entrance entrance,
      Clock clock) {
    this.store = rooms.store();
    this.rules = rooms.rules();
    this.known = known;
    this.lost = new LostObjects(rooms.store(), rooms.index());
    this.usage = usage;
    this.indexer = indexer;
    this.gate = entrance.gate();
    this.largeHeads = entrance.largeHeads();
    this.clock = clock;
  }

  void whenRefused(Consumer<RefusedInstance> listener) {
    refusals = listener;
  }

  Incoming begin() {
    return store.begin();
  }

  /** Says that the storage failed, of many only some. */
  void tellNotStored(Arrival arrival, String why) {
    repeats
        .tell("not stored")
        .ifPresent(
            more ->
                LOG.error("{}: not stored: {}{}", arrival.sopInstance(), why, Repeats.more(more)));
  }

  /** Why nothing is taken now, before the first byte of an object; empty when it is. */
  Optional<IngestResult> refusal() {
    return gate.isShut() ? Optional.of(REBUILDING) : Optional.empty();
  }

  /**
   * The same bytes for the same object whoever sends it, so that a second one can be recognised.
   */
  ByteBuffer part10Header(Arrival arrival) {
    return ByteBuffer.wrap(
        Part10.header(
            FileMetaInformation.builder(
                    arrival.sopClass(), arrival.sopInstance(), arrival.transferSyntax())
                .implementation(WRITER, WRITER_NAME)
                .build()));
  }

  /** Never completes exceptionally. */
  CompletionStage<IngestResult> keep(Arrival arrival, Incoming received, int headerLength) {
    if (!gate.enter()) {
      received.discard();
      return CompletableFuture.completedStage(REBUILDING);
    }
    CompletionStage<IngestResult> result;
    try {
      result = understood(arrival, received, headerLength);
    } catch (RuntimeException | Error e) {
      gate.leave();
      received.discard();
      throw e;
    }
    return result.whenComplete((answer, failure) -> gate.leave());
  }

  private CompletionStage<IngestResult> understood(
      Arrival arrival, Incoming received, int headerLength) {
    try {
      Optional<DataSet> usual = usualHead(arrival, received, headerLength);
      return usual.isPresent()
          ? understood(arrival, received, usual.get())
          : largeOne(arrival, received, headerLength);
    } catch (DataSetException | IOException e) {
      repeats
          .tell("understood " + arrival.callingAe())
          .ifPresent(
              more ->
                  LOG.warn(
                      "{} from {}: data set not understood: {}{}",
                      arrival.sopInstance(),
                      arrival.callingAe(),
                      e.getMessage(),
                      Repeats.more(more)));
      return refuse(
          received,
          IngestOutcome.NOT_UNDERSTOOD,
          "data set cannot be read, or has too many attributes");
    } catch (RuntimeException e) {
      LOG.error("{}: not stored", arrival.sopInstance(), e);
      return refuse(received, IngestOutcome.OUT_OF_RESOURCES, "node cannot store now");
    }
  }

  private CompletionStage<IngestResult> understood(
      Arrival arrival, Incoming received, DataSet head) {
    Optional<String> contradiction = ObjectHead.contradiction(head, arrival);
    if (contradiction.isPresent()) {
      return refuse(received, IngestOutcome.MISMATCH, contradiction.get());
    }
    DataSet placed = placed(head, arrival);
    String study = placed.string(Tag.StudyInstanceUID).orElse("");
    return keepOnce(new Candidate(arrival, received, received.digest(), placed))
        .thenApply(result -> result.ofStudy(study));
  }

  /**
   * Who waits too long for a turn, as the one before it does for a disk, sends again later. It
   * waits for the database in its turn only when what is asked of it is as large.
   */
  private CompletionStage<IngestResult> largeOne(
      Arrival arrival, Incoming received, int headerLength) throws IOException {
    Optional<LargeHeads.Turn> awaited;
    try {
      awaited = largeHeads.await();
    } catch (InterruptedException e) {
      CompletionStage<IngestResult> answer =
          refuse(received, IngestOutcome.OUT_OF_RESOURCES, "node is stopping; send again");
      Thread.currentThread().interrupt(); // not before: an interrupted thread discards no file
      return answer;
    }
    if (awaited.isEmpty()) {
      tellTooLate(arrival);
      return refuse(
          received, IngestOutcome.OUT_OF_RESOURCES, "large data sets of others come first; later");
    }
    try (LargeHeads.Turn turn = awaited.get()) {
      DataSet asked = largeHead(arrival, received, headerLength);
      if (ObjectHead.isUsual(asked)) {
        turn.close();
      }
      return understood(arrival, received, asked);
    }
  }

  private static DataSet largeHead(Arrival arrival, Incoming received, int headerLength)
      throws IOException {
    try (InputStream bytes = received.received()) {
      bytes.skipNBytes(headerLength);
      return ObjectHead.asked(ObjectHead.read(bytes, arrival.transferSyntax()));
    }
  }

  private void tellTooLate(Arrival arrival) {
    repeats
        .tell("turn " + arrival.callingAe())
        .ifPresent(
            more ->
                LOG.warn(
                    "{} from {}: refused: large data sets of others took more than {} ms{}",
                    arrival.sopInstance(),
                    arrival.callingAe(),
                    largeHeads.patience().toMillis(),
                    Repeats.more(more)));
  }

  /** A received object about which all is known but what to do. */
  private record Candidate(Arrival arrival, Incoming received, String digest, DataSet head) {}

  /** Empty when it is larger, or cannot be read at all. */
  private static Optional<DataSet> usualHead(Arrival arrival, Incoming received, int headerLength)
      throws IOException {
    try (InputStream bytes = received.received()) {
      bytes.skipNBytes(headerLength);
      return Optional.of(ObjectHead.readUsual(bytes, arrival.transferSyntax()));
    } catch (DataSetException e) {
      LOG.debug("{}: to be read as a large one", arrival.sopInstance(), e);
      return Optional.empty();
    }
  }

  private static DataSet placed(DataSet head, Arrival arrival) {
    if (!ObjectHead.hasPlace(head)) {
      LOG.debug(
          "{}: no Study or Series Instance UID; indexed under made ones", arrival.sopInstance());
    }
    return ObjectHead.placed(head, arrival);
  }

  private CompletionStage<IngestResult> keepOnce(Candidate candidate) {
    Arrival arrival = candidate.arrival();
    InFlight.Entry mine =
        new InFlight.Entry(
            candidate.digest(), new CompletableFuture<Void>(), usage.claim(arrival.facility()));
    Optional<InFlight.Entry> other = inFlight.enter(arrival, mine);
    if (other.isPresent()) {
      return besides(candidate, other.get());
    }
    CompletionStage<IngestResult> result;
    try {
      Optional<String> digest = known.digest(arrival.facility(), arrival.sopInstance());
      result = digest.isPresent() ? again(candidate, digest.get()) : decide(candidate, mine);
    } catch (RuntimeException | Error e) {
      leave(arrival, mine, e);
      throw e;
    }
    return result.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            leave(arrival, mine, failure);
          } else {
            ended(arrival, mine, answer.outcome());
          }
        });
  }

  /** What is stored stays until it is indexed; who sent the same hears what became of this one. */
  private void ended(Arrival arrival, InFlight.Entry mine, IngestOutcome outcome) {
    if (!outcome.isKept()) {
      leave(arrival, mine, new NotKept());
    } else if (outcome != IngestOutcome.STORED) {
      inFlight.leave(arrival, mine);
      mine.durable().complete(null);
    }
  }

  /** Why the other reception of an object did not make it durable. */
  private static final class NotKept extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotKept() {
      super("not kept", null, false, false);
    }
  }

  private void leave(Arrival arrival, InFlight.Entry mine, Throwable why) {
    inFlight.leave(arrival, mine);
    mine.durable().completeExceptionally(why);
  }

  /** Another reception of this SOP instance is under way. */
  private CompletionStage<IngestResult> besides(Candidate candidate, InFlight.Entry other) {
    if (!other.digest().equals(candidate.digest())) {
      return conflict(candidate);
    }
    candidate.received().discard();
    return other
        .durable()
        .handle(
            (done, failure) ->
                failure == null
                    ? IngestResult.of(IngestOutcome.DUPLICATE, "")
                    : IngestResult.of(
                        IngestOutcome.OUT_OF_RESOURCES,
                        "sent twice at once, not kept; send again"));
  }

  /** The index has this SOP instance. */
  private CompletionStage<IngestResult> again(Candidate candidate, String digest) {
    if (!digest.equals(candidate.digest())) {
      return conflict(candidate);
    }
    Optional<InstanceRow> row = lost.of(candidate.arrival());
    if (row.isPresent()) {
      return instead(candidate, row.get());
    }
    if (lost.isWithoutItsCopy(candidate.arrival())) {
      tellNotStored(candidate.arrival(), "it is here, and its second copy is not");
      return refuse(
          candidate.received(), IngestOutcome.OUT_OF_RESOURCES, "no second copy yet; send again");
    }
    candidate.received().discard();
    return CompletableFuture.completedStage(IngestResult.of(IngestOutcome.DUPLICATE, ""));
  }

  /**
   * What is kept of it is lost. It takes that one's place; where that is a smaller form, it cannot,
   * and the sender keeps it until the index is made anew without the form.
   */
  private CompletionStage<IngestResult> instead(Candidate candidate, InstanceRow row) {
    if (row.recompressed().isPresent()) {
      LOG.error(
          "{} from {}: sent again, and its smaller form that is kept is lost: refused (expected:"
              + " index rebuild, then it is taken)",
          row.sopInstanceUid(),
          candidate.arrival().callingAe());
      return refuse(
          candidate.received(),
          IngestOutcome.OUT_OF_RESOURCES,
          "what is kept is damaged; the index is to be rebuilt");
    }
    LOG.warn(
        "{} from {}: sent again, and what is kept is lost: it is stored once more",
        row.sopInstanceUid(),
        candidate.arrival().callingAe());
    Papers papers = Papers.refiled(row, Papers.decided(row));
    return stored(candidate, papers, row.arrived(), Optional.empty())
        .thenApply(
            result ->
                result.outcome() == IngestOutcome.STORED
                    ? IngestResult.of(IngestOutcome.DUPLICATE, "")
                    : result);
  }

  private CompletionStage<IngestResult> conflict(Candidate candidate) {
    LOG.debug( // who answers tells it, as what else is not simply kept
        "{} from {}: same SOP Instance UID, other content; the first is kept, this one is in quarantine",
        candidate.arrival().sopInstance(),
        candidate.arrival().callingAe());
    ArrivalFacts facts = facts(candidate);
    StorageDecision decision = admission(candidate, facts, usage.of(facts.facility()));
    return store(
        candidate,
        Papers.quarantined(
            candidate.arrival(), decision.by(), "same SOP Instance UID, other content"),
        Optional.empty());
  }

  private CompletionStage<IngestResult> decide(Candidate candidate, InFlight.Entry mine) {
    ArrivalFacts facts = facts(candidate);
    StorageDecision decision = claimed(candidate, facts, mine.claim());
    if (decision instanceof StorageDecision.Refuse refuse) {
      refusals.accept(new RefusedInstance(facts, candidate.arrival().sopInstance(), refuse));
      LOG.debug(
          "{} from {}: refused: {}",
          candidate.arrival().sopInstance(),
          candidate.arrival().callingAe(),
          refuse.text());
      CompletionStage<IngestResult> refused =
          refuse(candidate.received(), IngestOutcome.NOT_AUTHORIZED, refuse.text());
      return refuse
          .status()
          .map(status -> refused.thenApply(result -> result.toldAs(status.code())))
          .orElse(refused);
    }
    if (decision instanceof StorageDecision.Quarantine aside) {
      LOG.debug(
          "{} from {}: in quarantine: {}",
          candidate.arrival().sopInstance(),
          candidate.arrival().callingAe(),
          aside.text());
      Papers papers = Papers.quarantined(candidate.arrival(), aside.by(), aside.text());
      return store(candidate, papers, Optional.empty());
    }
    Papers papers = Papers.accepted(candidate.arrival(), (StorageDecision.Accept) decision);
    return store(candidate, papers, Optional.of(mine));
  }

  /** Claims what is accepted; decides again when others have claimed something meanwhile. */
  private StorageDecision claimed(Candidate candidate, ArrivalFacts facts, Usage.Claim claim) {
    long used = usage.of(facts.facility());
    StorageDecision decision = admission(candidate, facts, used);
    if (decision instanceof StorageDecision.Accept) {
      long before = claim.take(facts.sizeBytes());
      if (before > used) {
        decision = admission(candidate, facts, before);
      }
      if (!(decision instanceof StorageDecision.Accept)) {
        claim.giveBack();
      }
    }
    return decision;
  }

  /** In the middle of an exam nothing is refused for contract reasons. */
  private StorageDecision admission(Candidate candidate, ArrivalFacts facts, long used) {
    StorageDecision decision = rules.decide(facts, ExamState.NEW, used);
    if (decision instanceof StorageDecision.Refuse
        && known.study(
            facts.facility(), candidate.head().uid(Tag.StudyInstanceUID).orElseThrow())) {
      return rules.decide(facts, ExamState.IN_PROGRESS, used);
    }
    return decision;
  }

  private ArrivalFacts facts(Candidate candidate) {
    return candidate
        .arrival()
        .facts(candidate.received().length(), clock.instant(), candidate.head());
  }

  private CompletionStage<IngestResult> store(
      Candidate candidate, Papers papers, Optional<InFlight.Entry> mine) {
    return stored(candidate, papers, clock.instant(), mine);
  }

  private CompletionStage<IngestResult> stored(
      Candidate candidate, Papers papers, Instant arrived, Optional<InFlight.Entry> mine) {
    Arrival arrival = candidate.arrival();
    // The whole head, which may be large, is not held while it waits for the disk.
    DataSet kept = Index.kept(candidate.head());
    Shelf shelf = new Shelf(arrival.facility(), papers.decided().storageClass());
    EntryFacts facts = new EntryFacts(arrival.sopInstance().value(), arrived, papers.toFacts());
    return candidate
        .received()
        .commit(shelf, facts, object -> durable(arrival, papers, kept, object, mine))
        .handle(
            (object, failure) -> {
              if (failure != null) {
                tellNotStored(arrival, failure.toString());
                return IngestResult.of(IngestOutcome.OUT_OF_RESOURCES, "storage failed");
              }
              return IngestResult.of(
                  papers.isQuarantined() ? IngestOutcome.QUARANTINED : IngestOutcome.STORED,
                  papers.quarantine());
            });
  }

  /** In the order of a pack's entries, for the index marks how far it has come in each pack. */
  private void durable(
      Arrival arrival,
      Papers papers,
      DataSet kept,
      StoredObject object,
      Optional<InFlight.Entry> mine) {
    Runnable indexed = () -> mine.ifPresent(entry -> inFlight.leave(arrival, entry));
    indexer.submit(new Stored(object, papers, kept, indexed));
    mine.ifPresent(entry -> entry.durable().complete(null));
  }

  private static CompletionStage<IngestResult> refuse(
      Incoming received, IngestOutcome outcome, String comment) {
    received.discard();
    return CompletableFuture.completedStage(IngestResult.of(outcome, comment));
  }
}
