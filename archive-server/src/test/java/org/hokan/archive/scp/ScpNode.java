package org.hokan.archive.scp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hokan.archive.SetClock;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.audit.AuditFilter;
import org.hokan.archive.audit.AuditSettings;
import org.hokan.archive.billing.BillingSettings;
import org.hokan.archive.billing.Issuer;
import org.hokan.archive.billing.LedgerKeys;
import org.hokan.archive.billing.NodeKey;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.commitment.CommitmentRooms;
import org.hokan.archive.commitment.CommitmentSettings;
import org.hokan.archive.commitment.Commitments;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.ContractSettings;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.DatabaseSettings;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.StoredAt;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.ingest.IngestRooms;
import org.hokan.archive.ingest.IngestSettings;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.job.JobSettings;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.procedure.ProcedureRooms;
import org.hokan.archive.retrieve.Charges;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.archive.retrieve.RetrieveSettings;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;

/** The DIMSE door before real rooms, on a real socket; called by a client of this process. */
final class ScpNode implements AutoCloseable {
  static final String TITLE = "HOKAN";
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);
  static final Uid ENDOSCOPIC = Uids.VLEndoscopicImageStorage;
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final JobSettings JOBS =
      new JobSettings(
          2,
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          Duration.ofSeconds(10));

  /** Most instances of one retrieval, and of one request for commitment, on this node. */
  static final int MOST = 5;

  /** Most matches of one query on this node. */
  static final int MOST_MATCHES = 50;

  private static final QueryLimits QUERIES = new QueryLimits(MOST_MATCHES, Duration.ofMinutes(1));

  /** Of storage commitment. */
  final SetClock commitmentClock;

  final Database database;
  final Audit audit;
  final Index index;
  final ApplicationEntities entities;
  final Contracts contracts;
  final StorageRules rules;
  final PackStore store;
  final Ingest ingest;
  final JobQueue jobs;
  final Retrieve retrieve;
  final Commitments commitments;
  final PerformedProcedures procedures;
  final DicomClient client = DicomClient.builder().build();
  final DicomServer server;

  ScpNode(Path folder) {
    this(folder, settings -> settings);
  }

  ScpNode(Path folder, UnaryOperator<StorageSettings.Builder> storage) {
    this(folder, storage.andThen(StorageSettings.Builder::build), PackStore::open);
  }

  ScpNode(
      Path folder,
      Function<StorageSettings.Builder, StorageSettings> storage,
      BiFunction<StorageSettings, Clock, PackStore> opening) {
    commitmentClock = new SetClock(CLOCK.instant(), ZoneOffset.UTC);
    database = Database.open(DatabaseSettings.h2(folder.resolve("database")), tables());
    audit = new Audit(database, AuditSettings.defaults());
    index = new Index(database);
    entities =
        new ApplicationEntities(
            database, audit, CLOCK, List.of(Contracts.dependents(ZoneOffset.UTC)));
    ContractSettings settings = TestTerms.settings(ZoneOffset.UTC);
    contracts = new Contracts(database, audit, entities, CLOCK, settings, List.of());
    rules = new StorageRules(database, audit, contracts, CLOCK, List.of());
    UsageLedger ledger =
        new UsageLedger(
            database,
            tx -> contracts.list(),
            (tx, who, what, facility, text) -> {},
            new BillingSettings(
                RoundingMode.HALF_UP,
                Tax.NONE,
                Issuer.named("Provider"),
                LedgerKeys.of(NodeKey.fresh())),
            CLOCK);
    StorageSettings.Builder packs =
        StorageSettings.builder(folder).minimumFreeSpace(0).writeAhead(65536, 65536);
    store = opening.apply(storage.apply(packs), CLOCK);
    ingest =
        new Ingest(
            IngestSettings.defaults(),
            new IngestRooms(store, database, index, ledger, audit, rules),
            CLOCK);
    retrieve =
        new Retrieve(
            new RetrieveSettings(TITLE, MOST, Duration.ZERO),
            store,
            index,
            client,
            new Charges(ledger, CLOCK));
    jobs = new JobQueue(database, JOBS, Clock.systemUTC());
    commitments =
        new Commitments(
            new CommitmentSettings(
                TITLE, MOST, 2, Duration.ofMillis(100), PATIENCE, PATIENCE, false),
            new CommitmentRooms(
                database,
                entities,
                index,
                ingest,
                store,
                jobs,
                audit,
                client,
                SopClasses.storage(List.of())),
            commitmentClock);
    procedures =
        new PerformedProcedures(
            new ProcedureRooms(database, index, ingest, jobs, audit), true, CLOCK);
    jobs.start();
    server = listen(QUERIES);
  }

  /** One more door to the same rooms. */
  DicomServer listen(QueryLimits queries) {
    DicomServices services =
        new DicomServices(
            TITLE,
            List.of(),
            queries,
            new DicomServices.Rooms(
                entities, ingest, retrieve, commitments, procedures, index, audit),
            CLOCK);
    try {
      return services
          .offer(DicomServer.builder(), AssociationListener.NONE)
          .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
            PerformedProcedures.entities())
        .flatMap(List::stream)
        .toList();
  }

  /** A facility with a contract. */
  ScpNode facility(String code) {
    admitWithoutContract(code);
    contracts.add(code, TestTerms.annual("2026-01-01", "2026-12-31", "1GB"), "op");
    return this;
  }

  ScpNode admitWithoutContract(String code) {
    entities.addFacility(Facility.of(code, code, code), "op");
    return this;
  }

  ScpNode entity(String title, String facility, Permission... may) {
    entities.add(ApplicationEntity.builder(title, facility).may(may).build(), "op");
    return this;
  }

  /** An entity with an address on this machine. */
  ScpNode entityAt(int port, String title, String facility, Permission... may) {
    entities.add(
        ApplicationEntity.builder(title, facility).may(may).address("127.0.0.1", port).build(),
        "op");
    return this;
  }

  AssociationProposal.Builder proposal(String as) {
    return AssociationProposal.to(TITLE, "127.0.0.1", server.port()).from(as);
  }

  ClientAssociation connect(AssociationProposal.Builder proposal) throws IOException {
    return client.connect(proposal.build());
  }

  /** An association for storing endoscopic images. */
  ClientAssociation sender(String as) throws IOException {
    return connect(proposal(as).propose(ENDOSCOPIC, List.of(SYNTAX.uid())));
  }

  /** An association for one SOP class of queries or retrievals. */
  ClientAssociation asking(String as, Uid model) throws IOException {
    return connect(proposal(as).propose(model, List.of(SYNTAX.uid())));
  }

  Outcome send(String as, DataSet object) throws IOException {
    try (ClientAssociation association = sender(as)) {
      return association.store(outgoing(object));
    }
  }

  /** An endoscopic image without much in it. */
  static DataSet still(String patient, String study, String instance) {
    return DataSet.builder()
        .uid(Tag.SOPClassUID, ENDOSCOPIC)
        .uid(Tag.SOPInstanceUID, new Uid(instance))
        .string(Tag.StudyDate, "20260601")
        .string(Tag.StudyTime, "101500")
        .string(Tag.Modality, "ES")
        .string(Tag.PatientName, "Yamada^Tarou")
        .string(Tag.PatientID, patient)
        .uid(Tag.StudyInstanceUID, new Uid(study))
        .uid(Tag.SeriesInstanceUID, new Uid(study + ".1"))
        .bytes(Tag.PixelData, VR.OB, new byte[] {1, 2, 3, 4})
        .build();
  }

  static OutgoingObject outgoing(DataSet object) {
    return new OutgoingObject(
        object.uid(Tag.SOPClassUID).orElse(ENDOSCOPIC),
        object.uid(Tag.SOPInstanceUID).orElseThrow(),
        SYNTAX.uid(),
        StoreSource.of(bytes(object)));
  }

  /** Changes the last byte of a stored object. */
  void damage(Path folder, String instance) throws IOException, InterruptedException {
    if (!ingest.awaitIndexed()) {
      throw new IllegalStateException("index: not up to date");
    }
    StoredAt at = index.instance("demo", Uid.of(instance)).orElseThrow().at();
    Path pack;
    try (Stream<Path> files = Files.walk(folder)) {
      pack = files.filter(file -> file.endsWith(Path.of(at.pack()))).findFirst().orElseThrow();
    }
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
      long last = at.offset() + at.length() - 1;
      file.seek(last);
      int was = file.read();
      file.seek(last);
      file.write(was ^ 1);
    }
  }

  static byte[] bytes(DataSet dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(dataSet, out, SYNTAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** What the audit trail says of a caller, the newest first. */
  List<AuditEvent> trail(String actor) {
    audit.flush();
    return audit.list(AuditFilter.builder().actor(actor).build());
  }

  @Override
  public void close() {
    server.close();
    jobs.close();
    client.close();
    ingest.close();
    audit.close();
    store.close();
    database.close();
  }
}
