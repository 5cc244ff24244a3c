/**
 * Bytes to elements and back, in every transfer syntax (PS3.5 §7, §10, Annex A).
 *
 * <p>Start at {@link DataSetReader} and {@link DataSetWriter}, or at {@link DataSetParser} for
 * objects that should never be held as a whole. Uses: data, dict. Used by: file, json and all that
 * reads or writes objects.
 */
@NullMarked
package org.hokan.dicom.encoding;

import org.jspecify.annotations.NullMarked;
