package org.hokan.archive.index;

import org.hokan.dicom.data.Uid;

/** A study of which something is stored as it came. */
public record StudyToCompress(long id, String facility, Uid studyInstanceUid) {}
