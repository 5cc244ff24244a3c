package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hokan.archive.scp.Asker.request;
import static org.hokan.archive.scp.ScpNode.ENDOSCOPIC;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.commitment.Commitment;
import org.hokan.archive.commitment.CommitmentFilter;
import org.hokan.archive.commitment.CommitmentState;
import org.hokan.archive.job.JobQueue;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Storage commitment over real associations. */
class CommitmentServiceTest {
  private static final Uid COMMITMENT = Uids.StorageCommitmentPushModel;
  private static final Uid WELL_KNOWN = Uids.StorageCommitmentPushModelInstance;

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @SuppressWarnings("NullAway.Init")
  private static Asker asker;

  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @BeforeAll
  static void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    asker = new Asker();
    node = new ScpNode(folder).facility("demo").facility("other");
    node.entityAt(asker.port(), "ENDO1", "demo", Permission.STORE, Permission.COMMIT);
    node.entity("SAME", "demo", Permission.COMMIT);
    node.entity("STORER", "demo", Permission.STORE);
    node.entity("BUSY", "demo", Permission.COMMIT);
    node.entityAt(asker.port(), "OTHER1", "other", Permission.COMMIT);
    for (int i = 1; i <= 3; i++) {
      node.send("ENDO1", ScpNode.still("1", "1.2.1", "1.2.1." + i));
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    asker.close();
  }

  /** Asks and releases the association; the report comes at the asker's own port. */
  private static Outcome ask(String as, DataSet request) throws IOException {
    return ask(node, as, request);
  }

  private static Outcome ask(ScpNode node, String as, DataSet request) throws IOException {
    try (ClientAssociation association =
        node.connect(node.proposal(as).propose(COMMITMENT, List.of(ScpNode.SYNTAX.uid())))) {
      return association.action(COMMITMENT, WELL_KNOWN, 1, request).outcome();
    }
  }

  private static Commitment kept(String transaction) {
    return node
        .commitments
        .list(
            new CommitmentFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 100))
        .stream()
        .filter(one -> one.transactionUid().equals(transaction))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsHereIsCommittedAndReportedAtTheAskersOwnPort() throws Exception {
    assertThat(ask("ENDO1", request("1.9.1", ENDOSCOPIC, "1.2.1.1", "1.2.1.2")))
        .isEqualTo(Outcome.SUCCESS);

    Asker.Report report = asker.next();
    assertThat(report.own()).isTrue();
    assertThat(report.event()).isEqualTo(1);
    assertThat(report.transaction()).isEqualTo(Uid.of("1.9.1"));
    assertThat(report.committed()).containsExactly(Uid.of("1.2.1.1"), Uid.of("1.2.1.2"));
    await().until(() -> kept("1.9.1").state() == CommitmentState.REPORTED);
    assertThat(node.trail("ENDO1"))
        .extracting(AuditEvent::action)
        .contains("commitment.request", "commitment.report");
  }

  @Test
  void theReportComesOnTheSameAssociationWhileThatIsKeptOpen() throws Exception {
    try (ClientAssociation association =
        node.client.connect(
            node.proposal("SAME").propose(COMMITMENT, List.of(ScpNode.SYNTAX.uid())).build(),
            asker::report)) {
      association.action(
          COMMITMENT, WELL_KNOWN, 1, request("1.9.2", ENDOSCOPIC, "1.2.1.1", "1.2.1.99"));
      Asker.Report report = asker.next();
      assertThat(report.own()).isFalse();
      assertThat(report.event()).isEqualTo(2);
      assertThat(report.committed()).containsExactly(Uid.of("1.2.1.1"));
      assertThat(report.failed()).containsExactly(Map.entry("1.2.1.99", 0x0112));
    }
  }

  @Test
  void whatCannotBeCommittedFailsWithItsReason() throws Exception {
    node.send("ENDO1", ScpNode.still("1", "1.2.4", "1.2.4.1"));
    node.damage(folder, "1.2.4.1");
    DataSet request = request("1.9.3", ENDOSCOPIC, "1.2.4.1", "1.2.1.77");
    DataSet conflict = request("1.9.3", Uids.CTImageStorage, "1.2.1.1");
    DataSet unsupported =
        request("1.9.3", Uids.StudyRootQueryRetrieveInformationModelFind, "1.2.1.2");
    DataSet all =
        request.toBuilder()
            .sequence(
                Tag.ReferencedSOPSequence,
                Stream.of(request, conflict, unsupported)
                    .flatMap(one -> one.items(Tag.ReferencedSOPSequence).stream())
                    .toList())
            .build();

    ask("ENDO1", all);

    Asker.Report report = asker.next();
    assertThat(report.event()).isEqualTo(2);
    assertThat(report.committed()).isEmpty();
    assertThat(report.failed())
        .containsEntry("1.2.4.1", 0x0110)
        .containsEntry("1.2.1.77", 0x0112)
        .containsEntry("1.2.1.1", 0x0119)
        .containsEntry("1.2.1.2", 0x0122);
  }

  @Test
  void nobodyIsToldOfAnotherFacilitysInstances() throws Exception {
    ask("OTHER1", request("1.9.4", ENDOSCOPIC, "1.2.1.1"));
    assertThat(asker.next().failed()).containsEntry("1.2.1.1", 0x0112);
  }

  @Test
  void theSameRequestAgainIsReportedAgainAndAnotherListIsADuplicate() throws Exception {
    DataSet request = request("1.9.5", ENDOSCOPIC, "1.2.1.1");
    ask("ENDO1", request);
    assertThat(asker.next().event()).isEqualTo(1);
    await().until(() -> kept("1.9.5").state() == CommitmentState.REPORTED);

    assertThat(ask("ENDO1", request)).isEqualTo(Outcome.SUCCESS);
    assertThat(asker.next().committed()).containsExactly(Uid.of("1.2.1.1"));

    assertThat(ask("ENDO1", request("1.9.5", ENDOSCOPIC, "1.2.1.2"))).isEqualTo(Outcome.SUCCESS);
    assertThat(asker.next().failed()).containsEntry("1.2.1.2", 0x0131);
  }

  @Test
  void theSameRequestWhileItsReportIsUnderWayIsReportedOnceMore() throws Exception {
    DataSet request = request("1.9.14", ENDOSCOPIC, "1.2.1.1");
    asker.meanwhile.set(() -> asked("ENDO1", request));
    ask("ENDO1", request);
    assertThat(asker.next().transaction()).isEqualTo(Uid.of("1.9.14"));
    assertThat(asker.next().transaction()).isEqualTo(Uid.of("1.9.14"));
    await().until(() -> kept("1.9.14").state() == CommitmentState.REPORTED);
  }

  private static void asked(String as, DataSet request) {
    try {
      assertThat(ask(as, request)).isEqualTo(Outcome.SUCCESS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aReportThatIsRefusedIsTriedAgain() throws Exception {
    asker.answer = Outcome.of(Status.PROCESSING_FAILURE, "not now");
    ask("ENDO1", request("1.9.6", ENDOSCOPIC, "1.2.1.1"));
    assertThat(asker.next().transaction()).isEqualTo(Uid.of("1.9.6"));
    await().until(() -> kept("1.9.6").state() == CommitmentState.REPORTED);
  }

  @Test
  void whatTheAskerSaysOfItsRefusalIsNeitherLoggedNorKept() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger(JobQueue.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.INFO);
    try {
      asker.answer = Outcome.of(Status.PROCESSING_FAILURE, "Yamada^Taro 12345 unknown");
      ask("ENDO1", request("1.9.16", ENDOSCOPIC, "1.2.1.1"));
      assertThat(asker.next().transaction()).isEqualTo(Uid.of("1.9.16"));
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    // What the log has is what the job table had.
    assertThat(List.copyOf(lines.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .anyMatch(line -> line.contains("report answered with 0110H"))
        .noneMatch(line -> line.contains("Yamada") || line.contains("12345"));
  }

  @Test
  void anAskerThatIsNotThereIsToldWhenItIs() throws Exception {
    int port = portOfNobody();
    node.entityAt(port, "LATE", "demo", Permission.COMMIT);
    ask("LATE", request("1.9.7", ENDOSCOPIC, "1.2.1.1"));
    await().until(() -> kept("1.9.7").attempts() > 1);
    assertThat(kept("1.9.7").problem()).isNotEmpty();
    assertThat(kept("1.9.7").state()).isEqualTo(CommitmentState.CHECKED);
    try (Asker back = new Asker(port)) {
      assertThat(back.next().transaction()).isEqualTo(Uid.of("1.9.7"));
    }
  }

  @Test
  void whatWasDamagedSinceItWasReadIsNotConfirmedWhenTheAskerIsBack() throws Exception {
    node.commitmentClock.now = ScpNode.CLOCK.instant().plusSeconds(1);
    node.send("ENDO1", ScpNode.still("1", "1.2.6", "1.2.6.1"));
    int port = portOfNobody();
    node.entityAt(port, "AWAY", "demo", Permission.COMMIT);
    ask("AWAY", request("1.9.17", ENDOSCOPIC, "1.2.6.1"));
    await().until(() -> kept("1.9.17").state() == CommitmentState.CHECKED);
    assertThat(kept("1.9.17").failed()).isZero();

    node.damage(folder, "1.2.6.1");
    node.commitmentClock.now = ScpNode.CLOCK.instant().plusSeconds(62);
    try (Asker back = new Asker(port)) {
      assertThat(back.next().failed()).containsExactly(Map.entry("1.2.6.1", 0x0110));
    }
    await().until(() -> kept("1.9.17").state() == CommitmentState.REPORTED);
    assertThat(kept("1.9.17").failed()).isEqualTo(1);
  }

  @Test
  void aReadingOfAnotherProcessIsNotReliedOn(@TempDir Path own) throws Exception {
    int port = portOfNobody();
    try (ScpNode first = new ScpNode(own).facility("demo")) {
      first.entityAt(port, "ENDO1", "demo", Permission.STORE, Permission.COMMIT);
      first.send("ENDO1", ScpNode.still("1", "1.2.7", "1.2.7.1"));
      ask(first, "ENDO1", request("1.9.18", ENDOSCOPIC, "1.2.7.1"));
      await().until(() -> first.commitments.count(CommitmentState.CHECKED) == 1);
      first.damage(own, "1.2.7.1");
    }
    try (ScpNode second = new ScpNode(own)) {
      second.commitmentClock.now = ScpNode.CLOCK.instant().plusSeconds(2);
      try (Asker back = new Asker(port)) {
        assertThat(back.next().failed()).containsExactly(Map.entry("1.2.7.1", 0x0110));
      }
    }
  }

  @Test
  void nothingIsReadAgainForAnAskerThatIsAway() throws Exception {
    int port = portOfNobody();
    node.entityAt(port, "FAR", "demo", Permission.COMMIT);
    ask("FAR", request("1.9.19", ENDOSCOPIC, "1.2.1.1"));
    await().until(() -> kept("1.9.19").attempts() > 0);
    node.commitmentClock.now = node.commitmentClock.now.plusSeconds(90);
    int before = kept("1.9.19").attempts();
    Optional<Instant> read = kept("1.9.19").checkedAt();
    await().until(() -> kept("1.9.19").attempts() > before + 1);
    assertThat(kept("1.9.19").checkedAt()).isEqualTo(read);
    try (Asker back = new Asker(port)) {
      assertThat(back.next().committed()).containsExactly(Uid.of("1.2.1.1"));
    }
    await().until(() -> kept("1.9.19").state() == CommitmentState.REPORTED);
    assertThat(kept("1.9.19").checkedAt()).isNotEqualTo(read);
  }

  private static int portOfNobody() {
    try (Asker gone = new Asker()) {
      return gone.port();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "another action type, 2, 1.2.840.10008.1.20.1.1, 1.9.8, 1, 0123H",
    "another instance, 1, 1.2.3, 1.9.8, 1, 0112H",
    "no transaction UID, 1, 1.2.840.10008.1.20.1.1, , 1, 0115H",
    "an empty list, 1, 1.2.840.10008.1.20.1.1, 1.9.8, 0, 0115H",
    "too many instances, 1, 1.2.840.10008.1.20.1.1, 1.9.8, 6, 0213H"
  })
  void whatIsNoGoodRequestIsRefused(
      String name, int action, String instance, String transaction, int instances, String status)
      throws IOException {
    String[] uids =
        IntStream.range(0, instances).mapToObj(i -> "1.2.5." + i).toArray(String[]::new);
    DataSet request = request("1.9.8", ENDOSCOPIC, uids);
    DataSet sent =
        transaction == null ? request.toBuilder().remove(Tag.TransactionUID).build() : request;
    try (ClientAssociation association =
        node.connect(node.proposal("ENDO1").propose(COMMITMENT, List.of(ScpNode.SYNTAX.uid())))) {
      assertThat(association.action(COMMITMENT, Uid.of(instance), action, sent).status())
          .hasToString(status);
    }
  }

  @Test
  void anAeWithTooManyRequestsThatAreNotReportedIsRefused() throws IOException {
    ask("BUSY", request("1.9.11", ENDOSCOPIC, "1.2.1.1"));
    ask("BUSY", request("1.9.12", ENDOSCOPIC, "1.2.1.1"));
    assertThat(ask("BUSY", request("1.9.13", ENDOSCOPIC, "1.2.1.1")).status())
        .isEqualTo(Status.RESOURCE_LIMITATION);
  }

  @Test
  void whoMayNotIsNotOfferedIt() throws IOException {
    try (ClientAssociation association =
        node.connect(
            node.proposal("STORER")
                .propose(Uids.Verification, List.of(ScpNode.SYNTAX.uid()))
                .propose(COMMITMENT, List.of(ScpNode.SYNTAX.uid())))) {
      assertThat(association.accepted(COMMITMENT)).isEmpty();
    }
  }
}
