package org.hokan.archive.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.encoding.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
import static org.hokan.dicom.encoding.TransferSyntax.JPEG_BASELINE_8BIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.hokan.archive.index.Decided;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Sender;
import org.hokan.archive.index.StoredAt;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StoreReception;
import org.hokan.dicom.net.service.StoreSource;
import org.hokan.dicom.net.service.StoreUnderWay;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
  private static final Uid CT = Uids.CTImageStorage;
  private static final Uid ENDOSCOPIC = Uids.VLEndoscopicImageStorage;
  private static final MoveOriginator ASKER = new MoveOriginator("VIEWER1", 7);

  @SuppressWarnings("NullAway.Init")
  private static DicomClient client;

  @BeforeAll
  static void start() {
    client = DicomClient.builder().build();
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  @Test
  void objectsOfOneKindShareAnAssociationAndTheContextsOfTheirSyntaxAndThoseItCanBecome()
      throws Exception {
    List<InstanceRow> rows =
        List.of(row(1, CT, EXPLICIT_VR_LITTLE_ENDIAN), row(2, CT, EXPLICIT_VR_LITTLE_ENDIAN));
    try (Receiver receiver = new Receiver(0);
        Delivery delivery = delivery(receiver.port(), rows)) {
      sendAll(delivery, rows);

      assertThat(receiver.associations()).isEqualTo(1);
      assertThat(receiver.contexts.element().association().presentationContexts())
          .extracting(context -> context.transferSyntax())
          .containsExactly(
              EXPLICIT_VR_LITTLE_ENDIAN.uid(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
      assertThat(receiver.requests)
          .allSatisfy(request -> assertThat(request.moveOriginator()).contains(ASKER));
    }
  }

  @Test
  void eachObjectGoesInTheSyntaxInWhichItIsStored() throws Exception {
    List<InstanceRow> rows =
        List.of(row(1, CT, EXPLICIT_VR_LITTLE_ENDIAN), row(2, CT, JPEG_BASELINE_8BIT));
    try (Receiver receiver = new Receiver(0);
        Delivery delivery = delivery(receiver.port(), rows)) {
      sendAll(delivery, rows);

      assertThat(receiver.contexts)
          .extracting(context -> context.presentationContext().transferSyntax())
          .containsExactly(EXPLICIT_VR_LITTLE_ENDIAN.uid(), JPEG_BASELINE_8BIT.uid());
      assertThat(receiver.associations()).isEqualTo(1);
    }
  }

  @Test
  void moreKindsThanAnAssociationHasContextsGetSeveralAssociations() throws Exception {
    List<InstanceRow> rows = kinds(300);
    try (Receiver receiver = new Receiver(0);
        Delivery delivery = delivery(receiver.port(), rows)) {
      sendAll(delivery, rows);

      assertThat(receiver.requests).hasSize(300);
      assertThat(receiver.associations()).isEqualTo(5); // of 64 kinds with two contexts each
    }
  }

  @Test
  void objectsMayComeInAnyOrderOfTheirAssociations() throws Exception {
    List<InstanceRow> rows = kinds(130);
    try (Receiver receiver = new Receiver(0);
        Delivery delivery = delivery(receiver.port(), rows)) {
      sendAll(delivery, List.of(rows.get(129), rows.get(0), rows.get(128), rows.get(1)));

      assertThat(receiver.requests).hasSize(4);
      assertThat(receiver.associations()).isEqualTo(4);
    }
  }

  @Test
  void whatIsNotTakenIsSaidByClassAndSyntaxAndTheOthersGoOn() throws Exception {
    List<InstanceRow> rows =
        List.of(
            row(1, ENDOSCOPIC, JPEG_BASELINE_8BIT),
            row(2, CT, EXPLICIT_VR_LITTLE_ENDIAN),
            row(3, ENDOSCOPIC, JPEG_BASELINE_8BIT));
    try (Receiver receiver = new Receiver(0, Receiver.takes(List.of(CT)));
        Delivery delivery = delivery(receiver.port(), rows)) {
      assertThatThrownBy(() -> send(delivery, rows.get(0)))
          .isInstanceOf(NoPresentationContextException.class)
          .hasMessageContaining(ENDOSCOPIC.value())
          .hasMessageContaining(JPEG_BASELINE_8BIT.uid().value());
      send(delivery, rows.get(1));
      assertThatThrownBy(() -> send(delivery, rows.get(2)))
          .isInstanceOf(NoPresentationContextException.class);

      assertThat(receiver.associations()).isEqualTo(1);
    }
  }

  @Test
  void anAssociationThatIsLostIsReplacedAndTheObjectSentAgain() throws Exception {
    List<InstanceRow> rows =
        List.of(row(1, CT, EXPLICIT_VR_LITTLE_ENDIAN), row(2, CT, EXPLICIT_VR_LITTLE_ENDIAN));
    Receiver first = new Receiver(0);
    int port = first.port();
    try (Delivery delivery = delivery(port, rows)) {
      send(delivery, rows.get(0));
      first.close();
      try (Receiver second = new Receiver(port)) {
        send(delivery, rows.get(1));

        assertThat(second.requests)
            .extracting(request -> request.affectedSopInstanceUid())
            .containsExactly(rows.get(1).sopInstanceUid());
      }
    }
  }

  @Test
  void whatWasHandedOverToALostAssociationIsSentOverTheNext() throws Exception {
    List<InstanceRow> rows =
        List.of(
            row(1, CT, EXPLICIT_VR_LITTLE_ENDIAN),
            row(2, CT, EXPLICIT_VR_LITTLE_ENDIAN),
            row(3, CT, EXPLICIT_VR_LITTLE_ENDIAN));
    Receiver first = new Receiver(0);
    int port = first.port();
    try (Delivery delivery = delivery(port, rows)) {
      send(delivery, rows.get(0));
      first.close();
      try (Receiver second = new Receiver(port)) {
        StoreUnderWay one = begin(delivery, rows.get(1));
        StoreUnderWay other = begin(delivery, rows.get(2));

        assertThat(one.outcome().status()).isEqualTo(Status.SUCCESS);
        assertThat(other.outcome().status()).isEqualTo(Status.SUCCESS);
        assertThat(second.requests)
            .extracting(request -> request.affectedSopInstanceUid())
            .contains(rows.get(1).sopInstanceUid(), rows.get(2).sopInstanceUid());
      }
    }
  }

  @Test
  void anObjectOfAnotherAssociationWaitsForTheAnswerToTheOneBefore() throws Exception {
    List<InstanceRow> rows = kinds(130);
    try (Receiver receiver = new Receiver(0);
        Delivery delivery = delivery(receiver.port(), rows)) {
      StoreUnderWay first = begin(delivery, rows.get(0));
      StoreUnderWay last = begin(delivery, rows.get(129));

      assertThat(first.outcome().status()).isEqualTo(Status.SUCCESS);
      assertThat(last.outcome().status()).isEqualTo(Status.SUCCESS);
      assertThat(receiver.requests).hasSize(2);
      assertThat(receiver.associations()).isEqualTo(2);
    }
  }

  @Test
  void aDestinationThatDoesNotComeBackFailsAllThatIsLeftAtOnce() throws Exception {
    List<InstanceRow> rows = kinds(3);
    Receiver receiver = new Receiver(0);
    try (Delivery delivery = delivery(receiver.port(), rows)) {
      send(delivery, rows.get(0));
      receiver.close();

      DeliveryException second = failure(delivery, rows.get(1));
      DeliveryException third = failure(delivery, rows.get(2));

      assertThat(second).hasMessageStartingWith("no association: ");
      assertThat(third).as("not tried again").isSameAs(second);
    }
  }

  @Test
  void aDestinationThatIsGoneBeforeItAnsweredIsToldOfAsSuch() throws Exception {
    List<InstanceRow> rows = kinds(1);
    DicomServer mute =
        DicomServer.builder()
            .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .services(
                Services.builder()
                    .storage(StorageSopClasses.all(), (request, context) -> new Mute())
                    .build())
            .policy(Receiver.takes(StorageSopClasses.all()))
            .closeTimeout(Duration.ofMillis(1))
            .start();
    try (Delivery delivery = delivery(mute.port(), rows)) {
      StoreUnderWay object = begin(delivery, rows.get(0));
      mute.close();
      assertThatThrownBy(object::outcome)
          .isInstanceOf(DeliveryException.class)
          .hasMessageStartingWith("no association: ");
    }
  }

  /** Never says what became of an object. */
  private record Mute() implements StoreReception {
    @Override
    public void data(ByteBuffer chunk) {
      // Not looked at.
    }

    @Override
    public CompletionStage<Outcome> end() {
      return new CompletableFuture<>();
    }

    @Override
    public void aborted(Throwable cause) {
      // Nothing was kept.
    }
  }

  @Test
  void aDestinationThatRejectsIsNotAskedAgainForEachObject() throws Exception {
    List<InstanceRow> rows = kinds(2);
    List<String> asked = new ArrayList<>();
    try (Receiver receiver =
            new Receiver(
                0,
                request -> {
                  asked.add(request.callingAeTitle());
                  return Decision.reject(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED);
                });
        Delivery delivery = delivery(receiver.port(), rows)) {
      assertThat(failure(delivery, rows.get(0)))
          .hasMessageContaining("calling-ae-title-not-recognized");
      assertThat(failure(delivery, rows.get(1))).isNotNull();

      assertThat(asked).containsExactly("HOKAN");
    }
  }

  @Test
  void nothingToSendConnectsNowhere() throws IOException {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody.setSoTimeout(50);
      delivery(nobody.getLocalPort(), List.of()).close();

      assertThatThrownBy(nobody::accept).isInstanceOf(java.net.SocketTimeoutException.class);
    }
  }

  @Test
  void theNextDeliveryToADestinationGoesOverTheAssociationThatWasKept() throws Exception {
    List<InstanceRow> rows = kinds(2);
    try (Receiver receiver = new Receiver(0);
        Carriers carriers = keeping()) {
      deliver(carriers, receiver, rows);
      deliver(carriers, receiver, List.of(rows.get(1)));

      assertThat(receiver.requests).hasSize(3);
      assertThat(receiver.associations()).isEqualTo(1);
    }
  }

  @Test
  void whatIsKeptForOtherKindsIsReleasedBeforeAnotherAssociationIsMade() throws Exception {
    List<InstanceRow> rows = kinds(2);
    try (Receiver receiver = new Receiver(0);
        Carriers carriers = keeping()) {
      deliver(carriers, receiver, List.of(rows.get(0)));
      try (Delivery other = delivery(carriers, receiver.port(), List.of(rows.get(1)))) {
        send(other, rows.get(1));
        assertThat(receiver.open()).as("at once").isEqualTo(1);
      }

      assertThat(receiver.associations()).isEqualTo(2);
    }
  }

  @Test
  void whatIsKeptIsReleasedAfterItsTime() throws Exception {
    CompletableFuture<Boolean> released = new CompletableFuture<>();
    Executor releasing =
        task -> {
          task.run();
          released.complete(true);
        };
    try (Receiver receiver = new Receiver(0);
        Carriers carriers = new Carriers(client, "HOKAN", Duration.ofMillis(1), releasing)) {
      deliver(carriers, receiver, kinds(1));
      released.get(10, TimeUnit.SECONDS);

      assertThat(receiver.open()).isZero();
    }
  }

  @Test
  void aKeptAssociationThatTheDestinationEndedCostsNoObject() throws Exception {
    List<InstanceRow> rows = kinds(1);
    Receiver first = new Receiver(0);
    int port = first.port();
    try (Carriers carriers = keeping()) {
      deliver(carriers, first, rows);
      first.close();
      try (Receiver second = new Receiver(port)) {
        deliver(carriers, second, rows);

        assertThat(second.requests).hasSize(1);
      }
    }
  }

  @Test
  void atTheEndNothingIsKept() throws Exception {
    try (Receiver receiver = new Receiver(0);
        Carriers carriers = keeping()) {
      deliver(carriers, receiver, kinds(1));
      carriers.close();
      assertThat(receiver.open()).as("of before").isZero();

      deliver(carriers, receiver, kinds(1));
      assertThat(receiver.open()).as("of after").isZero();
    }
  }

  @Test
  void dcmtksReceiverSaysWhatItTakes(@TempDir Path folder) throws Exception {
    List<InstanceRow> rows =
        List.of(
            row(1, ENDOSCOPIC, JPEG_BASELINE_8BIT), row(2, ENDOSCOPIC, EXPLICIT_VR_LITTLE_ENDIAN));
    try (Storescp storescp = new Storescp(folder);
        Delivery delivery = delivery(storescp.port(), rows)) {
      assertThat(delivery.accepted(Kind.of(rows.get(0))))
          .containsExactlyInAnyOrder(
              EXPLICIT_VR_LITTLE_ENDIAN.uid(), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid());
      send(delivery, rows.get(1));

      assertThat(storescp.files()).hasSize(1);
    }
  }

  private static Carriers keeping() {
    return new Carriers(client, "HOKAN", Duration.ofMinutes(1), Runnable::run);
  }

  private static void deliver(Carriers carriers, Receiver receiver, List<InstanceRow> rows)
      throws Exception {
    try (Delivery delivery = delivery(carriers, receiver.port(), rows)) {
      sendAll(delivery, rows);
    }
  }

  private static Delivery delivery(int port, List<InstanceRow> rows) {
    return delivery(new Carriers(client, "HOKAN", Duration.ZERO, Runnable::run), port, rows);
  }

  private static Delivery delivery(Carriers carriers, int port, List<InstanceRow> rows) {
    return new Delivery(
        carriers, new Destination("VIEWER1", "127.0.0.1", port), Selection.of(rows).kinds());
  }

  private static StoreUnderWay begin(Delivery delivery, InstanceRow row) throws IOException {
    return delivery.send(Kind.of(row), object(row), Optional.of(ASKER));
  }

  private static void sendAll(Delivery delivery, List<InstanceRow> rows) throws Exception {
    for (InstanceRow row : rows) {
      send(delivery, row);
    }
  }

  private static void send(Delivery delivery, InstanceRow row) throws IOException {
    assertThat(begin(delivery, row).outcome().status()).isEqualTo(Status.SUCCESS);
  }

  private static DeliveryException failure(Delivery delivery, InstanceRow row) throws IOException {
    try {
      begin(delivery, row).outcome();
    } catch (DeliveryException e) {
      return e;
    }
    throw new AssertionError("sent (expected: a DeliveryException)");
  }

  /** So many objects, each of a kind of its own. */
  private static List<InstanceRow> kinds(int count) {
    List<InstanceRow> rows = new ArrayList<>();
    for (TransferSyntax syntax :
        List.of(EXPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)) {
      for (Uid sopClass : StorageSopClasses.all()) {
        rows.add(row(rows.size() + 1, sopClass, syntax));
      }
    }
    assertThat(rows).hasSizeGreaterThanOrEqualTo(count);
    return rows.subList(0, count);
  }

  private static InstanceRow row(int number, Uid sopClass, TransferSyntax syntax) {
    Uid study = new Uid("1.2.1");
    return new InstanceRow(
        "demo",
        study,
        new Uid("1.2.1.1"),
        new Uid("1.2.1.1." + number),
        sopClass,
        syntax.uid(),
        "",
        new StoredAt("volume", "pack", 0, 0),
        Instant.EPOCH,
        new Sender("ENDO1", "HOKAN", "127.0.0.1"),
        new Decided("ECONOMY", "", 0, "", 0, "", ""),
        java.util.Optional.empty(),
        0);
  }

  private static OutgoingObject object(InstanceRow row) {
    DataSet dataSet =
        DataSet.builder()
            .uid(Tag.SOPClassUID, row.sopClassUid())
            .uid(Tag.SOPInstanceUID, row.sopInstanceUid())
            .string(Tag.PatientID, "1")
            .uid(Tag.StudyInstanceUID, row.studyInstanceUid())
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      DataSetWriter.write(dataSet, bytes, TransferSyntax.orUnknown(row.transferSyntaxUid()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new OutgoingObject(
        row.sopClassUid(),
        row.sopInstanceUid(),
        row.transferSyntaxUid(),
        StoreSource.of(bytes.toByteArray()));
  }
}
