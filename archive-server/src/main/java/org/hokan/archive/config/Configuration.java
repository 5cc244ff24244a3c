package org.hokan.archive.config;

import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The whole configuration of a node. Immutable. What each key means stands in {@code
 * docs/configuration.md}.
 *
 * @param effective every key and the value that applies, secrets masked
 */
public record Configuration(
    Path dataDirectory,
    DicomConfiguration dicom,
    Http http,
    StorageConfiguration storage,
    DatabaseConfiguration database,
    Ingest ingest,
    Retrieve retrieve,
    Billing billing,
    Contract contract,
    Tariff tariff,
    Job job,
    Commitment commitment,
    CompressionConfiguration compression,
    Retention retention,
    Forward forward,
    Audit audit,
    Node node,
    LogLevel logLevel,
    List<EffectiveSetting> effective) {

  /** Section {@code forward}. */
  public record Forward(int threads, int attempts) {}

  /** Section {@code http}. */
  public record Http(String host, int port, int maxConnections) {}

  /** Section {@code ingest}. */
  public record Ingest(int queueSize, int batchSize, Duration indexDelay, Duration indexPatience) {}

  /** Section {@code retrieve}. */
  public record Retrieve(int maxInstances, Duration keepAssociation) {}

  /** Section {@code billing}. */
  public record Billing(
      String provider,
      String registrationNumber,
      String address,
      String electronicAddress,
      String bank,
      int paymentDays,
      ZoneId timeZone,
      Duration quietTime,
      EndOfExam endOfExam,
      List<Period> reminders,
      List<LocalDate> holidays) {}

  /**
   * Section {@code contract}.
   *
   * @param capacityMarks percents, rising
   * @param refusalsKept how long the facts of what is refused are kept; zero: not at all
   * @param refusalsMost of how many instances at most
   */
  public record Contract(List<Integer> capacityMarks, Duration refusalsKept, int refusalsMost) {}

  /** Section {@code tariff}. */
  public record Tariff(
      int annualPoints,
      int monthlyPoints,
      List<Course> courses,
      String partPeriods,
      RoundingMode rounding,
      String tax) {}

  /**
   * Another period course of the tariff.
   *
   * @param months how long a period is
   */
  public record Course(String name, int months, int points) {}

  /** Section {@code job}. */
  public record Job(int threads, Duration firstPause, Duration longestPause) {}

  /** Section {@code commitment}. */
  public record Commitment(
      int maxInstances,
      int maxRequests,
      Duration sameAssociation,
      Duration giveUpAfter,
      Duration keep) {}

  /**
   * Section {@code retention}.
   *
   * @param proposals {@code by-hand} or {@code monthly}
   */
  public record Retention(int approvals, String proposals) {}

  /** Section {@code audit}. */
  public record Audit(int queueSize, int batchSize, Duration patience) {}

  /** Section {@code node}. */
  public record Node(Duration refreshInterval, Duration rehearsal, Duration stopTimeout) {}

  /** What applies when nothing is given. */
  public static Configuration defaults() {
    return load(Optional.empty(), List.of());
  }

  /**
   * Reads the file, if any, and applies the overrides, of which a later one wins.
   *
   * @param overrides each {@code dotted.key=value}; the values of a list are separated by commas
   * @throws ConfigurationException with every problem there is
   */
  public static Configuration load(Optional<Path> file, List<String> overrides) {
    List<Problem> problems = new ArrayList<>();
    List<Given> given = new ArrayList<>();
    file.ifPresent(path -> given.addAll(YamlReader.read(path, problems)));
    overrides.forEach(override -> Overrides.read(override, given, problems));
    Values values = new Values(given, problems);
    Contradictions.check(values, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return of(values);
  }

  private static Configuration of(Values values) {
    return new Configuration(
        values.get(Keys.DATA_DIRECTORY),
        DicomConfiguration.of(values),
        new Http(
            values.get(Keys.HTTP_HOST),
            values.get(Keys.HTTP_PORT),
            values.get(Keys.HTTP_MAX_CONNECTIONS)),
        StorageConfiguration.of(values),
        DatabaseConfiguration.of(values),
        new Ingest(
            values.get(Keys.INGEST_QUEUE_SIZE),
            values.get(Keys.INGEST_BATCH_SIZE),
            values.get(Keys.INGEST_INDEX_DELAY),
            values.get(Keys.INGEST_INDEX_PATIENCE)),
        new Retrieve(
            values.get(Keys.RETRIEVE_MAX_INSTANCES), values.get(Keys.RETRIEVE_KEEP_ASSOCIATION)),
        new Billing(
            values.get(Keys.BILLING_PROVIDER),
            values.get(Keys.BILLING_REGISTRATION_NUMBER),
            values.get(Keys.BILLING_ADDRESS),
            values.get(Keys.BILLING_ELECTRONIC_ADDRESS),
            values.get(Keys.BILLING_BANK),
            values.get(Keys.BILLING_PAYMENT_DAYS),
            values.get(Keys.BILLING_TIME_ZONE),
            values.get(Keys.BILLING_QUIET_TIME),
            values.get(Keys.BILLING_END_OF_EXAM),
            values.get(Keys.BILLING_REMINDERS),
            values.get(Keys.BILLING_HOLIDAYS)),
        new Contract(
            values.get(Keys.CONTRACT_CAPACITY_MARKS),
            values.get(Keys.CONTRACT_REFUSALS_KEPT),
            values.get(Keys.CONTRACT_REFUSALS_MOST)),
        new Tariff(
            values.get(Keys.TARIFF_ANNUAL_POINTS),
            values.get(Keys.TARIFF_MONTHLY_POINTS),
            values.get(Keys.TARIFF_COURSES),
            values.get(Keys.TARIFF_PART_PERIODS),
            values.get(Keys.TARIFF_ROUNDING),
            values.get(Keys.TARIFF_TAX)),
        new Job(
            values.get(Keys.JOB_THREADS),
            values.get(Keys.JOB_FIRST_PAUSE),
            values.get(Keys.JOB_LONGEST_PAUSE)),
        new Commitment(
            values.get(Keys.COMMITMENT_MAX_INSTANCES),
            values.get(Keys.COMMITMENT_MAX_REQUESTS),
            values.get(Keys.COMMITMENT_SAME_ASSOCIATION),
            values.get(Keys.COMMITMENT_GIVE_UP_AFTER),
            values.get(Keys.COMMITMENT_KEEP)),
        CompressionConfiguration.of(values),
        new Retention(values.get(Keys.RETENTION_APPROVALS), values.get(Keys.RETENTION_PROPOSALS)),
        new Forward(values.get(Keys.FORWARD_THREADS), values.get(Keys.FORWARD_ATTEMPTS)),
        new Audit(
            values.get(Keys.AUDIT_QUEUE_SIZE),
            values.get(Keys.AUDIT_BATCH_SIZE),
            values.get(Keys.AUDIT_PATIENCE)),
        new Node(
            values.get(Keys.NODE_REFRESH_INTERVAL),
            values.get(Keys.NODE_REHEARSAL),
            values.get(Keys.NODE_STOP_TIMEOUT)),
        values.get(Keys.LOG_LEVEL),
        values.effective());
  }
}
