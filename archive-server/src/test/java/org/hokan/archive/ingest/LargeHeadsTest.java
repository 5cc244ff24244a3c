package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Data sets with more elements than usual, which are understood one at a time. */
@Timeout(60)
class LargeHeadsTest {
  private static final Duration NEVER = Duration.ofMinutes(10);
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Known NOTHING = known(() -> {});

  private final CountDownLatch reading = new CountDownLatch(1);
  private final CountDownLatch readOn = new CountDownLatch(1);
  private final Gate gate = new Gate();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Keeper.class);
  private Database database;
  private IngestNode node;
  private Indexer indexer;

  @BeforeEach
  void open(@TempDir Path folder) {
    database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
    node = new IngestNode(database, folder);
    node.admit("demo").agree("demo", "1GB");
    indexer = new Indexer(batch -> {}, 10, 10, Duration.ZERO);
    said.start();
    log.addAppender(said);
  }

  @AfterEach
  void close() {
    log.detachAppender(said);
    readOn.countDown();
    indexer.close();
    node.close();
    database.close();
  }

  /** Nothing is known; each look at that does this first. */
  private static Known known(Runnable look) {
    return new Known() {
      @Override
      public Optional<String> digest(String facility, Uid sopInstance) {
        look.run();
        return Optional.empty();
      }

      @Override
      public boolean study(String facility, Uid studyInstance) {
        return false;
      }
    };
  }

  private Keeper keeper(Known known, Duration patience) {
    IngestRooms rooms =
        new IngestRooms(node.store, node.database, node.index, node.ledger, node.audit, node.rules);
    return new Keeper(
        rooms,
        known,
        new Usage(facility -> 0),
        indexer,
        new Entrance(gate, new LargeHeads(patience)),
        Clock.fixed(IngestNode.NOON, ZoneOffset.UTC));
  }

  private static Picture picture(int number) {
    return new Picture("1", "1.3.1", "1.3.1." + number, "x");
  }

  /** Refers to more images than usual. */
  private static DataSet large(int number) {
    List<DataSet> others =
        Collections.nCopies(
            6_000, DataSet.builder().uid(Tag.ReferencedSOPInstanceUID, new Uid("1.3.9")).build());
    return picture(number).dataSet().toBuilder()
        .sequence(Tag.ReferencedImageSequence, others)
        .build();
  }

  /** Has values in so many attributes that rules may ask for that these are no usual ones. */
  private static DataSet heavy(int number) {
    DataSet.Builder heavy = large(number).toBuilder();
    for (int tag = 0x00180000; tag < 0x00189FFF; tag++) {
      if (ElementDictionary.keywordOf(tag).isPresent()) {
        heavy.put(Element.of(tag, VR.OB, new byte[4_000]));
      }
    }
    return heavy.build();
  }

  private static Arrival arrival(int number) {
    return new Arrival(
        "demo",
        "DEMO",
        "HOKAN",
        "127.0.0.1",
        Uids.VLEndoscopicImageStorage,
        new Uid(picture(number).instance()),
        IngestNode.SYNTAX.uid());
  }

  /** What is received and watched. */
  private static class Watched implements Incoming {
    private final Incoming received;
    private final CompletableFuture<Boolean> discardedAmidInterrupt = new CompletableFuture<>();

    Watched(Incoming received) {
      this.received = received;
    }

    @Override
    public void write(ByteBuffer chunk) {
      received.write(chunk);
    }

    @Override
    public long length() {
      return received.length();
    }

    @Override
    public ByteBuffer head(int max) {
      return received.head(max);
    }

    @Override
    public InputStream received() {
      return received.received();
    }

    @Override
    public String digest() {
      return received.digest();
    }

    @Override
    public CompletionStage<StoredObject> commit(
        Shelf shelf, EntryFacts facts, Consumer<StoredObject> durable) {
      return received.commit(shelf, facts, durable);
    }

    @Override
    public void discard() {
      discardedAmidInterrupt.complete(Thread.currentThread().isInterrupted());
      received.discard();
    }
  }

  /** Stands still while it is read as a large one. */
  private final class Slow extends Watched {
    private int reads;

    Slow(Incoming received) {
      super(received);
    }

    @Override
    public InputStream received() {
      return ++reads == 1 ? super.received() : new Waiting(super.received());
    }
  }

  private final class Waiting extends FilterInputStream {
    Waiting(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      reading.countDown();
      try {
        readOn.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return super.read(to, offset, length);
    }
  }

  private static <I extends Incoming> I filled(Keeper keeper, I incoming, int number, DataSet set) {
    incoming.write(keeper.part10Header(arrival(number)));
    incoming.write(ByteBuffer.wrap(IngestNode.bytes(set)));
    return incoming;
  }

  private static IngestResult keep(Keeper keeper, Incoming incoming, int number) {
    int header = keeper.part10Header(arrival(number)).remaining();
    return keeper.keep(arrival(number), incoming, header).toCompletableFuture().join();
  }

  private static IngestResult receive(Keeper keeper, int number, DataSet set) {
    return keep(keeper, filled(keeper, keeper.begin(), number, set), number);
  }

  /** One whose reading stands still in its turn. */
  private CompletableFuture<IngestResult> holder(Keeper keeper) throws InterruptedException {
    Incoming slow = filled(keeper, new Slow(keeper.begin()), 1, large(1));
    CompletableFuture<IngestResult> first =
        CompletableFuture.supplyAsync(() -> keep(keeper, slow, 1));
    reading.await();
    return first;
  }

  @Test
  void whoseTurnDoesNotComeInTimeIsRefusedAndDropped() throws Exception {
    Keeper keeper = keeper(NOTHING, AT_ONCE);
    CompletableFuture<IngestResult> first = holder(keeper);
    Watched second = filled(keeper, new Watched(keeper.begin()), 2, large(2));

    IngestResult refused = keep(keeper, second, 2);

    assertThat(refused.outcome()).isEqualTo(IngestOutcome.OUT_OF_RESOURCES);
    assertThat(refused.comment()).isEqualTo("large data sets of others come first; later");
    assertThat(second.discardedAmidInterrupt).isCompletedWithValue(false);
    readOn.countDown();
    assertThat(first.get().outcome()).isEqualTo(IngestOutcome.STORED);
    gate.shut(); // waits for those inside: all have left
  }

  @Test
  void whoComesOnceTheOneBeforeItHasEndedIsTaken() throws Exception {
    Keeper keeper = keeper(NOTHING, AT_ONCE);
    CompletableFuture<IngestResult> first = holder(keeper);
    receive(keeper, 2, large(2));
    readOn.countDown();
    first.get();

    assertThat(receive(keeper, 3, large(3)).outcome()).isEqualTo(IngestOutcome.STORED);
  }

  @Test
  void usualOnesWaitForNoTurn() throws Exception {
    Keeper keeper = keeper(NOTHING, NEVER);
    holder(keeper);

    assertThat(receive(keeper, 2, picture(2).dataSet()).outcome()).isEqualTo(IngestOutcome.STORED);
  }

  @Test
  void ofManyRefusedOnesOneIsTold() throws Exception {
    Keeper keeper = keeper(NOTHING, AT_ONCE);
    holder(keeper);

    for (int i = 2; i < 6; i++) {
      receive(keeper, i, large(i));
    }

    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "1.3.1.2 from DEMO: refused: large data sets of others took more than 1 ms");
  }

  @Test
  void whoWaitsForTheDatabaseKeepsNoOtherFromItsTurn() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    Keeper keeper =
        keeper(
            known(
                () -> {
                  if (looking.getCount() > 0) {
                    looking.countDown();
                    awaitReadOn();
                  }
                }),
            AT_ONCE);
    CompletableFuture<IngestResult> first =
        CompletableFuture.supplyAsync(() -> receive(keeper, 1, large(1)));
    looking.await();

    assertThat(receive(keeper, 2, large(2)).outcome()).isEqualTo(IngestOutcome.STORED);
    readOn.countDown();
    assertThat(first.get().outcome()).isEqualTo(IngestOutcome.STORED);
  }

  @Test
  void ofWhomMuchIsAskedKeepsItsTurnUntilItIsDecided() throws Exception {
    CountDownLatch looking = new CountDownLatch(1);
    Keeper keeper =
        keeper(
            known(
                () -> {
                  looking.countDown();
                  awaitReadOn();
                }),
            AT_ONCE);
    CompletableFuture<IngestResult> first =
        CompletableFuture.supplyAsync(() -> receive(keeper, 1, heavy(1)));
    looking.await();

    assertThat(receive(keeper, 2, large(2)).outcome()).isEqualTo(IngestOutcome.OUT_OF_RESOURCES);
    readOn.countDown();
    assertThat(first.get().outcome()).isEqualTo(IngestOutcome.STORED);
  }

  @Test
  void whoIsInterruptedHearsThatTheNodeStopsAndIsDroppedBefore() throws Exception {
    Keeper keeper = keeper(NOTHING, NEVER);
    holder(keeper);
    Watched second = filled(keeper, new Watched(keeper.begin()), 2, large(2));
    CompletableFuture<IngestResult> answer = new CompletableFuture<>();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              answer.complete(keep(keeper, second, 2));
              flag.complete(Thread.currentThread().isInterrupted());
            });
    worker.start();
    while (worker.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }

    worker.interrupt();

    assertThat(answer.get().outcome()).isEqualTo(IngestOutcome.OUT_OF_RESOURCES);
    assertThat(answer.get().comment()).isEqualTo("node is stopping; send again");
    assertThat(second.discardedAmidInterrupt).isCompletedWithValue(false);
    assertThat(flag.get()).as("still interrupted").isTrue();
    assertThat(said.list).isEmpty();
  }

  private void awaitReadOn() {
    try {
      if (!readOn.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("nobody went on");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
