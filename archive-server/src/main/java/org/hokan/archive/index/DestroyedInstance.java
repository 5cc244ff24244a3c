package org.hokan.archive.index;

import org.hokan.dicom.data.Uid;

/**
 * An instance that was destroyed with its study.
 *
 * @param digest SHA-256 of the object as it came, in lower-case hex
 * @param length its bytes as it came
 */
public record DestroyedInstance(
    Uid sopInstanceUid, Uid seriesInstanceUid, Uid sopClassUid, String digest, long length) {}
