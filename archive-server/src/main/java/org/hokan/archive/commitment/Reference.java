package org.hokan.archive.commitment;

import org.hokan.dicom.data.Uid;

/** An instance that somebody refers to. */
public record Reference(Uid sopClassUid, Uid sopInstanceUid) {}
