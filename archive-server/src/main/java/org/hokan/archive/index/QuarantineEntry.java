package org.hokan.archive.index;

import java.time.Instant;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * An object that waits for an operator's decision. Holds patient data, as {@link StudySummary}
 * does.
 *
 * @param id names it in {@link Index#release} and {@link Index#remove}
 * @param studyInstanceUid empty when the object has none that is valid
 * @param attributes what the index would keep of its head, all levels
 * @param recompressed how it is stored; empty: as it came
 * @param predecessor whose place it takes; empty: nobody's
 * @param sequence the turn in which it came among all objects of the node; 0: not known
 * @param text the reason, for people; no patient data
 */
public record QuarantineEntry(
    long id,
    String facility,
    Uid sopInstanceUid,
    Uid sopClassUid,
    Uid transferSyntaxUid,
    String studyInstanceUid,
    String patientId,
    DataSet attributes,
    String digest,
    StoredAt at,
    Instant arrived,
    Sender sender,
    Decided decided,
    Optional<Recompressed> recompressed,
    Optional<Predecessor> predecessor,
    long sequence,
    QuarantineReason reason,
    String text) {

  /** Bytes of the object as it came. */
  public long originalLength() {
    return recompressed
        .map(Recompressed::originalLength)
        .or(() -> predecessor.map(Predecessor::length))
        .orElse(at.length());
  }

  /** Of the bytes in the pack: SHA-256 in lower-case hex. */
  public String storedDigest() {
    return recompressed.map(Recompressed::digest).orElse(digest);
  }
}
