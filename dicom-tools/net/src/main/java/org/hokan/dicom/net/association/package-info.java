/**
 * Associations over TCP: the state table of PS3.8 §9.2 as data, negotiation, deadlines, back
 * pressure. Hides Netty from everything above.
 *
 * <p>Start at {@link org.hokan.dicom.net.association.Association}; the acceptor's side is {@link
 * org.hokan.dicom.net.association.AssociationAcceptor}, the requestor's {@link
 * org.hokan.dicom.net.association.AssociationRequestor}. Uses: net.pdu, data. Used by: net.service.
 */
@NullMarked
package org.hokan.dicom.net.association;

import org.jspecify.annotations.NullMarked;
