/**
 * The seven PDUs of the DICOM upper layer (PS3.8 §9.3) as values, and their reading and writing.
 *
 * <p>Start at {@link org.hokan.dicom.net.pdu.Pdu}; whole PDUs are read by {@link
 * org.hokan.dicom.net.pdu.PduReader}, a stream of them by {@link
 * org.hokan.dicom.net.pdu.PduDecoder}, which never gathers a P-DATA-TF in memory. Uses: data
 * (UIDs). Used by: net.association.
 */
@NullMarked
package org.hokan.dicom.net.pdu;

import org.jspecify.annotations.NullMarked;
