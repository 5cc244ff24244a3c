package org.hokan.dicom.net.dimse;

import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * What a response says it is about: Affected SOP Class UID (0000,0002) and Affected SOP Instance
 * UID (0000,1000). Both are the answering side's choice in most responses (PS3.7 §9.1, §10.1).
 */
public record Affected(Optional<Uid> sopClassUid, Optional<Uid> sopInstanceUid) {
  /** Neither is said. */
  public static final Affected UNSAID = new Affected(Optional.empty(), Optional.empty());

  public static Affected of(Uid sopClassUid) {
    return new Affected(Optional.of(sopClassUid), Optional.empty());
  }

  public static Affected of(Uid sopClassUid, Uid sopInstanceUid) {
    return new Affected(Optional.of(sopClassUid), Optional.of(sopInstanceUid));
  }
}
