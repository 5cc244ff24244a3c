/**
 * Objects from one transfer syntax to another, one frame at a time, with the attributes that must
 * follow.
 *
 * <p>Start at {@link Transcoder}. Uses: core, image.pixel, image.codec. Used by: tools, the
 * archive's retrieval and compression.
 */
@NullMarked
package org.hokan.dicom.image.transcode;

import org.jspecify.annotations.NullMarked;
