package org.hokan.archive.storage;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place at which packs with objects in them are removed. */
final class PackRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(PackRemoval.class);

  private final FileCache files;

  PackRemoval(FileCache files) {
    this.files = files;
  }

  /**
   * Removes a pack; durable when it returns. Whoever reads from it goes on reading. First what says
   * its state: a pack without that is read at the next start, the other way round it would be
   * missed.
   */
  void remove(PackRef pack) throws IOException {
    Disk disk = pack.volume().disk();
    for (PackStatus.State state : PackCatalog.SUMMARIES) {
      disk.delete(pack.summaryPath(state));
    }
    disk.delete(pack.path());
    disk.forceFolder(pack.folder());
    files.forget(pack);
    LOG.info("Pack {} is removed", pack);
  }
}
