package org.hokan.archive.ingest;

import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/**
 * Is told, in the transaction that files it, of a study with something that is to be compressed.
 */
@FunctionalInterface
public interface Filed {
  void toCompress(Tx tx, String facility, Uid studyInstanceUid);
}
