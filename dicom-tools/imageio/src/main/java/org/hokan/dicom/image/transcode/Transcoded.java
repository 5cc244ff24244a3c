package org.hokan.dicom.image.transcode;

import java.util.Optional;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * What was done to an object.
 *
 * @param from the transfer syntax that it had
 * @param to the one that it has
 * @param frames frames that were recoded; 0 where pixel data is as it was
 * @param derivedUid the new SOP Instance UID; empty where the object lost nothing
 */
public record Transcoded(
    TransferSyntax from, TransferSyntax to, int frames, Optional<Uid> derivedUid) {}
