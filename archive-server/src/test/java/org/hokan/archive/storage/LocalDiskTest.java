package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which names of folders are forced: what stands in a folder without a forced name is lost with it.
 */
class LocalDiskTest {
  @TempDir private Path root;
  private final List<Path> forced = new ArrayList<>();
  private boolean failing;

  private final LocalDisk disk =
      new LocalDisk() {
        @Override
        public void forceFolder(Path folder) throws IOException {
          if (failing) {
            throw new IOException("no space left");
          }
          super.forceFolder(folder);
          forced.add(folder);
        }
      };

  @Test
  void theNamesOfNewFoldersAreForced() throws IOException {
    disk.createFolder(root.resolve("packs/demo/DELUXE"));
    assertThat(forced).contains(root.resolve("packs/demo"), root.resolve("packs"), root);
  }

  @Test
  void theNameOfAFolderThatAnEarlierProcessLeftIsForcedOnce() throws IOException {
    Path left = Files.createDirectories(root.resolve("packs/demo/DELUXE"));
    disk.createFolder(left);
    assertThat(forced).contains(root.resolve("packs/demo"), root.resolve("packs"), root);
    forced.clear();
    disk.createFolder(left);
    assertThat(forced).isEmpty();
  }

  @Test
  void aForceThatFailedIsDoneWhenTheFolderIsAskedForAgain() throws IOException {
    Path folder = root.resolve("packs/demo");
    failing = true;
    assertThatThrownBy(() -> disk.createFolder(folder)).isInstanceOf(IOException.class);
    Files.createDirectories(folder);
    failing = false;
    disk.createFolder(folder);
    assertThat(forced).contains(root.resolve("packs"));
  }

  @Test
  void aFolderThatWasTakenAwayIsMadeAndForcedAgain() throws IOException {
    Path folder = root.resolve("packs/demo");
    disk.createFolder(folder);
    Files.delete(folder);
    forced.clear();
    disk.createFolder(folder);
    assertThat(folder).isDirectory();
    assertThat(forced).containsExactly(root.resolve("packs"));
  }
}
