package org.hokan.archive.config;

import java.time.Duration;
import java.util.List;

/**
 * Section {@code dicom}. Lengths are bytes.
 *
 * @param eventLoopThreads 0: as many as suit the machine
 * @param workerThreads 0: as many as suit the machine
 * @param privateStorageSopClasses UIDs
 */
public record DicomConfiguration(
    String aeTitle,
    String host,
    int port,
    int maxAssociations,
    int maxPduLength,
    int maxOperations,
    Timeouts timeouts,
    int eventLoopThreads,
    int workerThreads,
    int operationThreads,
    List<String> privateStorageSopClasses) {

  /** How long things may take; see the keys {@code dicom.*-timeout}. */
  public record Timeouts(
      Duration connect,
      Duration artim,
      Duration associate,
      Duration idle,
      Duration read,
      Duration write,
      Duration operation,
      Duration release) {}

  static DicomConfiguration of(Values values) {
    return new DicomConfiguration(
        values.get(Keys.DICOM_AE_TITLE),
        values.get(Keys.DICOM_HOST),
        values.get(Keys.DICOM_PORT),
        values.get(Keys.DICOM_MAX_ASSOCIATIONS),
        Math.toIntExact(values.get(Keys.DICOM_MAX_PDU_LENGTH)),
        values.get(Keys.DICOM_MAX_OPERATIONS),
        new Timeouts(
            values.get(Keys.DICOM_CONNECT_TIMEOUT),
            values.get(Keys.DICOM_ARTIM_TIMEOUT),
            values.get(Keys.DICOM_ASSOCIATE_TIMEOUT),
            values.get(Keys.DICOM_IDLE_TIMEOUT),
            values.get(Keys.DICOM_READ_TIMEOUT),
            values.get(Keys.DICOM_WRITE_TIMEOUT),
            values.get(Keys.DICOM_OPERATION_TIMEOUT),
            values.get(Keys.DICOM_RELEASE_TIMEOUT)),
        values.get(Keys.DICOM_EVENT_LOOP_THREADS),
        values.get(Keys.DICOM_WORKER_THREADS),
        values.get(Keys.DICOM_OPERATION_THREADS),
        values.get(Keys.DICOM_PRIVATE_STORAGE_SOP_CLASSES));
  }
}
