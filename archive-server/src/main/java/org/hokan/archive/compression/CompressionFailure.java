package org.hokan.archive.compression;

import java.time.Instant;
import org.hokan.dicom.data.Uid;

/**
 * An instance that could not be recompressed; it is stored as it came.
 *
 * @param target the transfer syntax that it was to have
 * @param attempts so far
 * @param problem why the last one failed
 */
public record CompressionFailure(
    String facility,
    Uid studyInstanceUid,
    Uid sopInstanceUid,
    Uid target,
    int attempts,
    String problem,
    Instant triedAt) {}
