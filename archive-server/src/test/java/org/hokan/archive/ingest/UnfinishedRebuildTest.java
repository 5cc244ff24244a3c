package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Clock;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.SimulatedStore;
import org.junit.jupiter.api.Test;

/** The note of a rebuild counts wherever it can be read. */
class UnfinishedRebuildTest {
  private final SimulatedStore disk = new SimulatedStore();
  private final PackStore store = disk.openCopied(Clock.systemUTC());
  private final UnfinishedRebuild unfinished = new UnfinishedRebuild(store);

  @Test
  void aFolderOfACopyVolumeThatCannotBeReadIsPassedOver() {
    disk.unlistOnCopy("index");
    assertThat(unfinished.isNoted()).isFalse();
  }

  @Test
  void theNoteInTheOtherFolderCounts() {
    unfinished.note();
    disk.unlistOnFirst("index");
    assertThat(unfinished.isNoted()).isTrue();
  }

  @Test
  void whatAFirstDoesNotTellIsNotTakenForGranted() {
    disk.unlistOnFirst("index");
    assertThatThrownBy(unfinished::isNoted).isInstanceOf(UncheckedIOException.class);
  }
}
