package org.hokan.archive.config;

import java.time.Duration;
import java.util.List;

/** The keys {@code dicom.*}, in the order of the file. */
final class DicomKeys {
  static final KeyTable KEYS = new KeyTable();

  static final Key<String> AE_TITLE =
      KEYS.key("dicom.ae-title", ValueType.aeTitle(), "HOKAN", "The node's own AE title.");
  static final Key<String> HOST =
      KEYS.key(
          "dicom.host",
          ValueType.text("an address or host name of this machine"),
          "0.0.0.0",
          "Where to listen; 0.0.0.0 for all addresses of this machine.");
  static final Key<Integer> PORT =
      KEYS.key("dicom.port", KeyTable.port(), "11112", "TCP port; 0 for any that is free.");
  static final Key<Integer> MAX_ASSOCIATIONS =
      KEYS.key(
          "dicom.max-associations",
          ValueType.integer(1, 100_000),
          "200",
          "Most associations at once; more are rejected (local limit exceeded).");
  static final Key<Integer> MAX_ASSOCIATIONS_PER_PEER =
      KEYS.key(
          "dicom.max-associations-per-peer",
          ValueType.integer(1, 100_000),
          "100",
          "The same of one IP address, so that one peer cannot take them all.");
  static final Key<Integer> MAX_PENDING_CONNECTIONS =
      KEYS.key(
          "dicom.max-pending-connections",
          ValueType.integer(2, 100_000),
          "2000",
          "Most connections without an association, half of them from one IP address; beyond it the"
              + " one that has waited longest is closed.");
  static final Key<Long> MAX_PDU_LENGTH =
      KEYS.key(
          "dicom.max-pdu-length",
          ValueType.bytes("4KiB", "16MiB"),
          "256KiB",
          "Longest P-DATA-TF that peers are told to send, and that is sent to them.");
  static final Key<Integer> MAX_OPERATIONS =
      KEYS.key(
          "dicom.max-operations",
          ValueType.integer(1, 1000),
          "16",
          "Outstanding operations that a peer may negotiate (asynchronous operations window).");
  static final Key<Long> MAX_IDENTIFIER_LENGTH =
      KEYS.key(
          "dicom.max-identifier-length",
          ValueType.bytes("1KiB", "16MiB"),
          "4MiB",
          "Longest data set of a request other than C-STORE; a longer one is refused.");
  static final Key<Long> IDENTIFIER_MEMORY =
      KEYS.key(
          "dicom.identifier-memory",
          ValueType.bytes("1MiB", "1GiB"),
          "16MiB",
          "Memory for all of these together, at most half of it for one facility and a quarter for one"
              + " AE, or one of the longest; a request beyond it is refused (out of resources).");
  static final Key<Duration> CONNECT_TIMEOUT =
      KEYS.key(
          "dicom.connect-timeout",
          KeyTable.timeout(),
          "10s",
          "For connecting to a C-MOVE destination.");
  static final Key<Duration> ARTIM_TIMEOUT =
      KEYS.key(
          "dicom.artim-timeout",
          KeyTable.timeout(),
          "30s",
          "The ARTIM timer: for a request after the connection, and for the close after a reject,"
              + " release or abort (PS3.8 §9.1.4).");
  static final Key<Duration> ASSOCIATE_TIMEOUT =
      KEYS.key(
          "dicom.associate-timeout",
          KeyTable.timeout(),
          "30s",
          "For the answer to an association request.");
  static final Key<Duration> IDLE_TIMEOUT =
      KEYS.key(
          "dicom.idle-timeout",
          KeyTable.timeout(),
          "5m",
          "An association on which nothing happens for so long is aborted.");
  static final Key<Duration> READ_TIMEOUT =
      KEYS.key(
          "dicom.read-timeout",
          KeyTable.timeout(),
          "60s",
          "Longest pause of a peer within a message.");
  static final Key<Duration> WRITE_TIMEOUT =
      KEYS.key(
          "dicom.write-timeout",
          KeyTable.timeout(),
          "60s",
          "Longest time without progress while a peer does not read.");
  static final Key<Long> MIN_TRANSFER_RATE =
      KEYS.key(
          "dicom.min-transfer-rate",
          ValueType.bytes("0B", "1GiB"),
          "1KiB",
          "Least bytes a second of a peer amid a message, or while something waits to be sent to it;"
              + " a slower one is aborted. 0B: any rate.");
  static final Key<Duration> TRANSFER_WINDOW =
      KEYS.key("dicom.transfer-window", KeyTable.timeout(), "2m", "Over which that rate is taken.");
  static final Key<Duration> OPERATION_TIMEOUT =
      KEYS.key(
          "dicom.operation-timeout",
          KeyTable.timeout(),
          "5m",
          "Longest silence of a peer that owes a response.");
  static final Key<Duration> IDENTIFIER_TIMEOUT =
      KEYS.key(
          "dicom.identifier-timeout",
          KeyTable.timeout(),
          "60s",
          "For the whole data set of a request other than C-STORE; a peer that takes longer is"
              + " aborted.");
  static final Key<Duration> RELEASE_TIMEOUT =
      KEYS.key(
          "dicom.release-timeout",
          KeyTable.timeout(),
          "30s",
          "For the answer to a release request.");
  static final Key<Integer> EVENT_LOOP_THREADS =
      KEYS.key(
          "dicom.event-loop-threads",
          KeyTable.threads(),
          "0",
          "Threads that read and write sockets; 0: one for each processor, at most 4.");
  static final Key<Integer> WORKER_THREADS =
      KEYS.key(
          "dicom.worker-threads",
          KeyTable.threads(),
          "0",
          "Threads that handle arriving objects; 0: two for each processor.");
  static final Key<Integer> OPERATION_THREADS =
      KEYS.key(
          "dicom.operation-threads",
          ValueType.integer(1, 10_000),
          "32",
          "Most C-FIND, C-MOVE and C-GET at once; others wait.");
  static final Key<Integer> MAX_OPERATIONS_PER_FACILITY =
      KEYS.key(
          "dicom.max-operations-per-facility",
          ValueType.integer(1, 10_000),
          "8",
          "Most of them at once of one facility; others of it wait.");
  static final Key<Integer> MAX_WAITING_OPERATIONS =
      KEYS.key(
          "dicom.max-waiting-operations",
          ValueType.integer(0, 100_000),
          "100",
          "Most of one facility that wait; more are refused (out of resources).");
  static final Key<Integer> MAX_MATCHES =
      KEYS.key(
          "dicom.max-matches",
          ValueType.integer(1, 100_000_000),
          "100000",
          "Most matches of one C-FIND; then it is ended (out of resources).");
  static final Key<Duration> QUERY_TIME =
      KEYS.key(
          "dicom.query-time",
          ValueType.duration("1s", "1h"),
          "2m",
          "Longest that a C-FIND may search without a match; then it is ended (out of resources).");
  static final Key<List<String>> PRIVATE_STORAGE_SOP_CLASSES =
      KEYS.list(
          "dicom.private-storage-sop-classes",
          ValueType.uids(),
          "Storage SOP classes beside the standard's, by UID, such as 1.2.276.0.99.1.");

  private DicomKeys() {}
}
