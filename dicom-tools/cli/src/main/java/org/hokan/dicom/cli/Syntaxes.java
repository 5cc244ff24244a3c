package org.hokan.dicom.cli;

import java.util.List;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;

/** Transfer syntaxes that the tools propose for messages without pixels. */
final class Syntaxes {
  /** Explicit and Implicit VR Little Endian. */
  static final List<Uid> PLAIN =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());

  private Syntaxes() {}
}
