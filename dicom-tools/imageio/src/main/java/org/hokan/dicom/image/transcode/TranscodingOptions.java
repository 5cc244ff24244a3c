package org.hokan.dicom.image.transcode;

import java.util.UUID;
import java.util.function.UnaryOperator;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.image.codec.EncodingParameters;

/**
 * How to transcode.
 *
 * @param parameters for the encoder
 * @param loss what the pixels may lose
 * @param derivedUid the SOP Instance UID of an object that lost something, of that of its source;
 *     the standard wants another one (PS3.3 §C.7.6.1.1.5)
 */
public record TranscodingOptions(
    EncodingParameters parameters, LossPolicy loss, UnaryOperator<Uid> derivedUid) {

  /** Nothing may be lost. */
  public static final TranscodingOptions LOSSLESS =
      new TranscodingOptions(
          EncodingParameters.LOSSLESS,
          LossPolicy.LOSSLESS_ONLY,
          source -> Uid.of(UUID.randomUUID()));

  /** These with other parameters. */
  public TranscodingOptions withParameters(EncodingParameters value) {
    return new TranscodingOptions(value, loss, derivedUid);
  }

  /** These with another policy of loss. */
  public TranscodingOptions withLoss(LossPolicy value) {
    return new TranscodingOptions(parameters, value, derivedUid);
  }

  /** These with another source of UIDs. */
  public TranscodingOptions withDerivedUid(UnaryOperator<Uid> value) {
    return new TranscodingOptions(parameters, loss, value);
  }
}
