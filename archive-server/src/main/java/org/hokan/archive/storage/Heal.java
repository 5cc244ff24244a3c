package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a pack back, before it is written again, what its copy has beyond its end. A copy is
 * written after its first was forced; so if it has more, the first has lost what was forced once,
 * or its last batch was damaged and cut off as torn.
 */
final class Heal {
  private static final Logger LOG = LoggerFactory.getLogger(Heal.class);

  private Heal() {}

  /**
   * The pack's summary with what it got back, and what stands whole behind that in itself; the same
   * when there is nothing. The copy may be behind: of the first nothing is taken away.
   */
  static PackSummary tail(PackRef first, PackSummary summary, PackRef copy) throws IOException {
    if (behind(copy, summary).end() == summary.end()) {
      return summary;
    }
    try (DiskFile from = copy.volume().disk().open(copy.path(), Disk.Access.READ);
        DiskFile to = first.volume().disk().open(first.path(), Disk.Access.WRITE)) {
      PackSummary whole = summary;
      PackSummary more = behind(from, copy, whole);
      while (more.end() > whole.end()) {
        LOG.error(
            "Pack {}: {} objects behind offset {} are lost there and come back from the copy",
            first,
            more.entries() - whole.entries(),
            whole.end());
        PackBytes.copy(from, to, whole.end(), more.end());
        whole = behind(to, first, more);
        more = behind(from, copy, whole);
      }
      if (to.size() < whole.end() + TarHeader.TRAILER) {
        to.write(ByteBuffer.allocate(TarHeader.TRAILER), whole.end());
      }
      to.force(true);
      return whole;
    }
  }

  private static PackSummary behind(PackRef copy, PackSummary from) {
    try (DiskFile file = copy.volume().disk().open(copy.path(), Disk.Access.READ)) {
      return behind(file, copy, from);
    } catch (IOException e) {
      LOG.warn("Copy {} cannot be opened", copy, e);
      return from;
    }
  }

  /** The summary with the entries that stand whole behind its end in the file. */
  private static PackSummary behind(DiskFile file, PackRef pack, PackSummary from) {
    PackSummary whole = from;
    try {
      PackReader reader = PackReader.scanning(file, pack.name(), from.end());
      Optional<PackReader.Entry> entry = reader.next();
      while (entry.isPresent() && isWhole(file, entry.get(), whole)) {
        whole = whole.plus(entry.get().header(), entry.get().end());
        entry = reader.next();
      }
    } catch (DamagedPack | IOException e) {
      LOG.debug("{} has no more than {}", pack, whole, e);
    }
    return whole;
  }

  private static boolean isWhole(DiskFile file, PackReader.Entry entry, PackSummary before)
      throws IOException {
    return entry.header().sequence() > before.lastSequence()
        && PackRecovery.digest(file, entry).equals(entry.header().digest());
  }
}
