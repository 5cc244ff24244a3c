package org.hokan.archive.retrieve;

import java.util.Optional;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Recompressed;
import org.hokan.dicom.data.Uid;

/**
 * Of what class an object is, and in which transfer syntaxes it can be sent without decoding.
 *
 * @param transferSyntax in which it came
 * @param smaller in which it is stored, where that is another
 */
record Kind(Uid sopClass, Uid transferSyntax, Optional<Uid> smaller) {
  static Kind of(InstanceRow row) {
    return new Kind(
        row.sopClassUid(),
        row.transferSyntaxUid(),
        row.recompressed().map(Recompressed::transferSyntaxUid));
  }
}
