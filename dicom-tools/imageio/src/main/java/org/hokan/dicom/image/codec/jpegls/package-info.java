/**
 * JPEG-LS, lossless and near-lossless (ITU-T T.87 | ISO/IEC 14495-1).
 *
 * <p>Start at {@link JpegLsCodec}. Uses: image.codec, image.pixel. Used by: image.codec.
 */
@NullMarked
package org.hokan.dicom.image.codec.jpegls;

import org.jspecify.annotations.NullMarked;
