/**
 * DIMSE services: one small provider interface for each service on the SCP side, and blocking
 * clients on the SCU side (PS3.7 §9, PS3.4).
 *
 * <p>Start at {@link org.hokan.dicom.net.service.DicomServer} and {@link
 * org.hokan.dicom.net.service.DicomClient}. Free of transport types. Uses: net.association,
 * net.dimse, data, encoding. Used by: the tools, the archive's scp, retrieve and node.
 */
@NullMarked
package org.hokan.dicom.net.service;

import org.jspecify.annotations.NullMarked;
