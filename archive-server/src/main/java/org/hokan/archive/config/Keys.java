package org.hokan.archive.config;

import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** All keys, in the order of the file: name, form and range, default, meaning. */
final class Keys {
  private static final KeyTable KEYS = new KeyTable();

  /** All keys in order. */
  static final List<Key<?>> ALL = KEYS.all();

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
      KEYS.key(
          "data-directory",
          ValueType.path(),
          "hokan-data",
          "Folder of all that the node keeps, unless told otherwise below. Made when missing.");

  static {
    KEYS.section(DicomKeys.KEYS);
  }

  static final Key<String> HTTP_HOST =
      KEYS.key(
          "http.host",
          ValueType.text("an address or host name of this machine"),
          "127.0.0.1",
          "Where to listen. There is no TLS here yet: leave it on loopback, or behind a proxy.");
  static final Key<Integer> HTTP_PORT =
      KEYS.key("http.port", KeyTable.port(), "8080", "TCP port; 0 for any that is free.");
  static final Key<Integer> HTTP_MAX_CONNECTIONS =
      KEYS.key(
          "http.max-connections",
          ValueType.integer(1, 100_000),
          "200",
          "Most connections at once, half of them from one IP address; more are closed. Behind a"
              + " reverse proxy all clients have its address: they share that half.");

  static {
    KEYS.section(StorageKeys.KEYS);
  }

  static final Key<String> DATABASE_URL =
      KEYS.secretIn(
          "database.url",
          ValueType.jdbcUrl(),
          "Empty: an embedded H2 database in the data directory.");
  static final Key<String> DATABASE_USER =
      KEYS.key(
          "database.user", ValueType.text("a name"), "", "User of the database at database.url.");
  static final Key<String> DATABASE_PASSWORD =
      KEYS.secretIn("database.password", ValueType.text("a password"), "That user's password.");
  static final Key<Integer> DATABASE_POOL_SIZE =
      KEYS.key("database.pool-size", ValueType.integer(2, 1000), "16", "Most connections at once.");

  static final Key<Integer> INGEST_QUEUE_SIZE =
      KEYS.key(
          "ingest.queue-size",
          ValueType.integer(1, 1_000_000),
          "2000",
          "Most objects that are durable but not yet in the index; beyond it senders wait.");
  static final Key<Integer> INGEST_BATCH_SIZE =
      KEYS.key(
          "ingest.batch-size",
          ValueType.integer(1, 10_000),
          "500",
          "Most objects in one transaction of the index.");
  static final Key<Duration> INGEST_INDEX_DELAY =
      KEYS.key(
          "ingest.index-delay",
          ValueType.duration("0s", "10s"),
          "500ms",
          "How long a durable object waits for others before they are indexed together; a query does"
              + " not wait for it.");
  static final Key<Duration> INGEST_INDEX_PATIENCE =
      KEYS.key(
          "ingest.index-patience",
          ValueType.duration("0s", "10m"),
          "30s",
          "How long a query waits for the index to cover what was acknowledged before it.");

  static final Key<Integer> RETRIEVE_MAX_INSTANCES =
      KEYS.key(
          "retrieve.max-instances",
          ValueType.integer(1, 65_535),
          "65535",
          "Most instances of one C-MOVE or C-GET; its numbers are US (PS3.7 §9.1.4, §9.1.3).");
  static final Key<Duration> RETRIEVE_KEEP_ASSOCIATION =
      KEYS.key(
          "retrieve.keep-association",
          ValueType.duration("0s", "1m"),
          "1s",
          "How long an association to a destination waits for further objects to it before it is"
              + " released; 0s: not at all.");

  static final Key<String> BILLING_PROVIDER =
      KEYS.key(
          "billing.provider",
          ValueType.text("a name"),
          "Hokan",
          "The provider's name on contracts that do not say another.");
  static final Key<String> BILLING_REGISTRATION_NUMBER =
      KEYS.key(
          "billing.registration-number",
          ValueType.registrationNumber(),
          "",
          "The provider's number as an issuer of qualified invoices in Japan; stands on invoices.");
  static final Key<String> BILLING_ADDRESS =
      KEYS.key("billing.address", ValueType.line(400), "", "The provider's address on invoices.");
  static final Key<String> BILLING_ELECTRONIC_ADDRESS =
      KEYS.key(
          "billing.electronic-address",
          ValueType.electronicAddress(),
          "",
          "Where the provider's electronic invoices come from; its registration number if empty.");
  static final Key<String> BILLING_BANK =
      KEYS.key(
          "billing.bank",
          ValueType.line(400),
          "",
          "The bank account that invoices name, on one line.");
  static final Key<Integer> BILLING_PAYMENT_DAYS =
      KEYS.key(
          "billing.payment-days",
          ValueType.integer(0, 365),
          "30",
          "After how many days a statement is to be paid.");
  static final Key<ZoneId> BILLING_TIME_ZONE =
      KEYS.key(
          "billing.time-zone",
          ValueType.zone(),
          "UTC",
          "Zone in which contract days and billing months begin, for facilities without their own. To be set before the first contract: later, what was kept and charged would fall on other days.");
  static final Key<Duration> BILLING_QUIET_TIME =
      KEYS.key(
          "billing.quiet-time",
          ValueType.duration("0s", "7d"),
          "30m",
          "An examination that got nothing new for so long has ended: its record is written.");

  static final Key<EndOfExam> BILLING_END_OF_EXAM =
      KEYS.key(
          "billing.end-of-exam",
          ValueType.choice(EndOfExam.class),
          "MPPS",
          "What ends an examination before its quiet time: a performed procedure step that is"
              + " completed or discontinued (MPPS), the list of a storage commitment (COMMITMENT),"
              + " either (BOTH), or nothing (QUIET_TIME).");

  static final Key<List<Period>> BILLING_REMINDERS =
      KEYS.list(
          "billing.reminders",
          ValueType.days(),
          List.of("90d", "30d", "7d"),
          "How long before its end a contract is pointed at: in its list, the log, the audit trail.");
  static final Key<List<LocalDate>> BILLING_HOLIDAYS =
      KEYS.list(
          "billing.holidays",
          ValueType.dates(),
          List.of(),
          "Days that the conditions of storage rules call a holiday.");

  static final Key<List<Integer>> CONTRACT_CAPACITY_MARKS =
      KEYS.list(
          "contract.capacity-marks",
          ValueType.percents(),
          List.of("80", "90", "100"),
          "Percents of a contract's capacity at which it is pointed at, once each: in the log, the"
              + " audit trail and a metric.");

  static final Key<Duration> CONTRACT_REFUSALS_KEPT =
      KEYS.key(
          "contract.refusals-kept",
          ValueType.duration("0s", "3660d"),
          "90d",
          "How long it is kept what was known of instances that contract or rule refused, so that"
              + " other rules can be tried on them; 0s: nothing is noted.");

  static final Key<Integer> CONTRACT_REFUSALS_MOST =
      KEYS.key(
          "contract.refusals-most",
          ValueType.integer(1, 10_000_000),
          "200000",
          "Of how many such instances at most, of all facilities; the oldest of the facility with most"
              + " go first. Each takes about half a kilobyte.");

  static final Key<Integer> TARIFF_ANNUAL_POINTS =
      KEYS.key(
          "tariff.annual-points",
          ValueType.integer(0, 1_000_000),
          "10",
          "Points of a year on the annual course.");
  static final Key<Integer> TARIFF_MONTHLY_POINTS =
      KEYS.key(
          "tariff.monthly-points",
          ValueType.integer(0, 1_000_000),
          "1",
          "Points of a month on the monthly course.");
  static final Key<List<Configuration.Course>> TARIFF_COURSES =
      KEYS.list(
          "tariff.courses",
          ValueType.courses(),
          List.of(),
          "Other period courses: name, months of a period and its points, such as QUARTERLY:3:3.");
  static final Key<String> TARIFF_PART_PERIODS =
      KEYS.key(
          "tariff.part-periods",
          ValueType.word("DAYS", "WHOLE"),
          "DAYS",
          "What a period costs of which only a part is kept: the share of its days, or as a whole one.");
  static final Key<RoundingMode> TARIFF_ROUNDING =
      KEYS.key(
          "tariff.rounding",
          ValueType.rounding(),
          "HALF_UP",
          "How an amount is rounded that has more decimals than its currency; also the tax, once for"
              + " each rate on a statement.");
  static final Key<String> TARIFF_TAX =
      KEYS.key(
          "tariff.tax",
          ValueType.word("NONE", "JP"),
          "NONE",
          "Tax added on statements: none, or Japan's consumption tax at the rate of the last day"
              + " charged.");

  static final Key<Integer> JOB_THREADS =
      KEYS.key("job.threads", ValueType.integer(1, 256), "4", "Most jobs at once.");
  static final Key<Duration> JOB_FIRST_PAUSE =
      KEYS.key(
          "job.first-pause",
          ValueType.duration("10ms", "1d"),
          "10s",
          "Pause after a first failed attempt; it doubles with each further one.");
  static final Key<Duration> JOB_LONGEST_PAUSE =
      KEYS.key(
          "job.longest-pause",
          ValueType.duration("10ms", "7d"),
          "1h",
          "No pause between two attempts is longer.");

  static final Key<Integer> COMMITMENT_MAX_INSTANCES =
      KEYS.key(
          "commitment.max-instances",
          ValueType.integer(1, 33_000),
          "10000",
          "Most instances of one request; more are refused (status 0213H).");
  static final Key<Integer> COMMITMENT_MAX_REQUESTS =
      KEYS.key(
          "commitment.max-requests",
          ValueType.integer(1, 100_000),
          "1000",
          "Most requests of one AE that are not reported yet; more are refused (status 0213H).");
  static final Key<Duration> COMMITMENT_SAME_ASSOCIATION =
      KEYS.key(
          "commitment.same-association",
          ValueType.duration("0s", "1m"),
          "500ms",
          "The report goes on the association of the request when that lives on for so long after"
              + " the instances were read; else on one to the AE's address.");
  static final Key<Duration> COMMITMENT_GIVE_UP_AFTER =
      KEYS.key(
          "commitment.give-up-after",
          ValueType.duration("1s", "90d"),
          "3d",
          "How long a report is tried; after that an operator sees it and can have it tried again.");
  static final Key<Duration> COMMITMENT_KEEP =
      KEYS.key(
          "commitment.keep",
          ValueType.duration("1m", "3650d"),
          "30d",
          "How long results stay after the report, for who asks again.");

  static final Key<String> COMPRESSION_JOBS =
      KEYS.key(
          "compression.jobs",
          ValueType.word("run", "none"),
          "run",
          "Whether anything is compressed; what is so already can be read in any case.");
  static final Key<Integer> COMPRESSION_CORES =
      KEYS.key(
          "compression.cores-percent",
          ValueType.integer(1, 100),
          "50",
          "Share of the processors that compression takes; one of them at least.");
  static final Key<Integer> COMPRESSION_REST_FACTOR =
      KEYS.key(
          "compression.rest-factor",
          ValueType.integer(0, 100),
          "9",
          "While objects are received, compression rests so many times as long as it worked; 0: never.");
  static final Key<Integer> COMPRESSION_MARGIN =
      KEYS.key(
          "compression.margin-percent",
          ValueType.integer(0, 90),
          "3",
          "A result that is not smaller by so much is dropped, and not tried again.");
  static final Key<Integer> COMPRESSION_ATTEMPTS =
      KEYS.key(
          "compression.attempts",
          ValueType.integer(1, 20),
          "3",
          "How often an object that fails is tried before it is left as it came, and listed.");
  static final Key<LocalTime> COMPRESSION_NIGHT_FROM =
      KEYS.key(
          "compression.night-from",
          ValueType.timeOfDay(),
          "22:00",
          "When compress=nightly begins.");
  static final Key<LocalTime> COMPRESSION_NIGHT_UNTIL =
      KEYS.key(
          "compression.night-until",
          ValueType.timeOfDay(),
          "05:00",
          "When it ends; in the time zone of the billing. The same as its begin: all day.");
  static final Key<Integer> RETENTION_APPROVALS =
      KEYS.key(
          "retention.approvals",
          ValueType.integer(1, 10),
          "1",
          "How many different persons must approve a list before its studies are destroyed.");
  static final Key<String> RETENTION_PROPOSALS =
      KEYS.key(
          "retention.proposals",
          ValueType.word("by-hand", "monthly"),
          "by-hand",
          "Who proposes lists: people, or also the node, for each facility at the begin of a month."
              + " Nothing is destroyed without approval either way.");

  static final Key<Integer> FORWARD_THREADS =
      KEYS.key(
          "forward.threads",
          ValueType.integer(1, 32),
          "4",
          "Most examinations that are forwarded at once, each on an association of its own; at most"
              + " half of them go to the same AE.");
  static final Key<Integer> FORWARD_ATTEMPTS =
      KEYS.key(
          "forward.attempts",
          ValueType.integer(1, 1000),
          "80",
          "How often an instance is tried before it is given up and waits for an operator; with the"
              + " pauses of job, 80 attempts take about three days.");
  static final Key<Integer> AUDIT_QUEUE_SIZE =
      KEYS.key(
          "audit.queue-size",
          ValueType.integer(1, 1_000_000),
          "10000",
          "Most accesses that wait to be written; beyond it callers wait.");
  static final Key<Integer> AUDIT_BATCH_SIZE =
      KEYS.key(
          "audit.batch-size", ValueType.integer(1, 10_000), "500", "Most accesses in one write.");
  static final Key<Duration> AUDIT_PATIENCE =
      KEYS.key(
          "audit.patience",
          ValueType.duration("0s", "10m"),
          "10s",
          "How long a caller waits; after that the access is counted as lost, and the trail says"
              + " so.");

  static final Key<Duration> NODE_REFRESH_INTERVAL =
      KEYS.key(
          "node.refresh-interval",
          ValueType.duration("100ms", "10m"),
          "3s",
          "How often facilities, AEs, contracts and rules are read again, for changes that other"
              + " nodes made.");
  static final Key<Duration> NODE_REHEARSAL =
      KEYS.key(
          "node.rehearsal",
          ValueType.duration("0s", "1m"),
          "5s",
          "How long a started node stores and fetches generated stills in a scratch folder, so that"
              + " its code is compiled when the first association comes, which ends it; 0s: not at"
              + " all.");
  static final Key<Duration> NODE_STOP_TIMEOUT =
      KEYS.key(
          "node.stop-timeout",
          ValueType.duration("0s", "1h"),
          "30s",
          "How long running operations may go on when the node is stopped.");

  static final Key<LogLevel> LOG_LEVEL =
      KEYS.key(
          "log.level",
          ValueType.choice(LogLevel.class),
          "INFO",
          "Least important that is written.");

  private Keys() {}
}
