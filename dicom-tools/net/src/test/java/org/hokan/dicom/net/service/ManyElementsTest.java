package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_GET;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_MOVE;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the data set of a request may have in elements and items, by its operation. */
class ManyElementsTest {
  private static final Uid COMMITMENT = Uids.StorageCommitmentPushModel;
  private static final Uid MPPS = Uids.ModalityPerformedProcedureStep;
  private static final Uid ONE = Uid.of("1.2.3");
  private static final String TOO_MANY = "over 10000 elements and items (expected: at most 10000)";

  private final AtomicInteger performed = new AtomicInteger();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Operations.class);
  private DicomServer server;
  private DicomClient client;
  private ClientAssociation association;

  @BeforeEach
  void start() throws Exception {
    Services services =
        Services.builder()
            .query(List.of(STUDY_ROOT_FIND), (request, keys, context, responder) -> Outcome.SUCCESS)
            .move(List.of(STUDY_ROOT_MOVE), (request, keys, context, responder) -> none())
            .get(List.of(STUDY_ROOT_GET), (request, keys, context, responder) -> none())
            .action(COMMITMENT, (request, information, context, events) -> success())
            .set(MPPS, (request, modifications, context) -> success())
            .build();
    server = Loopback.server(services).start();
    client = DicomClient.builder().build();
    association =
        client.connect(
            Loopback.to(server)
                .propose(STUDY_ROOT_FIND, List.of(EXPLICIT))
                .propose(STUDY_ROOT_MOVE, List.of(EXPLICIT))
                .propose(STUDY_ROOT_GET, List.of(EXPLICIT))
                .propose(COMMITMENT, List.of(EXPLICIT))
                .propose(MPPS, List.of(EXPLICIT))
                .build());
    said.start();
    log.setLevel(Level.INFO);
    log.addAppender(said);
  }

  @AfterEach
  void stop() {
    log.detachAppender(said);
    log.setLevel(null);
    association.close();
    client.close();
    server.close();
  }

  private RetrieveResult none() {
    performed.incrementAndGet();
    return RetrieveResult.ended(0, 0, 0, List.of());
  }

  private NResult success() {
    performed.incrementAndGet();
    return NResult.SUCCESS;
  }

  /** So many, and a patient. */
  private static DataSet elements(int count) {
    DataSet.Builder many = DataSet.builder().string(Tag.PatientID, "P1");
    for (int i = 0; i < count - 1; i++) {
      many.string(((9 + 2 * (i / 200)) << 16) + 0x10 + i % 200, "");
    }
    return many.build();
  }

  /** One more than three for each: an item of two. */
  private static DataSet images(int count) {
    DataSet image =
        DataSet.builder()
            .uid(Tag.ReferencedSOPClassUID, Loopback.CT)
            .uid(Tag.ReferencedSOPInstanceUID, ONE)
            .build();
    return DataSet.builder()
        .sequence(Tag.ReferencedSOPSequence, Collections.nCopies(count, image))
        .build();
  }

  private Outcome find(DataSet keys) throws Exception {
    return association.find(STUDY_ROOT_FIND, keys, match -> true);
  }

  private void assertRefused(Outcome outcome) {
    assertThat(outcome.status()).isEqualTo(Status.UNABLE_TO_PROCESS);
    assertThat(outcome.errorComment()).hasValue(TOO_MANY);
    assertThat(performed).hasValue(0);
  }

  @Test
  void aQueryHasTenThousandAndNoMore() throws Exception {
    assertThat(find(elements(10_000)).status()).isEqualTo(Status.SUCCESS);
    assertRefused(find(elements(10_001)));
    assertThat(find(elements(2)).status()).as("the association lives").isEqualTo(Status.SUCCESS);
  }

  @Test
  void itemsOfSequencesCount() throws Exception {
    assertThat(find(images(3_333)).status()).isEqualTo(Status.SUCCESS);
    assertRefused(find(images(3_334)));
  }

  @Test
  void aMoveHasNoMoreEither() throws Exception {
    assertRefused(
        association.move(STUDY_ROOT_MOVE, "VIEWER", elements(10_001), p -> true).outcome());
    association.move(STUDY_ROOT_MOVE, "VIEWER", elements(10_000), p -> true);
    assertThat(performed).hasValue(1);
  }

  @Test
  void aGetHasNoMoreEither() throws Exception {
    KeepingStorage storage = new KeepingStorage();
    assertRefused(association.get(STUDY_ROOT_GET, elements(10_001), storage, p -> true).outcome());
    association.get(STUDY_ROOT_GET, elements(10_000), storage, p -> true);
    assertThat(performed).hasValue(1);
  }

  @Test
  void aRequestForCommitmentAndAStepAtItsEndListManyImages() throws Exception {
    assertThat(association.action(COMMITMENT, ONE, 1, images(33_333)).status())
        .isEqualTo(Status.SUCCESS);
    assertThat(association.set(MPPS, ONE, images(10_000)).status()).isEqualTo(Status.SUCCESS);
    assertThat(performed).hasValue(2);
  }

  @Test
  void thoseHaveAHundredThousandAndNoMore() throws Exception {
    NResult refused = association.action(COMMITMENT, ONE, 1, images(33_334));
    assertThat(refused.status()).isEqualTo(Status.PROCESSING_FAILURE);
    assertThat(refused.outcome().errorComment())
        .hasValue("over 100000 elements and items (expected: at most 100000)");
    assertThat(performed).hasValue(0);
  }

  @Test
  void ofManyRefusedOnesOneIsToldWithTheLimitAndWithoutThePatient() throws Exception {
    for (int i = 0; i < 3; i++) {
      find(elements(10_001));
    }
    assertThat(said.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("C-FIND-RQ refused: ", "element number 10001", "at most 10000")
        .doesNotContain("P1");
  }
}
