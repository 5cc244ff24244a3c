package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Guesses the transfer syntax of a data set that names none (PS3.10 §7.1 would have it). */
public final class SyntaxGuess {

  /** How many bytes from a data set's start a guess needs. */
  public static final int LENGTH = 8;

  private SyntaxGuess() {}

  /**
   * An uncompressed transfer syntax in which these first bytes are an element; none when they look
   * like no data set.
   */
  public static Optional<TransferSyntax> of(byte[] start) {
    try {
      return switch (Layouts.guess(ByteSource.of(start, 0, start.length, false))) {
        case IMPLICIT_LE -> Optional.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
        case EXPLICIT_LE -> Optional.of(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
        case EXPLICIT_BE -> Optional.of(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
        case ANY -> Optional.empty();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * An uncompressed transfer syntax for a data set that is known to start there: the default one,
   * Implicit VR Little Endian (PS3.5 §10.1), unless VRs can be seen.
   */
  public static TransferSyntax ofDataSet(byte[] start) {
    return of(start).orElse(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }
}
