package org.hokan.dicom.net.service;

import java.io.IOException;
import org.hokan.dicom.data.Uid;

/** No accepted presentation context fits; nothing was sent, the association lives. */
public final class NoPresentationContextException extends IOException {
  private static final long serialVersionUID = 1L;

  NoPresentationContextException(String message) {
    super(message);
  }

  static NoPresentationContextException of(Uid sopClassUid, Uid transferSyntaxUid) {
    return new NoPresentationContextException(
        "presentation context: none for %s in %s (expected: one that the peer accepted)"
            .formatted(sopClassUid, transferSyntaxUid));
  }

  static NoPresentationContextException of(Uid sopClassUid) {
    return new NoPresentationContextException(
        "presentation context: none for %s (expected: one that the peer accepted)"
            .formatted(sopClassUid));
  }
}
