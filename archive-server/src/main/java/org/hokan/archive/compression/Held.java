package org.hokan.archive.compression;

import org.hokan.dicom.data.Uid;

/** Says which studies must lose nothing: those on legal hold, by themselves or by their patient. */
@FunctionalInterface
public interface Held {
  boolean isHeld(String facility, Uid studyInstanceUid, String patientId);
}
