package org.hokan.archive.index;

import java.time.Instant;
import org.hokan.dicom.data.Uid;

/** One instance that the index knows, and where its bytes are. */
public record InstanceRow(
    String facility,
    Uid studyInstanceUid,
    Uid seriesInstanceUid,
    Uid sopInstanceUid,
    Uid sopClassUid,
    Uid transferSyntaxUid,
    String digest,
    StoredAt at,
    Instant arrived,
    Sender sender,
    Decided decided) {}
