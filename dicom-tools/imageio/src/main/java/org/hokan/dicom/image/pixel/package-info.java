/**
 * Pixel data as it lies in a data set: frames and their fragments (PS3.5 §A.4), what a JPEG stream
 * says of itself (ITU-T T.81), and JPEG pictures wrapped unchanged as DICOM images. Decodes no
 * pixel.
 *
 * <p>Start at {@link EncapsulatedPixelData}, {@link JpegHeader} and {@link EndoscopicImage}. Uses:
 * core. Used by: codecs, tools, the archive's demo.
 */
@NullMarked
package org.hokan.dicom.image.pixel;

import org.jspecify.annotations.NullMarked;
