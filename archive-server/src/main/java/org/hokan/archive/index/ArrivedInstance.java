package org.hokan.archive.index;

import java.time.Instant;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * One durable object that the index is to know.
 *
 * @param facility code of the facility that sent it
 * @param head its data set without pixel data; empty: it is damaged, and whole nowhere
 * @param digest of all its bytes as it came; tells a re-sent object from another one with its UID
 * @param quarantine why it is to be kept aside; empty: it is to be kept. No patient data
 * @param recompressed how it is stored; empty: as it came
 * @param predecessor whose place it takes; empty: nobody's
 * @param sequence the turn in which it came among all objects of the node; 0: not known
 */
public record ArrivedInstance(
    String facility,
    Uid sopClassUid,
    Uid sopInstanceUid,
    Uid transferSyntaxUid,
    DataSet head,
    String digest,
    StoredAt at,
    Instant arrived,
    Sender sender,
    Decided decided,
    Optional<String> quarantine,
    Optional<Recompressed> recompressed,
    Optional<Predecessor> predecessor,
    long sequence) {

  /** Whether the same object takes its own place, in another storage class: it was released. */
  public boolean isMoved() {
    return predecessor.filter(before -> before.isSame(digest)).isPresent();
  }

  /** Whether nothing of it can be believed, not even what it is: its head is empty then. */
  boolean isDamaged() {
    return head.isEmpty();
  }

  /** Bytes of the object as it came. */
  long originalLength() {
    return recompressed
        .map(Recompressed::originalLength)
        .or(() -> predecessor.map(Predecessor::length))
        .orElse(at.length());
  }
}
