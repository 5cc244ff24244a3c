package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_MOVE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationPolicy;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.AsynchronousOperationsWindow;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No party takes all the threads that queries and retrievals run on. */
@Timeout(60)
class SharesTest {
  private static final DataSet KEYS = DataSet.builder().string(0x00080052, "STUDY").build();
  private static final OperationLimits ONE_AT_A_TIME =
      OperationLimits.DEFAULT.withThreads(2).withMaxOfParty(1).withMaxWaitingOfParty(1);

  private final CountDownLatch gate = new CountDownLatch(1);
  private final Set<String> begun = ConcurrentHashMap.newKeySet();
  private final DicomClient client = DicomClient.builder().build();

  @AfterEach
  void close() {
    gate.countDown();
    client.close();
  }

  private DicomServer server(OperationLimits limits) throws IOException {
    return builder(limits).start();
  }

  private DicomServer.Builder builder(OperationLimits limits) {
    QueryScp slow =
        (request, keys, context, responder) -> {
          String caller = context.association().callingAeTitle();
          begun.add(caller);
          if (caller.startsWith("BUSY")) {
            awaitGate();
          }
          return Outcome.SUCCESS;
        };
    MoveScp move = (request, keys, context, responder) -> RetrieveResult.ended(0, 0, 0, List.of());
    return Loopback.server(
            Services.builder()
                .query(List.of(STUDY_ROOT_FIND), slow)
                .move(List.of(STUDY_ROOT_MOVE), move)
                .build())
        .operations(limits)
        .party(info -> info.callingAeTitle().replaceAll("[0-9]", ""));
  }

  private void awaitGate() {
    try {
      assertThat(gate.await(50, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private ClientAssociation connect(DicomServer server, String as) throws IOException {
    return client.connect(
        AssociationProposal.to("SERVER", "127.0.0.1", server.port())
            .from(as)
            .propose(STUDY_ROOT_FIND, List.of(EXPLICIT))
            .propose(STUDY_ROOT_MOVE, List.of(EXPLICIT))
            .build());
  }

  /** Asks for queries without waiting for answers. */
  private static RawPeer busy(DicomServer server, String as) throws IOException {
    RawPeer peer = RawPeer.connect(server.port());
    peer.send(request(as, RawPeer.IMPLICIT));
    assertThat(peer.read()).isInstanceOf(Pdu.AAssociateAc.class);
    return peer;
  }

  private static void assertAnswer(RawPeer peer, int messageId, Status status) throws IOException {
    DimseResponse answer = (DimseResponse) peer.readCommand();
    assertThat(answer.messageIdBeingRespondedTo()).isEqualTo(messageId);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void whatIsBeyondAShareWaitsWhatIsBeyondThatIsRefusedAndOthersAreServed() throws Exception {
    try (DicomServer server = server(ONE_AT_A_TIME);
        RawPeer busy = busy(server, "BUSY1");
        ClientAssociation second = connect(server, "BUSY2");
        ClientAssociation other = connect(server, "OTHER")) {
      find(busy, 1, new byte[0]);
      find(busy, 2, new byte[0]);
      find(busy, 3, new byte[0]);
      assertAnswer(busy, 3, Status.OUT_OF_RESOURCES);
      assertThat(second.move(STUDY_ROOT_MOVE, "DEST", KEYS, each -> true).outcome().status())
          .isEqualTo(Status.OUT_OF_RESOURCES_FOR_SUB_OPERATIONS);
      assertThat(other.find(STUDY_ROOT_FIND, KEYS, each -> true)).isEqualTo(Outcome.SUCCESS);
      assertThat(begun).containsExactlyInAnyOrder("BUSY1", "OTHER");
      gate.countDown();
      assertAnswer(busy, 1, Status.SUCCESS);
      assertAnswer(busy, 2, Status.SUCCESS);
      assertThat(second.find(STUDY_ROOT_FIND, KEYS, each -> true)).isEqualTo(Outcome.SUCCESS);
    }
  }

  @Test
  void anOperationThatIsCancelledWhileItWaitsIsNotBegun() throws Exception {
    try (DicomServer server = server(ONE_AT_A_TIME);
        RawPeer busy = busy(server, "BUSY1");
        RawPeer waiting = busy(server, "BUSY2")) {
      find(busy, 1, new byte[0]);
      await().until(() -> begun.contains("BUSY1"));
      find(waiting, 1, new byte[0]);
      waiting.send(RawPeer.command(1, new DimseMessage.CCancelRq(1)));
      // Answered only after both were taken up.
      find(waiting, 2, new byte[0]);
      assertAnswer(waiting, 2, Status.OUT_OF_RESOURCES);
      gate.countDown();
      assertAnswer(waiting, 1, Status.CANCEL);
      assertThat(begun).containsExactly("BUSY1");
    }
  }

  /** Keeps in mind what became of it. */
  private record Watched(String name, List<String> ends) implements Shares.Operation {
    @Override
    public void run() {
      ends.add(name + " run");
    }

    @Override
    public void dropped() {
      ends.add(name + " dropped");
    }
  }

  @Test
  void whatWaitsWhenTheThreadsEndIsToldSoAndNotForgotten() {
    List<String> ends = new ArrayList<>();
    List<Runnable> taken = new ArrayList<>();
    Executor closesSoon =
        task -> {
          if (!taken.isEmpty()) {
            throw new RejectedExecutionException("closed");
          }
          taken.add(task);
        };
    Shares shares = new Shares(closesSoon, ONE_AT_A_TIME.withMaxWaitingOfParty(2));
    for (String name : List.of("first", "second", "third")) {
      assertThat(shares.run("BUSY", new Watched(name, ends))).isTrue();
    }
    assertThat(shares.run("OTHER", new Watched("other", ends))).isTrue();
    taken.get(0).run();
    assertThat(ends)
        .containsExactly("other dropped", "first run", "second dropped", "third dropped");
    assertThat(shares.run("BUSY", new Watched("late", ends))).isTrue();
    assertThat(ends).endsWith("late dropped");
  }

  @Test
  void whatTheThreadsHadTakenAndNeverBeganIsToldSoToo() {
    List<String> ends = new ArrayList<>();
    List<Runnable> taken = new ArrayList<>();
    Shares shares = new Shares(taken::add, ONE_AT_A_TIME);
    shares.run("BUSY", new Watched("first", ends));
    shares.run("BUSY", new Watched("second", ends));
    taken.forEach(shares::drop);
    assertThat(ends).containsExactly("first dropped", "second dropped");
  }

  private static Pdu.AAssociateRq request(String as, Uid syntax) {
    return new Pdu.AAssociateRq(
        1,
        "SERVER",
        as,
        Pdu.DICOM_APPLICATION_CONTEXT,
        List.of(new PresentationContextRq(1, STUDY_ROOT_FIND, List.of(syntax))),
        UserInformation.builder()
            .maxPduLength(16_384)
            .asynchronousOperationsWindow(new AsynchronousOperationsWindow(5, 1))
            .build());
  }

  private static void find(RawPeer peer, int messageId, byte[] identifier) throws IOException {
    peer.send(RawPeer.command(1, new CFindRq(messageId, STUDY_ROOT_FIND, Priority.MEDIUM)));
    peer.send(RawPeer.value(1, false, true, identifier));
  }

  @Test
  void identifiersThatDoNotFitInMemoryAreRefusedUntilOthersAreDone() throws Exception {
    try (DicomServer server = server(OperationLimits.DEFAULT.withIdentifierMemory(200_000));
        RawPeer busy = busy(server, "OTHER");
        ClientAssociation other = connect(server, "OTHER")) {
      byte[] large = new byte[40_000];
      busy.send(RawPeer.command(1, new CFindRq(1, STUDY_ROOT_FIND, Priority.MEDIUM)));
      busy.send(RawPeer.value(1, false, false, large));
      DataSet keys = DataSet.builder().string(0x00104000, "x".repeat(20_000)).build();
      await()
          .until(
              () ->
                  other
                      .find(STUDY_ROOT_FIND, keys, each -> true)
                      .status()
                      .equals(Status.OUT_OF_RESOURCES));
      busy.close();
      await()
          .until(
              () ->
                  other.find(STUDY_ROOT_FIND, keys, each -> true).status().equals(Status.SUCCESS));
    }
  }

  @Test
  void identifiersOfOneAeOrPartyLeaveMemoryForOthers() throws Exception {
    try (DicomServer server = server(OperationLimits.DEFAULT.withIdentifierMemory(100_000));
        RawPeer first = busy(server, "BUSY1");
        RawPeer second = busy(server, "BUSY2");
        RawPeer third = busy(server, "BUSY3");
        ClientAssociation other = connect(server, "OTHER")) {
      find(first, 1, new byte[30_000]);
      assertAnswer(first, 1, Status.OUT_OF_RESOURCES);
      find(first, 2, comment(20_000));
      find(second, 2, comment(20_000));
      await().until(() -> begun.containsAll(Set.of("BUSY1", "BUSY2")));
      find(third, 1, comment(20_000));
      assertAnswer(third, 1, Status.OUT_OF_RESOURCES);
      DataSet keys = DataSet.builder().string(0x00104000, "x".repeat(20_000)).build();
      assertThat(other.find(STUDY_ROOT_FIND, keys, each -> true)).isEqualTo(Outcome.SUCCESS);
      gate.countDown();
      assertAnswer(first, 2, Status.SUCCESS);
      assertAnswer(second, 2, Status.SUCCESS);
      find(third, 2, comment(20_000));
      assertAnswer(third, 2, Status.SUCCESS);
    }
  }

  /** An identifier of (0010,4000) with so many blanks. */
  private static byte[] comment(int length) {
    ByteBuffer bytes = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x40000010).putInt(length);
    Arrays.fill(bytes.array(), bytes.position(), bytes.capacity(), (byte) ' ');
    return bytes.array();
  }

  @Test
  void aFewDeflatedBytesDoNotBecomeALargeIdentifier() throws Exception {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, new Deflater(9, true))) {
      // Explicit VR Little Endian: (0010,4000) UT with 2 MiB of zeros.
      out.write(new byte[] {0x10, 0, 0, 0x40, 'U', 'T', 0, 0, 0, 0, 0x20, 0});
      out.write(new byte[2 << 20]);
    }
    Uid syntax = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN.uid();
    AssociationPolicy policy =
        request -> Decision.Accept.of(List.of(PresentationContextAc.accepted(1, syntax)));
    try (DicomServer server = builder(OperationLimits.DEFAULT).policy(policy).start();
        RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(request("OTHER", syntax));
      assertThat(peer.read()).isInstanceOf(Pdu.AAssociateAc.class);
      peer.send(RawPeer.command(1, new CFindRq(1, STUDY_ROOT_FIND, Priority.MEDIUM)));
      peer.send(RawPeer.value(1, false, true, deflated.toByteArray()));
      assertThat(((DimseResponse) peer.readCommand()).status()).isEqualTo(Status.UNABLE_TO_PROCESS);
      assertThat(begun).isEmpty();
    }
  }
}
