package org.hokan.dicom.image.transcode;

/** What a transcoding may take from the pixels. */
public enum LossPolicy {
  /** Nothing: syntaxes that lose something are refused. */
  LOSSLESS_ONLY,
  /** Pixels that lost nothing yet may lose something once. */
  LOSSY,
  /** Pixels that are lossy already may lose again. */
  LOSSY_AGAIN
}
