package org.hokan.archive.config;

import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** All keys, in the order of the file: name, form and range, default, meaning. */
final class Keys {
  private static final List<Key<?>> LIST = new ArrayList<>();

  /** All keys in order. */
  static final List<Key<?>> ALL = Collections.unmodifiableList(LIST);

  /** What the sections are about. */
  static final Map<String, String> SECTIONS =
      Map.ofEntries(
          Map.entry("dicom", "The DICOM port, and what an association works under."),
          Map.entry("http", "The port of REST, health and metrics."),
          Map.entry("storage", "Where and how objects are kept."),
          Map.entry("database", "Where index, contracts, ledger and audit trail are kept."),
          Map.entry("ingest", "From a durable object to its place in the index."),
          Map.entry("retrieve", "C-MOVE and C-GET."),
          Map.entry("billing", "When days begin, and when an examination has ended."),
          Map.entry("contract", "What contracts are watched for."),
          Map.entry("tariff", "Points of a period, for contracts made from now on."),
          Map.entry("job", "Work that is tried until it is done."),
          Map.entry("commitment", "Storage commitment."),
          Map.entry("compression", "How what rules let be compressed is compressed."),
          Map.entry("retention", "How what nothing keeps any longer is deleted."),
          Map.entry("forward", "What rules forward to other AEs."),
          Map.entry("audit", "The queue of accesses on their way to the audit trail."),
          Map.entry("node", "The node as a whole."),
          Map.entry("log", "What is written to the log."));

  static final Key<Path> DATA_DIRECTORY =
      key(
          "data-directory",
          ValueType.path(),
          "hokan-data",
          "Folder of all that the node keeps, unless told otherwise below. Made when missing.");

  static final Key<String> DICOM_AE_TITLE =
      key("dicom.ae-title", ValueType.aeTitle(), "HOKAN", "The node's own AE title.");
  static final Key<String> DICOM_HOST =
      key(
          "dicom.host",
          ValueType.text("an address or host name of this machine"),
          "0.0.0.0",
          "Where to listen; 0.0.0.0 for all addresses of this machine.");
  static final Key<Integer> DICOM_PORT =
      key("dicom.port", port(), "11112", "TCP port; 0 for any that is free.");
  static final Key<Integer> DICOM_MAX_ASSOCIATIONS =
      key(
          "dicom.max-associations",
          ValueType.integer(1, 100_000),
          "200",
          "Most associations at once; more are rejected (local limit exceeded).");
  static final Key<Integer> DICOM_MAX_ASSOCIATIONS_PER_PEER =
      key(
          "dicom.max-associations-per-peer",
          ValueType.integer(1, 100_000),
          "100",
          "The same of one IP address, so that one peer cannot take them all.");
  static final Key<Integer> DICOM_MAX_PENDING_CONNECTIONS =
      key(
          "dicom.max-pending-connections",
          ValueType.integer(2, 100_000),
          "2000",
          "Most connections without an association, half of them from one IP address; beyond it the"
              + " one that has waited longest is closed.");
  static final Key<Long> DICOM_MAX_PDU_LENGTH =
      key(
          "dicom.max-pdu-length",
          ValueType.bytes("4KiB", "16MiB"),
          "256KiB",
          "Longest P-DATA-TF that peers are told to send, and that is sent to them.");
  static final Key<Integer> DICOM_MAX_OPERATIONS =
      key(
          "dicom.max-operations",
          ValueType.integer(1, 1000),
          "16",
          "Outstanding operations that a peer may negotiate (asynchronous operations window).");
  static final Key<Long> DICOM_MAX_IDENTIFIER_LENGTH =
      key(
          "dicom.max-identifier-length",
          ValueType.bytes("1KiB", "16MiB"),
          "4MiB",
          "Longest data set of a request other than C-STORE; a longer one is refused.");
  static final Key<Long> DICOM_IDENTIFIER_MEMORY =
      key(
          "dicom.identifier-memory",
          ValueType.bytes("1MiB", "1GiB"),
          "16MiB",
          "Memory for all of these together; a request beyond it is refused (out of resources).");
  static final Key<Duration> DICOM_CONNECT_TIMEOUT =
      key("dicom.connect-timeout", timeout(), "10s", "For connecting to a C-MOVE destination.");
  static final Key<Duration> DICOM_ARTIM_TIMEOUT =
      key(
          "dicom.artim-timeout",
          timeout(),
          "30s",
          "The ARTIM timer: for a request after the connection, and for the close after a reject,"
              + " release or abort (PS3.8 §9.1.4).");
  static final Key<Duration> DICOM_ASSOCIATE_TIMEOUT =
      key("dicom.associate-timeout", timeout(), "30s", "For the answer to an association request.");
  static final Key<Duration> DICOM_IDLE_TIMEOUT =
      key(
          "dicom.idle-timeout",
          timeout(),
          "5m",
          "An association on which nothing happens for so long is aborted.");
  static final Key<Duration> DICOM_READ_TIMEOUT =
      key("dicom.read-timeout", timeout(), "60s", "Longest pause of a peer within a message.");
  static final Key<Duration> DICOM_WRITE_TIMEOUT =
      key(
          "dicom.write-timeout",
          timeout(),
          "60s",
          "Longest time without progress while a peer does not read.");
  static final Key<Long> DICOM_MIN_TRANSFER_RATE =
      key(
          "dicom.min-transfer-rate",
          ValueType.bytes("0B", "1GiB"),
          "1KiB",
          "Least bytes a second of a peer amid a message, or while something waits to be sent to it;"
              + " a slower one is aborted. 0B: any rate.");
  static final Key<Duration> DICOM_TRANSFER_WINDOW =
      key("dicom.transfer-window", timeout(), "2m", "Over which that rate is taken.");
  static final Key<Duration> DICOM_OPERATION_TIMEOUT =
      key(
          "dicom.operation-timeout",
          timeout(),
          "5m",
          "Longest silence of a peer that owes a response.");
  static final Key<Duration> DICOM_RELEASE_TIMEOUT =
      key("dicom.release-timeout", timeout(), "30s", "For the answer to a release request.");
  static final Key<Integer> DICOM_EVENT_LOOP_THREADS =
      key(
          "dicom.event-loop-threads",
          threads(),
          "0",
          "Threads that read and write sockets; 0: one for each processor, at most 4.");
  static final Key<Integer> DICOM_WORKER_THREADS =
      key(
          "dicom.worker-threads",
          threads(),
          "0",
          "Threads that handle arriving objects; 0: two for each processor.");
  static final Key<Integer> DICOM_OPERATION_THREADS =
      key(
          "dicom.operation-threads",
          ValueType.integer(1, 10_000),
          "32",
          "Most C-FIND, C-MOVE and C-GET at once; others wait.");
  static final Key<Integer> DICOM_MAX_OPERATIONS_PER_FACILITY =
      key(
          "dicom.max-operations-per-facility",
          ValueType.integer(1, 10_000),
          "16",
          "Most of them at once of one facility; others of it wait.");
  static final Key<Integer> DICOM_MAX_WAITING_OPERATIONS =
      key(
          "dicom.max-waiting-operations",
          ValueType.integer(0, 100_000),
          "100",
          "Most of one facility that wait; more are refused (out of resources).");
  static final Key<Integer> DICOM_MAX_MATCHES =
      key(
          "dicom.max-matches",
          ValueType.integer(1, 100_000_000),
          "100000",
          "Most matches of one C-FIND; then it is ended (out of resources).");
  static final Key<List<String>> DICOM_PRIVATE_STORAGE_SOP_CLASSES =
      list(
          "dicom.private-storage-sop-classes",
          ValueType.uids(),
          "Storage SOP classes beside the standard's, by UID, such as 1.2.276.0.99.1.");

  static final Key<String> HTTP_HOST =
      key(
          "http.host",
          ValueType.text("an address or host name of this machine"),
          "127.0.0.1",
          "Where to listen. There is no TLS here yet: leave it on loopback, or behind a proxy.");
  static final Key<Integer> HTTP_PORT =
      key("http.port", port(), "8080", "TCP port; 0 for any that is free.");
  static final Key<Integer> HTTP_MAX_CONNECTIONS =
      key(
          "http.max-connections",
          ValueType.integer(1, 100_000),
          "200",
          "Most connections at once; more are closed.");

  static final Key<List<Path>> STORAGE_VOLUMES =
      list(
          "storage.volumes",
          ValueType.paths(),
          "Root folders, each on a disk of its own or not; a new pack is begun where most space is"
              + " free. Empty: the folder 'volume' in the data directory.");
  static final Key<Long> STORAGE_PACK_SIZE =
      key(
          "storage.pack-size",
          ValueType.bytes("8KiB", "1TiB"),
          "1GiB",
          "A pack of this size is sealed and never changes again.");
  static final Key<Long> STORAGE_LARGE_OBJECT_SIZE =
      key(
          "storage.large-object-size",
          ValueType.bytes("4KiB", "256MiB"),
          "16MiB",
          "An object of this size or more gets a file of its own.");
  static final Key<Long> STORAGE_WRITE_AHEAD_MIN =
      key(
          "storage.write-ahead-min",
          ValueType.bytes("4KiB", "1GiB"),
          "1MiB",
          "First step of zeros written ahead in a pack.");
  static final Key<Long> STORAGE_WRITE_AHEAD_MAX =
      key(
          "storage.write-ahead-max",
          ValueType.bytes("4KiB", "1GiB"),
          "64MiB",
          "Largest step; steps grow with the traffic.");
  static final Key<Long> STORAGE_MEMORY_BUDGET =
      key(
          "storage.memory-budget",
          ValueType.bytes("0B", "1TiB"),
          "64MiB",
          "Memory for objects being received, all together; beyond it they go to temporary files.");
  static final Key<Long> STORAGE_MINIMUM_FREE_SPACE =
      key(
          "storage.minimum-free-space",
          ValueType.bytes("0B", "1PiB"),
          "1GiB",
          "Of a volume, and of a copy volume; below it nothing is accepted (status A700H).");
  static final Key<Duration> STORAGE_IDLE_CLOSE =
      key(
          "storage.idle-close",
          ValueType.duration("0s", "7d"),
          "2m",
          "A pack without arrivals for so long is cut to its end and closed.");
  static final Key<Integer> STORAGE_WRITERS =
      key("storage.writers", ValueType.integer(1, 256), "4", "Threads that write and force packs.");

  static final Key<List<Path>> STORAGE_COPY_VOLUMES =
      list(
          "storage.copy-volumes",
          ValueType.paths(),
          "Root folders on other disks: packs of storage class DELUXE are kept there, too, under the"
              + " same names. Empty: there are no second copies.");
  static final Key<String> STORAGE_COPIES =
      key(
          "storage.copies",
          ValueType.word("before-success", "soon-after"),
          "before-success",
          "When the second copy is forced to disk: before Success is sent, or within seconds after.");
  static final Key<String> STORAGE_COPY_UNAVAILABLE =
      key(
          "storage.copy-unavailable",
          ValueType.word("refuse", "owe"),
          "refuse",
          "With before-success, while no copy volume can be written: objects of that class are refused"
              + " (status A700H), or accepted on the first volume, their copies owed.");
  static final Key<String> STORAGE_COPY_SAME_DISK =
      key(
          "storage.copy-same-disk",
          ValueType.word("refuse", "allow"),
          "refuse",
          "Whether the node starts with a copy volume on the file system of a first volume.");
  static final Key<Duration> STORAGE_SCRUB_PERIOD =
      key(
          "storage.scrub-period",
          ValueType.duration("0s", "1000d"),
          "30d",
          "All that is stored, copies too, is read and compared with its digest once in this time; 0s:"
              + " never.");
  static final Key<Long> STORAGE_SCRUB_RATE =
      key(
          "storage.scrub-rate",
          ValueType.bytes("1KiB", "1TiB"),
          "32MiB",
          "Most bytes a second that this reads, also when the period is then exceeded.");
  static final Key<Long> STORAGE_COMPACTION_RATE =
      key(
          "storage.compaction-rate",
          ValueType.bytes("1KiB", "1TiB"),
          "20MiB",
          "Most bytes that compaction reads in a second; it writes as many.");
  static final Key<Integer> STORAGE_COMPACTION_THRESHOLD =
      key(
          "storage.compaction-threshold",
          ValueType.integer(1, 100),
          "30",
          "Percent of a sealed pack's bytes that are dead when it is written anew without them.");
  static final Key<Duration> STORAGE_COMPACTION_GRACE =
      key(
          "storage.compaction-grace",
          ValueType.duration("0s", "3650d"),
          "7d",
          "How long bytes stay on disk after it was decided to drop them.");

  static final Key<String> DATABASE_URL =
      secretIn(
          "database.url",
          ValueType.jdbcUrl(),
          "Empty: an embedded H2 database in the data directory.");
  static final Key<String> DATABASE_USER =
      key("database.user", ValueType.text("a name"), "", "User of the database at database.url.");
  static final Key<String> DATABASE_PASSWORD =
      secretIn("database.password", ValueType.text("a password"), "That user's password.");
  static final Key<Integer> DATABASE_POOL_SIZE =
      key("database.pool-size", ValueType.integer(2, 1000), "16", "Most connections at once.");

  static final Key<Integer> INGEST_QUEUE_SIZE =
      key(
          "ingest.queue-size",
          ValueType.integer(1, 1_000_000),
          "2000",
          "Most objects that are durable but not yet in the index; beyond it senders wait.");
  static final Key<Integer> INGEST_BATCH_SIZE =
      key(
          "ingest.batch-size",
          ValueType.integer(1, 10_000),
          "500",
          "Most objects in one transaction of the index.");
  static final Key<Duration> INGEST_INDEX_DELAY =
      key(
          "ingest.index-delay",
          ValueType.duration("0s", "10s"),
          "500ms",
          "How long a durable object waits for others before they are indexed together; a query does"
              + " not wait for it.");
  static final Key<Duration> INGEST_INDEX_PATIENCE =
      key(
          "ingest.index-patience",
          ValueType.duration("0s", "10m"),
          "30s",
          "How long a query waits for the index to cover what was acknowledged before it.");

  static final Key<Integer> RETRIEVE_MAX_INSTANCES =
      key(
          "retrieve.max-instances",
          ValueType.integer(1, 65_535),
          "65535",
          "Most instances of one C-MOVE or C-GET; its numbers are US (PS3.7 §9.1.4, §9.1.3).");
  static final Key<Duration> RETRIEVE_KEEP_ASSOCIATION =
      key(
          "retrieve.keep-association",
          ValueType.duration("0s", "1m"),
          "1s",
          "How long an association to a destination waits for further objects to it before it is"
              + " released; 0s: not at all.");

  static final Key<String> BILLING_PROVIDER =
      key(
          "billing.provider",
          ValueType.text("a name"),
          "Hokan",
          "The provider's name on contracts that do not say another.");
  static final Key<String> BILLING_REGISTRATION_NUMBER =
      key(
          "billing.registration-number",
          ValueType.registrationNumber(),
          "",
          "The provider's number as an issuer of qualified invoices in Japan; stands on invoices.");
  static final Key<String> BILLING_ADDRESS =
      key("billing.address", ValueType.line(400), "", "The provider's address on invoices.");
  static final Key<String> BILLING_ELECTRONIC_ADDRESS =
      key(
          "billing.electronic-address",
          ValueType.electronicAddress(),
          "",
          "Where the provider's electronic invoices come from; its registration number if empty.");
  static final Key<String> BILLING_BANK =
      key(
          "billing.bank",
          ValueType.line(400),
          "",
          "The bank account that invoices name, on one line.");
  static final Key<Integer> BILLING_PAYMENT_DAYS =
      key(
          "billing.payment-days",
          ValueType.integer(0, 365),
          "30",
          "After how many days a statement is to be paid.");
  static final Key<ZoneId> BILLING_TIME_ZONE =
      key(
          "billing.time-zone",
          ValueType.zone(),
          "UTC",
          "Zone in which contract days and billing months begin, for facilities without their own.");
  static final Key<Duration> BILLING_QUIET_TIME =
      key(
          "billing.quiet-time",
          ValueType.duration("0s", "7d"),
          "30m",
          "An examination that got nothing new for so long has ended: its record is written.");

  static final Key<EndOfExam> BILLING_END_OF_EXAM =
      key(
          "billing.end-of-exam",
          ValueType.choice(EndOfExam.class),
          "MPPS",
          "What ends an examination before its quiet time: a performed procedure step that is"
              + " completed or discontinued (MPPS), the list of a storage commitment (COMMITMENT),"
              + " either (BOTH), or nothing (QUIET_TIME).");

  static final Key<List<Period>> BILLING_REMINDERS =
      list(
          "billing.reminders",
          ValueType.days(),
          List.of("90d", "30d", "7d"),
          "How long before its end a contract is pointed at: in its list, the log, the audit trail.");
  static final Key<List<LocalDate>> BILLING_HOLIDAYS =
      list(
          "billing.holidays",
          ValueType.dates(),
          List.of(),
          "Days that the conditions of storage rules call a holiday.");

  static final Key<List<Integer>> CONTRACT_CAPACITY_MARKS =
      list(
          "contract.capacity-marks",
          ValueType.percents(),
          List.of("80", "90", "100"),
          "Percents of a contract's capacity at which it is pointed at, once each: in the log, the"
              + " audit trail and a metric.");

  static final Key<Duration> CONTRACT_REFUSALS_KEPT =
      key(
          "contract.refusals-kept",
          ValueType.duration("0s", "3660d"),
          "90d",
          "How long it is kept what was known of instances that contract or rule refused, so that"
              + " other rules can be tried on them; 0s: nothing is noted.");

  static final Key<Integer> CONTRACT_REFUSALS_MOST =
      key(
          "contract.refusals-most",
          ValueType.integer(1, 10_000_000),
          "200000",
          "Of how many such instances at most, the latest; each takes about half a kilobyte.");

  static final Key<Integer> TARIFF_ANNUAL_POINTS =
      key(
          "tariff.annual-points",
          ValueType.integer(0, 1_000_000),
          "10",
          "Points of a year on the annual course.");
  static final Key<Integer> TARIFF_MONTHLY_POINTS =
      key(
          "tariff.monthly-points",
          ValueType.integer(0, 1_000_000),
          "1",
          "Points of a month on the monthly course.");
  static final Key<List<Configuration.Course>> TARIFF_COURSES =
      list(
          "tariff.courses",
          ValueType.courses(),
          List.of(),
          "Other period courses: name, months of a period and its points, such as QUARTERLY:3:3.");
  static final Key<String> TARIFF_PART_PERIODS =
      key(
          "tariff.part-periods",
          ValueType.word("DAYS", "WHOLE"),
          "DAYS",
          "What a period costs of which only a part is kept: the share of its days, or as a whole one.");
  static final Key<RoundingMode> TARIFF_ROUNDING =
      key(
          "tariff.rounding",
          ValueType.rounding(),
          "HALF_UP",
          "How an amount is rounded that has more decimals than its currency; also the tax, once for"
              + " each rate on a statement.");
  static final Key<String> TARIFF_TAX =
      key(
          "tariff.tax",
          ValueType.word("NONE", "JP"),
          "NONE",
          "Tax added on statements: none, or Japan's consumption tax at the rate of the last day"
              + " charged.");

  static final Key<Integer> JOB_THREADS =
      key("job.threads", ValueType.integer(1, 256), "4", "Most jobs at once.");
  static final Key<Duration> JOB_FIRST_PAUSE =
      key(
          "job.first-pause",
          ValueType.duration("10ms", "1d"),
          "10s",
          "Pause after a first failed attempt; it doubles with each further one.");
  static final Key<Duration> JOB_LONGEST_PAUSE =
      key(
          "job.longest-pause",
          ValueType.duration("10ms", "7d"),
          "1h",
          "No pause between two attempts is longer.");

  static final Key<Integer> COMMITMENT_MAX_INSTANCES =
      key(
          "commitment.max-instances",
          ValueType.integer(1, 65_535),
          "10000",
          "Most instances of one request; more are refused (status 0213H).");
  static final Key<Integer> COMMITMENT_MAX_REQUESTS =
      key(
          "commitment.max-requests",
          ValueType.integer(1, 100_000),
          "1000",
          "Most requests of one AE that are not reported yet; more are refused (status 0213H).");
  static final Key<Duration> COMMITMENT_SAME_ASSOCIATION =
      key(
          "commitment.same-association",
          ValueType.duration("0s", "1m"),
          "500ms",
          "The report goes on the association of the request when that lives on for so long after"
              + " the instances were read; else on one to the AE's address.");
  static final Key<Duration> COMMITMENT_GIVE_UP_AFTER =
      key(
          "commitment.give-up-after",
          ValueType.duration("1s", "90d"),
          "3d",
          "How long a report is tried; after that an operator sees it and can have it tried again.");
  static final Key<Duration> COMMITMENT_KEEP =
      key(
          "commitment.keep",
          ValueType.duration("1m", "3650d"),
          "30d",
          "How long results stay after the report, for who asks again.");

  static final Key<String> COMPRESSION_JOBS =
      key(
          "compression.jobs",
          ValueType.word("run", "none"),
          "run",
          "Whether anything is compressed; what is so already can be read in any case.");
  static final Key<Integer> COMPRESSION_CORES =
      key(
          "compression.cores-percent",
          ValueType.integer(1, 100),
          "50",
          "Share of the processors that compression takes; one of them at least.");
  static final Key<Integer> COMPRESSION_REST_FACTOR =
      key(
          "compression.rest-factor",
          ValueType.integer(0, 100),
          "9",
          "While objects are received, compression rests so many times as long as it worked; 0: never.");
  static final Key<Integer> COMPRESSION_MARGIN =
      key(
          "compression.margin-percent",
          ValueType.integer(0, 90),
          "3",
          "A result that is not smaller by so much is dropped, and not tried again.");
  static final Key<Integer> COMPRESSION_ATTEMPTS =
      key(
          "compression.attempts",
          ValueType.integer(1, 20),
          "3",
          "How often an object that fails is tried before it is left as it came, and listed.");
  static final Key<LocalTime> COMPRESSION_NIGHT_FROM =
      key(
          "compression.night-from",
          ValueType.timeOfDay(),
          "22:00",
          "When compress=nightly begins.");
  static final Key<LocalTime> COMPRESSION_NIGHT_UNTIL =
      key(
          "compression.night-until",
          ValueType.timeOfDay(),
          "05:00",
          "When it ends; in the time zone of the billing. The same as its begin: all day.");
  static final Key<Integer> RETENTION_APPROVALS =
      key(
          "retention.approvals",
          ValueType.integer(1, 10),
          "1",
          "How many different persons must approve a list before its studies are destroyed.");
  static final Key<String> RETENTION_PROPOSALS =
      key(
          "retention.proposals",
          ValueType.word("by-hand", "monthly"),
          "by-hand",
          "Who proposes lists: people, or also the node, for each facility at the begin of a month."
              + " Nothing is destroyed without approval either way.");

  static final Key<Integer> FORWARD_THREADS =
      key(
          "forward.threads",
          ValueType.integer(1, 32),
          "2",
          "Most examinations that are forwarded at once, each on an association of its own.");
  static final Key<Integer> FORWARD_ATTEMPTS =
      key(
          "forward.attempts",
          ValueType.integer(1, 1000),
          "80",
          "How often an instance is tried before it is given up and waits for an operator; with the"
              + " pauses of job, 80 attempts take about three days.");
  static final Key<Integer> AUDIT_QUEUE_SIZE =
      key(
          "audit.queue-size",
          ValueType.integer(1, 1_000_000),
          "10000",
          "Most accesses that wait to be written; beyond it callers wait.");
  static final Key<Integer> AUDIT_BATCH_SIZE =
      key("audit.batch-size", ValueType.integer(1, 10_000), "500", "Most accesses in one write.");
  static final Key<Duration> AUDIT_PATIENCE =
      key(
          "audit.patience",
          ValueType.duration("0s", "10m"),
          "10s",
          "How long a caller waits; after that the access is counted as lost, and the trail says"
              + " so.");

  static final Key<Duration> NODE_REFRESH_INTERVAL =
      key(
          "node.refresh-interval",
          ValueType.duration("100ms", "10m"),
          "3s",
          "How often facilities, AEs, contracts and rules are read again, for changes that other"
              + " nodes made.");
  static final Key<Duration> NODE_REHEARSAL =
      key(
          "node.rehearsal",
          ValueType.duration("0s", "1m"),
          "5s",
          "How long a started node stores and fetches generated stills in a scratch folder, so that"
              + " its code is compiled when the first association comes, which ends it; 0s: not at"
              + " all.");
  static final Key<Duration> NODE_STOP_TIMEOUT =
      key(
          "node.stop-timeout",
          ValueType.duration("0s", "1h"),
          "30s",
          "How long running operations may go on when the node is stopped.");

  static final Key<LogLevel> LOG_LEVEL =
      key(
          "log.level",
          ValueType.choice(LogLevel.class),
          "INFO",
          "Least important that is written.");

  private Keys() {}

  private static ValueType<Integer> port() {
    return ValueType.integer(0, 65_535);
  }

  private static ValueType<Integer> threads() {
    return ValueType.integer(0, 1000);
  }

  private static ValueType<Duration> timeout() {
    return ValueType.duration("100ms", "1d");
  }

  private static <T> Key<T> key(String name, ValueType<T> type, String initial, String meaning) {
    return add(new Key<>(name, type, List.of(initial), meaning, false));
  }

  private static <T> Key<T> list(String name, ValueType<T> type, String meaning) {
    return list(name, type, List.of(), meaning);
  }

  private static <T> Key<T> list(
      String name, ValueType<T> type, List<String> initial, String meaning) {
    return add(new Key<>(name, type, initial, meaning, false));
  }

  private static <T> Key<T> secretIn(String name, ValueType<T> type, String meaning) {
    return add(new Key<>(name, type, List.of(""), meaning, true));
  }

  private static <T> Key<T> add(Key<T> key) {
    LIST.add(key);
    return key;
  }
}
