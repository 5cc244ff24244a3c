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
  public record Operations(
      int threads, int maxPerFacility, int maxWaiting, int maxMatches, Duration queryTime) {}

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
      Duration identifier,
      Duration release) {}

  static DicomConfiguration of(Values values) {
    return new DicomConfiguration(
        values.get(DicomKeys.AE_TITLE),
        values.get(DicomKeys.HOST),
        values.get(DicomKeys.PORT),
        new Peers(
            values.get(DicomKeys.MAX_ASSOCIATIONS),
            values.get(DicomKeys.MAX_ASSOCIATIONS_PER_PEER),
            values.get(DicomKeys.MAX_PENDING_CONNECTIONS)),
        new Lengths(
            Math.toIntExact(values.get(DicomKeys.MAX_PDU_LENGTH)),
            Math.toIntExact(values.get(DicomKeys.MAX_IDENTIFIER_LENGTH)),
            values.get(DicomKeys.IDENTIFIER_MEMORY)),
        values.get(DicomKeys.MAX_OPERATIONS),
        new Timeouts(
            values.get(DicomKeys.CONNECT_TIMEOUT),
            values.get(DicomKeys.ARTIM_TIMEOUT),
            values.get(DicomKeys.ASSOCIATE_TIMEOUT),
            values.get(DicomKeys.IDLE_TIMEOUT),
            values.get(DicomKeys.READ_TIMEOUT),
            values.get(DicomKeys.WRITE_TIMEOUT),
            Math.toIntExact(values.get(DicomKeys.MIN_TRANSFER_RATE)),
            values.get(DicomKeys.TRANSFER_WINDOW),
            values.get(DicomKeys.OPERATION_TIMEOUT),
            values.get(DicomKeys.IDENTIFIER_TIMEOUT),
            values.get(DicomKeys.RELEASE_TIMEOUT)),
        values.get(DicomKeys.EVENT_LOOP_THREADS),
        values.get(DicomKeys.WORKER_THREADS),
        new Operations(
            values.get(DicomKeys.OPERATION_THREADS),
            values.get(DicomKeys.MAX_OPERATIONS_PER_FACILITY),
            values.get(DicomKeys.MAX_WAITING_OPERATIONS),
            values.get(DicomKeys.MAX_MATCHES),
            values.get(DicomKeys.QUERY_TIME)),
        values.get(DicomKeys.PRIVATE_STORAGE_SOP_CLASSES));
  }
}
