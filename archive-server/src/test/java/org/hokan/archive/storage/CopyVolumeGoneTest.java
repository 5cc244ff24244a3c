package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy volume that goes between two looks of the scheduler, on real folders. */
class CopyVolumeGoneTest {
  @TempDir Path folder;

  @Test
  void nothingIsWrittenWhereItWas() throws IOException {
    Path copies = folder.resolve("copies");
    StorageSettings settings =
        StorageSettings.builder(folder.resolve("data"))
            .minimumFreeSpace(0)
            .copies(
                new CopySettings(
                    List.of(copies),
                    Set.of("DELUXE"),
                    CopySettings.Time.BEFORE_SUCCESS,
                    CopySettings.Unavailable.REFUSE,
                    true))
            .build();
    try (PackStore store = PackStore.open(settings, Clock.systemUTC())) {
      Files.move(copies, folder.resolve("away"));
      Files.createDirectory(copies); // as an empty mount point

      assertThatThrownBy(() -> put(store, new Shelf("demo", "DELUXE"), "1.1", random(100, 1)))
          .hasCauseInstanceOf(CopyUnavailable.class);

      assertThat(copies).isEmptyDirectory();
    }
  }
}
