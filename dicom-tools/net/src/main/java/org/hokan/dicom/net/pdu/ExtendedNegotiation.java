package org.hokan.dicom.net.pdu;

import org.hokan.dicom.data.Uid;

/** SOP class extended negotiation (PS3.7 §D.3.3.5); the information's form is the service's. */
public record ExtendedNegotiation(Uid sopClassUid, Octets serviceClassApplicationInformation) {}
