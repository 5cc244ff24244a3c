package org.hokan.archive.ingest;

import org.hokan.archive.db.Tx;
import org.hokan.dicom.data.Uid;

/**
 * Says, in the transaction in which something that lost a part is to take the place of its
 * original, whether the original stays after all; what it says holds until that transaction ends.
 */
@FunctionalInterface
public interface MustStay {
  /**
   * Whether it does.
   *
   * @param study of what is to take its place, as its data set says; empty: none
   * @param patientId of the same
   */
  boolean test(Tx tx, String facility, Uid original, String study, String patientId);
}
