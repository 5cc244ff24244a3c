package org.hokan.archive.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads every entry of every pack and its copy and compares the digests. For one run. */
final class Verification {
  private final PackCheck check;
  private final Consumer<VerifyProgress> progress;
  private final PackCheck.Way way;
  private final long totalBytes;
  private final List<String> damages = new ArrayList<>();
  private long damaged;
  private long repaired;
  private long packs;
  private long objects;
  private long bytes;
  private long compared;
  private long readObjects;
  private long readBytes;

  /**
   * @param totalBytes that will be read
   */
  Verification(
      PackCheck check, boolean repair, long totalBytes, Consumer<VerifyProgress> progress) {
    this.check = check;
    this.progress = progress;
    this.totalBytes = totalBytes;
    this.way = new PackCheck.Way(repair, Pace.unbounded(), this::read);
  }

  private void read(long length) {
    readObjects++;
    readBytes += length;
    progress.accept(
        new VerifyProgress(packs, readObjects, readBytes, Math.max(totalBytes, readBytes)));
  }

  void pack(PackRef pack) {
    packs++;
    try {
      add(check.check(pack, way));
    } catch (IOException | StorageException e) {
      damage("pack %s cannot be read: %s".formatted(pack, e.getMessage()));
    }
  }

  /** A pack of which there is the copy only. */
  void lost(PackRef copy, Volumes firsts) {
    packs++;
    try {
      add(check.restore(copy, firsts, way));
    } catch (IOException | StorageException e) {
      damage("pack %s is missing and cannot be made anew: %s".formatted(copy, e.getMessage()));
    }
  }

  /** A volume that was not there, before or after: not all of it was read. */
  void away(Volume volume) {
    damage(
        "volume %s is not there: what it holds was not read (expected: there; is its disk mounted?)"
            .formatted(volume));
  }

  private void add(PackCheck.Outcome outcome) {
    objects += outcome.entries();
    bytes += outcome.bytes();
    compared += outcome.compared();
    repaired += outcome.repaired();
    outcome.left().forEach(damage -> damage(damage.line()));
  }

  private void damage(String line) {
    damaged++;
    if (damages.size() < VerifyReport.MAX_DAMAGES) {
      damages.add(line);
    }
  }

  VerifyReport report() {
    return new VerifyReport(packs, objects, bytes, compared, repaired, damaged, damages);
  }
}
