package org.hokan.dicom.net.association;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.RawPeer.CT;
import static org.hokan.dicom.net.RawPeer.FIND;
import static org.hokan.dicom.net.RawPeer.IMPLICIT;
import static org.hokan.dicom.net.RawPeer.VERIFICATION;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.RawPeer;
import org.hokan.dicom.net.pdu.ExtendedNegotiation;
import org.hokan.dicom.net.pdu.Octets;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.RoleSelection;
import org.hokan.dicom.net.pdu.UserInformation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a request makes of its acceptance, it leaves no association that no deadline ends. */
@Timeout(60)
class AcceptanceTest {
  private static final Duration LATE = Duration.ofSeconds(50);
  private static final AssociationLimits LIMITS =
      AssociationLimits.builder().artimTimeout(LATE).associateTimeout(LATE).build();
  private static final int LONGEST_INFORMATION = 65_494; // fills the user information item
  private static final Pdu REJECTED_FOR_NOW = new Pdu.AAssociateRj(2, 1, 1);

  private final Transport transport = Transport.open("test", 1);

  @AfterEach
  void stop() {
    transport.close();
  }

  private AssociationAcceptor acceptor(
      AssociationPolicy policy, Function<Association, AssociationUser> users) throws Exception {
    return AssociationAcceptor.listen(
        transport,
        new AcceptorSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            LIMITS,
            ConnectionLimits.DEFAULT,
            policy,
            Runnable::run,
            AssociationListener.NONE,
            users));
  }

  private static Decision echo(AssociationRequest request) {
    return accept(request.roles(), request.extendedNegotiations());
  }

  private static Decision.Accept accept(
      List<RoleSelection> roles, List<ExtendedNegotiation> extended) {
    return new Decision.Accept(
        List.of(PresentationContextAc.accepted(RawPeer.FIND_ID, IMPLICIT)),
        roles,
        extended,
        Optional.empty());
  }

  private static UserInformation.Builder longest() {
    return UserInformation.builder()
        .add(new ExtendedNegotiation(FIND, Octets.of(new byte[LONGEST_INFORMATION])));
  }

  private static void isServed(AssociationAcceptor acceptor) throws Exception {
    RawPeer.associated(acceptor.address().getPort()).close();
    await().until(() -> acceptor.associations() == 0);
  }

  @Test
  void anAcceptanceThatNoPduCanHoldIsARejection() throws Exception {
    try (AssociationAcceptor acceptor =
            acceptor(AcceptanceTest::echo, association -> new IdleUser());
        RawPeer peer = RawPeer.connect(acceptor.address().getPort())) {
      peer.send(RawPeer.request(longest()));
      assertThat(peer.read()).isEqualTo(REJECTED_FOR_NOW);
      assertThat(acceptor.associations()).isZero();
      isServed(acceptor);
    }
  }

  @Test
  void aPolicyThatFailsIsARejection() throws Exception {
    AssociationPolicy failing =
        request -> {
          throw new IllegalStateException("no directory");
        };
    try (AssociationAcceptor acceptor = acceptor(failing, association -> new IdleUser());
        RawPeer peer = RawPeer.connect(acceptor.address().getPort())) {
      peer.send(RawPeer.request(UserInformation.builder()));
      assertThat(peer.read()).isEqualTo(REJECTED_FOR_NOW);
      assertThat(acceptor.associations()).isZero();
    }
  }

  @Test
  void anAssociationWhoseUserCannotBeMadeIsClosed() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    Function<Association, AssociationUser> users =
        association -> {
          if (broken.getAndSet(false)) {
            throw new StackOverflowError("no user");
          }
          return new IdleUser();
        };
    try (AssociationAcceptor acceptor = acceptor(AcceptanceTest::echo, users);
        RawPeer peer = RawPeer.connect(acceptor.address().getPort())) {
      peer.send(RawPeer.request(UserInformation.builder()));
      assertThat(peer.isClosed()).isTrue();
      await().until(() -> acceptor.associations() == 0 && acceptor.pendingConnections() == 0);
      isServed(acceptor);
    }
  }

  @Test
  void rolesAndExtendedItemsAreAnsweredOnceAndOfProposedClassesOnly() {
    Uid other = Uid.of("1.2.3");
    RoleSelection role = new RoleSelection(CT, true, true);
    ExtendedNegotiation extended = new ExtendedNegotiation(FIND, Octets.of((byte) 1));
    Pdu.AAssociateRq request =
        RawPeer.request(
            UserInformation.builder().add(role).add(new RoleSelection(other, true, true)));
    Decision.Accept decision =
        accept(
            List.of(role, role, new RoleSelection(other, true, true), ofVerification()),
            List.of(extended, new ExtendedNegotiation(other, Octets.empty()), extended));

    UserInformation answer = Negotiation.acceptance(request, decision, LIMITS).userInformation();

    assertThat(answer.roleSelections()).as("asked for and proposed").containsExactly(role);
    assertThat(answer.extendedNegotiations()).containsExactly(extended);
  }

  private static RoleSelection ofVerification() {
    return new RoleSelection(VERIFICATION, true, true);
  }
}
