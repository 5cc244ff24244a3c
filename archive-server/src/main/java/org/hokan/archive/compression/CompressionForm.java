package org.hokan.archive.compression;

import java.util.Optional;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * A form in which something can be kept.
 *
 * @param unavailable why this machine cannot make it; empty where it can
 */
public record CompressionForm(TransferSyntax syntax, Optional<String> unavailable) {}
