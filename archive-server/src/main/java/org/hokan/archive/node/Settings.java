package org.hokan.archive.node;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.hokan.archive.audit.AuditSettings;
import org.hokan.archive.billing.BillingSettings;
import org.hokan.archive.billing.Issuer;
import org.hokan.archive.billing.LedgerKeys;
import org.hokan.archive.commitment.CommitmentSettings;
import org.hokan.archive.compaction.CompactionSettings;
import org.hokan.archive.compression.CompressionSettings;
import org.hokan.archive.compression.NightWindow;
import org.hokan.archive.compression.SurveyPortions;
import org.hokan.archive.config.CompactionConfiguration;
import org.hokan.archive.config.CompressionConfiguration;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.config.DatabaseConfiguration;
import org.hokan.archive.config.DicomConfiguration;
import org.hokan.archive.config.StorageConfiguration;
import org.hokan.archive.contract.BillingTerms;
import org.hokan.archive.contract.BillingTerms.PartPeriods;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.ContractSettings;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.archive.contract.StorageClass;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.ingest.IngestSettings;
import org.hokan.archive.job.JobSettings;
import org.hokan.archive.retention.RetentionSettings;
import org.hokan.archive.retrieve.RetrieveSettings;
import org.hokan.archive.scp.QueryLimits;
import org.hokan.archive.storage.CopySettings;
import org.hokan.archive.storage.ScrubSettings;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.archive.trial.RefusedArrivals;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.service.OperationLimits;

/** The configuration in the words of each room. */
final class Settings {
  /** So that the images of an examination that is being sent are one job, not one each. */
  private static final Duration COMPRESSION_SETTLE = Duration.ofSeconds(2);

  private static final Duration AUDIT_RETRY = Duration.ofSeconds(1);
  private static final Duration AUDIT_CLOSE = Duration.ofSeconds(10);

  private static final String DATABASE = "database";

  private Settings() {}

  /** Where the embedded database is. */
  static Path databaseFolder(Configuration configuration) {
    return configuration.dataDirectory().resolve(DATABASE);
  }

  static DatabaseSettings database(DatabaseConfiguration database, Path data) {
    return database
        .url()
        .map(
            url ->
                new DatabaseSettings(
                    url, database.user(), database.password(), database.poolSize()))
        .orElseGet(
            () ->
                DatabaseSettings.h2(data.resolve(DATABASE).resolve("hokan"))
                    .withPoolSize(database.poolSize()));
  }

  static StorageSettings storage(StorageConfiguration storage, Path data) {
    StorageSettings.Builder builder =
        StorageSettings.builder(data)
            .packSize(storage.packSize())
            .largeObjectSize(storage.largeObjectSize())
            .writeAhead(storage.writeAheadMin(), storage.writeAheadMax())
            .memoryBudget(storage.memoryBudget())
            .minimumFreeSpace(storage.minimumFreeSpace())
            .idleClose(storage.idleClose())
            .writers(storage.writers())
            .copies(copies(storage.copies()))
            .scrub(new ScrubSettings(storage.scrubPeriod(), storage.scrubRate()));
    return storage.volumes().isEmpty()
        ? builder.build()
        : builder.volumes(storage.volumes()).build();
  }

  /** Only what hospitals pay for as DELUXE has a second copy. */
  private static CopySettings copies(StorageConfiguration.Copies copies) {
    return new CopySettings(
        copies.volumes(),
        Set.of(StorageClass.DELUXE.name()),
        copies.when().equals("before-success")
            ? CopySettings.Time.BEFORE_SUCCESS
            : CopySettings.Time.SOON_AFTER,
        copies.unavailable().equals("refuse")
            ? CopySettings.Unavailable.REFUSE
            : CopySettings.Unavailable.OWE,
        copies.sameDisk().equals("allow"));
  }

  static AuditSettings audit(Configuration.Audit audit) {
    return new AuditSettings(
        audit.queueSize(), audit.batchSize(), audit.patience(), AUDIT_RETRY, AUDIT_CLOSE);
  }

  static RefusedArrivals.Limits refusals(Configuration.Contract contract) {
    return new RefusedArrivals.Limits(contract.refusalsKept(), contract.refusalsMost());
  }

  static ContractSettings contracts(Configuration configuration) {
    Configuration.Tariff tariff = configuration.tariff();
    Map<PeriodCourse, Integer> points = new HashMap<>();
    tariff.courses().forEach(c -> points.put(new PeriodCourse(c.name(), c.months()), c.points()));
    points.put(PeriodCourse.ANNUAL, tariff.annualPoints());
    points.put(PeriodCourse.MONTHLY, tariff.monthlyPoints());
    return new ContractSettings(
        configuration.billing().provider(),
        configuration.billing().timeZone(),
        points,
        new BillingTerms(
            PartPeriods.valueOf(tariff.partPeriods()),
            tariff.rounding(),
            Tax.valueOf(tariff.tax())),
        configuration.billing().reminders(),
        configuration.contract().capacityMarks());
  }

  static BillingSettings billing(Configuration configuration) throws IOException {
    Configuration.Billing billing = configuration.billing();
    return new BillingSettings(
        configuration.tariff().rounding(),
        Tax.valueOf(configuration.tariff().tax()),
        new Issuer(
            billing.provider(),
            billing.registrationNumber(),
            billing.address(),
            billing.electronicAddress(),
            billing.bank(),
            billing.paymentDays()),
        LedgerKeys.open(
            configuration.dataDirectory().resolve("ledger-key"),
            configuration.dataDirectory().resolve("ledger-keys-earlier")));
  }

  static IngestSettings ingest(Configuration.Ingest ingest) {
    return new IngestSettings(
        ingest.queueSize(), ingest.batchSize(), ingest.indexDelay(), ingest.indexPatience());
  }

  static RetrieveSettings retrieve(Configuration configuration) {
    return new RetrieveSettings(
        configuration.dicom().aeTitle(),
        configuration.retrieve().maxInstances(),
        configuration.retrieve().keepAssociation());
  }

  static JobSettings jobs(Configuration.Job job) {
    JobSettings usual = JobSettings.defaults();
    return new JobSettings(
        job.threads(), usual.poll(), job.firstPause(), job.longestPause(), usual.lease());
  }

  static CommitmentSettings commitment(Configuration configuration) {
    Configuration.Commitment commitment = configuration.commitment();
    return new CommitmentSettings(
        configuration.dicom().aeTitle(),
        commitment.maxInstances(),
        commitment.maxRequests(),
        commitment.sameAssociation(),
        commitment.giveUpAfter(),
        commitment.keep(),
        configuration.billing().endOfExam().byCommitment());
  }

  static CompressionSettings compression(Configuration configuration) {
    CompressionConfiguration compression = configuration.compression();
    int cores = Runtime.getRuntime().availableProcessors();
    return new CompressionSettings(
        compression.jobs().equals("run"),
        Math.max(1, cores * compression.coresPercent() / 100),
        compression.marginPercent(),
        compression.attempts(),
        compression.restFactor(),
        new NightWindow(
            compression.nightFrom(), compression.nightUntil(), configuration.billing().timeZone()),
        COMPRESSION_SETTLE,
        SurveyPortions.USUAL);
  }

  static AssociationLimits limits(DicomConfiguration dicom) {
    DicomConfiguration.Timeouts timeouts = dicom.timeouts();
    return AssociationLimits.builder()
        .connectTimeout(timeouts.connect())
        .artimTimeout(timeouts.artim())
        .associateTimeout(timeouts.associate())
        .idleTimeout(timeouts.idle())
        .readTimeout(timeouts.read())
        .writeTimeout(timeouts.write())
        .operationTimeout(timeouts.operation())
        .identifierTimeout(timeouts.identifier())
        .releaseTimeout(timeouts.release())
        .minTransferRate(timeouts.minTransferRate())
        .transferWindow(timeouts.transferWindow())
        .maxPduLength(dicom.lengths().maxPduLength())
        .maxSentPduLength(dicom.lengths().maxPduLength())
        .maxIdentifierLength(dicom.lengths().maxIdentifierLength())
        .maxOperations(dicom.maxOperations())
        .build();
  }

  static QueryLimits query(Configuration configuration) {
    DicomConfiguration.Operations operations = configuration.dicom().operations();
    return new QueryLimits(operations.maxMatches(), operations.queryTime());
  }

  static OperationLimits operations(DicomConfiguration dicom) {
    DicomConfiguration.Operations operations = dicom.operations();
    return new OperationLimits(
        operations.threads(),
        operations.maxPerFacility(),
        operations.maxWaiting(),
        dicom.lengths().identifierMemory());
  }

  static RetentionSettings retention(Configuration.Retention retention) {
    return new RetentionSettings(retention.approvals(), retention.proposals().equals("monthly"));
  }

  static CompactionSettings compaction(CompactionConfiguration compaction) {
    return new CompactionSettings(
        compaction.rate(), compaction.thresholdPercent(), compaction.grace());
  }
}
