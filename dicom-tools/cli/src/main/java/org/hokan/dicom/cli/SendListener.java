package org.hokan.dicom.cli;

import java.nio.file.Path;
import org.hokan.dicom.net.dimse.Outcome;

/** Hears how sending goes. Called by the threads that send, one call at a time. */
public interface SendListener {
  /** Hears nothing. */
  SendListener NONE = new SendListener() {};

  /** A file was found to be an object that can be sent. */
  default void found(DicomFile file) {}

  /** A file is no DICOM object of a storage class, or a folder cannot be listed. */
  default void skipped(Path path, String why) {}

  /** The peer answered: taken, perhaps with a warning, or refused. */
  default void answered(DicomFile file, Outcome outcome) {}

  /** The file could not be sent. */
  default void failed(SendReport.Failure failure) {}
}
