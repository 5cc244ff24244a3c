/**
 * Files: preamble, prefix and file meta information before a data set (PS3.10 §7).
 *
 * <p>Start at {@link Part10}. Uses: data, dict, encoding. Used by: everything that opens or stores
 * objects.
 */
@NullMarked
package org.hokan.dicom.file;

import org.jspecify.annotations.NullMarked;
