package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.ingest.RetentionNode.ITO;
import static org.hokan.archive.ingest.RetentionNode.SATO;

import java.nio.file.Path;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.retention.DeletionList;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of a deletion list comes to its end, whatever happened to the node or to the job. */
@OnEachDatabase
class DeletionJobTest {
  private final TestDatabase on;
  @TempDir private Path folder;

  DeletionJobTest(TestDatabase on) {
    this.on = on;
  }

  @Test
  void theJobGoesOnWhereItWasWhenTheNodeDied() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      long id;
      try (RetentionNode retention = new RetentionNode(database, folder, 1)) {
        retention.started().agreed().exam("1", "1.2.3").exam("2", "1.2.4");
        id = retention.on("2027-06-16").proposed().id();
        retention.deletions.approve(id, ITO);
        retention.deletions.whenDestroyed(
            (tx, facility, study) -> {
              if (study.equals(Uid.of("1.2.4"))) {
                throw new IllegalStateException("the disk is full");
              }
            });
        // One bad study never stops the queue, and it is there whole.
        assertThat(retention.run(id).outcome()).isEqualTo(new DeletionList.Outcome(1, 0, 1));
        assertThat(retention.studies()).containsExactly("1.2.4");
        assertThat(retention.node.index.counts("demo").instances()).isEqualTo(3);
      }
      try (RetentionNode retention = new RetentionNode(database, folder, 1)) {
        retention.started().on("2027-06-17");
        assertThat(retention.run(id).outcome()).isEqualTo(new DeletionList.Outcome(2, 0, 0));
        assertThat(retention.studies()).isEmpty();
      }
    }
  }

  @Test
  void aListWhoseJobWasGivenUpCanBeRunOnceMore() throws Exception {
    try (Database database = Database.open(on.fresh(), IngestNode.tables())) {
      long id;
      try (RetentionNode retention = new RetentionNode(database, folder, 1)) {
        retention.started().agreed().exam("1", "1.2.3");
        id = retention.on("2027-06-16").proposed().id();
        retention.deletions.approve(id, ITO);
      }
      try (RetentionNode nobodyWorks = new RetentionNode(database, folder, 1)) {
        nobodyWorks.on("2027-06-16").deletions.run(id, SATO);
        assertThatThrownBy(() -> nobodyWorks.deletions.run(id, SATO))
            .hasMessageContaining("is being run");
      }
      database.run(
          tx ->
              tx.session()
                  .createNativeMutationQuery(
                      "update job set dead = true where kind = 'deletion.run'")
                  .executeUpdate());
      try (RetentionNode retention = new RetentionNode(database, folder, 1)) {
        retention.started().on("2027-06-17");
        assertThat(retention.run(id).outcome()).isEqualTo(new DeletionList.Outcome(1, 0, 0));
      }
    }
  }
}
