/**
 * JPEG 2000 by the pure Java codec that ImageIO's extensions have.
 *
 * <p>Start at {@link Jpeg2000Codec}. Uses: image.codec, image.pixel. Used by: image.codec.
 */
@NullMarked
package org.hokan.dicom.image.codec.jpeg2000;

import org.jspecify.annotations.NullMarked;
