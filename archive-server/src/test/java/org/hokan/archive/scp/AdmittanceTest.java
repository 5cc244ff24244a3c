package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hokan.archive.ae.Permission.COMMIT;
import static org.hokan.archive.ae.Permission.QUERY;
import static org.hokan.archive.ae.Permission.RECEIVE;
import static org.hokan.archive.ae.Permission.RETRIEVE;
import static org.hokan.archive.ae.Permission.STORE;
import static org.hokan.dicom.net.pdu.ContextResult.ABSTRACT_SYNTAX_NOT_SUPPORTED;
import static org.hokan.dicom.net.pdu.ContextResult.ACCEPTANCE;
import static org.hokan.dicom.net.pdu.ContextResult.TRANSFER_SYNTAXES_NOT_SUPPORTED;
import static org.hokan.dicom.net.pdu.ContextResult.USER_REJECTION;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.AssociationRejectedException;
import org.hokan.dicom.net.association.AssociationRequest;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.ContextResult;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.PresentationContextRq;
import org.hokan.dicom.net.pdu.RoleSelection;
import org.hokan.dicom.net.pdu.UserInformation;
import org.hokan.dicom.net.service.ClientAssociation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class AdmittanceTest {
  private static final Uid IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final Uid EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final Uid JPEG = TransferSyntax.JPEG_BASELINE_8BIT.uid();
  private static final Uid PRIVATE = new Uid("1.2.276.0.99.1");
  private static final Uid FIND = Uids.StudyRootQueryRetrieveInformationModelFind;
  private static final Uid MOVE = Uids.PatientRootQueryRetrieveInformationModelMove;
  private static final Uid GET = Uids.StudyRootQueryRetrieveInformationModelGet;

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = new ScpNode(folder).facility("demo").entity("ENDO1", "demo", STORE);
    for (Permission each : Permission.values()) {
      node.entityAt(11113, "ONLY_" + each, "demo", each);
    }
    node.entity("NOTHING", "demo");
    from("FAR", "10.1.0.0/16");
    from("NEAR", "10.1.0.0/16", "127.0.0.0/8");
  }

  private static void from(String title, String... ranges) {
    node.entities.add(
        ApplicationEntity.builder(title, "demo").may(STORE).allowedFrom(List.of(ranges)).build(),
        "op");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void rejectsACalledTitleThatIsNotTheNodes() {
    assertRejected(
        AssociationProposal.to("ELSEWHERE", "127.0.0.1", node.server.port()).from("ENDO1"), 7);

    assertThat(node.trail("ENDO1").get(0))
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("association.reject");
              assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.FAILURE);
              assertThat(event.peer()).isEqualTo("127.0.0.1");
              assertThat(event.detail()).contains("called AE title");
            });
  }

  @Test
  void rejectsACallerThatNobodyAdmitted() {
    assertRejected(node.proposal("STRANGER"), 3);

    assertThat(node.trail("STRANGER"))
        .singleElement()
        .satisfies(event -> assertThat(event.detail()).isEqualTo("unknown AE title"));
  }

  @Test
  void titlesAreToldApartByCase() {
    assertRejected(node.proposal("endo1"), 3);
  }

  @Test
  void rejectsAKnownCallerFromAnAddressThatIsNotIts() {
    assertRejected(node.proposal("FAR"), 3);

    assertThat(node.trail("FAR").get(0).detail()).isEqualTo("address is not this AE's");
  }

  @Test
  void aFloodOfTheSameRejectionIsOneRecord() {
    for (int i = 0; i < 50; i++) {
      assertRejected(node.proposal("FLOOD"), 3);
    }

    assertThat(node.trail("FLOOD")).hasSize(1);
  }

  @Test
  void takesACallerFromOneOfItsNetworks() throws IOException {
    try (ClientAssociation association = node.connect(verification(node.proposal("NEAR")))) {
      assertThat(association.echo().status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void aCallerThatWasRemovedIsUnknownAtOnce() throws IOException {
    node.entity("GONE", "demo", STORE);
    node.connect(verification(node.proposal("GONE"))).close();

    node.entities.remove("GONE", "op");

    assertRejected(node.proposal("GONE"), 3);
  }

  static Stream<Arguments> permissions() {
    return Stream.of(
        Arguments.of(STORE, Set.of(ScpNode.ENDOSCOPIC, Uids.ModalityPerformedProcedureStep)),
        Arguments.of(QUERY, Set.of(FIND, Uids.ModalityPerformedProcedureStepRetrieve)),
        Arguments.of(RETRIEVE, Set.of(MOVE, GET)),
        Arguments.of(RECEIVE, Set.of()),
        Arguments.of(COMMIT, Set.of(Uids.StorageCommitmentPushModel)));
  }

  @ParameterizedTest
  @MethodSource("permissions")
  void whatIsOfferedButNotToThisCallerIsAUserRejection(Permission may, Set<Uid> accepted) {
    List<Uid> all =
        List.of(
            ScpNode.ENDOSCOPIC,
            FIND,
            MOVE,
            GET,
            Uids.ModalityPerformedProcedureStep,
            Uids.ModalityPerformedProcedureStepRetrieve,
            Uids.StorageCommitmentPushModel);

    List<PresentationContextAc> answers = decide("ONLY_" + may, contexts(all), List.of());

    for (int i = 0; i < all.size(); i++) {
      assertThat(answers.get(i).result())
          .as("%s for one who may %s", all.get(i), may)
          .isEqualTo(accepted.contains(all.get(i)) ? ACCEPTANCE : USER_REJECTION);
    }
  }

  @Test
  void everybodyAdmittedMayVerify() {
    assertThat(results("NOTHING", Uids.Verification)).containsExactly(ACCEPTANCE);
  }

  @Test
  void whatNobodyIsOfferedIsNotSupported() {
    assertThat(results("ENDO1", PRIVATE, Uids.ModalityPerformedProcedureStepNotification, JPEG))
        .containsOnly(ABSTRACT_SYNTAX_NOT_SUPPORTED);
  }

  @Test
  void aPrivateStorageClassIsTakenWhenItIsConfigured() {
    Decision decision =
        admittance().decide(request("ENDO1", contexts(List.of(PRIVATE, FIND)), List.of()));

    assertThat(((Decision.Accept) decision).contexts())
        .extracting(PresentationContextAc::result)
        .containsExactly(ACCEPTANCE, USER_REJECTION);
  }

  @Test
  void theLogSaysOnceWhichRightAnAeLacks() {
    Logger log = (Logger) LoggerFactory.getLogger(Admittance.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.INFO);
    Admittance admittance = admittance();
    try {
      for (String title : List.of("ONLY_QUERY", "ONLY_QUERY", "ONLY_RETRIEVE")) {
        admittance.decide(request(title, contexts(List.of(ScpNode.ENDOSCOPIC, FIND)), List.of()));
      }
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .hasSize(2)
        .anyMatch(line -> line.contains("ONLY_QUERY") && line.contains("may not store:"))
        .anyMatch(line -> line.contains("ONLY_RETRIEVE") && line.contains("may not store,query:"))
        .allMatch(line -> line.contains("--may"));
  }

  private static Admittance admittance() {
    return new Admittance(
        ScpNode.TITLE,
        node.entities,
        node.audit,
        ScpNode.CLOCK,
        SopClasses.storage(List.of(PRIVATE)));
  }

  @Test
  void theFirstProposedSyntaxIsTakenSoThatObjectsComeAsTheyAre() {
    List<PresentationContextAc> answers =
        decide(
            "ENDO1",
            List.of(
                new PresentationContextRq(1, ScpNode.ENDOSCOPIC, List.of(JPEG, EXPLICIT)),
                new PresentationContextRq(3, ScpNode.ENDOSCOPIC, List.of(IMPLICIT, JPEG))),
            List.of());

    assertThat(answers)
        .extracting(answer -> answer.transferSyntax().orElseThrow())
        .containsExactly(JPEG, IMPLICIT);
  }

  @Test
  void anUnknownSyntaxIsPassedOverOrRefused() {
    Uid unknown = new Uid("1.2.276.0.99.2");

    List<PresentationContextAc> answers =
        decide(
            "ENDO1",
            List.of(
                new PresentationContextRq(1, ScpNode.ENDOSCOPIC, List.of(unknown, EXPLICIT)),
                new PresentationContextRq(3, ScpNode.ENDOSCOPIC, List.of(unknown)),
                new PresentationContextRq(5, Uids.Verification, List.of(JPEG))),
            List.of());

    assertThat(answers)
        .extracting(PresentationContextAc::result)
        .containsExactly(
            ACCEPTANCE, TRANSFER_SYNTAXES_NOT_SUPPORTED, TRANSFER_SYNTAXES_NOT_SUPPORTED);
    assertThat(answers.get(0).transferSyntax()).contains(EXPLICIT);
  }

  @Test
  void onlyWhoMayRetrieveGetsTheRoleOfAReceiver() {
    RoleSelection receiver = new RoleSelection(ScpNode.ENDOSCOPIC, false, true);
    List<PresentationContextRq> storage = contexts(List.of(ScpNode.ENDOSCOPIC));

    assertThat(decide("ONLY_RETRIEVE", storage, List.of(receiver)))
        .extracting(PresentationContextAc::result)
        .containsExactly(ACCEPTANCE);
    assertThat(decide("ONLY_STORE", storage, List.of(receiver)))
        .extracting(PresentationContextAc::result)
        .containsExactly(USER_REJECTION);
  }

  @Test
  void aPermissionThatIsTakenAwayCountsOnOpenAssociations() throws IOException {
    node.entity("CHANGES", "demo", STORE);
    try (ClientAssociation association = node.sender("CHANGES")) {
      ApplicationEntity before = node.entities.find("CHANGES").orElseThrow();
      node.entities.change(before.toBuilder().may(QUERY).build(), "op");

      assertThat(
              association
                  .store(ScpNode.outgoing(ScpNode.still("1", "1.2.900", "1.2.900.1")))
                  .status())
          .isEqualTo(Status.NOT_AUTHORIZED);
    }
  }

  private static void assertRejected(AssociationProposal.Builder proposal, int reason) {
    AssociationRejectedException rejection =
        catchThrowableOfType(
            AssociationRejectedException.class, () -> node.connect(verification(proposal)));
    assertThat(List.of(rejection.result(), rejection.source(), rejection.reason()))
        .containsExactly(1, 1, reason);
  }

  private static AssociationProposal.Builder verification(AssociationProposal.Builder proposal) {
    return proposal.propose(Uids.Verification, List.of(IMPLICIT));
  }

  private static List<ContextResult> results(String as, Uid... sopClasses) {
    return decide(as, contexts(List.of(sopClasses)), List.of()).stream()
        .map(PresentationContextAc::result)
        .toList();
  }

  private static List<PresentationContextRq> contexts(List<Uid> sopClasses) {
    List<PresentationContextRq> contexts = new ArrayList<>();
    sopClasses.forEach(
        uid ->
            contexts.add(
                new PresentationContextRq(contexts.size() * 2 + 1, uid, List.of(EXPLICIT))));
    return contexts;
  }

  /** Decides as the node does, and shows also what it answers to contexts that it refuses. */
  private static List<PresentationContextAc> decide(
      String as, List<PresentationContextRq> contexts, List<RoleSelection> roles) {
    Admittance admittance =
        new Admittance(
            ScpNode.TITLE, node.entities, node.audit, ScpNode.CLOCK, SopClasses.storage(List.of()));
    return ((Decision.Accept) admittance.decide(request(as, contexts, roles))).contexts();
  }

  private static AssociationRequest request(
      String as, List<PresentationContextRq> contexts, List<RoleSelection> roles) {
    UserInformation.Builder user = UserInformation.builder();
    roles.forEach(user::add);
    return new AssociationRequest(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 50000),
        new Pdu.AAssociateRq(
            1, ScpNode.TITLE, as, Pdu.DICOM_APPLICATION_CONTEXT, contexts, user.build()));
  }
}
