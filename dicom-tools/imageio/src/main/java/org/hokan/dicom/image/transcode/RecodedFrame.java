package org.hokan.dicom.image.transcode;

import java.util.Optional;

/**
 * One frame in the target's form, and what the attributes must say of it.
 *
 * @param stream the codestream, or native cells color by pixel from their first bit on
 * @param form the same for all frames of an object
 * @param sourceBytes bytes that the frame had before
 */
@SuppressWarnings("ArrayRecordComponent") // is taken apart at once
record RecodedFrame(byte[] stream, Form form, int sourceBytes) {

  /**
   * What the attributes must say.
   *
   * @param lossySource how the stream that was decoded had lost something, where it says so itself
   * @param lossyNow how encoding lost something; empty where it did not
   */
  record Form(
      int bitsAllocated,
      int bitsStored,
      String photometricInterpretation,
      Optional<LossyMethod> lossySource,
      Optional<LossyMethod> lossyNow) {}
}
