package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.ingest.IngestNode.Picture;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who decides about the quarantine takes locks in the order in which the indexer takes them. */
class DecisionLocksTest {
  @TempDir private Path folder;

  private final CountDownLatch removing = new CountDownLatch(1);
  private final CountDownLatch locked = new CountDownLatch(1);
  private final AtomicInteger removals = new AtomicInteger();
  private final AtomicInteger batches = new AtomicInteger();

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRemovalAndWhatTakesAnOriginalsPlaceAtOnceDoNotWaitForEachOther() throws Exception {
    ExecutorService person = Executors.newSingleThreadExecutor();
    try (Database database = Database.open(TestDatabase.POSTGRESQL.fresh(), IngestNode.tables());
        IngestNode node = new IngestNode(database, folder)) {
      LegalHolds holds = new LegalHolds(database, node.index, node.audit, node.clock);
      node.ingest.whenRemoving(
          (tx, entry) -> {
            removals.incrementAndGet();
            removing.countDown();
            await(locked);
            holds.refuseRemoval(tx, entry.facility(), entry.studyInstanceUid(), entry.patientId());
          });
      node.ingest.whenSuperseding(
          (tx, facility, original, study, patientId) -> {
            boolean held = holds.isHeldUntilEnd(tx, facility, original, study, patientId);
            batches.incrementAndGet();
            locked.countDown();
            return held;
          });
      node.admit("demo").agree("demo", "1GB");
      node.rules.add(
          StorageRule.of("DEMO", "aside", "patient_id == '9'", Actions.parse("quarantine"), 1),
          "op");
      node.send("demo", new Picture("7", "1.2.3", "1.2.3.1.1", "all of it".repeat(100)));
      node.send("demo", new Picture("9", "1.2.4", "1.2.4.1.1", "aside"));
      node.indexed();
      long id = node.index.quarantine(Optional.empty(), 0, 1).get(0).id();
      InstanceRow original = node.index.instance("demo", Uid.of("1.2.3.1.1")).orElseThrow();

      Future<?> removed = person.submit(() -> node.ingest.remove(id, "op"));
      await(removing);
      Successors.supersede(node, original, "some");
      removed.get();

      assertThat(removals).hasValue(1);
      assertThat(batches).hasValue(1);
      assertThat(node.index.instance("demo", Successors.uid(original))).isPresent();
      assertThat(node.index.quarantine(Optional.empty(), 0, 1)).isEmpty();
    } finally {
      person.shutdownNow();
    }
  }
}
