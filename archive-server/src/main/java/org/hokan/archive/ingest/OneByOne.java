package org.hokan.archive.ingest;

import java.util.List;
import org.hokan.archive.db.DatabaseException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a batch at once and, when that fails, object by object: one whose attributes the database
 * does not take goes to quarantine without them, and neither holds up the others nor stops a start.
 * A database that does not answer is no reason for that: then the failure is the caller's to try
 * again, and so is one that is not about what was given to it. What was written of the batch before
 * is found to be there the next time.
 */
final class OneByOne implements IndexWriter {
  private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);
  private static final String REASON = "the index cannot take its attributes";

  private final IndexWriter writer;
  private final Runnable probe;

  /**
   * @param probe throws while the database does not answer
   */
  OneByOne(IndexWriter writer, Runnable probe) {
    this.writer = writer;
    this.probe = probe;
  }

  @Override
  public void write(List<Stored> batch) {
    try {
      writer.write(batch);
    } catch (RuntimeException e) {
      probe.run();
      LOG.warn("indexer: a batch of {} failed; object by object", batch.size(), e);
      batch.forEach(this::write);
    }
  }

  private void write(Stored stored) {
    try {
      writer.write(List.of(stored));
    } catch (RuntimeException e) {
      probe.run();
      again(stored);
    }
  }

  /** The database answered after the first failure: if it fails again, it is the object. */
  private void again(Stored stored) {
    try {
      writer.write(List.of(stored));
    } catch (RuntimeException e) {
      probe.run();
      if (e instanceof DatabaseException refused && !refused.isOfTheData()) {
        throw e;
      }
      LOG.error("{}: {}; in quarantine", stored.object().name(), REASON, e);
      writer.write(List.of(bare(stored)));
    }
  }

  private static Stored bare(Stored stored) {
    DataSet head = stored.head();
    DataSet.Builder uids = DataSet.builder();
    head.uid(Tag.SOPInstanceUID).ifPresent(uid -> uids.uid(Tag.SOPInstanceUID, uid));
    head.uid(Tag.StudyInstanceUID).ifPresent(uid -> uids.uid(Tag.StudyInstanceUID, uid));
    head.uid(Tag.SeriesInstanceUID).ifPresent(uid -> uids.uid(Tag.SeriesInstanceUID, uid));
    Papers papers = stored.papers();
    String reason = papers.isQuarantined() ? papers.quarantine() : REASON;
    return new Stored(stored.object(), papers.aside(reason), uids.build(), stored.indexed());
  }
}
