package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads every entry of every pack and compares its digest. For one run. */
final class Verification {
  private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

  private final Replay.LivePacks live;
  private final Consumer<VerifyProgress> progress;
  private final long totalBytes;
  private final List<String> damages = new ArrayList<>();
  private long damaged;
  private long packs;
  private long objects;
  private long bytes;

  Verification(Replay.LivePacks live, long totalBytes, Consumer<VerifyProgress> progress) {
    this.live = live;
    this.totalBytes = totalBytes;
    this.progress = progress;
  }

  void pack(PackRef pack) {
    packs++;
    try (DiskFile file = pack.volume().disk().open(pack.path(), Disk.Access.READ)) {
      PackReader reader = Replay.reader(pack, file, live, 0);
      boolean more = true;
      while (more) {
        more = entry(pack, file, reader);
      }
    } catch (NoSuchFileException e) {
      LOG.info("Pack {} was removed since the list was made", pack, e);
    } catch (IOException e) {
      damage("pack %s cannot be read: %s".formatted(pack, e.getMessage()));
    }
  }

  private boolean entry(PackRef pack, DiskFile file, PackReader reader) throws IOException {
    try {
      Optional<PackReader.Entry> next = reader.next();
      next.ifPresent(entry -> compare(pack, file, entry));
      return next.isPresent();
    } catch (DamagedPack e) {
      damage(String.valueOf(e.getMessage()));
      OptionalLong behind = reader.seek(reader.offset() + TarHeader.BLOCK, false);
      behind.ifPresent(reader::moveTo);
      return behind.isPresent();
    }
  }

  private void compare(PackRef pack, DiskFile file, PackReader.Entry entry) {
    EntryHeader header = entry.header();
    String found;
    try {
      found = PackRecovery.digest(file, entry);
    } catch (IOException e) {
      found = "none: " + e.getMessage();
    }
    if (!found.equals(header.digest())) {
      damage(
          "pack %s, offset %d, %s: SHA-256 %s (expected: %s)"
              .formatted(pack, entry.bodyOffset(), header.name(), found, header.digest()));
    }
    objects++;
    bytes += header.length();
    progress.accept(new VerifyProgress(packs, objects, bytes, totalBytes));
  }

  private void damage(String line) {
    damaged++;
    if (damages.size() < VerifyReport.MAX_DAMAGES) {
      damages.add(line);
    }
  }

  VerifyReport report() {
    return new VerifyReport(packs, objects, bytes, damaged, damages);
  }
}
