package org.hokan.archive.retention;

import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/** Is told that a study is destroyed, in the transaction that does it. */
@FunctionalInterface
public interface Destroyed {
  void destroyed(Tx tx, String facility, Uid studyInstanceUid);
}
