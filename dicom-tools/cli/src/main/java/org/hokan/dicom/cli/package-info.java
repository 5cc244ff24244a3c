/**
 * The command {@code dicom}: echo, store, find, move, get, serve, dump and json, one picocli class
 * for each tool, and what they do as plain classes for other callers.
 *
 * <p>Start at {@link org.hokan.dicom.cli.Main}; {@link org.hokan.dicom.cli.FolderSender} sends
 * files and {@link org.hokan.dicom.cli.FileReceiver} receives them. Uses: the toolkit's core and
 * net. Used by: people, and the archive's demo.
 */
@NullMarked
package org.hokan.dicom.cli;

import org.jspecify.annotations.NullMarked;
