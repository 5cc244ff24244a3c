package org.hokan.dicom.net.service;

import org.hokan.dicom.data.Uid;

/** An object to send: what it is, and where its data set's bytes come from. */
public record OutgoingObject(
    Uid sopClassUid, Uid sopInstanceUid, Uid transferSyntaxUid, StoreSource source) {}
