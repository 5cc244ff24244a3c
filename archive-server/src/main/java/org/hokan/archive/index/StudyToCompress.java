package org.hokan.archive.index;

import org.hokan.dicom.data.Uid;

/**
 * A study that may be compressed.
 *
 * @param id its place among all
 * @param left whether something of it is stored as it came
 */
public record StudyToCompress(long id, String facility, Uid studyInstanceUid, boolean left) {}
