package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A volume of November 2026 ({@code older-volume} in the resources), when the header of a large
 * object had 17,408 bytes, is read, copied and appended to. It holds two objects of random bytes.
 */
class OlderVolumeTest {
  private static final int LARGE = 20_000;
  private static final int SMALL = 3_000;
  private static final int HEADER_THEN = 17_408;

  @TempDir private Path folder;

  @BeforeEach
  void copyIt() throws IOException, URISyntaxException {
    Path older = Path.of(OlderVolumeTest.class.getResource("older-volume").toURI());
    try (Stream<Path> files = Files.walk(older)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve("volume").resolve(older.relativize(file).toString()));
      }
    }
  }

  private PackStore open() {
    CopySettings copies =
        new CopySettings(
            List.of(folder.resolve("copies")),
            Set.of("ECONOMY"),
            CopySettings.Time.BEFORE_SUCCESS,
            CopySettings.Unavailable.REFUSE,
            true);
    return PackStore.open(
        StorageSettings.builder(folder).minimumFreeSpace(0).copies(copies).build(),
        Clock.systemUTC());
  }

  private static void isAsItWas(PackStore store) {
    List<StoredObject> objects = TestObjects.replay(store, Map.of());
    assertThat(objects).extracting(StoredObject::name).startsWith("1.2." + LARGE, "1.2." + SMALL);
    assertThat(objects.get(0).location().offset()).isEqualTo(HEADER_THEN);
    assertThat(objects.get(0).facts()).containsEntry("calling-ae", "ENDO1");
    for (int i : new int[] {0, 1}) {
      byte[] bytes = new byte[i == 0 ? LARGE : SMALL];
      new SplittableRandom(bytes.length).nextBytes(bytes);
      assertThat(TestObjects.read(store, objects.get(i).location())).isEqualTo(bytes);
    }
  }

  @Test
  void objectsOfAnOlderVersionComeBackAndGetTheirCopies() {
    try (PackStore store = open()) {
      isAsItWas(store);
      StoredObject next = TestObjects.put(store, TestObjects.ENDO, "1.2.3", new byte[100]);
      assertThat(next.location().pack()).endsWith("0000000000000000002.tar");
      isAsItWas(store);
    }
    try (PackStore store = open()) {
      store.tick();
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(store.verify(progress -> {}).compared()).isEqualTo(3));
      VerifyReport report = store.verify(progress -> {});
      assertThat(report.sound()).isTrue();
      assertThat(report.objects()).isEqualTo(3);
      isAsItWas(store);
    }
  }
}
