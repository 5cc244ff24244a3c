package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both sides ask for release at once (PS3.8 §7.2.2.7, states Sta9 to Sta12). */
@Timeout(60)
class ReleaseCollisionTest {
  private static final AssociationLimits LIMITS =
      AssociationLimits.builder().artimTimeout(Duration.ofMillis(300)).build();

  private final Transport transport = Transport.open("test", 1);
  private final CompletableFuture<Association> established = new CompletableFuture<>();

  @AfterEach
  void stop() {
    transport.close();
  }

  private AssociationUser user(Association association) {
    established.complete(association);
    return new IdleUser();
  }

  private AssociationAcceptor acceptor() throws Exception {
    AssociationPolicy policy =
        request -> Decision.Accept.of(List.of(PresentationContextAc.accepted(1, RawPeer.IMPLICIT)));
    return AssociationAcceptor.listen(
        transport,
        new AcceptorSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            LIMITS,
            ConnectionLimits.DEFAULT,
            policy,
            Runnable::run,
            AssociationListener.NONE,
            this::user));
  }

  @Test
  void theAcceptorAwaitsItsAnswerBeforeItGivesTheOther() throws Exception {
    try (AssociationAcceptor acceptor = acceptor();
        RawPeer peer = RawPeer.associated(acceptor.address().getPort())) {
      Association association = established.get(20, TimeUnit.SECONDS);
      CompletableFuture<AssociationEnd> end = association.release().toCompletableFuture();
      assertThat(peer.read()).isEqualTo(new Pdu.AReleaseRq());
      peer.send(new Pdu.AReleaseRq());
      peer.send(new Pdu.AReleaseRp());
      assertThat(peer.read()).isEqualTo(new Pdu.AReleaseRp());
      assertThat(peer.isClosed()).isTrue();
      assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(AssociationEnd.RELEASED);
    }
  }

  @Test
  void theAcceptorReleasesInOrder() throws Exception {
    try (AssociationAcceptor acceptor = acceptor();
        RawPeer peer = RawPeer.associated(acceptor.address().getPort())) {
      Association association = established.get(20, TimeUnit.SECONDS);
      CompletableFuture<AssociationEnd> end = association.release().toCompletableFuture();
      assertThat(peer.read()).isEqualTo(new Pdu.AReleaseRq());
      peer.send(new Pdu.AReleaseRp());
      assertThat(peer.isClosed()).isTrue();
      assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(AssociationEnd.RELEASED);
    }
  }

  @Test
  void theRequestorAnswersFirst() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      AssociationProposal proposal =
          AssociationProposal.to("RAW", "127.0.0.1", listening.getLocalPort())
              .propose(RawPeer.VERIFICATION, List.of(RawPeer.IMPLICIT))
              .build();
      new AssociationRequestor(transport, LIMITS, AssociationListener.NONE)
          .request(proposal, this::user);
      try (RawPeer peer = new RawPeer(listening.accept())) {
        accept(peer);
        Association association = established.get(20, TimeUnit.SECONDS);
        CompletableFuture<AssociationEnd> end = association.release().toCompletableFuture();
        assertThat(peer.read()).isEqualTo(new Pdu.AReleaseRq());
        peer.send(new Pdu.AReleaseRq());
        assertThat(peer.read()).isEqualTo(new Pdu.AReleaseRp());
        peer.send(new Pdu.AReleaseRp());
        assertThat(peer.isClosed()).isTrue();
        assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(AssociationEnd.RELEASED);
      }
    }
  }

  private static void accept(RawPeer peer) throws Exception {
    Pdu.AAssociateRq rq = (Pdu.AAssociateRq) peer.read();
    peer.send(
        new Pdu.AAssociateAc(
            1,
            rq.calledAeTitle(),
            rq.callingAeTitle(),
            Pdu.DICOM_APPLICATION_CONTEXT,
            List.of(PresentationContextAc.accepted(1, RawPeer.IMPLICIT)),
            UserInformation.builder().maxPduLength(16_384).build()));
  }
}
