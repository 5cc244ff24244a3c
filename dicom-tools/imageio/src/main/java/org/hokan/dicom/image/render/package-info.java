/**
 * A frame as a picture to look at: grey values through modality, VOI and presentation LUT, palettes
 * and colours to sRGB, overlays on it, square pixels, in the size asked for (PS3.3 §C.11, §C.7.9,
 * §C.9; PS3.18 §8.3.5). And that picture as PNG or JPEG.
 *
 * <p>Start at {@link Renderer}. Uses: core, image.pixel, image.codec. Used by: tools, the archive's
 * doors for people.
 */
@NullMarked
package org.hokan.dicom.image.render;

import org.jspecify.annotations.NullMarked;
