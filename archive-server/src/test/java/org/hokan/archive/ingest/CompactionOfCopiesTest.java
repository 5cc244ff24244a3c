package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.CompactionReport;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.index.DeadSpace;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.Replacement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of packs that have second copies, both go or none, and a missing copy volume is no failure. */
@OnEachDatabase
class CompactionOfCopiesTest {
  private final TestDatabase on;
  @TempDir private Path folder;

  CompactionOfCopiesTest(TestDatabase on) {
    this.on = on;
  }

  private IngestNode node(Database database) {
    CopySettings copies =
        new CopySettings(
            List.of(folder.resolve("copies")),
            Set.of("QUARANTINE"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    return new IngestNode(
        database,
        folder,
        storage -> storage.packSize(16 * 1024).largeObjectSize(12 * 1024).copies(copies),
        IngestSettings.defaults());
  }

  private Path first(String pack) {
    return folder.resolve("volume").resolve(pack);
  }

  private Path copy(String pack) {
    return folder.resolve("copies").resolve(pack);
  }

  private void takeAway(IngestNode node) throws IOException {
    Files.move(folder.resolve("copies"), folder.resolve("away"));
    node.store.tick();
  }

  private void bringBack(IngestNode node) throws IOException {
    Files.move(folder.resolve("away"), folder.resolve("copies"));
    node.store.tick();
  }

  @Test
  void theOldPackAndItsCopyGoWhenTheNewOneAndItsCopyAreThere() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      CompactionTest.fill(node);
      CompactionTest.remove(node, "1.2.3.2");
      String old = node.index.deadSpace().get(0).pack();
      assertThat(copy(old)).exists();

      CompactionReport report = node.compaction(Duration.ZERO).scheduled();

      assertThat(report.problems()).isEmpty();
      assertThat(report.packs()).isEqualTo(1);
      String fresh = old.replace(".tar", "-1.tar");
      assertThat(first(old)).doesNotExist();
      assertThat(copy(old)).doesNotExist();
      assertThat(copy(fresh)).hasSameBinaryContentAs(first(fresh));
    }
  }

  @Test
  void withoutTheCopyVolumeNothingIsRemovedAndNothingHasFailed() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      CompactionTest.fill(node);
      CompactionTest.quarantine(node, 9, 20_000);
      node.indexed();
      CompactionTest.remove(node, "1.2.3.2");
      CompactionTest.remove(node, "1.2.3.9");
      List<String> packs = node.index.deadSpace().stream().map(DeadSpace::pack).toList();
      assertThat(packs).hasSize(2);
      Set<String> before = node.store.packNames();
      Compaction compaction = node.compaction(Duration.ZERO);
      takeAway(node);

      CompactionReport report = compaction.scheduled();

      assertThat(report).isEqualTo(new CompactionReport(0, 0, 0, 0, List.of()));
      assertThat(compaction.status().failures()).isZero();
      assertThat(node.store.packNames()).isEqualTo(before);
      assertThat(node.audit.list(AuditFilter.builder().actionPrefix("storage.compact").build()))
          .isEmpty();

      bringBack(node);
      assertThat(compaction.scheduled().packs()).isEqualTo(2);
      assertThat(packs).noneMatch(pack -> Files.exists(first(pack)) || Files.exists(copy(pack)));
    }
  }

  @Test
  void anOldPackWaitsForTheCopyOfTheNewOneAndThatIsNoFailure() throws IOException {
    try (Database database = Database.open(on.fresh(), IngestNode.tables());
        IngestNode node = node(database)) {
      CompactionTest.fill(node);
      CompactionTest.remove(node, "1.2.3.2");
      Replacement replacement = CompactionTest.compacted(node);
      Compaction compaction = node.compaction(Duration.ZERO);
      takeAway(node);

      assertThat(compaction.scheduled().problems()).isEmpty();
      assertThat(compaction.status().failures()).isZero();
      assertThat(first(replacement.oldPack())).exists();

      bringBack(node);
      compaction.scheduled();
      assertThat(first(replacement.oldPack())).doesNotExist();
      assertThat(copy(replacement.oldPack())).doesNotExist();
      assertThat(copy(replacement.newPack())).hasSameBinaryContentAs(first(replacement.newPack()));
    }
  }
}
