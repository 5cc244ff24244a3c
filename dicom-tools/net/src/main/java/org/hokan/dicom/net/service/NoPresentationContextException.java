package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.Uid;

/** No accepted presentation context fits; nothing was sent, the association lives. */
public final class NoPresentationContextException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean rejectedByUser;

  private NoPresentationContextException(boolean rejectedByUser, String message) {
    super(message);
    this.rejectedByUser = rejectedByUser;
  }

  static NoPresentationContextException of(Uid sopClassUid, Uid transferSyntaxUid) {
    return new NoPresentationContextException(
        false,
        "presentation context: none for %s in %s (expected: one that the peer accepted)"
            .formatted(sopClassUid, transferSyntaxUid));
  }

  static NoPresentationContextException of(Uid sopClassUid) {
    return new NoPresentationContextException(
        false,
        "presentation context: none for %s (expected: one that the peer accepted)"
            .formatted(sopClassUid));
  }

  static NoPresentationContextException rejectedByUser(Uid sopClassUid) {
    return new NoPresentationContextException(
        true,
        "presentation context: %s rejected by user: may the AE do this? (ae change --may)"
            .formatted(sopClassUid));
  }

  /** Whether the peer has the SOP class, and does not let this AE use it (PS3.8 §9.3.3.2). */
  public boolean isRejectedByUser() {
    return rejectedByUser;
  }
}
