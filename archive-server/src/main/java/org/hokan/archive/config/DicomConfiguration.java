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
    Peers peers,
    Lengths lengths,
    int maxOperations,
    Timeouts timeouts,
    int eventLoopThreads,
    int workerThreads,
    Operations operations,
    List<String> privateStorageSopClasses) {

  /** How many there may be. */
  public record Peers(int maxAssociations, int maxAssociationsPerPeer, int maxPendingConnections) {}

  /** How long what they send may be. */
  public record Lengths(int maxPduLength, int maxIdentifierLength, long identifierMemory) {}

  /** What queries and retrievals may take. */
  public record Operations(int threads, int maxPerFacility, int maxWaiting, int maxMatches) {}

  /** How long things may take; see the keys {@code dicom.*-timeout}. */
  public record Timeouts(
      Duration connect,
      Duration artim,
      Duration associate,
      Duration idle,
      Duration read,
      Duration write,
      int minTransferRate,
      Duration transferWindow,
      Duration operation,
      Duration release) {}

  static DicomConfiguration of(Values values) {
    return new DicomConfiguration(
        values.get(Keys.DICOM_AE_TITLE),
        values.get(Keys.DICOM_HOST),
        values.get(Keys.DICOM_PORT),
        new Peers(
            values.get(Keys.DICOM_MAX_ASSOCIATIONS),
            values.get(Keys.DICOM_MAX_ASSOCIATIONS_PER_PEER),
            values.get(Keys.DICOM_MAX_PENDING_CONNECTIONS)),
        new Lengths(
            Math.toIntExact(values.get(Keys.DICOM_MAX_PDU_LENGTH)),
            Math.toIntExact(values.get(Keys.DICOM_MAX_IDENTIFIER_LENGTH)),
            values.get(Keys.DICOM_IDENTIFIER_MEMORY)),
        values.get(Keys.DICOM_MAX_OPERATIONS),
        new Timeouts(
            values.get(Keys.DICOM_CONNECT_TIMEOUT),
            values.get(Keys.DICOM_ARTIM_TIMEOUT),
            values.get(Keys.DICOM_ASSOCIATE_TIMEOUT),
            values.get(Keys.DICOM_IDLE_TIMEOUT),
            values.get(Keys.DICOM_READ_TIMEOUT),
            values.get(Keys.DICOM_WRITE_TIMEOUT),
            Math.toIntExact(values.get(Keys.DICOM_MIN_TRANSFER_RATE)),
            values.get(Keys.DICOM_TRANSFER_WINDOW),
            values.get(Keys.DICOM_OPERATION_TIMEOUT),
            values.get(Keys.DICOM_RELEASE_TIMEOUT)),
        values.get(Keys.DICOM_EVENT_LOOP_THREADS),
        values.get(Keys.DICOM_WORKER_THREADS),
        new Operations(
            values.get(Keys.DICOM_OPERATION_THREADS),
            values.get(Keys.DICOM_MAX_OPERATIONS_PER_FACILITY),
            values.get(Keys.DICOM_MAX_WAITING_OPERATIONS),
            values.get(Keys.DICOM_MAX_MATCHES)),
        values.get(Keys.DICOM_PRIVATE_STORAGE_SOP_CLASSES));
  }
}
