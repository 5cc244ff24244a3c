package org.hokan.archive.compression;

import java.io.IOException;
import org.hokan.archive.index.InstanceRow;

/** What is stored is not what came. */
final class DamagedOriginal extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedOriginal(InstanceRow row) {
    super(
        "damaged: pack %s at %d has another SHA-256 (expected: %s, as it came); no copy has it whole"
            .formatted(row.at().pack(), row.at().offset(), row.digest()));
  }
}
