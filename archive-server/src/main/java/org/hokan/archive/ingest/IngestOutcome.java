package org.hokan.archive.ingest;

import java.util.Locale;

/** What became of an object that was sent. */
public enum IngestOutcome {
  /** Durable on disk, found as soon as anybody asks. */
  STORED,
  /** The same object was kept before; nothing is stored or charged twice. */
  DUPLICATE,
  /** Durable on disk, kept aside until an operator decides. */
  QUARANTINED,
  /** Not taken: no contract, no capacity, or a storage rule says so. */
  NOT_AUTHORIZED,
  /** Not taken: no space, or the node cannot store now. */
  OUT_OF_RESOURCES,
  /** Not taken: the data set is not the object that the request names. */
  MISMATCH,
  /** Not taken: the data set cannot be read. */
  NOT_UNDERSTOOD;

  /** Whether the object is durable. */
  public boolean isKept() {
    return this == STORED || this == DUPLICATE || this == QUARANTINED;
  }

  /** As metrics name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
