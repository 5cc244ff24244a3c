package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.Test;

/** What a peer sends to an association that has ended, or that no memory is left for. */
class AfterReleaseTest {
  private static final byte[] REQUEST = RawPeer.bytes(RawPeer.request(UserInformation.builder()));
  private static final byte[] UNKNOWN_PDU = {0x20, 0, 0, 0, 0, 0};

  private final IdleUser user = new IdleUser();
  private final EmbeddedPeer peer =
      new EmbeddedPeer(
          new AcceptorSettings(
              new InetSocketAddress(0),
              AssociationLimits.DEFAULT,
              ConnectionLimits.DEFAULT,
              request ->
                  Decision.Accept.of(List.of(PresentationContextAc.accepted(1, RawPeer.IMPLICIT))),
              Runnable::run,
              AssociationListener.NONE,
              association -> user));

  private void send(byte[] bytes) {
    peer.send(bytes, 0, bytes.length);
  }

  @Test
  void requestsAfterTheReleaseAreAnsweredOnceAndEndTheConnection() {
    send(REQUEST);
    send(RawPeer.bytes(new Pdu.AReleaseRq()));
    for (int i = 0; i < 10_000; i++) {
      send(REQUEST);
    }
    assertThat(peer.isOpen()).isFalse();
    AtomicLong bytes = new AtomicLong();
    peer.close(out -> bytes.addAndGet(out.readableBytes()));
    assertThat(bytes).hasValueLessThan(1024);
  }

  @Test
  void anAssociationThatNoMemoryIsLeftToAbortEnds() {
    send(REQUEST);
    assertThat(peer.associations()).isOne();
    peer.allocateNoMore();
    send(UNKNOWN_PDU);
    assertThat(peer.associations()).isZero();
    assertThat(peer.isOpen()).isFalse();
    assertThat(user.ends).containsExactly(AssociationEnd.ABORTED_HERE);
  }
}
