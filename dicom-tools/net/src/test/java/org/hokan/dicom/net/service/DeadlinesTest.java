package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.RawPeer.CT_ID;
import static org.hokan.dicom.net.RawPeer.FIND_ID;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.Pdu;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody waits for ever: every read, write and operation has its deadline, on both sides. */
@Timeout(60)
class DeadlinesTest {
  private static final Duration SOON = Duration.ofMillis(400);
  private static final Duration LATE = Duration.ofSeconds(50);

  private static AssociationLimits.Builder late() {
    return AssociationLimits.builder()
        .artimTimeout(SOON)
        .idleTimeout(LATE)
        .readTimeout(LATE)
        .writeTimeout(LATE)
        .operationTimeout(LATE)
        .releaseTimeout(LATE);
  }

  private static DicomServer server(Services services, AssociationLimits limits)
      throws IOException {
    return Loopback.server(services).limits(limits).closeTimeout(SOON).start();
  }

  private static DicomClient client(AssociationLimits limits) {
    return DicomClient.builder().limits(limits).build();
  }

  // ---- the server's

  @Test
  void anIdleAssociationIsAborted() throws Exception {
    try (DicomServer server = server(Services.builder().build(), late().idleTimeout(SOON).build());
        RawPeer peer = RawPeer.associated(server.port())) {
      assertThat(peer.read()).isEqualTo(new Pdu.AAbort(0, 0));
      assertThat(peer.isClosed()).isTrue();
    }
  }

  @Test
  void anAssociationWithAnOperationUnderWayIsNotIdle() throws Exception {
    CompletableFuture<Outcome> durable = new CompletableFuture<>();
    StorageScp slow = (request, context) -> new Slow(durable);
    Services services = Services.builder().storage(List.of(CT), slow).build();
    try (DicomServer server = server(services, late().idleTimeout(SOON).build());
        RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      peer.send(RawPeer.value(CT_ID, false, true, new byte[10]));
      durable.completeOnTimeout(Outcome.SUCCESS, 3 * SOON.toMillis(), TimeUnit.MILLISECONDS);
      assertThat(((DimseResponse) peer.readCommand()).status()).isEqualTo(Status.SUCCESS);
    }
  }

  /** Becomes durable when the test says so. */
  private record Slow(CompletableFuture<Outcome> durable) implements StoreReception {
    @Override
    public void data(ByteBuffer chunk) {
      // Not looked at.
    }

    @Override
    public CompletionStage<Outcome> end() {
      return durable;
    }

    @Override
    public void aborted(Throwable cause) {
      durable.completeExceptionally(cause);
    }
  }

  @Test
  void aPauseAmidAMessageAborts() throws Exception {
    KeepingStorage storage = new KeepingStorage();
    Services services = Services.builder().storage(List.of(CT), storage).build();
    try (DicomServer server = server(services, late().readTimeout(SOON).build());
        RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      peer.send(RawPeer.value(CT_ID, false, false, new byte[10]));
      assertThat(peer.read()).isInstanceOf(Pdu.AAbort.class);
      await().until(() -> storage.aborted.size() == 1);
    }
  }

  @Test
  void anObjectThatDoesNotBecomeDurableInTimeIsNotAcknowledged() throws Exception {
    CompletableFuture<Outcome> never = new CompletableFuture<>();
    StorageScp stuck = (request, context) -> new Slow(never);
    Services services = Services.builder().storage(List.of(CT), stuck).build();
    try (DicomServer server = server(services, late().operationTimeout(SOON).build());
        RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(CT_ID, new CStoreRq(1, CT, instance(1))));
      peer.send(RawPeer.value(CT_ID, false, true, new byte[10]));
      assertThat(((DimseResponse) peer.readCommand()).status())
          .isEqualTo(Status.PROCESSING_FAILURE);
    }
  }

  @Test
  void aPeerThatDoesNotReadItsMatchesLosesTheAssociation() throws Exception {
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
    try (DicomServer server = server(services, late().writeTimeout(SOON).build());
        RawPeer peer = RawPeer.associated(server.port())) {
      peer.send(RawPeer.command(FIND_ID, new CFindRq(1, STUDY_ROOT_FIND, Priority.MEDIUM)));
      peer.send(RawPeer.value(FIND_ID, false, true, new byte[0]));
      assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(AssociationException.class);
      await().until(() -> server.associations() == 0);
    }
  }

  // ---- the client's

  @Test
  void aPeerThatNobodyListensAtIsToldOfAtOnce() throws Exception {
    int port = Dcmtk.freePort();
    try (DicomClient client = client(late().build())) {
      AssociationProposal proposal =
          AssociationProposal.to("NOBODY", "127.0.0.1", port)
              .propose(CT, List.of(IMPLICIT))
              .build();
      assertThatThrownBy(() -> client.connect(proposal))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("127.0.0.1:" + port);
    }
  }

  @Test
  void aRequestThatIsNotAnsweredIsGivenUp() throws Exception {
    try (RawAcceptor silent = new RawAcceptor(RawPeer::read);
        DicomClient client = client(late().associateTimeout(SOON).build())) {
      assertThatThrownBy(() -> client.connect(silent.proposal()))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("associate timeout");
    }
  }

  @Test
  void anOperationThatIsNotAnsweredIsGivenUp() throws Exception {
    try (RawAcceptor mute = new RawAcceptor(RawAcceptor::accept);
        DicomClient client = client(late().operationTimeout(SOON).build());
        ClientAssociation association = client.connect(mute.proposal())) {
      assertThatThrownBy(association::echo)
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("operation timeout");
      assertThatThrownBy(association::echo).isInstanceOf(AssociationException.class);
    }
  }

  @Test
  void whoWaitsForAnAnswerBeforeTheNextObjectIsNotKeptForEver() throws Exception {
    for (StoreSource next : List.of(source(() -> failingAfter(10)), StoreSource.of(new byte[10]))) {
      try (RawAcceptor mute = new RawAcceptor(RawAcceptor::accept);
          DicomClient client = client(late().operationTimeout(SOON).build());
          ClientAssociation association = client.connect(mute.proposal())) {
        association.begin(object(1, StoreSource.of(new byte[10])));
        assertThatThrownBy(
                () -> {
                  association.begin(object(2, next));
                  association.begin(object(3, next));
                })
            .isInstanceOf(AssociationException.class)
            .hasMessageContaining("operation timeout");
      }
    }
  }

  private static OutgoingObject object(int number, StoreSource source) {
    return new OutgoingObject(CT, instance(number), IMPLICIT, source);
  }

  @Test
  void aReleaseThatIsNotAnsweredBecomesAnAbort() throws Exception {
    try (RawAcceptor mute = new RawAcceptor(RawAcceptor::accept);
        DicomClient client = client(late().releaseTimeout(SOON).build())) {
      ClientAssociation association = client.connect(mute.proposal());
      association.release();
      assertThatThrownBy(association::echo).isInstanceOf(AssociationException.class);
    }
  }

  @Test
  void aPeerThatDoesNotReadWhatIsSentIsGivenUp() throws Exception {
    CompletableFuture<Void> clientDone = new CompletableFuture<>();
    try (RawAcceptor deaf =
            new RawAcceptor(
                peer -> {
                  RawAcceptor.accept(peer);
                  clientDone.get(30, TimeUnit.SECONDS);
                });
        DicomClient client = client(late().writeTimeout(SOON).build());
        ClientAssociation association = client.connect(deaf.proposal())) {
      OutgoingObject endless = new OutgoingObject(CT, instance(1), IMPLICIT, source(Zeros::new));
      assertThatThrownBy(() -> association.store(endless))
          .isInstanceOf(AssociationException.class)
          .hasMessageContaining("taken nothing");
      clientDone.complete(null);
    }
  }

  @Test
  void aSourceThatFailsAmidTheMessageCostsTheAssociationBeforeItDoesNot() throws Exception {
    KeepingStorage storage = new KeepingStorage();
    Services services = Services.builder().storage(List.of(CT), storage).build();
    try (DicomServer server = server(services, late().build());
        DicomClient client = client(late().build());
        ClientAssociation association = Loopback.connect(client, server)) {
      OutgoingObject missing =
          new OutgoingObject(CT, instance(1), Loopback.EXPLICIT, source(() -> failingAfter(0)));
      assertThatThrownBy(() -> association.store(missing))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(AssociationException.class);
      assertThat(association.echo()).isEqualTo(Outcome.SUCCESS);
      OutgoingObject broken =
          new OutgoingObject(
              CT, instance(2), Loopback.EXPLICIT, source(() -> failingAfter(600_000)));
      assertThatThrownBy(() -> association.store(broken)).isInstanceOf(AssociationException.class);
      await().until(() -> server.associations() == 0);
      assertThat(storage.objects).isEmpty();
    }
  }

  @Test
  void aSourceThatFailsInItsOwnWayBeforeTheMessageLeavesRoomForTheNext() throws Exception {
    KeepingStorage storage = new KeepingStorage();
    Services services = Services.builder().storage(List.of(CT), storage).build();
    try (DicomServer server = server(services, late().build());
        DicomClient client = client(late().operationTimeout(SOON).build());
        ClientAssociation association = Loopback.connect(client, server)) {
      StoreSource damaged =
          source(
              () ->
                  new InputStream() {
                    @Override
                    public int read() {
                      throw new IllegalStateException("damaged");
                    }
                  });
      OutgoingObject object = new OutgoingObject(CT, instance(1), Loopback.EXPLICIT, damaged);
      assertThatThrownBy(() -> association.store(object)).hasMessage("damaged");
      assertThat(association.store(Loopback.object(2, new byte[10]))).isEqualTo(Outcome.SUCCESS);
    }
  }

  private static InputStream failingAfter(int bytes) {
    return new InputStream() {
      private int given;

      @Override
      public int read() throws IOException {
        if (given++ >= bytes) {
          throw new IOException("disk gone");
        }
        return 1;
      }
    };
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private static StoreSource source(Opening opening) {
    return new StoreSource() {
      @Override
      public long length() {
        return -1;
      }

      @Override
      public InputStream open() throws IOException {
        return opening.open();
      }
    };
  }

  /** Zeros without end. */
  static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return length;
    }
  }
}
