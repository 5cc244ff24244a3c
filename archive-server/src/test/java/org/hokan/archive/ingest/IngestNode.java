package org.hokan.archive.ingest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hokan.archive.ae.ApplicationEntities;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditSettings;
import org.hokan.archive.billing.BillingSettings;
import org.hokan.archive.billing.Issuer;
import org.hokan.archive.billing.LedgerKeys;
import org.hokan.archive.billing.NodeKey;
import org.hokan.archive.billing.UsageLedger;
import org.hokan.archive.compaction.Compaction;
import org.hokan.archive.compaction.CompactionRooms;
import org.hokan.archive.compaction.CompactionSettings;
import org.hokan.archive.compaction.Holds;
import org.hokan.archive.compression.Compressions;
import org.hokan.archive.contract.BillingTerms.Tax;
import org.hokan.archive.contract.Contracts;
import org.hokan.archive.contract.LossTerms;
import org.hokan.archive.contract.StorageRules;
import org.hokan.archive.contract.TestTerms;
import org.hokan.archive.db.Database;
import org.hokan.archive.index.Index;
import org.hokan.archive.job.JobQueue;
import org.hokan.archive.retention.Deletions;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/** The ingest flow on real rooms: a database, packs in a folder. */
final class IngestNode implements AutoCloseable {
  static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
  static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  /** What its clock shows. */
  volatile Instant now = NOON;

  final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          throw new UnsupportedOperationException("no other zone");
        }

        @Override
        public Instant instant() {
          return now;
        }
      };

  final Database database;
  final Index index;
  final Audit audit;
  final ApplicationEntities entities;
  final Contracts contracts;
  final StorageRules rules;
  final UsageLedger ledger;
  final PackStore store;
  final Ingest ingest;

  IngestNode(Database database, Path folder) {
    this(database, folder, settings -> settings);
  }

  IngestNode(
      Database database, Path folder, UnaryOperator<StorageSettings.Builder> storageSettings) {
    this(database, folder, storageSettings, IngestSettings.defaults());
  }

  IngestNode(
      Database database,
      Path folder,
      UnaryOperator<StorageSettings.Builder> storageSettings,
      IngestSettings settings) {
    this(
        database,
        clock ->
            PackStore.open(
                storageSettings
                    .apply(
                        StorageSettings.builder(folder)
                            .minimumFreeSpace(0)
                            .writeAhead(65536, 65536))
                    .build(),
                clock),
        settings);
  }

  IngestNode(Database database, Function<Clock, PackStore> opened, IngestSettings settings) {
    this.database = database;
    index = new Index(database);
    audit = new Audit(database, AuditSettings.defaults());
    entities =
        new ApplicationEntities(
            database, audit, clock, List.of(Contracts.dependents(ZoneOffset.UTC)));
    contracts =
        new Contracts(
            database,
            audit,
            entities,
            clock,
            TestTerms.settings(ZoneId.of("Asia/Tokyo")),
            List.of());
    rules = new StorageRules(database, audit, contracts, clock, List.of());
    ledger =
        new UsageLedger(
            database,
            tx -> contracts.list(),
            (tx, who, what, facility, text) -> {},
            new BillingSettings(
                RoundingMode.HALF_UP,
                Tax.NONE,
                Issuer.named("Provider"),
                LedgerKeys.of(NodeKey.fresh())),
            clock);
    store = opened.apply(clock);
    ingest =
        new Ingest(settings, new IngestRooms(store, database, index, ledger, audit, rules), clock);
  }

  /** Compaction of this node; everything that is dead is worth it. */
  Compaction compaction(Duration grace) {
    return compaction(grace, Holds.NONE);
  }

  Compaction compaction(Duration grace, Holds holds) {
    return new Compaction(
        new CompactionSettings(1L << 40, 0, grace),
        new CompactionRooms(store, database, index, audit),
        holds,
        ingest::besidesRebuild,
        clock);
  }

  static List<Class<?>> tables() {
    return Stream.of(
            ApplicationEntities.entities(),
            Audit.entities(),
            Contracts.entities(),
            Index.entities(),
            UsageLedger.entities(),
            JobQueue.entities(),
            Compressions.entities(),
            Deletions.entities())
        .flatMap(List::stream)
        .toList();
  }

  /** A facility with one AE of the same name in capitals. */
  IngestNode admit(String facility) {
    entities.addFacility(Facility.of(facility, facility, facility), "op");
    entities.add(
        ApplicationEntity.builder(ae(facility), facility).may(Permission.STORE).build(), "op");
    return this;
  }

  IngestNode agree(String facility, String capacity) {
    contracts.add(facility, TestTerms.annual("2026-01-01", "2026-12-31", capacity), "op");
    return this;
  }

  IngestNode agreeLossy(String facility, LossTerms.Uids uids) {
    contracts.add(facility, TestTerms.lossy(uids), "op");
    return this;
  }

  static String ae(String facility) {
    return facility.toUpperCase(java.util.Locale.ROOT);
  }

  /** An object: whose, of which study, and its own UID. */
  record Picture(String patient, String study, String instance, String pixels) {
    DataSet dataSet() {
      return DataSet.builder()
          .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
          .uid(Tag.SOPInstanceUID, new Uid(instance))
          .string(Tag.Modality, "ES")
          .string(Tag.PatientID, patient)
          .string(Tag.PatientName, "Yamada^Tarou")
          .uid(Tag.StudyInstanceUID, new Uid(study))
          .uid(Tag.SeriesInstanceUID, new Uid(study + ".1"))
          .bytes(Tag.PixelData, VR.OB, pixels.getBytes(java.nio.charset.StandardCharsets.US_ASCII))
          .build();
    }
  }

  /** The same with more attributes than a node takes. */
  static DataSet heavy(Picture picture) {
    DataSet.Builder heavy = picture.dataSet().toBuilder();
    for (int i = 0; i < 600; i++) {
      heavy.put(Element.of(0x00111000 + i, VR.OB, new byte[16_000]));
    }
    return heavy.build();
  }

  CompletionStage<IngestResult> begin(String facility, Picture picture) {
    return begin(facility, picture.instance(), bytes(picture.dataSet()));
  }

  CompletionStage<IngestResult> begin(String facility, String instance, byte[] dataSet) {
    return begin(facility, instance, SYNTAX, dataSet);
  }

  CompletionStage<IngestResult> begin(
      String facility, String instance, TransferSyntax syntax, byte[] dataSet) {
    Reception reception =
        ingest.receive(
            new Arrival(
                facility,
                ae(facility),
                "HOKAN",
                "127.0.0.1",
                Uids.VLEndoscopicImageStorage,
                new Uid(instance),
                syntax.uid()));
    reception.data(ByteBuffer.wrap(dataSet));
    return reception.end();
  }

  IngestResult send(String facility, Picture picture) {
    return begin(facility, picture).toCompletableFuture().join();
  }

  IngestResult send(String facility, String instance, byte[] dataSet) {
    return begin(facility, instance, dataSet).toCompletableFuture().join();
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

  IngestNode indexed() {
    try {
      if (!ingest.awaitIndexed()) {
        throw new AssertionError("the index is late");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return this;
  }

  static List<IngestResult> all(List<CompletionStage<IngestResult>> stages) {
    return stages.stream()
        .map(CompletionStage::toCompletableFuture)
        .map(CompletableFuture::join)
        .toList();
  }

  @Override
  public void close() {
    ingest.close();
    audit.close();
    store.close();
  }
}
