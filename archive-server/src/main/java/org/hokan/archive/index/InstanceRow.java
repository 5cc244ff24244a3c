package org.hokan.archive.index;

import java.time.Instant;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * One instance that the index knows, and where its bytes are.
 *
 * @param transferSyntaxUid in which it came
 * @param digest SHA-256 of the object as it came, in lower-case hex
 * @param recompressed how it is stored; empty: as it came
 * @param sequence the turn in which it came among all objects of the node; 0: not known
 */
public record InstanceRow(
    String facility,
    Uid studyInstanceUid,
    Uid seriesInstanceUid,
    Uid sopInstanceUid,
    Uid sopClassUid,
    Uid transferSyntaxUid,
    String digest,
    StoredAt at,
    Instant arrived,
    Sender sender,
    Decided decided,
    Optional<Recompressed> recompressed,
    long sequence) {

  /** The object that is stored, of which it need not be known how it came. */
  public InstanceRow asStored() {
    return new InstanceRow(
        facility,
        studyInstanceUid,
        seriesInstanceUid,
        sopInstanceUid,
        sopClassUid,
        recompressed.map(Recompressed::transferSyntaxUid).orElse(transferSyntaxUid),
        storedDigest(),
        at,
        arrived,
        sender,
        decided,
        Optional.empty(),
        sequence);
  }

  /** Bytes of the object as it came. */
  public long originalLength() {
    return recompressed.map(Recompressed::originalLength).orElse(at.length());
  }

  /** Of the bytes in the pack: SHA-256 in lower-case hex. */
  public String storedDigest() {
    return recompressed.map(Recompressed::digest).orElse(digest);
  }
}
