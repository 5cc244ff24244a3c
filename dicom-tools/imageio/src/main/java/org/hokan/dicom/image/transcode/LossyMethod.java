package org.hokan.dicom.image.transcode;

import java.util.Optional;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.EncodingParameters;

/** The Defined Terms of Lossy Image Compression Method (PS3.3 §C.7.6.1.1.5.1) that we encode. */
enum LossyMethod {
  /** JPEG. */
  ISO_10918_1,
  /** JPEG-LS near-lossless. */
  ISO_14495_1,
  /** JPEG 2000. */
  ISO_15444_1,
  /** High-Throughput JPEG 2000. */
  ISO_15444_15,
  /** JPEG XL. */
  ISO_18181_1;

  /** How encoding into this transfer syntax loses something; empty where it does not. */
  static Optional<LossyMethod> of(TransferSyntax target, EncodingParameters parameters) {
    if (target.equals(TransferSyntax.JPEG_BASELINE_8BIT)
        || target.equals(TransferSyntax.JPEG_EXTENDED_12BIT)) {
      return Optional.of(ISO_10918_1);
    }
    if (target.equals(TransferSyntax.JPEG_LS_NEAR_LOSSLESS) && parameters.maxError() > 0) {
      return Optional.of(ISO_14495_1);
    }
    if (target.equals(TransferSyntax.JPEG_2000) && parameters.compressionRatio() > 0) {
      return Optional.of(ISO_15444_1);
    }
    if (target.equals(TransferSyntax.HTJ2K) && parameters.compressionRatio() > 0) {
      return Optional.of(ISO_15444_15);
    }
    return target.equals(TransferSyntax.JPEG_XL) ? Optional.of(ISO_18181_1) : Optional.empty();
  }
}
