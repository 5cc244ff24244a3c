package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.pdu.AsynchronousOperationsWindow;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.UserInformation;

/** A server that takes one connection and then does as the test says. */
final class RawAcceptor implements AutoCloseable {
  private final ServerSocket listening;
  private final Thread thread;

  interface Script {
    void run(RawPeer peer) throws Exception;
  }

  RawAcceptor(Script script) throws IOException {
    listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    thread =
        new Thread(
            () -> {
              try (RawPeer peer = new RawPeer(listening.accept())) {
                script.run(peer);
                readUntilReleased(peer);
              } catch (Exception e) {
                // The client is gone: the test sees to that.
              }
            });
    thread.start();
  }

  private static void readUntilReleased(RawPeer peer) throws IOException {
    while (!(peer.read() instanceof Pdu.AReleaseRq)) {
      // it answers nothing else any more
    }
    peer.send(new Pdu.AReleaseRp());
    peer.isClosed();
  }

  /** With contexts 1, 3 and 5 for Verification, CT, and C-MOVE. */
  AssociationProposal proposal() {
    return builder().build();
  }

  AssociationProposal.Builder builder() {
    return AssociationProposal.to("RAW", "127.0.0.1", listening.getLocalPort())
        .propose(Services.VERIFICATION, List.of(IMPLICIT))
        .propose(CT, List.of(IMPLICIT))
        .propose(Loopback.STUDY_ROOT_MOVE, List.of(IMPLICIT));
  }

  /** Accepts all contexts of a proposal. */
  static void accept(RawPeer peer) throws IOException {
    accept(peer, 1);
  }

  /** Accepts all contexts, and that the other side has so many operations outstanding. */
  static void accept(RawPeer peer, int operations) throws IOException {
    Pdu.AAssociateRq rq = (Pdu.AAssociateRq) peer.read();
    peer.send(
        new Pdu.AAssociateAc(
            1,
            rq.calledAeTitle(),
            rq.callingAeTitle(),
            Pdu.DICOM_APPLICATION_CONTEXT,
            rq.presentationContexts().stream()
                .map(each -> PresentationContextAc.accepted(each.id(), IMPLICIT))
                .toList(),
            UserInformation.builder()
                .maxPduLength(16_384)
                .asynchronousOperationsWindow(new AsynchronousOperationsWindow(operations, 1))
                .build()));
  }

  @Override
  public void close() throws Exception {
    listening.close();
    thread.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(thread.isAlive()).as(() -> Arrays.toString(thread.getStackTrace())).isFalse();
  }
}
