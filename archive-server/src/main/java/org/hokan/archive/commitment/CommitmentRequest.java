package org.hokan.archive.commitment;

import java.util.List;
import org.hokan.dicom.data.Uid;

/**
 * What an AE asks for.
 *
 * @param aeTitle who asks, and is told
 * @param peer its address
 */
public record CommitmentRequest(
    String facility, String aeTitle, String peer, Uid transactionUid, List<Reference> references) {
  public CommitmentRequest {
    references = List.copyOf(references);
  }
}
