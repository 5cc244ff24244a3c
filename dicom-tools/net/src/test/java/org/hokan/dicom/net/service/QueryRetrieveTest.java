package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.ENDOSCOPIC;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;
import static org.hokan.dicom.net.service.Loopback.JPEG;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_GET;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_MOVE;
import static org.hokan.dicom.net.service.Loopback.bytes;
import static org.hokan.dicom.net.service.Loopback.instance;
import static org.hokan.dicom.net.service.Loopback.object;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.dimse.SubOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryRetrieveTest {
  private static final int PATIENT_ID = 0x00100020;
  private static final int INSTANCE_NUMBER = 0x00200013;
  private static final DataSet KEYS = DataSet.builder().string(PATIENT_ID, "P1").build();

  private DicomServer server;
  private DicomClient client;

  private final QueryScp tenMatches =
      (request, identifier, context, responder) -> {
        for (int i = 0; i < 10; i++) {
          responder.pending(
              identifier.toBuilder().string(INSTANCE_NUMBER, String.valueOf(i)).build());
        }
        return Outcome.SUCCESS;
      };

  @BeforeEach
  void start() {
    client = DicomClient.builder().build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private ClientAssociation serve(Services.Builder services) throws Exception {
    server = Loopback.server(services.build()).retrievable(List.of(CT)).start();
    return client.connect(
        Loopback.to(server)
            .propose(STUDY_ROOT_FIND, List.of(IMPLICIT))
            .propose(STUDY_ROOT_MOVE, List.of(EXPLICIT))
            .propose(STUDY_ROOT_GET, List.of(EXPLICIT))
            .proposeAsScp(CT, List.of(EXPLICIT))
            .proposeAsScp(ENDOSCOPIC, List.of(JPEG))
            .build());
  }

  @Test
  void streamsEveryMatchAndThenSuccess() throws Exception {
    List<DataSet> matches = new ArrayList<>();
    try (ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), tenMatches))) {
      Outcome outcome = association.find(STUDY_ROOT_FIND, KEYS, matches::add);
      assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
    }
    assertThat(matches).hasSize(10);
    assertThat(matches.get(9).string(INSTANCE_NUMBER)).hasValue("9");
    assertThat(matches.get(9).string(PATIENT_ID)).hasValue("P1");
  }

  private final QueryScp untilCancelled =
      (request, identifier, context, responder) -> {
        while (!responder.isCancelled()) {
          responder.pending(identifier);
        }
        return Outcome.of(Status.CANCEL);
      };

  @Test
  void aQueryIsCancelledWhenTheConsumerHasEnough() throws Exception {
    try (ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), untilCancelled))) {
      List<DataSet> matches = new ArrayList<>();
      Outcome outcome =
          association.find(STUDY_ROOT_FIND, KEYS, m -> matches.add(m) && matches.size() < 3);
      assertThat(outcome.status()).isEqualTo(Status.CANCEL);
      assertThat(matches).hasSize(3);
      // The association lives on.
      assertThat(association.find(STUDY_ROOT_FIND, KEYS, match -> false).status())
          .isEqualTo(Status.CANCEL);
    }
  }

  @Test
  void aQueryHearsThatItsAssociationIsGone() throws Exception {
    ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), untilCancelled));
    assertThatThrownBy(
            () ->
                association.find(
                    STUDY_ROOT_FIND,
                    KEYS,
                    match -> {
                      association.abort();
                      return true;
                    }))
        .isInstanceOf(AssociationException.class);
    // Either it looks at the flag, or a pending response fails: both end the provider.
    // close() waits for it.
    server.close();
    assertThat(server.associations()).isZero();
  }

  @Test
  void aProvidersChosenStatusIsTheAnswer() throws Exception {
    QueryScp refusing =
        (request, identifier, context, responder) -> {
          throw new ServiceException(Status.IDENTIFIER_DOES_NOT_MATCH, "no level");
        };
    try (ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), refusing))) {
      Outcome outcome = association.find(STUDY_ROOT_FIND, KEYS, match -> true);
      assertThat(outcome.status()).isEqualTo(Status.IDENTIFIER_DOES_NOT_MATCH);
      assertThat(outcome.errorComment()).hasValue("no level");
    }
  }

  @Test
  void aProvidersBugIsAnsweredUnableToProcessAndTheAssociationLives() throws Exception {
    QueryScp broken =
        (request, identifier, context, responder) -> {
          throw new IllegalStateException("a bug, with details nobody should see");
        };
    try (ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), broken))) {
      Outcome first = association.find(STUDY_ROOT_FIND, KEYS, match -> true);
      Outcome second = association.find(STUDY_ROOT_FIND, KEYS, match -> true);
      assertThat(first.status()).isEqualTo(Status.UNABLE_TO_PROCESS);
      assertThat(first.errorComment().orElse("")).doesNotContain("bug");
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void aMoveTellsProgressAndTheFailedInstances() throws Exception {
    MoveScp oneFails =
        (request, identifier, context, responder) -> {
          assertThat(request.moveDestination()).isEqualTo("VIEWER");
          responder.progress(2, 1, 0, 0);
          responder.progress(1, 1, 1, 0);
          return RetrieveResult.ended(2, 1, 0, List.of(instance(7)));
        };
    try (ClientAssociation association =
        serve(Services.builder().move(List.of(STUDY_ROOT_MOVE), oneFails))) {
      List<SubOperations> progress = new ArrayList<>();
      RetrieveResult result = association.move(STUDY_ROOT_MOVE, "VIEWER", KEYS, progress::add);
      assertThat(result.outcome().status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
      assertThat(result.completed()).isEqualTo(2);
      assertThat(result.failed()).isEqualTo(1);
      assertThat(result.failedSopInstanceUids()).containsExactly(instance(7));
      assertThat(progress).hasSize(2);
      assertThat(progress.get(1).remaining()).hasValue(1);
    }
  }

  @Test
  void aMoveIsCancelled() throws Exception {
    MoveScp patient =
        (request, identifier, context, responder) -> {
          int done = 0;
          while (!responder.isCancelled()) {
            responder.progress(1000, ++done, 0, 0);
          }
          return RetrieveResult.cancelled(1000, done, 0, 0, List.of());
        };
    try (ClientAssociation association =
        serve(Services.builder().move(List.of(STUDY_ROOT_MOVE), patient))) {
      RetrieveResult result = association.move(STUDY_ROOT_MOVE, "VIEWER", KEYS, p -> false);
      assertThat(result.outcome().status()).isEqualTo(Status.CANCEL);
      assertThat(result.remaining()).isEqualTo(1000);
      assertThat(result.completed()).isPositive();
    }
  }

  @Test
  void aGetSendsTheObjectsOnTheSameAssociation() throws Exception {
    GetScp three =
        (request, identifier, context, responder) -> {
          assertThat(responder.accepted(CT)).containsExactly(EXPLICIT);
          assertThat(responder.accepted(ENDOSCOPIC)).isEmpty();
          int completed = 0;
          for (int i = 0; i < 3; i++) {
            Outcome outcome = responder.store(object(i, bytes(700_000, i)));
            completed += outcome.status().equals(Status.SUCCESS) ? 1 : 0;
            responder.progress(2 - i, completed, 0, 0);
          }
          return RetrieveResult.ended(completed, 0, 0, List.of());
        };
    KeepingStorage storage = new KeepingStorage();
    try (ClientAssociation association =
        serve(Services.builder().get(List.of(STUDY_ROOT_GET), three))) {
      List<SubOperations> progress = new ArrayList<>();
      RetrieveResult result = association.get(STUDY_ROOT_GET, KEYS, storage, progress::add);
      assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
      assertThat(result.completed()).isEqualTo(3);
      assertThat(progress).hasSize(3);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(storage.objects.get(instance(i))).isEqualTo(bytes(700_000, i));
    }
  }

  @Test
  void aGetOfWhatThePeerDoesNotTakeFailsForThatInstanceOnly() throws Exception {
    GetScp twoKinds =
        (request, identifier, context, responder) -> {
          List<Uid> failed = new ArrayList<>();
          try {
            responder.store(
                new OutgoingObject(ENDOSCOPIC, instance(1), JPEG, StoreSource.of(bytes(10, 1))));
          } catch (NoPresentationContextException e) {
            failed.add(instance(1));
          }
          responder.store(object(2, bytes(10, 2)));
          return RetrieveResult.ended(1, failed.size(), 0, failed);
        };
    KeepingStorage storage = new KeepingStorage();
    try (ClientAssociation association =
        serve(Services.builder().get(List.of(STUDY_ROOT_GET), twoKinds))) {
      RetrieveResult result = association.get(STUDY_ROOT_GET, KEYS, storage, p -> true);
      assertThat(result.failedSopInstanceUids()).containsExactly(instance(1));
      assertThat(storage.objects).containsOnlyKeys(instance(2));
    }
  }

  @Test
  void objectsThatComeAreNoSilenceEvenWithoutPendingResponses() throws Exception {
    Duration deadline = Duration.ofMillis(500);
    GetScp quiet =
        (request, identifier, context, responder) -> {
          for (int i = 0; i < 8; i++) {
            await().pollDelay(deadline.dividedBy(4)).until(() -> true);
            responder.store(object(i, bytes(100, i)));
          }
          return RetrieveResult.ended(8, 0, 0, List.of());
        };
    client.close();
    client =
        DicomClient.builder()
            .limits(AssociationLimits.builder().operationTimeout(deadline).build())
            .build();
    KeepingStorage storage = new KeepingStorage();
    try (ClientAssociation association =
        serve(Services.builder().get(List.of(STUDY_ROOT_GET), quiet))) {
      RetrieveResult result = association.get(STUDY_ROOT_GET, KEYS, storage, p -> true);
      assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
      assertThat(storage.objects).hasSize(8);
    }
  }

  @Test
  void operationsThatNobodyProvidesAreRefused() throws Exception {
    try (ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), tenMatches))) {
      assertThatThrownBy(() -> association.move(STUDY_ROOT_MOVE, "X", KEYS, p -> true))
          .isInstanceOf(NoPresentationContextException.class);
      RetrieveResult wrong = association.move(STUDY_ROOT_FIND, "X", KEYS, p -> true);
      assertThat(wrong.outcome().status()).isEqualTo(Status.UNRECOGNIZED_OPERATION);
      assertThat(association.find(STUDY_ROOT_FIND, KEYS, m -> true)).isEqualTo(Outcome.SUCCESS);
    }
  }

  @Test
  void aSlowConsumerSlowsTheProviderInsteadOfFillingMemory() throws Exception {
    int matches = 4000;
    DataSet large = DataSet.builder().string(0x00204000, "x".repeat(10_000)).build();
    AtomicInteger sent = new AtomicInteger();
    CountDownLatch firstTaken = new CountDownLatch(1);
    QueryScp many =
        (request, identifier, context, responder) -> {
          for (int i = 0; i < matches; i++) {
            responder.pending(large);
            sent.incrementAndGet();
          }
          return Outcome.SUCCESS;
        };
    try (ClientAssociation association =
        serve(Services.builder().query(List.of(STUDY_ROOT_FIND), many))) {
      int[] taken = new int[1];
      Optional<Outcome> outcome =
          Optional.of(
              association.find(
                  STUDY_ROOT_FIND,
                  KEYS,
                  match -> {
                    if (taken[0]++ == 0) {
                      awaitQuietly(firstTaken);
                      // 40 MB in all: only what queues and sockets hold can have been sent.
                      assertThat(sent.get()).isLessThan(matches);
                    }
                    return true;
                  }));
      assertThat(outcome.orElseThrow()).isEqualTo(Outcome.SUCCESS);
      assertThat(taken[0]).isEqualTo(matches);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(500, TimeUnit.MILLISECONDS)).isFalse();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
