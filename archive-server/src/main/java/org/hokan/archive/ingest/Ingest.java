package org.hokan.archive.ingest;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.billing.StudyUsage;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.db.Tx;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Outcome;
import org.hokan.archive.index.QuarantineEntry;
import org.hokan.archive.index.Recompressed;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.image.recompress.Recipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes received objects: an object is durable before its {@link Reception#end} is answered, kept
 * once however often it is sent, and found by whoever asks afterwards. Thread-safe.
 *
 * <p>{@link #recover} comes before anything is received; {@link #close} after the last reception
 * ended, and before store and database are closed.
 */
public final class Ingest implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

  private final IngestFigures figures = new IngestFigures();
  private final IngestSettings settings;
  private final IngestRooms rooms;
  private final Clock clock;
  private final Gate gate = new Gate();
  private final IndexBatches batches;
  private final Indexer indexer;
  private final Keeper keeper;
  private final FormKeeper forms;
  private final Settlement settlement;
  private final Rebuild rebuild;
  private final AsideDecisions asides;

  public Ingest(IngestSettings settings, IngestRooms rooms, Clock clock) {
    this.settings = settings;
    this.rooms = rooms;
    this.clock = clock;
    Index index = rooms.index();
    this.batches = new IndexBatches(rooms, clock);
    IndexWriter writer = oneByOne(batches::write);
    this.indexer =
        new Indexer(writer, settings.queueSize(), settings.batchSize(), settings.indexDelay());
    Usage usage = new Usage(index::keptBytes);
    this.keeper =
        new Keeper(rooms, new IndexKnown(index), usage, indexer, Entrance.through(gate), clock);
    this.forms = new FormKeeper(indexer, gate);
    this.settlement = new Settlement(rooms);
    this.rebuild =
        new Rebuild(
            rooms, writer, oneByOne(batches::writeAgain), batches::early, settings.batchSize());
    this.asides = new AsideDecisions(rooms, batches, forms, clock);
  }

  private IndexWriter oneByOne(IndexWriter writer) {
    return new OneByOne(writer, () -> rooms.index().counts(""));
  }

  /** Who is told of what is to be compressed; to be said before {@link #recover}. */
  public void whenFiled(Filed listener) {
    batches.whenFiled(listener);
  }

  /** Who is told of what rules decided about; to be said before {@link #recover}. */
  public void whenRuled(Ruled listener) {
    batches.whenRuled(listener);
  }

  /** Who says which originals stay as they came; to be said before {@link #recover}. */
  public void whenSuperseding(MustStay asked) {
    batches.whenSuperseding(asked);
  }

  /** Indexes what the packs hold beyond the index: what was acknowledged just before a stop. */
  public void recover() {
    long found = rebuild.recover();
    if (found > 0) {
      LOG.info("index: {} objects found in the packs since the last stop", found);
    }
  }

  /** Who is told of what contract or rule refuses; must return at once and never throw. */
  public void whenRefused(Consumer<RefusedInstance> listener) {
    keeper.whenRefused(listener);
  }

  /** Who may object when something is taken out of quarantine for good: by an exception. */
  public void whenRemoving(Removal objection) {
    asides.whenRemoving(objection);
  }

  /**
   * Settles a study that is to be destroyed in this transaction, and takes back in the ledger what
   * was counted of it; before its rows go.
   */
  public void takeBack(Tx tx, String facility, Uid studyInstanceUid, Instant destroyed) {
    settlement.takeBack(tx, facility, studyInstanceUid, destroyed);
  }

  /** Begins to receive an object. */
  public Reception receive(Arrival arrival) {
    return new ObjectReception(arrival, keeper, figures);
  }

  /** What became of receptions, for metrics. */
  public IngestFigures figures() {
    return figures;
  }

  /**
   * Waits until all that was acknowledged before is in the index.
   *
   * @return false when it took too long, or the index is being rebuilt
   */
  public boolean awaitIndexed() throws InterruptedException {
    return !rebuild.isUnfinished() && indexer.await(settings.indexPatience());
  }

  /**
   * Writes or amends billing records of studies whose last arrival was before then; not while the
   * index is being made anew.
   */
  public void settle(Instant quietSince) {
    if (!rebuild.isUnfinished()) {
      settlement.settle(quietSince);
    }
  }

  /** What came of examinations of a facility that billing does not know all of yet. */
  public List<StudyUsage> openExams(String facility, int max) {
    return settlement.open(facility, max);
  }

  /**
   * Writes or amends the billing record of one study now: its examination has ended. What comes
   * later amends it.
   *
   * @return false when that cannot be said now, as the index is behind or being made anew
   */
  public boolean endExam(String facility, Uid studyInstanceUid) throws InterruptedException {
    if (!awaitIndexed()) {
      return false;
    }
    settlement.settle(facility, studyInstanceUid);
    return !rebuild.isUnfinished();
  }

  /**
   * Makes the index anew from the packs, in the calling thread. Nothing is stored or found
   * meanwhile. The ledger is not touched, and charges nothing twice. When it fails, nothing is
   * stored or found until one more, or the next start, has completed it.
   *
   * @param progress takes the number of objects indexed so far
   * @return how many objects there are
   * @throws IllegalStateException when a rebuild is running
   */
  public long rebuild(String actor, LongConsumer progress) throws InterruptedException {
    AuditEvent event = AuditEvent.change(clock.instant(), actor, "index.rebuild").build();
    rooms.database().runForced(tx -> rooms.audit().record(tx, event));
    return rebuild.run(gate, indexer, progress);
  }

  /**
   * Runs something that must not meet a rebuild of the index.
   *
   * @return false, and nothing was run, while the index is being made anew
   */
  public boolean besidesRebuild(Runnable step) {
    return rebuild.besides(step);
  }

  /**
   * The attributes by which an instance was decided about, read again from its pack.
   *
   * @throws org.hokan.archive.storage.StorageException when it cannot be read
   * @throws org.hokan.dicom.data.DataSetException when it is not what was stored
   */
  public DataSet head(InstanceRow row) {
    return head(row.at(), row.transferSyntaxUid(), row.recompressed(), Papers.arrival(row));
  }

  private DataSet head(
      StoredAt at, Uid transferSyntax, Optional<Recompressed> recompressed, Arrival arrival) {
    return ObjectHead.stored(
        rooms.store(),
        new Location(at.volume(), at.pack(), at.offset(), at.length()),
        recompressed.map(Recompressed::transferSyntaxUid).orElse(transferSyntax),
        arrival);
  }

  /**
   * What an instance was when it arrived, for the conditions of rules; read again from its pack.
   *
   * @throws org.hokan.archive.storage.StorageException when it cannot be read
   * @throws org.hokan.dicom.data.DataSetException when it is not what was stored
   */
  public ArrivalFacts facts(InstanceRow row) {
    return facts(row, head(row));
  }

  /**
   * What something that is kept aside was when it arrived.
   *
   * @param whole whether its attributes are read again from its pack; else those of the index
   * @throws org.hokan.archive.storage.StorageException when it cannot be read
   * @throws org.hokan.dicom.data.DataSetException when it is not what was stored
   */
  public ArrivalFacts facts(QuarantineEntry entry, boolean whole) {
    Arrival arrival = Papers.arrival(entry);
    DataSet head =
        whole
            ? head(entry.at(), entry.transferSyntaxUid(), entry.recompressed(), arrival)
            : entry.attributes();
    return arrival.facts(entry.originalLength(), entry.arrived(), head);
  }

  /** Whether it lies still among what is kept aside, though it was released. */
  public static boolean isToBeMoved(InstanceRow row) {
    return isQuarantine(row.at());
  }

  static boolean isQuarantine(StoredAt at) {
    return at.pack().contains("/" + Papers.QUARANTINE + "/");
  }

  /** The same with attributes that are known. */
  public static ArrivalFacts facts(InstanceRow row, DataSet head) {
    return Papers.arrival(row).facts(row.originalLength(), row.arrived(), head);
  }

  /**
   * Stores the recompressed form of an instance; once that is durable, its row is pointed there,
   * and the entry before is to be dropped. Whoever calls this has proven that the recipe gives the
   * object back.
   *
   * @param smaller all of the form; committed, or discarded when nothing is stored now
   * @return completes when it is durable; exceptionally when nothing was stored
   */
  public CompletionStage<Void> replace(InstanceRow row, Incoming smaller, Recipe recipe) {
    return forms.replace(row, smaller, recipe);
  }

  /**
   * Stores what takes the place of an instance, having lost something; once that is durable, the
   * row becomes its, and the entry before is to be dropped. Whoever calls this has proven how much
   * was lost, and that it may be.
   *
   * @param smaller all of the object; committed, or discarded when nothing is stored now
   * @param sopInstance its SOP Instance UID; that of the instance, or its successor's
   * @return completes when it is durable; exceptionally when nothing was stored
   */
  public CompletionStage<Void> supersede(
      InstanceRow row, Incoming smaller, Uid sopInstance, Uid transferSyntax) {
    return forms.supersede(row, smaller, sopInstance, transferSyntax);
  }

  /**
   * Files an object from quarantine, and keeps it as rule and contract say: its bytes go to the
   * packs of its storage class, and what was kept aside is to be dropped. Where that cannot be done
   * now, it is found where it is, and {@link #refileReleased} does it later.
   *
   * @throws org.hokan.archive.index.QuarantineException when it is not there or cannot be filed
   */
  public Outcome release(long quarantineId, String actor) {
    return asides.release(quarantineId, actor);
  }

  /** Moves what was released and lies still among what is kept aside; answers how many objects. */
  public int refileReleased() {
    return rebuild.isUnfinished() ? 0 : asides.refileReleased();
  }

  /**
   * Takes an object out of quarantine for good; compaction gives back its space after the grace.
   *
   * @throws org.hokan.archive.index.QuarantineException when it is not there
   */
  public void remove(long quarantineId, String actor) {
    asides.remove(quarantineId, actor);
  }

  /** Objects that are durable and not indexed yet. */
  public long indexLag() {
    return indexer.lag();
  }

  /** Whether the index is being made anew; nothing is stored or found meanwhile. */
  public boolean isRebuilding() {
    return rebuild.isUnfinished();
  }

  /** Whether the index takes what it is given. */
  public boolean isIndexing() {
    return !indexer.isFailing();
  }

  /** Ends a rebuild, which the next start completes; indexes what is left and ends. */
  @Override
  public void close() {
    rebuild.close();
    indexer.close();
  }
}
