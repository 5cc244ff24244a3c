package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.RawPeer.VERIFICATION;
import static org.hokan.dicom.net.RawPeer.VERIFICATION_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_MOVE;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Affected;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseResponse.CStoreRsp;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.dimse.SubOperations;
import org.hokan.dicom.net.pdu.Pdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a peer that owes an answer may send instead of it, and what of it is an answer. */
@Timeout(60)
class OwedAnswersTest {
  private static final Duration SOON = Duration.ofMillis(400);
  private static final Duration LATE = Duration.ofSeconds(50);
  private static final DataSet KEYS = DataSet.builder().string(0x00100020, "P1").build();

  private static AssociationLimits.Builder late() {
    return AssociationLimits.builder()
        .idleTimeout(LATE)
        .readTimeout(LATE)
        .writeTimeout(LATE)
        .operationTimeout(LATE);
  }

  private static DicomClient client(AssociationLimits.Builder limits) {
    return DicomClient.builder().limits(limits.build()).build();
  }

  private static OutgoingObject object(StoreSource source) {
    return new OutgoingObject(CT, instance(1), IMPLICIT, source);
  }

  /** Something that awaits a response. */
  private record Operation(String name, Asking asking) {
    private interface Asking {
      void ask(ClientAssociation association) throws IOException;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Operation> operations() {
    OutgoingObject object = object(StoreSource.of(new byte[10]));
    return Stream.of(
        new Operation("C-ECHO", ClientAssociation::echo),
        new Operation("C-STORE", association -> association.store(object)),
        new Operation(
            "C-STORE behind another",
            association -> {
              association.begin(object);
              association.begin(object);
              association.begin(object);
            }),
        new Operation(
            "C-MOVE", association -> association.move(STUDY_ROOT_MOVE, "X", KEYS, each -> true)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void whateverElseAPeerSendsIsNoAnswer(Operation operation) throws Exception {
    try (RawAcceptor talkative =
            new RawAcceptor(
                peer -> {
                  RawAcceptor.accept(peer);
                  for (int id = 1; id < 1000; id++) {
                    peer.send(RawPeer.command(VERIFICATION_ID, new CEchoRq(id, VERIFICATION)));
                    LockSupport.parkNanos(SOON.toNanos() / 4);
                  }
                });
        DicomClient client = client(late().operationTimeout(SOON));
        ClientAssociation association = client.connect(talkative.proposal())) {
      assertThatThrownBy(() -> operation.asking().ask(association))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("operation timeout");
    }
  }

  @Test
  void theTimeForAnAnswerBeginsWithTheLastByte() throws Exception {
    byte[] large = new byte[20_000_000];
    try (RawAcceptor slow =
            new RawAcceptor(
                peer -> {
                  RawAcceptor.accept(peer);
                  LockSupport.parkNanos(3 * SOON.toNanos());
                  readObject(peer);
                  peer.send(RawPeer.command(CT_ID, response(1, Status.SUCCESS)));
                });
        DicomClient client = client(late().operationTimeout(SOON));
        ClientAssociation association = client.connect(slow.proposal())) {
      assertThat(association.store(object(StoreSource.of(large)))).isEqualTo(Outcome.SUCCESS);
    }
  }

  private static void readObject(RawPeer peer) throws IOException {
    boolean last = false;
    while (!last) {
      Pdu.PDataTf pdu = (Pdu.PDataTf) peer.read();
      last = pdu.values().stream().anyMatch(value -> !value.command() && value.last());
      pdu.release();
    }
  }

  private static CStoreRsp response(int messageId, Status status) {
    return new CStoreRsp(messageId, Outcome.of(status), Affected.of(CT));
  }

  @Test
  void ofObjectsThatAPeerStoresOneAfterAnotherEachHasItsTime() throws Exception {
    Duration each = SOON.multipliedBy(2);
    try (RawAcceptor thorough =
            new RawAcceptor(
                peer -> {
                  RawAcceptor.accept(peer, 4);
                  for (int i = 0; i < 4; i++) {
                    readObject(peer);
                  }
                  for (int id = 1; id <= 4; id++) {
                    LockSupport.parkNanos(each.toNanos() / 2);
                    peer.send(RawPeer.command(CT_ID, response(id, Status.SUCCESS)));
                  }
                });
        DicomClient client = client(late().operationTimeout(each));
        ClientAssociation association =
            client.connect(thorough.builder().asynchronousOperationsWindow(4, 1).build())) {
      List<StoreUnderWay> underWay = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        underWay.add(association.begin(object(StoreSource.of(new byte[10]))));
      }
      // The last one's answer is waited for first, for twice as long as one of them may take.
      assertThat(underWay.get(3).outcome()).isEqualTo(Outcome.SUCCESS);
    }
  }

  @Test
  void aPendingAnswerToAnObjectEndsTheAssociation() throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try (RawAcceptor flooding =
            new RawAcceptor(
                peer -> {
                  RawAcceptor.accept(peer);
                  peer.readCommand();
                  for (int i = 0; i < 1000; i++) {
                    peer.send(RawPeer.command(CT_ID, response(1, Status.PENDING)));
                  }
                  done.get(30, TimeUnit.SECONDS);
                });
        DicomClient client = client(late().writeTimeout(SOON.multipliedBy(5)));
        ClientAssociation association = client.connect(flooding.proposal())) {
      assertThatThrownBy(() -> association.store(object(endless())))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("C-STORE-RSP: status FF00");
      done.complete(null);
    }
  }

  private static StoreSource endless() {
    return new StoreSource() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public InputStream open() {
        return new DeadlinesTest.Zeros();
      }
    };
  }

  @Test
  void pendingResponsesThatNobodyTakesAreNotReadWithoutEnd() throws Exception {
    int responses = 100_000;
    int together = 100;
    AtomicInteger sent = new AtomicInteger();
    CMoveRq request = new CMoveRq(1, STUDY_ROOT_MOVE, Priority.MEDIUM, "X");
    byte[] pending =
        repeated(
            RawPeer.command(
                5, request.respond(Outcome.PENDING, SubOperations.underWay(9, 0, 0, 0), false)),
            together);
    byte[] last =
        RawPeer.command(5, request.respond(Outcome.SUCCESS, SubOperations.ended(9, 0, 0), false));
    try (RawAcceptor flooding =
            new RawAcceptor(
                peer -> {
                  RawAcceptor.accept(peer);
                  readObject(peer);
                  while (sent.get() < responses) {
                    peer.send(pending);
                    sent.addAndGet(together);
                  }
                  peer.send(last);
                });
        DicomClient client = client(late());
        ClientAssociation association = client.connect(flooding.proposal())) {
      AtomicInteger taken = new AtomicInteger();
      RetrieveResult result =
          association.move(
              STUDY_ROOT_MOVE,
              "X",
              KEYS,
              progress -> {
                if (taken.getAndIncrement() == 0) {
                  assertThat(whenItStays(sent)).isLessThan(responses);
                }
                return true;
              });
      assertThat(result.outcome()).isEqualTo(Outcome.SUCCESS);
      assertThat(taken).hasValue(responses);
    }
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(bytes);
    }
    return all.toByteArray();
  }

  private static int whenItStays(AtomicInteger count) {
    int before = -1;
    while (count.get() != before) {
      before = count.get();
      LockSupport.parkNanos(SOON.toNanos());
    }
    return before;
  }
}
