package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchFoldersTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @TempDir private Path parent;

  @Test
  void whatAKilledProcessLeftGoesAndWhatRunsStays() throws IOException {
    Path stale = folder("hokan-codec-1", NOON.minusSeconds(1));
    Path running = folder("hokan-codec-2", NOON.plusSeconds(1));
    Path anothers = folder("other-3", NOON.minusSeconds(1));
    assertThat(ScratchFolders.removeStale(parent, NOON)).isEqualTo(1);
    assertThat(stale).doesNotExist();
    assertThat(running).isNotEmptyDirectory();
    assertThat(anothers).isNotEmptyDirectory();
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path elsewhere = folder("elsewhere", NOON.minusSeconds(1));
    Files.createSymbolicLink(parent.resolve("hokan-codec-link"), elsewhere);
    assertThat(ScratchFolders.removeStale(parent, NOON)).isZero();
    assertThat(elsewhere).isNotEmptyDirectory();
  }

  private Path folder(String name, Instant modified) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(name));
    Files.writeString(folder.resolve("frame.j2k"), "a picture");
    Files.setLastModifiedTime(folder, FileTime.from(modified));
    return folder;
  }
}
