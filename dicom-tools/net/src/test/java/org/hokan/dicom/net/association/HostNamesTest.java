package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A host is found, or not, and nobody else waits for it: there is one event loop here. */
@Timeout(60)
class HostNamesTest {
  private static final Duration SOON = Duration.ofMillis(400);
  private static final String SLOW = "slow.test";
  private static final String KNOWN = "known.test";

  private final CountDownLatch answered = new CountDownLatch(1);
  private final Queue<String> lookedUp = new ConcurrentLinkedQueue<>();
  private final Transport transport = Transport.open("test", 1, this::lookUp);

  private InetAddress lookUp(String host) throws UnknownHostException {
    lookedUp.add(host);
    if (host.equals(SLOW)) {
      try {
        answered.await();
      } catch (InterruptedException e) {
        throw new UnknownHostException(host);
      }
    }
    if (host.equals(KNOWN)) {
      return InetAddress.getLoopbackAddress();
    }
    throw new UnknownHostException(host + ": nobody knows it");
  }

  @AfterEach
  void stop() {
    answered.countDown();
    transport.close();
  }

  private AssociationAcceptor acceptor() throws Exception {
    return AssociationAcceptor.listen(
        transport,
        new AcceptorSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            AssociationLimits.DEFAULT,
            ConnectionLimits.DEFAULT,
            request ->
                Decision.Accept.of(List.of(PresentationContextAc.accepted(1, RawPeer.IMPLICIT))),
            Runnable::run,
            AssociationListener.NONE,
            association -> new IdleUser()));
  }

  private CompletableFuture<Association> request(String host, int port) {
    AssociationLimits limits = AssociationLimits.builder().connectTimeout(SOON).build();
    return new AssociationRequestor(transport, limits, AssociationListener.NONE)
        .request(
            AssociationProposal.to("RAW", host, port)
                .propose(RawPeer.VERIFICATION, List.of(RawPeer.IMPLICIT))
                .build(),
            association -> new IdleUser())
        .toCompletableFuture();
  }

  private static void isUnreachable(CompletableFuture<Association> request, String why) {
    assertThatThrownBy(() -> request.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(AssociationException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aNameThatIsNotFoundInTimeHoldsUpNobodyElse() throws Exception {
    try (AssociationAcceptor acceptor = acceptor()) {
      CompletableFuture<Association> waiting = request(SLOW, 104);
      await().until(() -> lookedUp.contains(SLOW));
      RawPeer.associated(acceptor.address().getPort()).close();
      assertThat(request(KNOWN, acceptor.address().getPort()).get(20, TimeUnit.SECONDS))
          .isNotNull();
      isUnreachable(waiting, "to slow.test:104 failed: its name was not looked up in PT0.4S");
    }
  }

  @Test
  void aNameIsLookedUpOnceAtATime() {
    CompletableFuture<Association> first = request(SLOW, 104);
    CompletableFuture<Association> second = request(SLOW, 11112);
    isUnreachable(first, "to slow.test:104 failed: ");
    isUnreachable(second, "to slow.test:11112 failed: ");
    assertThat(lookedUp).containsExactly(SLOW);
  }

  @Test
  void aNameThatNobodyKnowsIsToldOf() {
    isUnreachable(request("none.test", 104), "to none.test:104 failed: none.test: nobody knows it");
  }

  @Test
  void anAddressIsNotLookedUp() throws Exception {
    try (AssociationAcceptor acceptor = acceptor()) {
      int port = acceptor.address().getPort();
      assertThat(request("127.0.0.1", port).get(20, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(lookedUp).isEmpty();
  }

  @Test
  void whatCanNoLongerBeConnectedIsUnreachable() {
    transport.close();
    isUnreachable(request("127.0.0.1", 104), "to 127.0.0.1:104 failed: ");
  }
}
