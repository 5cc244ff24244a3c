/**
 * Objects made smaller so that what they were made of can be given back bit for bit: preamble, meta
 * information, every element before and after the pixel data, and the pixel data in their own
 * encoding.
 *
 * <p>Start at {@link org.hokan.dicom.image.recompress.Recompression}. Uses: core, image.pixel,
 * image.codec. Used by: archives.
 */
@NullMarked
package org.hokan.dicom.image.recompress;

import org.jspecify.annotations.NullMarked;
