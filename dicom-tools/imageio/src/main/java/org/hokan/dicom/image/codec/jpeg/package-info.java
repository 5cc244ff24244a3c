/**
 * JPEG (ITU-T T.81) in all processes that DICOM uses with Huffman coding: 8-bit DCT by the JDK's
 * libjpeg, 12-bit DCT and the lossless processes by a decoder of our own.
 *
 * <p>Start at {@link JpegCodec}. Uses: image.codec, image.pixel. Used by: image.codec's registry.
 */
@NullMarked
package org.hokan.dicom.image.codec.jpeg;

import org.jspecify.annotations.NullMarked;
