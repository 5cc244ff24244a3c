package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.hokan.archive.contract.DecidedBy;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two receptions of one object, the second while the first is looked up. */
class KeeperTest {
  private static final Picture PICTURE = new Picture("1", "1.3.1", "1.3.1.1", "x");

  /** Answers the digest that the first reception has; before that, the second one comes. */
  private static final class Meeting implements Known {
    private final List<IngestOutcome> besides = new ArrayList<>();
    private final Optional<String> digest;
    private Optional<CompletionStage<IngestResult>> second = Optional.empty();
    private Optional<Keeper> keeper = Optional.empty();

    Meeting(Optional<String> digest) {
      this.digest = digest;
    }

    @Override
    public Optional<String> digest(String facility, Uid sopInstance) {
      if (second.isEmpty()) {
        second = Optional.of(receive(keeper.orElseThrow()));
        second.get().thenAccept(result -> besides.add(result.outcome()));
        assertThat(besides).as("waits for the first").isEmpty();
      }
      return digest;
    }

    @Override
    public boolean study(String facility, Uid studyInstance) {
      return false;
    }
  }

  private static Arrival arrival() {
    return new Arrival(
        "demo",
        "DEMO",
        "HOKAN",
        "127.0.0.1",
        Uids.VLEndoscopicImageStorage,
        new Uid(PICTURE.instance()),
        IngestNode.SYNTAX.uid());
  }

  private static CompletionStage<IngestResult> receive(Keeper keeper) {
    ByteBuffer header = keeper.part10Header(arrival());
    Incoming incoming = keeper.begin();
    incoming.write(header.duplicate());
    incoming.write(ByteBuffer.wrap(IngestNode.bytes(PICTURE.dataSet())));
    return keeper.keep(arrival(), incoming, header.remaining());
  }

  private static Keeper keeper(IngestNode node, Known known, Indexer indexer) {
    IngestRooms rooms =
        new IngestRooms(node.store, node.database, node.index, node.ledger, node.audit, node.rules);
    return new Keeper(
        rooms,
        known,
        new Usage(facility -> 0),
        indexer,
        Entrance.through(new Gate()),
        Clock.fixed(IngestNode.NOON, ZoneOffset.UTC));
  }

  private static String digest(IngestNode node) {
    return node.index.instance("demo", new Uid(PICTURE.instance())).orElseThrow().digest();
  }

  @Test
  void anObjectThatIsKeptAndComesTwiceAtOnceIsADuplicateBothTimes(@TempDir Path folder) {
    try (Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder);
        Indexer indexer = new Indexer(batch -> {}, 10, 10, Duration.ZERO)) {
      node.admit("demo").agree("demo", "1GB").send("demo", PICTURE);
      node.indexed();
      Meeting meeting = new Meeting(Optional.of(digest(node)));
      Keeper keeper = keeper(node, meeting, indexer);
      meeting.keeper = Optional.of(keeper);

      IngestResult first = receive(keeper).toCompletableFuture().join();

      assertThat(first.outcome()).isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(meeting.besides).containsExactly(IngestOutcome.DUPLICATE);
    }
  }

  @Test
  void anObjectInQuarantineThatComesTwiceAtOnceIsKeptThereOnce(@TempDir Path folder) {
    try (Database database = Database.open(TestDatabase.H2.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder);
        Indexer indexer = new Indexer(batch -> {}, 10, 10, Duration.ZERO)) {
      node.admit("demo").agree("demo", "1GB");
      Meeting meeting = new Meeting(Optional.of("of other content"));
      Keeper keeper = keeper(node, meeting, indexer);
      meeting.keeper = Optional.of(keeper);

      IngestResult first = receive(keeper).toCompletableFuture().join();

      assertThat(first.outcome()).isEqualTo(IngestOutcome.QUARANTINED);
      assertThat(meeting.second.orElseThrow().toCompletableFuture().join().outcome())
          .isEqualTo(IngestOutcome.DUPLICATE);
      assertThat(node.store.vitals().objects()).isEqualTo(1);
    }
  }

  @Test
  void aSubmitAfterTheIndexersEndDoesNotWait() {
    StoredObject object =
        new StoredObject(
            1,
            new Shelf("demo", "ECONOMY"),
            new Location("volume", "pack", 1024, 1),
            PICTURE.instance(),
            "digest",
            1,
            IngestNode.NOON,
            Map.of());
    Papers papers =
        new Papers(
            arrival(),
            new Papers.Decided(new DecidedBy("", 0, "", 0), "ECONOMY", "", ""),
            "",
            java.util.Optional.empty(),
            java.util.Optional.empty());
    Stored stored = new Stored(object, papers, DataSet.empty(), () -> {});
    Indexer indexer = new Indexer(batch -> {}, 1, 1, Duration.ZERO);
    indexer.close();
    for (int i = 0; i < 3; i++) {
      indexer.submit(stored);
    }
    assertThat(indexer.lag()).isEqualTo(3);
  }
}
