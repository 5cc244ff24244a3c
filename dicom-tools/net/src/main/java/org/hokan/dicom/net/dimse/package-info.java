/**
 * The messages of DIMSE as a sealed type, one record per Command Field (PS3.7 §9.3, §10.3, Annex
 * E), and the statuses they carry (PS3.7 Annex C). Knows no socket.
 *
 * <p>Start at {@link org.hokan.dicom.net.dimse.CommandSet}, which turns bytes into a {@link
 * org.hokan.dicom.net.dimse.DimseMessage} and back. Uses: data. Used by: net.association,
 * net.service, and everybody who serves or asks.
 */
@NullMarked
package org.hokan.dicom.net.dimse;

import org.jspecify.annotations.NullMarked;
