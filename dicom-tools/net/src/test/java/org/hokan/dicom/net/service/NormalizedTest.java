package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations and notifications on normalized objects (PS3.7 §10), both sides on real sockets. */
class NormalizedTest {
  private static final Uid COMMITMENT = Uids.StorageCommitmentPushModel;
  private static final Uid WELL_KNOWN = Uids.StorageCommitmentPushModelInstance;
  private static final Uid MPPS = Uids.ModalityPerformedProcedureStep;
  private static final Uid STEP = Uid.of("1.2.3.4");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final DataSet INFORMATION =
      DataSet.builder().uid(Tag.TransactionUID, Uid.of("1.2.3")).build();

  /** What came in at either side, in order. */
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private final CompletableFuture<EventReporter> reporter = new CompletableFuture<>();
  private DicomServer server;
  private DicomClient client;

  @BeforeEach
  void start() throws Exception {
    Services services =
        Services.builder()
            .action(COMMITMENT, this::action)
            .create(MPPS, (request, attributes, context) -> NResult.created(STEP))
            .set(MPPS, (request, modifications, context) -> NResult.with(modifications))
            .attributes(MPPS, (request, context) -> NResult.with(INFORMATION))
            .eventReport(COMMITMENT, this::event)
            .build();
    server =
        Loopback.server(services)
            .limits(AssociationLimits.builder().maxIdentifierLength(2048).build())
            .start();
    client = DicomClient.builder().build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private NResult action(
      NActionRq request, DataSet information, ServiceContext context, EventReporter events) {
    heard.add("action " + request.actionTypeId() + " " + information.size());
    reporter.complete(events);
    return NResult.SUCCESS;
  }

  private NResult event(NEventReportRq request, DataSet information, ServiceContext context) {
    heard.add(
        "event %d of %s with %s"
            .formatted(
                request.eventTypeId(),
                request.affectedSopInstanceUid(),
                information.uid(Tag.TransactionUID).map(Uid::value).orElse("nothing")));
    return NResult.SUCCESS;
  }

  private AssociationProposal asScu() {
    return Loopback.to(server)
        .propose(COMMITMENT, List.of(EXPLICIT))
        .propose(MPPS, List.of(IMPLICIT))
        .build();
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void anEventThatCameBeforeTheReleaseIsAnsweredBeforeIt() throws Exception {
    CompletableFuture<Thread> releasing = new CompletableFuture<>();
    ClientAssociation association =
        client.connect(
            asScu(),
            (request, information, context) -> {
              heard.add("event");
              Thread thread = releasing.join();
              while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
              }
              return NResult.SUCCESS;
            });
    association.action(COMMITMENT, WELL_KNOWN, 1, INFORMATION);
    assertThat(next()).isEqualTo("action 1 1");
    CompletableFuture<NResult> answer =
        CompletableFuture.supplyAsync(() -> report(reporter.join()));
    assertThat(next()).isEqualTo("event");
    Thread release = new Thread(association::close);
    release.start();
    releasing.complete(release);
    assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).status())
        .isEqualTo(Status.SUCCESS);
    release.join();
  }

  @Test
  void anActionIsAnsweredAndItsEventFollowsOnTheSameAssociation() throws Exception {
    try (ClientAssociation association = client.connect(asScu(), this::event)) {
      NResult result = association.action(COMMITMENT, WELL_KNOWN, 1, INFORMATION);
      assertThat(result.status()).isEqualTo(Status.SUCCESS);
      assertThat(result.affectedSopInstanceUid()).contains(WELL_KNOWN);
      assertThat(next()).isEqualTo("action 1 1");
      NResult answer = reporter.get().report(WELL_KNOWN, 2, INFORMATION);
      assertThat(answer.status()).isEqualTo(Status.SUCCESS);
      assertThat(next()).isEqualTo("event 2 of 1.2.840.10008.1.20.1.1 with 1.2.3");
    }
  }

  @Test
  void anEventWaitsForTheResponseToItsAction() throws Exception {
    Services eager =
        Services.builder()
            .action(
                COMMITMENT,
                (request, information, context, events) -> {
                  CompletableFuture<NResult> told =
                      CompletableFuture.supplyAsync(() -> report(events));
                  assertThat(told).isNotDone();
                  reporter.complete(events);
                  return NResult.SUCCESS;
                })
            .build();
    try (DicomServer other = Loopback.server(eager).start();
        ClientAssociation association =
            client.connect(
                Loopback.to(other).propose(COMMITMENT, List.of(EXPLICIT)).build(), this::event)) {
      assertThat(association.action(COMMITMENT, WELL_KNOWN, 1, INFORMATION).status())
          .isEqualTo(Status.SUCCESS);
      assertThat(next()).startsWith("event 1");
    }
  }

  private static NResult report(EventReporter events) {
    try {
      return events.report(WELL_KNOWN, 1, INFORMATION);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aReporterSaysWhenItsAssociationHasEnded() throws Exception {
    try (ClientAssociation association = client.connect(asScu())) {
      association.action(COMMITMENT, WELL_KNOWN, 1, INFORMATION);
      assertThat(reporter.get().awaitEnd(Duration.ofMillis(1))).isFalse();
    }
    assertThat(reporter.get().awaitEnd(PATIENCE)).isTrue();
    assertThatThrownBy(() -> reporter.get().report(WELL_KNOWN, 1, INFORMATION))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anScpTellsOfEventsOnAnAssociationThatItAskedFor() throws Exception {
    AssociationProposal asScp =
        Loopback.to(server).proposeAsScp(COMMITMENT, List.of(IMPLICIT)).build();
    try (ClientAssociation association = client.connect(asScp)) {
      assertThat(association.info().presentationContexts().get(0).scp()).isTrue();
      assertThat(association.report(COMMITMENT, WELL_KNOWN, 1, INFORMATION).outcome())
          .isEqualTo(Outcome.SUCCESS);
      assertThat(next()).isEqualTo("event 1 of 1.2.840.10008.1.20.1.1 with 1.2.3");
    }
  }

  @Test
  void anScpTellsAlsoWhoTakesTheContextButIsSilentAboutRoles() throws Exception {
    try (DicomServer silent =
            Loopback.server(Services.builder().eventReport(COMMITMENT, this::event).build())
                .policy(
                    request ->
                        Decision.Accept.of(
                            List.of(PresentationContextAc.accepted((byte) 1, IMPLICIT))))
                .start();
        ClientAssociation association =
            client.connect(
                Loopback.to(silent).proposeAsScp(COMMITMENT, List.of(IMPLICIT)).build())) {
      // This acceptor is strict: without the role it may not be told, and says so.
      assertThat(association.report(COMMITMENT, WELL_KNOWN, 1, INFORMATION).status())
          .isEqualTo(Status.SOP_CLASS_NOT_SUPPORTED);
    }
  }

  @Test
  void aClientThatAwaitsNoEventRefusesIt() throws Exception {
    try (ClientAssociation association = client.connect(asScu())) {
      association.action(COMMITMENT, WELL_KNOWN, 1, INFORMATION);
      assertThat(reporter.get().report(WELL_KNOWN, 1, INFORMATION).status())
          .isEqualTo(Status.UNRECOGNIZED_OPERATION);
    }
  }

  @Test
  void anInstanceIsMadeChangedAndAskedFor() throws Exception {
    try (ClientAssociation association = client.connect(asScu())) {
      NResult created = association.create(MPPS, Optional.empty(), INFORMATION);
      assertThat(created.affectedSopInstanceUid()).contains(STEP);
      assertThat(association.set(MPPS, STEP, INFORMATION).dataSet()).contains(INFORMATION);
      assertThat(association.attributes(MPPS, STEP, List.of()).dataSet()).contains(INFORMATION);
    }
  }

  @Test
  void anActionWithoutInformationIsPerformed() throws Exception {
    try (ClientAssociation association = client.connect(asScu())) {
      assertThat(association.action(COMMITMENT, WELL_KNOWN, 7, DataSet.empty()).status())
          .isEqualTo(Status.SUCCESS);
      assertThat(next()).isEqualTo("action 7 0");
    }
  }

  @Test
  void whatNobodyProvidesIsRefused() throws Exception {
    try (ClientAssociation association = client.connect(asScu())) {
      assertThat(association.action(MPPS, STEP, 1, DataSet.empty()).status())
          .isEqualTo(Status.UNRECOGNIZED_OPERATION);
      assertThat(association.create(COMMITMENT, Optional.empty(), INFORMATION).status())
          .isEqualTo(Status.UNRECOGNIZED_OPERATION);
    }
  }

  @Test
  void aDataSetOverTheLimitIsRefusedAndTheAssociationLives() throws Exception {
    DataSet.Builder much = DataSet.builder();
    much.string(Tag.PerformedProcedureStepDescription, "x".repeat(64));
    much.string(Tag.CommentsOnThePerformedProcedureStep, "y".repeat(4000));
    try (ClientAssociation association = client.connect(asScu())) {
      assertThat(association.set(MPPS, STEP, much.build()).status())
          .isEqualTo(Status.RESOURCE_LIMITATION);
      assertThat(association.set(MPPS, STEP, INFORMATION).status()).isEqualTo(Status.SUCCESS);
    }
  }
}
