package org.hokan.archive.contract;

import static java.util.Map.entry;

import java.util.Map;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;

/** How the pixels of an object are encoded, in one word for each scheme (PS3.5 §8.2, Annex A). */
enum SyntaxFamily {
  NATIVE,
  DEFLATED,
  RLE,
  JPEG,
  JPEG_LOSSLESS,
  JPEG_LS,
  JPEG_2000,
  HTJ2K,
  JPEG_XL,
  /** MPEG-2, H.264 and H.265. */
  VIDEO,
  /** Private and retired ones. */
  OTHER;

  /** Where the MPEG ones and their fragmentable forms stand (PS3.6 Table A-1). */
  private static final String MPEG = "1.2.840.10008.1.2.4.10";

  private static final Map<TransferSyntax, SyntaxFamily> KNOWN =
      Map.ofEntries(
          entry(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, NATIVE),
          entry(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, NATIVE),
          entry(TransferSyntax.EXPLICIT_VR_BIG_ENDIAN, NATIVE),
          entry(TransferSyntax.ENCAPSULATED_UNCOMPRESSED, NATIVE),
          entry(TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, DEFLATED),
          entry(TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION, DEFLATED),
          entry(TransferSyntax.RLE_LOSSLESS, RLE),
          entry(TransferSyntax.JPEG_BASELINE_8BIT, JPEG),
          entry(TransferSyntax.JPEG_EXTENDED_12BIT, JPEG),
          entry(TransferSyntax.JPEG_LOSSLESS, JPEG_LOSSLESS),
          entry(TransferSyntax.JPEG_LOSSLESS_SV1, JPEG_LOSSLESS),
          entry(TransferSyntax.JPEG_LS_LOSSLESS, JPEG_LS),
          entry(TransferSyntax.JPEG_LS_NEAR_LOSSLESS, JPEG_LS),
          entry(TransferSyntax.JPEG_2000_LOSSLESS, JPEG_2000),
          entry(TransferSyntax.JPEG_2000, JPEG_2000),
          entry(TransferSyntax.HTJ2K_LOSSLESS, HTJ2K),
          entry(TransferSyntax.HTJ2K_LOSSLESS_RPCL, HTJ2K),
          entry(TransferSyntax.HTJ2K, HTJ2K),
          entry(TransferSyntax.JPEG_XL_LOSSLESS, JPEG_XL),
          entry(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION, JPEG_XL),
          entry(TransferSyntax.JPEG_XL, JPEG_XL));

  static SyntaxFamily of(String transferSyntax) {
    if (!Uid.isUid(transferSyntax)) {
      return OTHER;
    }
    return TransferSyntax.of(new Uid(transferSyntax)).map(SyntaxFamily::of).orElse(OTHER);
  }

  private static SyntaxFamily of(TransferSyntax syntax) {
    SyntaxFamily known = KNOWN.get(syntax);
    if (known != null) {
      return known;
    }
    return syntax.uid().value().startsWith(MPEG) ? VIDEO : OTHER;
  }

  /** The word for it in a condition: {@code jpeg-lossless}. */
  String word() {
    return Words.of(this);
  }
}
