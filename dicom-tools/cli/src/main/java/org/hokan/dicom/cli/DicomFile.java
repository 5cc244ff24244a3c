package org.hokan.dicom.cli;

import java.nio.file.Path;
import org.hokan.dicom.data.Uid;

/**
 * What the head of a file says of the object in it.
 *
 * @param offset where the data set's first byte is in the file
 * @param bytes the data set's length
 */
public record DicomFile(
    Path path,
    Uid sopClassUid,
    Uid sopInstanceUid,
    Uid transferSyntaxUid,
    long offset,
    long bytes) {

  /** What a presentation context must offer for it. */
  ContextNeed need() {
    return new ContextNeed(sopClassUid, transferSyntaxUid);
  }

  /** A SOP class in a transfer syntax: one presentation context. */
  record ContextNeed(Uid sopClassUid, Uid transferSyntaxUid) {}
}
