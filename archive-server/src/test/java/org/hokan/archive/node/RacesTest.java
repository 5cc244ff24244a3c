package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hokan.dicom.cli.FileReceiver;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.association.AssociationRejectedException;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.RetrieveResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who comes first, who may what, and what whoever asks next sees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RacesTest {
  private static final Uid FIND = Uids.StudyRootQueryRetrieveInformationModelFind;
  private static final Uid MOVE = Uids.StudyRootQueryRetrieveInformationModelMove;
  private static final List<Uid> SYNTAX = List.of(Objects.SYNTAX.uid());

  private final DicomClient client = DicomClient.builder().build();
  private final ObjectMapper json = new ObjectMapper();
  private LiveNode node;
  private FileReceiver receiver;

  @BeforeAll
  void startNode() throws IOException {
    node = LiveNode.start("billing.quiet-time=1s");
    FileReceiver.Settings settings =
        FileReceiver.Settings.local("EAST", 0, node.folder("received"));
    receiver = FileReceiver.start(settings, object -> {});
    node.admit("east");
    node.admit("west");
    node.addAe("EAST", "east", "store,query,retrieve", receiver.port());
    node.addAe("WEST", "west", "store,query,retrieve", receiver.port());
    node.addAe("MUTE", "east", "store");
  }

  @AfterAll
  void stopNode() throws IOException {
    receiver.close();
    client.close();
    node.close();
  }

  @Test
  void theSameImageFromTwoAssociationsAtOnceIsOneInstanceWithTwoSuccesses() throws Exception {
    byte[] image = Objects.picture("2.25.1", "TWICE", "2.25.1.1.1", 1);
    List<Outcome> answers = atOnce(2, number -> stored("EAST", "2.25.1.1.1", image));
    assertThat(answers).containsExactly(Outcome.SUCCESS, Outcome.SUCCESS);
    JsonNode study = studies("east", "TWICE").get(0);
    assertThat(study.path("instances").asInt()).isEqualTo(1);
    assertThat(quarantine("east", "2.25.1.1.1")).isEmpty();
    assertThat(imagesBilled("2.25.1")).isEqualTo(1);
  }

  @Test
  void theSameUidWithOtherContentKeepsTheFirstAndPutsTheSecondInQuarantine() throws Exception {
    byte[] first = Objects.picture("2.25.2", "CLASH", "2.25.2.1.1", 1);
    byte[] second = Objects.picture("2.25.2", "CLASH", "2.25.2.1.1", 2);
    assertThat(stored("EAST", "2.25.2.1.1", first)).isEqualTo(Outcome.SUCCESS);
    assertThat(stored("EAST", "2.25.2.1.1", second).status()).isEqualTo(Status.SUCCESS);
    assertThat(studies("east", "CLASH").get(0).path("instances").asInt()).isEqualTo(1);
    assertThat(quarantine("east", "2.25.2.1.1")).hasSize(1);
    assertThat(find("EAST", "IMAGE", "2.25.2"))
        .extracting(match -> match.integer(Tag.InstanceNumber).orElseThrow())
        .containsExactly(1);
  }

  @Test
  void onePatientIdInTwoFacilitiesIsTwoPatientsAndNoneSeesTheOthers() throws Exception {
    stored("EAST", "2.25.3.1.1", Objects.picture("2.25.3", "SAME", "2.25.3.1.1", 1));
    stored("WEST", "2.25.4.1.1", Objects.picture("2.25.4", "SAME", "2.25.4.1.1", 1));
    assertThat(foundStudies("EAST", "SAME")).containsExactly("2.25.3");
    assertThat(foundStudies("WEST", "SAME")).containsExactly("2.25.4");
    assertThat(moved("WEST", "2.25.3", "WEST").completed()).isZero();
    assertThat(moved("WEST", "2.25.3", "EAST").outcome().status())
        .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    assertThat(moved("EAST", "2.25.3", "EAST").completed()).isEqualTo(1);
  }

  /** Also the same UIDs: each facility has its own. */
  @Test
  void theSameUidsInTwoFacilitiesAreTwoInstances() throws Exception {
    stored("EAST", "2.25.5.1.1", Objects.picture("2.25.5", "E", "2.25.5.1.1", 1));
    stored("WEST", "2.25.5.1.1", Objects.picture("2.25.5", "W", "2.25.5.1.1", 2));
    assertThat(foundStudies("EAST", "E")).containsExactly("2.25.5");
    assertThat(foundStudies("WEST", "W")).containsExactly("2.25.5");
    assertThat(foundStudies("WEST", "E")).isEmpty();
  }

  @Test
  void sixtyFourAssociationsStartingOneStudyMakeOnePatientAndOneStudy() throws Exception {
    List<Outcome> answers =
        atOnce(
            64,
            number -> {
              String instance = "2.25.6.1." + (number + 1);
              return stored(
                  "EAST", instance, Objects.picture("2.25.6", "CROWD", instance, number + 1));
            });
    assertThat(answers).hasSize(64).containsOnly(Outcome.SUCCESS);
    JsonNode studies = studies("east", "CROWD");
    assertThat(studies).hasSize(1);
    assertThat(studies.get(0).path("instances").asInt()).isEqualTo(64);
    assertThat(studies.get(0).path("series").asInt()).isEqualTo(1);
    assertThat(find("EAST", "IMAGE", "2.25.6")).hasSize(64);
  }

  @Test
  void anUnknownCallerAndAWrongCalledTitleAreRejectedWithTheirReason() {
    assertThat(rejection(LiveNode.TITLE, "NOBODY").reason())
        .isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED.code());
    assertThat(rejection("ELSE", "EAST").reason())
        .isEqualTo(RejectReason.CALLED_AE_TITLE_NOT_RECOGNIZED.code());
    assertThat(rejection("ELSE", "EAST").result()).isEqualTo(1);
  }

  @Test
  void anAeThatMayNotQueryGetsNoQuery() throws IOException {
    try (ClientAssociation association =
        client.connect(
            node.proposal("MUTE")
                .propose(FIND, SYNTAX)
                .propose(Objects.SOP_CLASS, SYNTAX)
                .build())) {
      assertThat(association.accepted(FIND)).isEmpty();
      assertThat(association.accepted(Objects.SOP_CLASS)).isNotEmpty();
      assertThat(
              catchThrowableOfType(
                  NoPresentationContextException.class,
                  () -> association.find(FIND, keys("STUDY", "*").build(), match -> true)))
          .isNotNull();
    }
  }

  @Test
  void whatMayBeDoneIsAskedAgainForEachRequest() throws IOException {
    node.addAe("FIRED", "east", "store,query");
    try (ClientAssociation association = finder("FIRED")) {
      node.hokan("ae", "change", "FIRED", "--may", "store").done();
      Outcome answer = association.find(FIND, keys("STUDY", "*").build(), match -> true);
      assertThat(answer.status()).isEqualTo(Status.NOT_AUTHORIZED);
    }
  }

  @Test
  void aMoveToAnUnknownDestinationIsAnsweredA801() throws IOException {
    assertThat(moved("EAST", "2.25.1", "NOWHERE").outcome().status())
        .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    assertThat(moved("EAST", "2.25.1", "MUTE").outcome().status())
        .isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
  }

  @Test
  void aQueryRightAfterTheLastStoreResponseSeesTheImage() throws IOException {
    try (ClientAssociation association =
        client.connect(
            node.proposal("EAST")
                .propose(FIND, SYNTAX)
                .propose(Objects.SOP_CLASS, SYNTAX)
                .build())) {
      for (int number = 1; number <= 30; number++) {
        String instance = "2.25.7.1." + number;
        Objects.store(association, instance, Objects.picture("2.25.7", "FRESH", instance, number));
        List<DataSet> matches = new ArrayList<>();
        association.find(FIND, images("2.25.7"), matches::add);
        assertThat(matches).hasSize(number);
      }
    }
  }

  @Test
  void aCancelEndsAQueryAndAMove() throws IOException {
    try (ClientAssociation association =
        client.connect(node.proposal("EAST").propose(Objects.SOP_CLASS, SYNTAX).build())) {
      for (int number = 1; number <= 300; number++) {
        String instance = "2.25.8.1." + number;
        Objects.store(association, instance, Objects.picture("2.25.8", "LONG", instance, number));
      }
    }
    List<DataSet> some = new ArrayList<>();
    try (ClientAssociation association = finder("EAST")) {
      Outcome answer =
          association.find(FIND, images("2.25.8"), match -> some.add(match) && some.size() < 3);
      assertThat(answer.status()).isIn(Status.CANCEL, Status.SUCCESS);
      assertThat(some).hasSize(3);
      assertThat(association.find(FIND, keys("STUDY", "LONG").build(), match -> true))
          .isEqualTo(Outcome.SUCCESS);
    }
    try (ClientAssociation association = mover("EAST")) {
      RetrieveResult result = association.move(MOVE, "EAST", study("2.25.8"), progress -> false);
      assertThat(result.outcome().status()).isEqualTo(Status.CANCEL);
      assertThat(result.completed()).isLessThan(300);
      assertThat(result.remaining()).isEqualTo(300 - result.completed());
    }
  }

  /** One action of each number, all begun together; their answers in order. */
  private interface Action<T> {
    T run(int number) throws Exception;
  }

  private static <T> List<T> atOnce(int count, Action<T> action) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CyclicBarrier start = new CyclicBarrier(count);
      List<Callable<T>> tasks = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        tasks.add(
            () -> {
              start.await();
              return action.run(number);
            });
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(tasks)) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Over an association of its own. */
  private Outcome stored(String ae, String instance, byte[] image) throws IOException {
    try (ClientAssociation association =
        client.connect(node.proposal(ae).propose(Objects.SOP_CLASS, SYNTAX).build())) {
      return Objects.store(association, instance, image);
    }
  }

  private AssociationRejectedException rejection(String called, String calling) {
    AssociationProposal proposal =
        AssociationProposal.to(called, "127.0.0.1", node.port())
            .from(calling)
            .propose(FIND, SYNTAX)
            .build();
    return catchThrowableOfType(
        AssociationRejectedException.class, () -> client.connect(proposal).close());
  }

  private ClientAssociation finder(String ae) throws IOException {
    return client.connect(node.proposal(ae).propose(FIND, SYNTAX).build());
  }

  private ClientAssociation mover(String ae) throws IOException {
    return client.connect(node.proposal(ae).propose(MOVE, SYNTAX).build());
  }

  private RetrieveResult moved(String ae, String study, String destination) throws IOException {
    try (ClientAssociation association = mover(ae)) {
      return association.move(MOVE, destination, study(study), progress -> true);
    }
  }

  private List<DataSet> find(String ae, String level, String study) throws IOException {
    List<DataSet> matches = new ArrayList<>();
    try (ClientAssociation association = finder(ae)) {
      assertThat(level).isEqualTo("IMAGE");
      association.find(FIND, images(study), matches::add);
    }
    return matches;
  }

  private List<String> foundStudies(String ae, String patientId) throws IOException {
    List<String> studies = new ArrayList<>();
    try (ClientAssociation association = finder(ae)) {
      association.find(
          FIND,
          keys("STUDY", patientId).empty(Tag.StudyInstanceUID).build(),
          match -> studies.add(match.string(Tag.StudyInstanceUID).orElse("")));
    }
    return studies;
  }

  private static DataSet.Builder keys(String level, String patientId) {
    return DataSet.builder().string(Tag.QueryRetrieveLevel, level).string(Tag.PatientID, patientId);
  }

  private static DataSet study(String uid) {
    return DataSet.builder()
        .string(Tag.QueryRetrieveLevel, "STUDY")
        .uid(Tag.StudyInstanceUID, Uid.of(uid))
        .build();
  }

  private static DataSet images(String study) {
    return DataSet.builder()
        .string(Tag.QueryRetrieveLevel, "IMAGE")
        .uid(Tag.StudyInstanceUID, Uid.of(study))
        .uid(Tag.SeriesInstanceUID, Uid.of(study + ".1"))
        .empty(Tag.SOPInstanceUID)
        .empty(Tag.InstanceNumber)
        .build();
  }

  private JsonNode studies(String facility, String patientId) throws IOException {
    String out =
        node.hokan("study", "list", "--facility", facility, "--patient", patientId, "--json")
            .done();
    return items(out);
  }

  private List<JsonNode> quarantine(String facility, String instance) throws IOException {
    JsonNode all = items(node.hokan("quarantine", "list", "--facility", facility, "--json").done());
    List<JsonNode> some = new ArrayList<>();
    for (JsonNode entry : all) {
      if (entry.path("sopInstanceUid").asText().equals(instance)) {
        some.add(entry);
      }
    }
    return some;
  }

  /** Waits until the exam, which is quiet now, has its record. */
  private int imagesBilled(String study) throws IOException {
    await("record of " + study)
        .atMost(Duration.ofSeconds(30))
        .until(() -> !records(study).isEmpty());
    return records(study).stream().mapToInt(record -> record.path("images").asInt()).sum();
  }

  private List<JsonNode> records(String study) throws IOException {
    List<JsonNode> some = new ArrayList<>();
    for (JsonNode record : items(node.hokan("billing", "records", "--json").done())) {
      if (record.path("study").asText().equals(study)) {
        some.add(record);
      }
    }
    return some;
  }

  private JsonNode items(String text) throws IOException {
    JsonNode read = json.readTree(text);
    return read.isArray() ? read : read.path("items");
  }
}
