package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.RawPeer.FIND_ID;
import static org.hokan.dicom.net.RawPeer.VERIFICATION;
import static org.hokan.dicom.net.RawPeer.VERIFICATION_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.instance;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.AsynchronousOperationsWindow;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Whoever reaches a limit is answered as the standard says, the log tells of it in one line, and
 * the server goes on.
 */
@Timeout(60)
class LimitsTest {
  private static final Duration SOON = Duration.ofMillis(300);
  private static final Pdu REJECTED_BY_LOCAL_LIMIT = new Pdu.AAssociateRj(2, 3, 2);

  private static final int AFFECTED_SOP_CLASS_TAG = 12; // behind the group length

  private static final UnaryOperator<AssociationLimits.Builder> USUAL = UnaryOperator.identity();

  private final Logger log = (Logger) LoggerFactory.getLogger("org.hokan.dicom.net");
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
            lines.add(event.getFormattedMessage());
          }
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    log.addAppender(appender);
    log.setLevel(Level.INFO); // other tests break providers on purpose, and want none of it
    log.setAdditive(false);
  }

  @AfterEach
  void stop() {
    log.setLevel(Level.OFF);
    log.setAdditive(true);
    log.detachAppender(appender);
  }

  /** Reaches a limit of the server and looks at the answer. */
  @FunctionalInterface
  private interface Peer {
    void reach(DicomServer server) throws Exception;
  }

  /**
   * A limit.
   *
   * @param line what the log says when it is reached
   */
  private record Limit(
      String name,
      UnaryOperator<AssociationLimits.Builder> limits,
      UnaryOperator<DicomServer.Builder> server,
      Peer peer,
      String line) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Limit> limits() {
    return Stream.of(
        new Limit(
            "associations in all",
            USUAL,
            server -> server.maxAssociations(1),
            LimitsTest::oneTooMany,
            "rejected: "),
        new Limit(
            "associations of a peer",
            USUAL,
            server -> server.maxAssociationsPerPeer(1),
            LimitsTest::oneTooMany,
            "rejected: "),
        new Limit(
            "connections that ask for nothing",
            USUAL,
            server -> server.maxPendingConnections(2),
            LimitsTest::silent,
            "closed before it asked"),
        new Limit(
            "time to the first PDU",
            USUAL,
            server -> server,
            server -> isClosed(RawPeer.connect(server.port())),
            "closed: no association was asked for within"),
        new Limit(
            "idle time",
            limits -> limits.idleTimeout(SOON),
            server -> server,
            server -> isAborted(RawPeer.associated(server.port()), new byte[0], 0, 0),
            "aborted: "),
        new Limit(
            "a pause amid a message",
            limits -> limits.readTimeout(SOON),
            server -> server,
            server ->
                isAborted(
                    RawPeer.associated(server.port()),
                    RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))),
                    0,
                    0),
            "aborted: "),
        new Limit(
            "length of a PDU",
            USUAL,
            server -> server,
            server ->
                isAborted(
                    RawPeer.associated(server.port()), new byte[] {4, 0, 0x7F, 0, 0, 0}, 2, 6),
            "aborted: "),
        new Limit(
            "bytes a second",
            limits -> limits.minTransferRate(1_000_000).transferWindow(Duration.ofMillis(500)),
            server -> server,
            LimitsTest::dribble,
            "transfer rate"),
        new Limit(
            "operations of a peer",
            USUAL,
            server ->
                server.operations(
                    OperationLimits.DEFAULT
                        .withThreads(2)
                        .withMaxOfParty(1)
                        .withMaxWaitingOfParty(1)),
            LimitsTest::manyQueries,
            "C-FIND-RQ refused: "),
        new Limit(
            "memory of identifiers",
            USUAL,
            server -> server.operations(OperationLimits.DEFAULT.withIdentifierMemory(50_000)),
            LimitsTest::longQuery,
            "C-FIND-RQ refused: "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("limits")
  void oneThatIsReachedIsAnsweredAsTheStandardSaysAndToldInOneLine(Limit limit) throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    Services services =
        Services.builder()
            .storage(List.of(CT), new KeepingStorage())
            .query(
                List.of(STUDY_ROOT_FIND),
                (request, keys, context, responder) -> {
                  opened(gate);
                  return Outcome.SUCCESS;
                })
            .build();
    AssociationLimits limits =
        limit.limits().apply(AssociationLimits.builder().artimTimeout(SOON)).build();
    try (DicomServer server =
            limit.server().apply(Loopback.server(services)).limits(limits).start();
        DicomClient client = DicomClient.builder().build()) {
      limit.peer().reach(server);
      await().until(() -> lines.stream().anyMatch(line -> line.contains(limit.line())));
      gate.countDown();
      await().until(() -> server.associations() == 0);
      try (ClientAssociation other = Loopback.connect(client, server)) {
        assertThat(other.echo()).isEqualTo(Outcome.SUCCESS);
      }
    }
    assertThat(lines).filteredOn(line -> line.contains(limit.line())).hasSize(1);
  }

  @Test
  void faultyCommandsAreAnsweredEachAndToldOnce() throws Exception {
    byte[] command = CommandSet.encode(new CEchoRq(1, VERIFICATION));
    command[AFFECTED_SOP_CLASS_TAG + 2]++; // (0000,0003): a request without its SOP class
    byte[] faulty = RawPeer.value(VERIFICATION_ID, true, true, command);
    try (DicomServer server = Loopback.server(Services.builder().build()).start();
        RawPeer peer = RawPeer.associated(server.port())) {
      for (int i = 0; i < 1000; i++) {
        peer.send(faulty);
        assertThat(((DimseResponse) peer.readCommand()).status()).isNotEqualTo(Status.SUCCESS);
      }
    }
    assertThat(lines).filteredOn(line -> line.contains("request refused: ")).hasSize(1);
  }

  private static void opened(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void oneTooMany(DicomServer server) throws IOException {
    try (RawPeer first = RawPeer.associated(server.port());
        RawPeer second = RawPeer.connect(server.port())) {
      second.send(RawPeer.request(UserInformation.builder()));
      assertThat(second.read()).isEqualTo(REJECTED_BY_LOCAL_LIMIT);
      assertThat(first.socket().isClosed()).isFalse();
    }
  }

  private static void silent(DicomServer server) throws IOException {
    try (RawPeer longest = RawPeer.connect(server.port())) {
      await().until(() -> server.pendingConnections() == 1);
      try (RawPeer second = RawPeer.connect(server.port())) {
        assertThat(longest.isClosed()).isTrue();
        assertThat(second.socket().isClosed()).isFalse();
      }
    }
  }

  private static void isClosed(RawPeer peer) throws IOException {
    try (peer) {
      assertThat(peer.isClosed()).isTrue();
    }
  }

  private static void isAborted(RawPeer peer, byte[] bytes, int source, int reason)
      throws IOException {
    try (peer) {
      peer.send(bytes);
      assertThat(peer.read()).isEqualTo(new Pdu.AAbort(source, reason));
      assertThat(peer.isClosed()).isTrue();
    }
  }

  private static void dribble(DicomServer server) throws IOException {
    try (RawPeer slow = RawPeer.associated(server.port())) {
      slow.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      for (byte each : RawPeer.value(CT_ID, false, false, new byte[16_000])) {
        slow.send(new byte[] {each});
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(slow.isClosed()).isTrue();
    } catch (SocketException e) {
      assertThat(e).isNotNull(); // closed while it was sending
    }
  }

  private static void query(RawPeer peer, int messageId, byte[] identifier) throws IOException {
    peer.send(RawPeer.command(FIND_ID, new CFindRq(messageId, STUDY_ROOT_FIND, Priority.MEDIUM)));
    peer.send(RawPeer.value(FIND_ID, false, true, identifier));
  }

  private static RawPeer asking(DicomServer server) throws IOException {
    RawPeer peer = RawPeer.connect(server.port());
    peer.send(
        RawPeer.request(
            UserInformation.builder()
                .asynchronousOperationsWindow(new AsynchronousOperationsWindow(5, 1))));
    assertThat(peer.read()).isInstanceOf(Pdu.AAssociateAc.class);
    return peer;
  }

  private static void isOutOfResources(RawPeer peer) throws IOException {
    assertThat(((DimseResponse) peer.readCommand()).status()).isEqualTo(Status.OUT_OF_RESOURCES);
  }

  private static void manyQueries(DicomServer server) throws IOException {
    try (RawPeer peer = asking(server)) {
      query(peer, 1, new byte[0]);
      query(peer, 2, new byte[0]);
      query(peer, 3, new byte[0]);
      isOutOfResources(peer);
    }
  }

  private static void longQuery(DicomServer server) throws IOException {
    try (RawPeer peer = asking(server)) {
      query(peer, 1, new byte[60_000]);
      isOutOfResources(peer);
    }
  }
}
