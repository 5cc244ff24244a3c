package org.hokan.archive.ingest;

import java.util.List;

/** Makes rows of a batch of stored objects, in one transaction. */
@FunctionalInterface
interface IndexWriter {
  void write(List<Stored> batch);
}
