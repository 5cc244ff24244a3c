/**
 * The DICOM JSON model (PS3.18 Annex F): data sets to JSON and back, with bulk data in line or
 * behind URIs.
 *
 * <p>Start at {@link DicomJson}. Uses: data, dict. Used by: tools, DICOMweb.
 */
@NullMarked
package org.hokan.dicom.json;

import org.jspecify.annotations.NullMarked;
