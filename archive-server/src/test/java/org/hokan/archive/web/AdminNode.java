package org.hokan.archive.web;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.RoundingMode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditSettings;
import org.hokan.archive.billing.BillingSettings;
import org.hokan.archive.billing.Issuer;
import org.hokan.archive.billing.LedgerKeys;
import org.hokan.archive.billing.NodeKey;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.commitment.CommitmentRooms;
import org.hokan.archive.commitment.CommitmentSettings;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.compression.CompressionRooms;
import org.hokan.archive.compression.CompressionSettings;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.compression.NightWindow;
import org.hokan.archive.compression.SurveyPortions;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.followup.FollowUpRooms;
import org.hokan.archive.followup.FollowUpWork;
import org.hokan.archive.index.ArrivedInstance;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.ingest.IngestRooms;
import org.hokan.archive.ingest.IngestSettings;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobSettings;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.procedure.ProcedureRooms;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.retention.LegalHolds;
import org.hokan.archive.retention.RetentionRooms;
import org.hokan.archive.retention.RetentionSettings;
import org.hokan.archive.retrieve.Charges;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.archive.retrieve.RetrieveSettings;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.archive.storage.StoredObject;
import org.hokan.archive.trial.RefusedArrivals;
import org.hokan.archive.trial.RuleTrial;
import org.hokan.archive.trial.TrialRooms;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.net.service.DicomClient;

/** Every room behind a real HTTP server, in one folder, on 21 November 2026, noon in Tokyo. */
public final class AdminNode implements AutoCloseable {
  public static final Instant NOON = Instant.parse("2026-11-21T03:00:00Z");
  static final Uid ENDOSCOPIC = Uid.of("1.2.840.10008.5.1.4.1.1.77.1.1");
  static final Uid JPEG = Uid.of("1.2.840.10008.1.2.4.50");

  public final Path folder;
  final Clock clock = Clock.fixed(NOON, ZoneId.of("Asia/Tokyo"));
  final Database database;
  final AdminRooms rooms;
  final TestOperations operations;
  final AdminServer server;
  private final Ingest ingest;
  private final JobQueue jobs;
  private final DicomClient dicom = DicomClient.builder().build();
  private final HttpClient client = HttpClient.newHttpClient();

  public AdminNode(Path folder) throws IOException {
    this.folder = folder;
    database = Database.open(DatabaseSettings.h2(folder.resolve("index")), tables());
    Audit audit = new Audit(database, AuditSettings.defaults());
    ApplicationEntities entities =
        new ApplicationEntities(
            database, audit, clock, List.of(Contracts.dependents(clock.getZone())));
    Contracts contracts =
        new Contracts(
            database,
            audit,
            entities,
            clock,
            TestTerms.settings(clock.getZone()),
            List.of(UsageLedger::useOfContract));
    UsageLedger ledger =
        new UsageLedger(
            database,
            tx -> contracts.list(),
            (tx, who, action, facility, text) ->
                audit.record(
                    tx,
                    AuditEvent.change(clock.instant(), who, action)
                        .facility(facility)
                        .detail(text)
                        .build()),
            new BillingSettings(
                RoundingMode.HALF_UP,
                Tax.NONE,
                Issuer.named("Provider"),
                LedgerKeys.of(NodeKey.fresh())),
            clock);
    PackStore store =
        PackStore.open(StorageSettings.builder(folder).minimumFreeSpace(0).build(), clock);
    Index index = new Index(database);
    operations = new TestOperations(database, index, ledger, store, audit, folder);
    StorageRules rules = new StorageRules(database, audit, contracts, clock, List.of());
    ingest =
        new Ingest(
            IngestSettings.defaults(),
            new IngestRooms(store, database, index, ledger, audit, rules),
            clock);
    jobs = new JobQueue(database, JobSettings.defaults(), clock);
    LegalHolds holds = new LegalHolds(database, index, audit, clock);
    rooms =
        new AdminRooms(
            entities,
            contracts,
            rules,
            index,
            ledger,
            store,
            audit,
            commitments(entities, index, store, audit),
            new PerformedProcedures(
                new ProcedureRooms(database, index, ingest, jobs, audit), true, clock),
            compressions(index, rules, ledger, store, audit),
            holds,
            new Deletions(
                new RetentionSettings(1, false),
                new RetentionRooms(
                    database, entities, contracts, index, ingest, jobs, audit, holds),
                clock),
            followUps(
                new FollowUpRooms(
                    database,
                    entities,
                    rules,
                    contracts,
                    index,
                    ingest,
                    new Retrieve(
                        new RetrieveSettings("HOKAN", 100, Duration.ZERO),
                        store,
                        index,
                        dicom,
                        new Charges(ledger, clock)),
                    ledger,
                    jobs,
                    audit)),
            jobs,
            new RuleTrial(
                new TrialRooms(
                    database,
                    index,
                    ingest,
                    rules,
                    contracts,
                    new RefusedArrivals(
                        database, new RefusedArrivals.Limits(Duration.ofDays(1), 100), clock))),
            operations,
            clock);
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    metrics.counter("archive.ingest.objects", "outcome", "stored").increment();
    server = AdminServer.start(new WebSettings("127.0.0.1", 0, 20, folder), rooms, metrics);
  }

  /** Nothing is done until the jobs are started, which no test here does. */
  private Commitments commitments(
      ApplicationEntities entities, Index index, PackStore store, Audit audit) {
    Duration hour = Duration.ofHours(1);
    return new Commitments(
        new CommitmentSettings("HOKAN", 10, 10, Duration.ZERO, hour, hour, false),
        new CommitmentRooms(database, entities, index, ingest, store, jobs, audit, dicom, Set.of()),
        clock);
  }

  private Compressions compressions(
      Index index, StorageRules rules, UsageLedger ledger, PackStore store, Audit audit) {
    return new Compressions(
        new CompressionSettings(
            true,
            1,
            3,
            3,
            0,
            new NightWindow(LocalTime.of(22, 0), LocalTime.of(5, 0), ZoneOffset.UTC),
            Duration.ZERO,
            SurveyPortions.USUAL),
        new CompressionRooms(
            store,
            database,
            index,
            ingest,
            rules,
            ledger,
            jobs,
            audit,
            new Recompression(),
            new LegalHolds(database, index, audit, clock)::isHeld),
        clock);
  }

  private FollowUpWork followUps(FollowUpRooms rooms) {
    return new FollowUpWork(rooms, 3, 1, clock);
  }

  private static List<Class<?>> tables() {
    return Stream.of(
            ApplicationEntities.entities(),
            Audit.entities(),
            Contracts.entities(),
            Index.entities(),
            UsageLedger.entities(),
            JobQueue.entities(),
            Commitments.entities(),
            PerformedProcedures.entities(),
            Compressions.entities(),
            Deletions.entities(),
            FollowUpWork.entities(),
            RefusedArrivals.entities())
        .flatMap(List::stream)
        .toList();
  }

  /** Stores and indexes an image of one patient, as if ENDO1 had sent it. */
  public void arrived(String patient, String study, String image, Optional<String> quarantine)
      throws Exception {
    DataSet dataSet = image(patient, study, image);
    byte[] file = file(dataSet);
    StoredObject stored;
    try (Incoming incoming = rooms.store().begin()) {
      incoming.write(ByteBuffer.wrap(file));
      stored =
          incoming
              .commit(new Shelf("demo", "ECONOMY"), new EntryFacts(image, NOON, Map.of()))
              .toCompletableFuture()
              .get();
    }
    StoredAt at =
        new StoredAt(
            stored.location().volume(),
            stored.location().pack(),
            stored.location().offset(),
            stored.location().length());
    Decided decided = new Decided("ECONOMY", "demo-1", 1, "stills", 1, "", "");
    ArrivedInstance instance =
        new ArrivedInstance(
            "demo",
            ENDOSCOPIC,
            Uid.of(image),
            JPEG,
            dataSet,
            stored.digest(),
            at,
            NOON,
            new Sender("ENDO1", "HOKAN", "127.0.0.1"),
            decided,
            quarantine,
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            0);
    database.write(tx -> rooms.index().add(tx, List.of(instance)));
  }

  static DataSet image(String patient, String study, String image) {
    return DataSet.builder()
        .string(Tag.SpecificCharacterSet, "ISO_IR 192")
        .uid(Tag.SOPClassUID, ENDOSCOPIC)
        .uid(Tag.SOPInstanceUID, Uid.of(image))
        .string(Tag.StudyDate, "20261121")
        .string(Tag.Modality, "ES")
        .string(Tag.StudyDescription, "Gastroscopy")
        .string(Tag.PatientName, "Yamada^Tarou=山田^太郎")
        .string(Tag.PatientID, patient)
        .uid(Tag.StudyInstanceUID, Uid.of(study))
        .uid(Tag.SeriesInstanceUID, Uid.of(study + ".1"))
        .string(Tag.SeriesNumber, "1")
        .build();
  }

  /** A Part 10 file with a picture that nobody looks at. */
  public static byte[] file(DataSet dataSet) throws IOException {
    DataSet whole = dataSet.toBuilder().bytes(Tag.PixelData, VR.OW, new byte[2 << 10]).build();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Uid explicit = Uid.of("1.2.840.10008.1.2.1");
    Uid image = dataSet.uid(Tag.SOPInstanceUID).orElseThrow();
    Part10.write(FileMetaInformation.of(ENDOSCOPIC, image, explicit), whole, out);
    return out.toByteArray();
  }

  /** An endoscope's picture in a file. */
  public static byte[] picture() throws IOException {
    return file(image("12345", "1.2.3", "1.2.3.1.1"));
  }

  public String token() throws IOException {
    return Files.readString(folder.resolve(AdminFiles.TOKEN)).strip();
  }

  HttpResponse<String> ask(String method, String path, String body) throws Exception {
    return send(request(method, path, body).header("Authorization", "Bearer " + token()));
  }

  HttpResponse<String> get(String path) throws Exception {
    return ask("GET", "/api/v1" + path, "");
  }

  HttpRequest.Builder request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(server.address() + path))
        .header("Content-Type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Closes stay as they are told here; empty: they end at once, as they do first. */
  public void closesDoNotEnd(Optional<CloseFacts> facts) {
    operations.closing = facts;
  }

  @Override
  public void close() throws IOException {
    server.close();
    jobs.close();
    dicom.close();
    ingest.close();
    rooms.audit().close();
    rooms.store().close();
    database.close();
  }
}
