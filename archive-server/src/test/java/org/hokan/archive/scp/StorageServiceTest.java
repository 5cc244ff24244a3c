package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.contract.Actions;
import org.hokan.archive.contract.StorageRule;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.StoreSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class StorageServiceTest {
  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @BeforeAll
  static void start(@TempDir Path folder) {
    node = new ScpNode(folder).facility("demo").admitWithoutContract("poor");
    node.entity("ENDO1", "demo", Permission.STORE).entity("POOR1", "poor", Permission.STORE);
    node.entity("RULED", "demo", Permission.STORE);
    rule("no-tests", "patient_id == 'TEST'", "refuse", 1);
    rule("aside", "patient_id == 'ASIDE'", "quarantine", 2);
  }

  private static void rule(String name, String when, String then, int order) {
    node.rules.add(StorageRule.of("RULED", name, when, Actions.parse(then), order), "op");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void anObjectThatIsDurableIsASuccess() throws IOException {
    Outcome answer = node.send("ENDO1", ScpNode.still("1", "1.2.1", "1.2.1.1"));

    assertThat(answer.status()).isEqualTo(Status.SUCCESS);
    assertThat(answer.errorComment()).isEmpty();
    assertThat(kept("demo", "1.2.1.1")).isPresent();
  }

  @Test
  void theSameObjectAgainIsASuccessToo() throws IOException {
    DataSet still = ScpNode.still("1", "1.2.2", "1.2.2.1");
    node.send("ENDO1", still);

    assertThat(node.send("ENDO1", still).status()).isEqualTo(Status.SUCCESS);

    assertThat(node.trail("ENDO1")).extracting(AuditEvent::detail).contains("duplicate");
  }

  @Test
  void otherContentUnderTheSameUidIsKeptAsideAndSaidSo() throws IOException, InterruptedException {
    node.send("ENDO1", ScpNode.still("1", "1.2.3", "1.2.3.1"));

    Outcome answer =
        node.send(
            "ENDO1",
            ScpNode.still("1", "1.2.3", "1.2.3.1").toBuilder()
                .string(Tag.PatientComments, "changed")
                .build());

    assertThat(answer.status()).isEqualTo(Status.SUCCESS);
    assertThat(answer.errorComment()).contains("same SOP Instance UID, other content");
    assertThat(node.ingest.awaitIndexed()).isTrue();
    assertThat(node.index.quarantine(Optional.of("demo"), 0, 100))
        .anyMatch(entry -> entry.sopInstanceUid().value().equals("1.2.3.1"));
  }

  @Test
  void withoutAContractItIsNotAuthorized() throws IOException {
    Outcome answer = node.send("POOR1", ScpNode.still("1", "1.2.4", "1.2.4.1"));

    assertThat(answer.status()).isEqualTo(Status.NOT_AUTHORIZED);
    assertThat(answer.errorComment()).isPresent();
    assertThat(node.trail("POOR1").get(0))
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("store");
              assertThat(event.outcome()).isEqualTo(AuditEvent.Outcome.FAILURE);
              assertThat(event.detail()).isEqualTo("not_authorized");
              assertThat(event.study()).isEqualTo("1.2.4");
            });
  }

  @Test
  void whatARuleRefusesIsNotAuthorized() throws IOException {
    assertThat(node.send("RULED", ScpNode.still("TEST", "1.2.5", "1.2.5.1")).status())
        .isEqualTo(Status.NOT_AUTHORIZED);
    assertThat(kept("demo", "1.2.5.1")).isEmpty();
  }

  @Test
  void whatARuleKeepsAsideIsASuccess() throws IOException {
    Outcome answer = node.send("RULED", ScpNode.still("ASIDE", "1.2.6", "1.2.6.1"));

    assertThat(answer.status()).isEqualTo(Status.SUCCESS);
    assertThat(answer.errorComment()).isPresent();
    assertThat(kept("demo", "1.2.6.1")).isEmpty();
  }

  @Test
  void anotherIdentityThanTheRequestsIsAMismatchAndTheAssociationLivesOn() throws IOException {
    DataSet still = ScpNode.still("1", "1.2.7", "1.2.7.1");
    try (ClientAssociation association = node.sender("ENDO1")) {
      Outcome other = association.store(renamed(still, "1.2.7.2"));
      Outcome own = association.store(ScpNode.outgoing(still));

      assertThat(other.status()).isEqualTo(Status.DATA_SET_DOES_NOT_MATCH);
      assertThat(other.errorComment())
          .hasValueSatisfying(comment -> assertThat(comment).startsWith("(0008,0018)"));
      assertThat(own.status()).isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void anotherClassThanTheRequestsIsAMismatch() throws IOException {
    DataSet still =
        ScpNode.still("1", "1.2.8", "1.2.8.1").toBuilder()
            .uid(Tag.SOPClassUID, Uids.CTImageStorage)
            .build();

    try (ClientAssociation association = node.sender("ENDO1")) {
      assertThat(association.store(object("1.2.8.1", ScpNode.bytes(still))).status())
          .isEqualTo(Status.DATA_SET_DOES_NOT_MATCH);
    }
  }

  @Test
  void whatCannotBeReadIsNotUnderstoodAndTheAssociationLivesOn() throws IOException {
    byte[] garbage = "this is no data set at all, not by far".getBytes(StandardCharsets.US_ASCII);
    try (ClientAssociation association = node.sender("ENDO1")) {
      Outcome broken = association.store(object("1.2.9.1", garbage));
      Outcome empty = association.store(object("1.2.9.2", new byte[0]));
      Outcome whole = association.store(ScpNode.outgoing(ScpNode.still("1", "1.2.9", "1.2.9.3")));

      assertThat(List.of(broken.status(), empty.status(), whole.status()))
          .containsExactly(Status.CANNOT_UNDERSTAND, Status.CANNOT_UNDERSTAND, Status.SUCCESS);
    }
  }

  @Test
  void manyThatAreRefusedAreAFewLinesOfTheLog() throws IOException {
    node.entity("FLOOD", "demo", Permission.STORE);
    Logger log = (Logger) LoggerFactory.getLogger("org.hokan.archive");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    log.setLevel(Level.INFO);
    try (ClientAssociation association = node.sender("FLOOD")) {
      for (int i = 0; i < 100; i++) {
        association.store(object("1.2.17." + i, new byte[] {1, 2, 3}));
        association.store(renamed(ScpNode.still("1", "1.2.18", "1.2.18.1"), "1.2.18.2"));
      }
    } finally {
      log.detachAppender(lines);
      log.setLevel(null);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .filteredOn(line -> line.contains("FLOOD"))
        .anyMatch(line -> line.contains("1.2.17.0 from FLOOD: data set not understood: "))
        .anyMatch(line -> line.contains("instance 1.2.17.0: not_understood: data set"))
        .anyMatch(line -> line.contains("instance 1.2.18.2: mismatch: (0008,0018)"))
        .hasSizeLessThanOrEqualTo(4); // and what all came to, when the association has ended
  }

  @Test
  void anObjectWithoutStudyAndSeriesIsKeptUnderMadeOnes() throws IOException {
    DataSet still =
        ScpNode.still("1", "1.2.10", "1.2.10.1").toBuilder()
            .remove(Tag.StudyInstanceUID)
            .empty(Tag.SeriesInstanceUID)
            .build();

    assertThat(node.send("ENDO1", still).status()).isEqualTo(Status.SUCCESS);

    assertThat(kept("demo", "1.2.10.1"))
        .hasValueSatisfying(row -> assertThat(row.studyInstanceUid().value()).startsWith("2.25."));
  }

  @Test
  void withoutSpaceNothingIsTakenAndTheAssociationLivesOn(@TempDir Path folder) throws IOException {
    try (ScpNode full = new ScpNode(folder, storage -> storage.minimumFreeSpace(1L << 50))) {
      full.facility("demo").entity("ENDO1", "demo", Permission.STORE);
      try (ClientAssociation association = full.sender("ENDO1")) {
        for (int i = 1; i <= 2; i++) {
          Outcome answer =
              association.store(ScpNode.outgoing(ScpNode.still("1", "1.2.11", "1.2.11." + i)));

          assertThat(answer.status()).isEqualTo(Status.OUT_OF_RESOURCES);
          assertThat(answer.errorComment()).contains("no space left");
        }
      }
    }
  }

  @Test
  void theSameUidInTwoFacilitiesIsTwoObjects() throws IOException {
    node.facility("twin").entity("TWIN1", "twin", Permission.STORE);
    DataSet still = ScpNode.still("1", "1.2.12", "1.2.12.1");

    node.send("ENDO1", still);
    node.send("TWIN1", still.toBuilder().string(Tag.PatientComments, "other").build());

    assertThat(kept("demo", "1.2.12.1")).isPresent();
    assertThat(kept("twin", "1.2.12.1")).isPresent();
  }

  private static Optional<InstanceRow> kept(String facility, String instance) {
    try {
      assertThat(node.ingest.awaitIndexed()).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return node.index.instance(facility, new Uid(instance));
  }

  /** The data set under another UID in the request. */
  private static OutgoingObject renamed(DataSet dataSet, String instance) {
    return object(instance, ScpNode.bytes(dataSet));
  }

  private static OutgoingObject object(String instance, byte[] bytes) {
    return new OutgoingObject(
        ScpNode.ENDOSCOPIC, new Uid(instance), ScpNode.SYNTAX.uid(), StoreSource.of(bytes));
  }
}
