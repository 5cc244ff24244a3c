package org.hokan.dicom.image.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.codec.EncodingParameters;

/**
 * Makes objects smaller that lost nothing yet, so that no sample differs by more than a bound
 * (JPEG-LS Near-Lossless, ITU-T T.87 NEAR), and says by how much two objects differ. The attributes
 * tell of the loss (PS3.3 §C.7.6.1.1.5). Of each object two frames are in memory. Thread-safe.
 */
public final class BoundedLoss {
  /** What is made. */
  public static final TransferSyntax TARGET = TransferSyntax.JPEG_LS_NEAR_LOSSLESS;

  private static final Set<TransferSyntax> WITHOUT_LOSS =
      Set.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          TransferSyntax.RLE_LOSSLESS,
          TransferSyntax.JPEG_LOSSLESS_SV1,
          TransferSyntax.JPEG_LS_LOSSLESS,
          TransferSyntax.JPEG_2000_LOSSLESS,
          TransferSyntax.HTJ2K_LOSSLESS,
          TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION);

  private final Transcoder transcoder;

  public BoundedLoss(Transcoder transcoder) {
    this.transcoder = transcoder;
  }

  /** Whether objects of a transfer syntax may lose something, since that lost nothing. */
  public static boolean takes(TransferSyntax original) {
    return WITHOUT_LOSS.contains(original);
  }

  /**
   * Why an object stays as it is: it lost something before, or its samples are no intensities, or
   * its frames tell of themselves one by one; empty where it need not.
   *
   * @param object a whole Part 10 object; not closed
   */
  public static Optional<String> refusal(InputStream object) throws IOException {
    DataSet attributes = Part10.open(object).readHead();
    if (Attributes.lossy(attributes)) {
      return Optional.of("lossy already (expected: an object that lost nothing)");
    }
    if (attributes.string(Tag.PhotometricInterpretation).filter("PALETTE COLOR"::equals).isPresent()
        || attributes.integer(Tag.BitsAllocated).orElse(0) == 1) {
      return Optional.of("samples are places in a palette, or bits (expected: intensities)");
    }
    if (attributes.contains(Tag.SharedFunctionalGroupsSequence)) {
      return Optional.of("multi-frame functional groups, with Frame Types (expected: none)");
    }
    return Optional.empty();
  }

  /**
   * Makes the smaller object.
   *
   * @param original a whole Part 10 object; not closed
   * @param maxError the largest difference of a sample, at least 1
   * @param uid its SOP Instance UID, of the one of the original; the same one stays
   */
  public Transcoded compress(
      InputStream original, OutputStream to, int maxError, UnaryOperator<Uid> uid)
      throws IOException {
    return transcoder.transcode(
        original,
        to,
        TARGET,
        TranscodingOptions.LOSSLESS
            .withParameters(EncodingParameters.LOSSLESS.withMaxError(maxError))
            .withLoss(LossPolicy.LOSSY)
            .withDerivedUid(uid));
  }

  /**
   * The largest difference of a sample between two objects, which is read of what each of them
   * decodes to.
   *
   * @throws TranscodingException when they are not pictures of one form, or cannot be decoded
   */
  public int largestError(InputStream one, InputStream other) throws IOException {
    try (DecodedSamples first = DecodedSamples.of(transcoder, one);
        DecodedSamples second = DecodedSamples.of(transcoder, other)) {
      return first.largestDifference(second);
    }
  }
}
