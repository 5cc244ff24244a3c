package org.hokan.dicom.net.pdu;

import java.util.List;
import org.hokan.dicom.data.Uid;

/**
 * A proposed presentation context (PS3.8 §9.3.2.2).
 *
 * @param id odd, 1 to 255
 */
public record PresentationContextRq(int id, Uid abstractSyntax, List<Uid> transferSyntaxes) {
  /** Checks the identifier and that a transfer syntax is proposed. */
  public PresentationContextRq {
    requireContextId(id);
    transferSyntaxes = List.copyOf(transferSyntaxes);
    if (transferSyntaxes.isEmpty()) {
      throw new IllegalArgumentException(
          "presentation context %d: no transfer syntax (expected: 1 or more; PS3.8 §9.3.2.2)"
              .formatted(id));
    }
  }

  static void requireContextId(int id) {
    if (id < 1 || id > 255 || id % 2 == 0) {
      throw new IllegalArgumentException(
          "presentation context id: %d (expected: odd, 1 to 255; PS3.8 §9.3.2.2)".formatted(id));
    }
  }
}
