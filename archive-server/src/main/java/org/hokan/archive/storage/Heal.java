package org.hokan.archive.storage;

import java.io.IOException;
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

  /** The pack's summary with what it got back; the same when there is nothing. */
  static PackSummary tail(PackRef first, PackSummary summary, PackRef copy) throws IOException {
    PackSummary whole = wholeEntries(copy, summary);
    if (whole.end() == summary.end()) {
      return summary;
    }
    LOG.error(
        "Pack {}: {} objects behind its end at {} are lost there and come back from the copy",
        first,
        whole.entries() - summary.entries(),
        summary.end());
    try (DiskFile from = copy.volume().disk().open(copy.path(), Disk.Access.READ);
        DiskFile to = first.volume().disk().open(first.path(), Disk.Access.WRITE)) {
      PackBytes.copy(from, to, summary.end(), whole.end());
      PackBytes.finish(to, whole.end());
    }
    return whole;
  }

  /** The summary with the entries that stand whole behind its end in the copy. */
  private static PackSummary wholeEntries(PackRef copy, PackSummary from) {
    PackSummary whole = from;
    try (DiskFile file = copy.volume().disk().open(copy.path(), Disk.Access.READ)) {
      PackReader reader = PackReader.scanning(file, copy.name(), from.end());
      Optional<PackReader.Entry> entry = reader.next();
      while (entry.isPresent() && isWhole(file, entry.get(), whole)) {
        whole = whole.plus(entry.get().header(), entry.get().end());
        entry = reader.next();
      }
    } catch (DamagedPack | IOException e) {
      LOG.debug("copy {} has no more than {}", copy, whole, e);
    }
    return whole;
  }

  private static boolean isWhole(DiskFile file, PackReader.Entry entry, PackSummary before)
      throws IOException {
    return entry.header().sequence() > before.lastSequence()
        && PackRecovery.digest(file, entry).equals(entry.header().digest());
  }
}
