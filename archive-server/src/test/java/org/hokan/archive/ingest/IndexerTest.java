package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.hokan.archive.contract.DecidedBy;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When objects are indexed together. A delay of an hour ends in no test. */
@Timeout(60)
class IndexerTest {
  private static final Duration NEVER = Duration.ofHours(1);

  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());

  private void write(List<Stored> batch) {
    batches.add(batch.stream().map(stored -> stored.object().name()).toList());
  }

  private static Stored stored(int number) {
    return stored(number, DataSet.empty());
  }

  private static Stored stored(int number, DataSet head) {
    Arrival arrival =
        new Arrival(
            "demo",
            "DEMO",
            "HOKAN",
            "127.0.0.1",
            Uids.VLEndoscopicImageStorage,
            new Uid("1.2." + number),
            IngestNode.SYNTAX.uid());
    StoredObject object =
        new StoredObject(
            number,
            new Shelf("demo", "ECONOMY"),
            new Location("volume", "pack", 1024L * number, 1),
            "1.2." + number,
            "digest",
            1,
            IngestNode.NOON,
            Map.of());
    Papers papers =
        new Papers(
            arrival,
            new Papers.Decided(new DecidedBy("", 0, "", 0), "ECONOMY", "", ""),
            "",
            java.util.Optional.empty(),
            java.util.Optional.empty());
    return new Stored(object, papers, head, () -> {});
  }

  private static void submit(Indexer indexer, int from, int to) {
    IntStream.rangeClosed(from, to).mapToObj(IndexerTest::stored).forEach(indexer::submit);
  }

  @Test
  void objectsOfOneSenderAreIndexedTogetherOnceSomebodyAsks() throws Exception {
    try (Indexer indexer = new Indexer(this::write, 100, 50, NEVER)) {
      submit(indexer, 1, 3);
      assertThat(batches).isEmpty();

      assertThat(indexer.await(NEVER)).isTrue();

      assertThat(batches).containsExactly(List.of("1.2.1", "1.2.2", "1.2.3"));
      assertThat(indexer.lag()).isZero();
    }
  }

  @Test
  void whoAsksWhenNothingWaitsWakesNobody() throws Exception {
    CompletableFuture<Thread> writer = new CompletableFuture<>();
    try (Indexer indexer =
        new Indexer(batch -> writer.complete(Thread.currentThread()), 100, 50, NEVER)) {
      submit(indexer, 1, 3);
      indexer.await(NEVER);
      await().until(() -> writer.join().getState() == Thread.State.WAITING);
      long before = waits(writer.join());

      for (int i = 0; i < 1000; i++) {
        assertThat(indexer.await(NEVER)).isTrue();
      }

      assertThat(waits(writer.join())).isEqualTo(before);
    }
  }

  private static long waits(Thread thread) {
    return ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId()).getWaitedCount();
  }

  @Test
  void aFullBatchIsWrittenAtOnce() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    try (Indexer indexer =
        new Indexer(
            batch -> {
              write(batch);
              full.countDown();
            },
            100,
            2,
            NEVER)) {
      submit(indexer, 1, 3);
      full.await();
      assertThat(batches).containsExactly(List.of("1.2.1", "1.2.2"));
    }
    assertThat(batches).as("the rest at the end").hasSize(2).last().isEqualTo(List.of("1.2.3"));
  }

  @Test
  void nothingWaitsLongerThanTheDelay() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    try (Indexer indexer =
        new Indexer(batch -> written.countDown(), 100, 50, Duration.ofMillis(1))) {
      submit(indexer, 1, 1);
      written.await();
    }
  }

  @Test
  void aFullQueueMakesSendersWaitForTheIndex() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (Indexer indexer =
        new Indexer(
            batch -> {
              try {
                slow.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              write(batch);
            },
            2,
            2,
            NEVER)) {
      Thread sender = new Thread(() -> submit(indexer, 1, 6));
      sender.start();
      org.awaitility.Awaitility.await().until(() -> sender.getState() == Thread.State.WAITING);
      assertThat(indexer.lag()).as("two written, two queued, one waits").isEqualTo(5);

      slow.countDown();
      sender.join();
      assertThat(indexer.await(NEVER)).isTrue();
    }
    assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(6);
  }

  /** A thousand of these would not fit. */
  private static Stored heavy(int number) {
    DataSet item = DataSet.builder().string(Tag.CodeMeaning, "x".repeat(15_000)).build();
    DataSet.Builder head = DataSet.builder();
    for (int tag :
        List.of(
            Tag.ProcedureCodeSequence,
            Tag.AdmittingDiagnosesCodeSequence,
            Tag.ReferencedStudySequence,
            Tag.RequestedProcedureCodeSequence)) {
      head.sequence(tag, item);
    }
    return stored(number, head.build());
  }

  @Test
  void ofMuchThatWaitsNoMoreIsWrittenAtOnceThanFits() throws Exception {
    int many = (int) (2 * Stored.MOST_BYTES / heavy(1).bytes());
    try (Indexer indexer = new Indexer(this::write, 10_000, 10_000, NEVER)) {
      IntStream.range(0, many).mapToObj(IndexerTest::heavy).forEach(indexer::submit);
      assertThat(indexer.await(NEVER)).isTrue();
    }
    assertThat(batches).hasSizeGreaterThan(1);
  }

  @Test
  void whatWaitsHoldsOnlyAttributesThatTheIndexKeeps() {
    DataSet head =
        DataSet.builder()
            .string(Tag.PatientID, "1")
            .put(Element.of(0x00091001, VR.OB, new byte[16_000]))
            .sequence(Tag.ReferencedStudySequence, everything(1000))
            .build();
    assertThat(stored(1, head).head())
        .isEqualTo(DataSet.builder().string(Tag.PatientID, "1").build());
  }

  private static DataSet everything(int elements) {
    DataSet.Builder item = DataSet.builder();
    for (int i = 0; i < elements; i++) {
      item.put(Element.of(0x00110000 + 0x1000 + i, VR.OB, new byte[20]));
    }
    return item.build();
  }
}
