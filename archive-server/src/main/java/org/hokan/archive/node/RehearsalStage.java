package org.hokan.archive.node;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Facility;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.config.Configuration;
import org.hokan.archive.contract.BackupPrice;
import org.hokan.archive.contract.BackupTerms;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Capacity;
import org.hokan.archive.contract.CapacityTerms;
import org.hokan.archive.contract.ContractTerms;
import org.hokan.archive.contract.Parties;
import org.hokan.archive.contract.PeriodCourse;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.Capabilities;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StoreReception;
import org.hokan.dicom.net.service.StoreSource;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** The scratch node of a {@link Rehearsal}, its modality and its viewer. */
final class RehearsalStage {
  private static final Uid STILL = Uids.VLEndoscopicImageStorage;
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  private static final Uid FIND = Uids.StudyRootQueryRetrieveInformationModelFind;
  private static final Uid MOVE = Uids.StudyRootQueryRetrieveInformationModelMove;
  private static final String AE = "REHEARSAL";
  private static final String FACILITY = "rehearsal";

  /** Several at once, as the way through a group commit is another than alone. */
  private static final int MODALITIES = 3;

  /** Enough for a pack's whole pages, short enough for many. */
  private static final int PIXELS = 90_000;

  /** Many fragments each: what is done for each is compiled sooner. */
  private static final int SENT_PDU = 16_384;

  private static final int IMAGES_OF_STUDY = 25;
  private static final int STUDIES_OF_MOVE = 3;
  private static final int QUESTIONS_OF_STUDY = 15;

  private final Path folder;
  private final byte[] pixels = new byte[PIXELS];
  private final AtomicInteger studies = new AtomicInteger();
  private final AtomicInteger images = new AtomicInteger();

  RehearsalStage(Path folder) {
    this.folder = folder;
    new SplittableRandom(1).nextBytes(pixels);
  }

  /**
   * Sends, asks and fetches until it is over; leaves nothing behind.
   *
   * @param longest from the first image on
   * @return how many images were stored
   */
  int play(Duration longest, BooleanSupplier stopped) throws IOException {
    // A killed node with the same process number, as containers have it, may have left one.
    ScratchFolder.delete(folder);
    Files.createDirectories(folder);
    try (Closing parts = new Closing()) {
      Configuration configuration = configuration();
      DicomServer viewer = parts.add(viewer());
      Rooms rooms =
          parts.add(Rooms.open(configuration, RestoreChoice.NONE, Clock.systemDefaultZone()));
      if (stopped.getAsBoolean()) {
        return 0;
      }
      admit(rooms, viewer.port());
      DicomServer server =
          DicomSide.start(configuration, rooms, AssociationListener.NONE, false, parts).server();
      AssociationLimits limits = AssociationLimits.builder().maxSentPduLength(SENT_PDU).build();
      DicomClient client = parts.add(DicomClient.builder().limits(limits).threads(1).build());
      long end = System.nanoTime() + longest.toNanos();
      play(client, server.port(), () -> stopped.getAsBoolean() || System.nanoTime() >= end);
      return images.get();
    } finally {
      ScratchFolder.delete(folder);
    }
  }

  private void play(DicomClient client, int port, BooleanSupplier over) throws IOException {
    AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
    BooleanSupplier done = () -> failure.get() != null || over.getAsBoolean();
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < MODALITIES; i++) {
      Thread other =
          new Thread(
              () -> {
                try {
                  examinations(client, port, done);
                } catch (IOException e) {
                  failure.set(e);
                }
              },
              "rehearsal");
      other.setDaemon(true);
      other.start();
      others.add(other);
    }
    examinations(client, port, done);
    for (Thread other : others) {
      join(other);
    }
    IOException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private static void join(Thread thread) throws InterruptedIOException {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("rehearsal: interrupted");
    }
  }

  private void examinations(DicomClient client, int port, BooleanSupplier over) throws IOException {
    try (ClientAssociation modality = client.connect(proposal(port))) {
      while (!over.getAsBoolean()) {
        examination(modality, over);
      }
    }
  }

  private Configuration configuration() {
    return Demo.configuration(
        folder,
        List.of(
            "dicom.host=127.0.0.1",
            "dicom.port=0",
            "storage.minimum-free-space=0B",
            "storage.pack-size=64MiB",
            "billing.quiet-time=1s"));
  }

  private static DicomServer viewer() throws IOException {
    Capabilities takes = Capabilities.builder().scp(STILL, List.of(SYNTAX.uid())).build();
    return DicomServer.builder()
        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .services(
            Services.builder()
                .storage(
                    List.of(STILL), (request, context) -> StoreReception.refusing(Outcome.SUCCESS))
                .build())
        .policy(takes::accept)
        .eventLoopThreads(1)
        .start();
  }

  private static void admit(Rooms rooms, int viewerPort) {
    rooms.entities().addFacility(Facility.of(FACILITY, "Rehearsal", "REHEARSAL"), "node");
    rooms
        .entities()
        .add(
            ApplicationEntity.builder(AE, FACILITY)
                .may(EnumSet.allOf(Permission.class))
                .address("127.0.0.1", viewerPort)
                .build(),
            "node");
    LocalDate today = LocalDate.now(rooms.clock());
    rooms
        .contracts()
        .add(
            FACILITY,
            ContractTerms.builder(
                    new Parties("Rehearsal", "Rehearsal"),
                    today.withDayOfMonth(1),
                    today.withDayOfMonth(1).plusYears(1).minusDays(1))
                .capacity(CapacityTerms.of(Capacity.parse("1TB")))
                .backup(
                    BackupTerms.of(
                            BackupUnit.FACILITY,
                            new BackupPrice(PeriodCourse.ANNUAL, 10, Money.parse("JPY 1")))
                        .build())
                .build(),
            "node");
  }

  private static AssociationProposal proposal(int port) {
    // What most peers ask in.
    List<Uid> identifiers = List.of(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
    return AssociationProposal.to("HOKAN", "127.0.0.1", port)
        .from(AE)
        .propose(STILL, List.of(SYNTAX.uid()))
        .propose(FIND, identifiers)
        .propose(MOVE, identifiers)
        .build();
  }

  /** A study comes in, is asked for, and now and then some are fetched. */
  private void examination(ClientAssociation modality, BooleanSupplier over) throws IOException {
    int number = studies.incrementAndGet();
    Uid study = Uid.of(UUID.randomUUID());
    for (int image = 1; image <= IMAGES_OF_STUDY && !over.getAsBoolean(); image++) {
      require(modality.store(still(study, number, image)), "C-STORE");
      images.incrementAndGet();
    }
    if (over.getAsBoolean()) {
      return;
    }
    DataSet.Builder patient =
        keys()
            .string(Tag.PatientID, patientId(number))
            .string(Tag.StudyDate, "")
            .string(Tag.PatientName, "");
    for (int i = 0; i < QUESTIONS_OF_STUDY && !over.getAsBoolean(); i++) {
      require(modality.find(FIND, patient.build(), match -> true), "C-FIND");
    }
    if (number % STUDIES_OF_MOVE == 0) {
      DataSet all = keys().uid(Tag.StudyInstanceUID, study).build();
      require(modality.move(MOVE, AE, all, progress -> true).outcome(), "C-MOVE");
    }
  }

  private static DataSet.Builder keys() {
    return DataSet.builder()
        .string(Tag.QueryRetrieveLevel, "STUDY")
        .string(Tag.StudyInstanceUID, "");
  }

  private static void require(Outcome outcome, String operation) throws IOException {
    if (!outcome.equals(Outcome.SUCCESS)) {
      throw new IOException(
          "%s: answered %s (expected: Success)".formatted(operation, outcome.status()));
    }
  }

  private static String patientId(int number) {
    return "R" + number % 10;
  }

  private OutgoingObject still(Uid study, int number, int image) {
    Uid instance = Uid.of(UUID.randomUUID());
    String moment = "20260101";
    DataSet dataSet =
        DataSet.builder()
            .string(Tag.ImageType, "ORIGINAL", "PRIMARY")
            .uid(Tag.SOPClassUID, STILL)
            .uid(Tag.SOPInstanceUID, instance)
            .string(Tag.StudyDate, moment)
            .string(Tag.ContentDate, moment)
            .string(Tag.StudyTime, "101112")
            .string(Tag.AccessionNumber, "A" + number)
            .string(Tag.Modality, "ES")
            .string(Tag.Manufacturer, "Hokan")
            .string(Tag.StudyDescription, "Rehearsal")
            .string(Tag.PatientName, "Rehearsal^" + number % 10)
            .string(Tag.PatientID, patientId(number))
            .string(Tag.PatientBirthDate, "19700101")
            .string(Tag.PatientSex, "O")
            .uid(Tag.StudyInstanceUID, study)
            .uid(Tag.SeriesInstanceUID, Uid.of(study.value() + ".1"))
            .string(Tag.StudyID, "1")
            .string(Tag.SeriesNumber, "1")
            .string(Tag.InstanceNumber, Integer.toString(image))
            .bytes(Tag.PixelData, VR.OB, pixels)
            .build();
    return new OutgoingObject(
        STILL, instance, SYNTAX.uid(), StoreSource.of(DataSetWriter.toBytes(dataSet, SYNTAX)));
  }
}
