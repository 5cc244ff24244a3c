package org.hokan.dicom.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * An object that {@link FileReceiver} received whole.
 *
 * @param senderAeTitle the AE title of the other side of the association
 * @param bytes the data set's length, without Part 10 header
 * @param file where it was written; empty when objects are only counted
 */
public record Received(
    String senderAeTitle,
    Uid sopClassUid,
    Uid sopInstanceUid,
    Uid transferSyntaxUid,
    long bytes,
    Optional<Path> file) {}
