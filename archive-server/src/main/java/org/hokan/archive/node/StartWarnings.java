package org.hokan.archive.node;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps a node that listens from its work, or is gone for good: said where it is started. */
final class StartWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(StartWarnings.class);

  private StartWarnings() {}

  /** For people; in the log already. */
  static List<String> of(Rooms rooms) {
    List<String> warnings = new ArrayList<>(FormerCopies.warnings(rooms));
    try (Incoming probe = rooms.store().begin()) {
      LOG.debug("node: takes objects; {} bytes of the first one", probe.length());
    } catch (StorageException e) {
      warnings.add(e.getMessage());
    }
    warnings.forEach(warning -> LOG.warn("node: {}", warning));
    return List.copyOf(warnings);
  }
}
