package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.hokan.archive.storage.TestObjects.read;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real file systems that are mounted, mounted read-only and taken away. Needs root. */
class RealMountTest {
  private static final Shelf DELUXE = new Shelf("demo", "DELUXE");

  @TempDir private Path folder;
  private final TestClock clock = new TestClock();

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    Files.createDirectories(disk());
    Files.createDirectories(real());
    assumeTrue(
        mounts("mount", "-t", "tmpfs", "-o", "size=64m", "hokan-test", real().toString()),
        "mount of a tmpfs is not permitted here: not tested");
    bind();
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    mounts("umount", "-l", disk().toString());
    mounts("umount", "-l", real().toString());
  }

  /** The file system by its second name, under which the store knows it. */
  private void bind() throws IOException, InterruptedException {
    assertThat(mounts("mount", "--bind", real().toString(), disk().toString())).isTrue();
  }

  private Path real() {
    return folder.resolve("real");
  }

  private Path disk() {
    return folder.resolve("disk");
  }

  private static boolean mounts(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      assumeTrue(false, "no " + command[0] + " here: not tested");
      throw e;
    }
  }

  /** As the system does it after an error of the device: files that are open stay so. */
  private void remount(String how) throws IOException, InterruptedException {
    assertThat(mounts("umount", "-l", disk().toString())).isTrue();
    bind();
    assertThat(mounts("mount", "-o", "remount,bind," + how, disk().toString())).isTrue();
  }

  private StorageSettings.Builder settings() {
    return StorageSettings.builder(folder.resolve("data")).minimumFreeSpace(1 << 20);
  }

  @Test
  void aVolumeThatBecomesReadOnlyIsRefusedAndReadOn() throws IOException, InterruptedException {
    StorageSettings onDisk = settings().volumes(List.of(disk())).build();
    try (PackStore store = PackStore.open(onDisk, clock)) {
      StoredObject stored = put(store, ENDO, "1.1", random(1000, 1));
      clock.advance(Duration.ofMinutes(5));
      store.tick();
      while (store.vitals().openPacks() > 0) {
        Thread.onSpinWait();
      }
      remount("ro");
      store.tick();
      assertThatThrownBy(store::begin).isInstanceOf(VolumeReadOnly.class);
      assertThat(read(store, stored.location())).isEqualTo(random(1000, 1));
      remount("rw");
      store.tick();
      StoredObject after = put(store, ENDO, "1.2", random(1000, 2));
      assertThat(TestObjects.replay(store, Map.of())).containsExactly(stored, after);
    }
    remount("ro");
    assertThatThrownBy(() -> PackStore.open(onDisk, clock)).isInstanceOf(VolumeReadOnly.class);
  }

  @Test
  void aCopyVolumeIsAnotherFileSystemAndIsNotWrittenBeneathWhenItIsAway()
      throws IOException, InterruptedException {
    StorageSettings copied =
        settings()
            .copies(
                new CopySettings(
                    List.of(disk()),
                    Set.of("DELUXE"),
                    CopySettings.Time.BEFORE_SUCCESS,
                    CopySettings.Unavailable.REFUSE,
                    false))
            .build();
    try (PackStore store = PackStore.open(copied, clock)) {
      StoredObject stored = put(store, DELUXE, "1.1", random(1000, 1));
      assertThat(disk().resolve(stored.location().pack())).exists();
      mounts("umount", "-l", disk().toString());
      store.tick();
      assertThatThrownBy(() -> put(store, DELUXE, "1.2", random(1000, 2)))
          .hasCauseInstanceOf(CopyUnavailable.class);
      assertThat(disk()).isEmptyDirectory();
      put(store, ENDO, "1.3", random(1000, 3));
    }
    try (PackStore store = PackStore.open(copied, clock)) {
      assertThat(store.copies().unavailableVolumes()).isEqualTo(1);
      assertThat(disk()).isEmptyDirectory();
    }
  }
}
