/**
 * Codecs whose work is done by a program of the system in a child process, where that is installed.
 * A broken stream can at worst end the child.
 *
 * <p>Start at {@link JpegXlCodec}, {@link JpegRecompression} and {@link Htj2kCodec}. Uses:
 * image.codec, image.pixel. Used by: image.codec.
 */
@NullMarked
package org.hokan.dicom.image.codec.external;

import org.jspecify.annotations.NullMarked;
