package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed while it stores. */
class KillTest {
  private static final int KILLS = 4;

  @TempDir private Path data;

  static StorageSettings settings(Path data) {
    return StorageSettings.builder(data)
        .packSize(4 << 20)
        .largeObjectSize(600_000)
        .writeAhead(256 * 1024, 1 << 20)
        .minimumFreeSpace(0)
        .build();
  }

  @Test
  void killedAtRandomMomentsItLosesNothingThatItAcknowledged() throws Exception {
    Map<String, String> acknowledged = new HashMap<>();
    SplittableRandom random = new SplittableRandom(42);
    for (int kill = 1; kill <= KILLS; kill++) {
      int before = acknowledged.size();
      storeUntilKilled(kill, 20 + random.nextInt(200), acknowledged);
      assertThat(acknowledged.size()).isGreaterThan(before);
      try (PackStore store = PackStore.open(settings(data), Clock.systemUTC())) {
        Map<String, String> found = new HashMap<>();
        store.replay(
            Map.of(), object -> assertThat(found.put(object.name(), object.digest())).isNull());
        assertThat(found).containsAllEntriesOf(acknowledged);
        assertThat(store.verify(progress -> {}).damages()).isEmpty();
      }
    }
  }

  private void storeUntilKilled(int run, int count, Map<String, String> acknowledged)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                KilledStore.class.getName(),
                data.toString(),
                Integer.toString(run))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS)
        .execute(process.toHandle()::destroyForcibly);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      String line = lines.readLine();
      while (line != null) {
        String[] parts = line.split(" ");
        if (parts.length == 3 && parts[2].equals("stored")) {
          acknowledged.put(parts[0], parts[1]);
        }
        if (++seen == count) {
          process.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    }
    process.waitFor();
  }
}
