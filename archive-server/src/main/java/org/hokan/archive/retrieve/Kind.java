package org.hokan.archive.retrieve;

import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;

/** Of what class an object is, and in which transfer syntax it is stored. */
record Kind(Uid sopClass, Uid transferSyntax) {
  static Kind of(InstanceRow row) {
    return new Kind(row.sopClassUid(), row.transferSyntaxUid());
  }
}
