package org.hokan.dicom.net.pdu;

import org.hokan.dicom.data.Uid;

/**
 * SCP/SCU role selection for one SOP class (PS3.7 §D.3.3.4): which roles the association-requestor
 * proposes to have, or is granted.
 */
public record RoleSelection(Uid sopClassUid, boolean scuRole, boolean scpRole) {}
