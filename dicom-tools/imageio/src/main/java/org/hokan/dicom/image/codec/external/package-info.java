/**
 * Codecs whose work is done by a program of the system in a child process, where that is installed.
 * A broken stream can at worst end the child.
 *
 * <p>Start at {@link JpegXlCodec}, {@link JpegRecompression}, {@link Htj2kCodec} and {@link
 * VideoTool}. Uses: image.codec, image.pixel. Used by: image.codec; {@link VideoTool} also by tools
 * and the archive's doors for people.
 */
@NullMarked
package org.hokan.dicom.image.codec.external;

import org.jspecify.annotations.NullMarked;
