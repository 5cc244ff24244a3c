package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.RawPeer.VERIFICATION;
import static org.hokan.dicom.net.RawPeer.VERIFICATION_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationEnd;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.AsynchronousOperationsWindow;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.Octets;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.UserIdentity;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers to peers that do as the standard says, or do not. */
class ProtocolTest {
  /** Patient ID "1 ", as Implicit VR Little Endian has it. */
  private static final byte[] PATIENT_1 = {0x10, 0, 0x20, 0, 2, 0, 0, 0, '1', ' '};

  private static final Duration SOON = Duration.ofMillis(300);

  private final KeepingStorage storage = new KeepingStorage();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final Services services = Services.builder().storage(List.of(CT), storage).build();
  private DicomServer server;

  private final AssociationListener listener =
      new AssociationListener() {
        @Override
        public void established(AssociationInfo association) {
          heard.add("established");
        }

        @Override
        public void rejected(AssociationRequest request, Decision.Reject decision) {
          heard.add("rejected " + decision.reason());
        }

        @Override
        public void ended(
            AssociationInfo association,
            AssociationEnd end,
            Duration lasted,
            long bytesReceived,
            long bytesSent) {
          heard.add("ended " + end + (bytesReceived > 0 && bytesSent > 0 ? "" : " silently"));
        }
      };

  private DicomServer.Builder serverBuilder() {
    return Loopback.server(services)
        .listener(listener)
        .limits(AssociationLimits.builder().artimTimeout(SOON).build());
  }

  @BeforeEach
  void start() throws Exception {
    server = serverBuilder().start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void restart(DicomServer.Builder builder) throws Exception {
    server.close();
    server = builder.start();
  }

  // ---- negotiation

  @Test
  void rejectsAProtocolVersionThatItDoesNotKnow() throws Exception {
    Pdu.AAssociateRq rq = RawPeer.request(UserInformation.builder());
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(
          new Pdu.AAssociateRq(
              2,
              rq.calledAeTitle(),
              rq.callingAeTitle(),
              rq.applicationContextName(),
              rq.presentationContexts(),
              rq.userInformation()));
      assertThat(peer.read()).isEqualTo(new Pdu.AAssociateRj(1, 2, 2));
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void rejectsAnApplicationContextThatItDoesNotKnow() throws Exception {
    Pdu.AAssociateRq rq = RawPeer.request(UserInformation.builder());
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(
          new Pdu.AAssociateRq(
              1,
              rq.calledAeTitle(),
              rq.callingAeTitle(),
              Uid.of("1.2.3"),
              rq.presentationContexts(),
              rq.userInformation()));
      assertThat(peer.read()).isEqualTo(new Pdu.AAssociateRj(1, 1, 2));
    }
  }

  @Test
  void rejectsAsThePolicySays() throws Exception {
    restart(
        serverBuilder()
            .policy(rq -> Decision.reject(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED)));
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(RawPeer.request(UserInformation.builder()));
      assertThat(peer.read()).isEqualTo(new Pdu.AAssociateRj(1, 1, 3));
    }
    assertThat(heard).containsExactly("rejected CALLING_AE_TITLE_NOT_RECOGNIZED");
  }

  @Test
  void rejectsForNowWhenThePolicyFails() throws Exception {
    restart(
        serverBuilder()
            .policy(
                rq -> {
                  throw new IllegalStateException("a bug");
                }));
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(RawPeer.request(UserInformation.builder()));
      assertThat(peer.read()).isEqualTo(new Pdu.AAssociateRj(2, 1, 1));
    }
  }

  @Test
  void rejectsForNowAboveTheNumberOfAssociationsAndTakesTheNextWhenOneEnds() throws Exception {
    restart(serverBuilder().maxAssociations(1));
    try (RawPeer first = RawPeer.associated(server.port())) {
      try (RawPeer second = RawPeer.connect(server.port())) {
        second.send(RawPeer.request(UserInformation.builder()));
        assertThat(second.read()).isEqualTo(new Pdu.AAssociateRj(2, 3, 2));
        first.send(new Pdu.AReleaseRq());
        assertThat(first.read()).isEqualTo(new Pdu.AReleaseRp());
        // Connections that linger count for nothing.
        try (RawPeer third = RawPeer.associated(server.port())) {
          assertThat(server.associations()).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void answersEachContextAndWhatElseIsNegotiated() throws Exception {
    restart(
        serverBuilder()
            .policy(
                rq -> {
                  assertThat(rq.userIdentity().orElseThrow().primaryField().utf8())
                      .isEqualTo("bob");
                  return services
                      .capabilities(List.of())
                      .accept(rq)
                      .withUserIdentityResponse(Octets.of((byte) 7));
                }));
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(
          RawPeer.request(
              UserInformation.builder()
                  .asynchronousOperationsWindow(new AsynchronousOperationsWindow(0, 9))
                  .userIdentity(UserIdentity.username("bob"))));
      Pdu.AAssociateAc ac = (Pdu.AAssociateAc) peer.read();
      assertThat(ac.presentationContexts())
          .containsExactly(
              PresentationContextAc.accepted(VERIFICATION_ID, RawPeer.IMPLICIT),
              PresentationContextAc.accepted(CT_ID, RawPeer.IMPLICIT),
              PresentationContextAc.rejected(
                  RawPeer.FIND_ID, ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED));
      UserInformation user = ac.userInformation();
      assertThat(user.asynchronousOperationsWindow())
          .contains(new AsynchronousOperationsWindow(16, 1));
      assertThat(user.userIdentityResponse()).contains(Octets.of((byte) 7));
      assertThat(user.maxPduLength()).isEqualTo(262_144);
      assertThat(user.implementationClassUid()).isPresent();
    }
  }

  // ---- the machine

  @Test
  void closesAConnectionThatDoesNotAskInTime() throws Exception {
    try (RawPeer peer = RawPeer.connect(server.port())) {
      assertThat(peer.isClosed()).isTrue();
    }
    assertThat(heard).isEmpty();
  }

  static Stream<Object[]> unexpectedFirst() {
    return Stream.of(
        new Object[] {RawPeer.value(1, true, true, new byte[10])},
        new Object[] {RawPeer.bytes(new Pdu.AReleaseRq())},
        new Object[] {RawPeer.bytes(new Pdu.AReleaseRp())},
        new Object[] {RawPeer.bytes(new Pdu.AAssociateRj(1, 1, 1))},
        new Object[] {"GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)});
  }

  @ParameterizedTest
  @MethodSource("unexpectedFirst")
  void abortsWhoDoesNotBeginWithARequest(byte[] bytes) throws Exception {
    try (RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(bytes);
      assertThat(peer.read()).isInstanceOf(Pdu.AAbort.class);
      assertThat(peer.isClosed()).isTrue();
    }
  }

  static Stream<Object[]> unexpectedLater() {
    byte[] request = RawPeer.bytes(RawPeer.request(UserInformation.builder()));
    byte[] echo = RawPeer.command(VERIFICATION_ID, new CEchoRq(1, VERIFICATION));
    byte[] store = RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1)));
    return Stream.of(
        new Object[] {"a second request", request, 2},
        new Object[] {"a release response", RawPeer.bytes(new Pdu.AReleaseRp()), 2},
        new Object[] {"an unknown PDU", new byte[] {9, 0, 0, 0, 0, 0}, 1},
        new Object[] {"too long a PDU", new byte[] {4, 0, 0x7F, 0, 0, 0}, 6},
        new Object[] {"a context not accepted", RawPeer.value(7, true, true, new byte[8]), 5},
        new Object[] {"a data set first", RawPeer.value(CT_ID, false, true, new byte[8]), 5},
        new Object[] {"a command amid a message", join(store, echo), 5},
        new Object[] {
          "another context amid a message",
          join(store, RawPeer.value(VERIFICATION_ID, false, true, new byte[2])),
          5
        });
  }

  private static byte[] join(byte[] a, byte[] b) {
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @ParameterizedTest(name = "type {0}")
  @ValueSource(ints = {1, 5, 9})
  void whoseFirstPduIsNoRequestIsAbortedByTheServiceUserWhichGivesNoReason(int type)
      throws Exception {
    byte[] pdu = new byte[type == 1 ? 6 : 10];
    pdu[0] = (byte) type;
    pdu[5] = (byte) (pdu.length - 6);
    try (DicomServer server = Loopback.server(Services.builder().build()).start();
        RawPeer peer = RawPeer.connect(server.port())) {
      peer.send(pdu);
      assertThat(peer.read()).isEqualTo(new Pdu.AAbort(Pdu.AAbort.SERVICE_USER, 0));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unexpectedLater")
  void abortsWithTheReasonWhoBreaksTheProtocol(String what, byte[] bytes, int reason)
      throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(bytes);
      assertThat(peer.read())
          .as(what)
          .isEqualTo(new Pdu.AAbort(Pdu.AAbort.SERVICE_PROVIDER, reason));
      assertThat(peer.isClosed()).isTrue();
    }
    assertThat(heard).containsExactly("established", "ended ABORTED_HERE");
  }

  @Test
  void tellsAProviderThatItsObjectWillNotComplete() throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      peer.send(RawPeer.value(CT_ID, false, false, new byte[1000]));
      org.awaitility.Awaitility.await().until(() -> storage.requests.size() == 1);
      peer.send(RawPeer.command(VERIFICATION_ID, new CEchoRq(2, VERIFICATION)));
      assertThat(peer.isClosed()).isTrue();
    }
    org.awaitility.Awaitility.await().until(() -> storage.aborted.size() == 1);
    assertThat(storage.objects).isEmpty();
  }

  @Test
  void aReleaseIsAnsweredAndHeardOf() throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(new Pdu.AReleaseRq());
      assertThat(peer.read()).isEqualTo(new Pdu.AReleaseRp());
      assertThat(peer.isClosed()).isTrue();
    }
    assertThat(heard).containsExactly("established", "ended RELEASED");
  }

  @Test
  void anAbortIsHeardOf() throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(new Pdu.AAbort(0, 0));
      assertThat(peer.isClosed()).isTrue();
    }
    assertThat(heard).containsExactly("established", "ended ABORTED_BY_PEER");
  }

  @Test
  void aLostConnectionIsHeardOf() throws Exception {
    RawPeer.associated(server.port()).close();
    org.awaitility.Awaitility.await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactly("established", "ended CONNECTION_LOST");
  }

  // ---- messages

  private Status statusOf(RawPeer peer, int contextId, DimseMessage request) throws Exception {
    peer.send(RawPeer.command(contextId, request));
    if (request.hasDataSet()) {
      peer.send(RawPeer.value(contextId, false, false, new byte[100]));
      peer.send(RawPeer.value(contextId, false, true, new byte[0]));
    }
    return ((DimseResponse) peer.readCommand()).status();
  }

  @Test
  void refusesWhatItDoesNotDoWithTheStatusForItAndGoesOn() throws Exception {
    Uid find = RawPeer.FIND;
    try (RawPeer peer = RawPeer.associated(server.port())) {
      assertThat(statusOf(peer, CT_ID, new CFindRq(1, CT, Priority.MEDIUM)))
          .isEqualTo(Status.UNRECOGNIZED_OPERATION);
      assertThat(statusOf(peer, CT_ID, new CFindRq(2, find, Priority.MEDIUM)))
          .isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
      assertThat(statusOf(peer, VERIFICATION_ID, new CStoreRq(3, CT, instance(1))))
          .isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
      assertThat(statusOf(peer, CT_ID, new NGetRq(4, CT, instance(1), List.of())))
          .isEqualTo(Status.UNRECOGNIZED_OPERATION);
      assertThat(statusOf(peer, CT_ID, new CStoreRq(5, CT, instance(1)))).isEqualTo(Status.SUCCESS);
      assertThat(statusOf(peer, VERIFICATION_ID, new CEchoRq(6, VERIFICATION)))
          .isEqualTo(Status.SUCCESS);
    }
    assertThat(Optional.of(storage.objects.get(instance(1)).length)).contains(100);
  }

  /** Many devices give each operation the same one; peers are several, so that threads change. */
  @Test
  void aMessageIdCanBeUsedAgainOnceItsOperationIsAnswered() throws Exception {
    QueryScp one =
        (request, identifier, context, responder) -> {
          responder.pending(identifier);
          return Outcome.SUCCESS;
        };
    Services finding = Services.builder().query(List.of(RawPeer.FIND), one).build();
    restart(Loopback.server(finding));
    List<RawPeer> peers = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        peers.add(RawPeer.associated(server.port()));
      }
      List<Callable<List<Integer>>> users =
          peers.stream().<Callable<List<Integer>>>map(peer -> () -> finds(peer, 500)).toList();
      ExecutorService threads = Executors.newFixedThreadPool(peers.size());
      try {
        for (Future<List<Integer>> statuses : threads.invokeAll(users)) {
          assertThat(statuses.get()).containsOnly(Status.SUCCESS.code());
        }
      } finally {
        threads.shutdownNow();
      }
    } finally {
      for (RawPeer peer : peers) {
        peer.close();
      }
    }
  }

  private static List<Integer> finds(RawPeer peer, int times) throws IOException {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      CFindRq find = new CFindRq(1, RawPeer.FIND, Priority.MEDIUM);
      peer.send(RawPeer.command(RawPeer.FIND_ID, find));
      peer.send(RawPeer.value(RawPeer.FIND_ID, false, true, PATIENT_1));
      Status status;
      do {
        status = ((DimseResponse) peer.readCommand()).status();
      } while (status.isPending());
      statuses.add(status.code());
    }
    return statuses;
  }

  @Test
  void aCancelOfNothingIsIgnored() throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(VERIFICATION_ID, new DimseMessage.CCancelRq(99)));
      assertThat(statusOf(peer, VERIFICATION_ID, new CEchoRq(1, VERIFICATION)))
          .isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void aResponseThatNobodyAwaitsAborts() throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      DimseMessage response =
          new CEchoRq(7, VERIFICATION).respond(org.hokan.dicom.net.dimse.Outcome.SUCCESS);
      peer.send(RawPeer.command(VERIFICATION_ID, response));
      assertThat(peer.read()).isInstanceOf(Pdu.AAbort.class);
    }
  }

  @Test
  void aCommandThatIsNoneAborts() throws Exception {
    try (RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.value(VERIFICATION_ID, true, true, new byte[] {1, 2, 3}));
      assertThat(peer.read()).isInstanceOf(Pdu.AAbort.class);
    }
  }
}
