package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.RawPeer.FIND_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that are many, silent or slow cost themselves something, and the others nothing. */
@Timeout(60)
class CrowdTest {
  private static final Pdu REJECTED_BY_LOCAL_LIMIT = new Pdu.AAssociateRj(2, 3, 2);
  private static final long PAUSE_NANOS = 5_000_000;

  /** A peer at another address of this machine. */
  private static RawPeer other(int port) throws IOException {
    InetAddress address = InetAddress.getByName("127.0.0.2");
    return new RawPeer(new Socket(InetAddress.getLoopbackAddress(), port, address, 0));
  }

  private static Pdu answer(RawPeer peer) throws IOException {
    peer.send(RawPeer.request(UserInformation.builder()));
    return peer.read();
  }

  @Test
  void onePeerCanNotTakeAllAssociations() throws Exception {
    try (DicomServer server =
            Loopback.server(Services.builder().build())
                .maxAssociations(3)
                .maxAssociationsPerPeer(2)
                .start();
        RawPeer first = RawPeer.associated(server.port());
        RawPeer second = RawPeer.associated(server.port());
        RawPeer third = RawPeer.connect(server.port());
        RawPeer other = other(server.port())) {
      assertThat(answer(third)).isEqualTo(REJECTED_BY_LOCAL_LIMIT);
      assertThat(answer(other)).isInstanceOf(Pdu.AAssociateAc.class);
      first.send(new Pdu.AReleaseRq());
      assertThat(first.read()).isEqualTo(new Pdu.AReleaseRp());
      try (RawPeer next = RawPeer.associated(server.port())) {
        assertThat(server.associations()).isEqualTo(3);
        assertThat(second.socket().isClosed()).isFalse();
      }
    }
  }

  @Test
  void silentConnectionsKeepNobodyOut() throws Exception {
    try (DicomServer server =
            Loopback.server(Services.builder().build()).maxPendingConnections(4).start();
        RawPeer longest = RawPeer.connect(server.port())) {
      await().until(() -> server.pendingConnections() == 1);
      try (RawPeer second = RawPeer.connect(server.port());
          RawPeer asking = RawPeer.connect(server.port());
          RawPeer other = other(server.port())) {
        assertThat(longest.isClosed()).isTrue();
        assertThat(answer(asking)).isInstanceOf(Pdu.AAssociateAc.class);
        assertThat(answer(other)).isInstanceOf(Pdu.AAssociateAc.class);
        assertThat(answer(second)).isInstanceOf(Pdu.AAssociateAc.class);
        await().until(() -> server.pendingConnections() == 0);
      }
    }
  }

  @Test
  void halfARequestIsGivenUpInTimeHoweverSteadilyItsBytesCome() throws Exception {
    AssociationLimits limits =
        AssociationLimits.builder().artimTimeout(Duration.ofMillis(300)).build();
    byte[] request = RawPeer.bytes(RawPeer.request(UserInformation.builder()));
    try (DicomServer server = Loopback.server(Services.builder().build()).limits(limits).start();
        RawPeer dribbler = RawPeer.connect(server.port())) {
      assertThat(dribble(dribbler, request)).isTrue();
    }
  }

  /** Sends byte by byte; whether the other side closed before the end. */
  private static boolean dribble(RawPeer peer, byte[] bytes) throws IOException {
    try {
      for (byte each : bytes) {
        peer.send(new byte[] {each});
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (SocketException e) {
      return true;
    }
    return peer.isClosed();
  }

  private static AssociationLimits fast() {
    return AssociationLimits.builder()
        .artimTimeout(Duration.ofMillis(300))
        .minTransferRate(1_000_000)
        .transferWindow(Duration.ofMillis(500))
        .build();
  }

  @Test
  void aSenderThatIsTooSlowIsAbortedAndOthersAreNot() throws Exception {
    KeepingStorage storage = new KeepingStorage();
    Services services = Services.builder().storage(List.of(CT), storage).build();
    try (DicomServer server = Loopback.server(services).limits(fast()).start();
        RawPeer slow = RawPeer.associated(server.port());
        DicomClient client = DicomClient.builder().build();
        ClientAssociation other = Loopback.connect(client, server)) {
      slow.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      byte[] data = RawPeer.value(CT_ID, false, false, new byte[16_000]);
      assertThat(dribble(slow, data)).isTrue();
      await().until(() -> storage.aborted.size() == 1);
      assertThat(storage.aborted.peek()).hasMessageContaining("transfer rate");
      assertThat(other.store(Loopback.object(2, new byte[100_000]))).isEqualTo(Outcome.SUCCESS);
    }
  }

  @Test
  void valuesWithoutDataAreNoProgress() throws Exception {
    AssociationLimits limits =
        AssociationLimits.builder()
            .artimTimeout(Duration.ofMillis(300))
            .transferWindow(Duration.ofMillis(500))
            .build();
    byte[] nothing = RawPeer.value(FIND_ID, false, false, new byte[0]);
    byte[] muchOfIt = new byte[100 * nothing.length];
    for (int at = 0; at < muchOfIt.length; at += nothing.length) {
      System.arraycopy(nothing, 0, muchOfIt, at, nothing.length);
    }
    try (DicomServer server = Loopback.server(services()).limits(limits).start();
        RawPeer slow = RawPeer.associated(server.port())) {
      slow.send(RawPeer.command(FIND_ID, new CFindRq(1, STUDY_ROOT_FIND, Priority.MEDIUM)));
      slow.send(RawPeer.value(FIND_ID, false, false, new byte[10]));
      assertThat(isCutOff(slow, muchOfIt, 1000)).isTrue();
    }
  }

  @Test
  void anIdentifierThatIsNotWholeInTimeIsGivenUpAndAnObjectIsNot() throws Exception {
    AssociationLimits limits =
        AssociationLimits.builder()
            .artimTimeout(Duration.ofMillis(300))
            .identifierTimeout(Duration.ofMillis(500))
            .build();
    try (DicomServer server = Loopback.server(services()).limits(limits).start();
        RawPeer asking = RawPeer.associated(server.port());
        RawPeer sending = RawPeer.associated(server.port())) {
      sending.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      sending.send(RawPeer.value(CT_ID, false, false, new byte[10]));
      asking.send(RawPeer.command(FIND_ID, new CFindRq(1, STUDY_ROOT_FIND, Priority.MEDIUM)));
      byte[] part = RawPeer.value(FIND_ID, false, false, new byte[100]);
      assertThat(isCutOff(asking, part, 1000)).isTrue();
      sending.send(RawPeer.value(CT_ID, false, true, new byte[10]));
      assertThat(((DimseResponse) sending.readCommand()).status()).isEqualTo(Status.SUCCESS);
    }
  }

  private static Services services() {
    QueryScp none = (request, identifier, context, responder) -> Outcome.SUCCESS;
    return Services.builder()
        .storage(List.of(CT), new KeepingStorage())
        .query(List.of(STUDY_ROOT_FIND), none)
        .build();
  }

  /** Whether the other side closes while the same is sent again and again. */
  private static boolean isCutOff(RawPeer peer, byte[] bytes, int times) throws IOException {
    try {
      for (int i = 0; i < times; i++) {
        peer.send(bytes);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  @Test
  void aReceiverThatIsTooSlowGivesItsThreadBackAndOthersAreServed() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    DataSet match = DataSet.builder().string(0x00204000, "x".repeat(10_000)).build();
    QueryScp endless =
        (request, identifier, context, responder) -> {
          try {
            while (true) {
              responder.pending(match);
            }
          } catch (IOException e) {
            ended.complete(e);
            throw e;
          }
        };
    Services services = Services.builder().query(List.of(STUDY_ROOT_FIND), endless).build();
    try (DicomServer server = Loopback.server(services).limits(fast()).operationThreads(1).start();
        RawPeer slow = RawPeer.associated(server.port());
        DicomClient client = DicomClient.builder().build()) {
      slow.send(RawPeer.command(FIND_ID, new CFindRq(1, STUDY_ROOT_FIND, Priority.MEDIUM)));
      slow.send(RawPeer.value(FIND_ID, false, true, new byte[0]));
      InputStream in = slow.socket().getInputStream();
      while (!ended.isDone()) {
        in.readNBytes(100);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
      assertThat(ended.get(1, TimeUnit.SECONDS))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("transfer rate");
      try (ClientAssociation other = Loopback.connect(client, server)) {
        assertThat(other.echo()).isEqualTo(Outcome.SUCCESS);
      }
    }
  }
}
