/**
 * The data set and what it is made of: elements, value representations, UIDs (PS3.5 §6, §7, §9).
 *
 * <p>Start at {@link DataSet}. Everything here is immutable; a {@link DataSet.Builder} makes new
 * ones. Uses: dict. Used by: encoding, file, json and everything above the toolkit's core.
 */
@NullMarked
package org.hokan.dicom.data;

import org.jspecify.annotations.NullMarked;
