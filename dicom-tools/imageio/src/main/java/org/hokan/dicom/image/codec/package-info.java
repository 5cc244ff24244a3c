/**
 * Frames decoded to samples and encoded again, a {@link FrameCodec} for each kind of stream.
 *
 * <p>Start at {@link FrameCodecs}. Uses: core, image.pixel. Used by: transcoding, rendering, tools.
 */
@NullMarked
package org.hokan.dicom.image.codec;

import org.jspecify.annotations.NullMarked;
