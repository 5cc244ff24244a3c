package org.hokan.dicom.net.pdu;

import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * The answer to a proposed presentation context (PS3.8 §9.3.3.2).
 *
 * @param transferSyntax the one accepted; without meaning, and here left out, unless accepted
 */
public record PresentationContextAc(int id, ContextResult result, Optional<Uid> transferSyntax) {
  /** Checks that an accepted context has its transfer syntax. */
  public PresentationContextAc {
    PresentationContextRq.requireContextId(id);
    if (result == ContextResult.ACCEPTANCE && transferSyntax.isEmpty()) {
      throw new IllegalArgumentException(
          "presentation context %d: accepted without transfer syntax (expected: one; PS3.8 §9.3.3.2)"
              .formatted(id));
    }
    if (result != ContextResult.ACCEPTANCE) {
      transferSyntax = Optional.empty();
    }
  }

  /** An accepted context. */
  public static PresentationContextAc accepted(int id, Uid transferSyntax) {
    return new PresentationContextAc(id, ContextResult.ACCEPTANCE, Optional.of(transferSyntax));
  }

  /** A context not accepted, for the given reason. */
  public static PresentationContextAc rejected(int id, ContextResult result) {
    return new PresentationContextAc(id, result, Optional.empty());
  }
}
