package org.hokan.archive.index;

import org.hokan.dicom.data.Uid;

/**
 * How an instance is stored that is not stored as it came.
 *
 * @param transferSyntaxUid of what is stored
 * @param digest SHA-256 of what is stored, in lower-case hex
 * @param originalLength bytes of the object as it came
 * @param recipe how that is given back
 */
public record Recompressed(
    Uid transferSyntaxUid, String digest, long originalLength, String recipe) {}
