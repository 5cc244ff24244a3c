package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.index.StudyUsage;
import org.hokan.archive.procedure.PerformedProcedureStep;
import org.hokan.archive.procedure.PerformedProcedures;
import org.hokan.archive.procedure.StepFilter;
import org.hokan.archive.procedure.StepStatus;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.NResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Modality Performed Procedure Step over real associations. */
class ProcedureServiceTest {
  private static final Uid MPPS = Uids.ModalityPerformedProcedureStep;
  private static final Uid RETRIEVE = Uids.ModalityPerformedProcedureStepRetrieve;

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @SuppressWarnings("NullAway.Init")
  private static ClientAssociation endoscope;

  @SuppressWarnings("NullAway.Init")
  private static Path data;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    data = folder;
    node = new ScpNode(folder).facility("demo").facility("other");
    node.entity("ENDO1", "demo", Permission.STORE, Permission.QUERY);
    node.entity("OTHER1", "other", Permission.STORE, Permission.QUERY);
    endoscope = associate("ENDO1");
  }

  private static ClientAssociation associate(String as) throws IOException {
    return node.connect(
        node.proposal(as)
            .propose(MPPS, List.of(ScpNode.SYNTAX.uid()))
            .propose(RETRIEVE, List.of(ScpNode.SYNTAX.uid())));
  }

  @AfterAll
  static void stop() {
    endoscope.close();
    node.close();
  }

  private static DataSet begun(String study) {
    return DataSet.builder()
        .sequence(
            Tag.ScheduledStepAttributesSequence,
            DataSet.builder().uid(Tag.StudyInstanceUID, Uid.of(study)).build())
        .string(Tag.PatientName, "Yamada^Tarou")
        .string(Tag.PatientID, "1")
        .empty(Tag.PatientBirthDate)
        .string(Tag.PerformedProcedureStepID, "PPS1")
        .string(Tag.PerformedStationAETitle, "ENDO1")
        .string(Tag.PerformedProcedureStepStartDate, "20260601")
        .string(Tag.PerformedProcedureStepStartTime, "101500")
        .string(Tag.PerformedProcedureStepStatus, "IN PROGRESS")
        .string(Tag.Modality, "ES")
        .string(0x00990010, VR.LO, "PRIVATE")
        .string(0x00991001, VR.LO, "kept")
        .build();
  }

  private static DataSet ended(String status, String series, String... instances) {
    return DataSet.builder()
        .string(Tag.PerformedProcedureStepStatus, status)
        .string(Tag.PerformedProcedureStepEndDate, "20260601")
        .string(Tag.PerformedProcedureStepEndTime, "103000")
        .sequence(
            Tag.PerformedSeriesSequence,
            DataSet.builder()
                .uid(Tag.SeriesInstanceUID, Uid.of(series))
                .sequence(
                    Tag.ReferencedImageSequence,
                    Arrays.stream(instances)
                        .map(
                            uid ->
                                DataSet.builder()
                                    .uid(Tag.ReferencedSOPClassUID, ScpNode.ENDOSCOPIC)
                                    .uid(Tag.ReferencedSOPInstanceUID, Uid.of(uid))
                                    .build())
                        .toList())
                .build())
        .build();
  }

  private static void begin(String step, String study) throws IOException {
    assertThat(endoscope.create(MPPS, Optional.of(Uid.of(step)), begun(study)).status())
        .isEqualTo(Status.SUCCESS);
  }

  private static Status set(String step, DataSet modifications) throws IOException {
    return endoscope.set(MPPS, Uid.of(step), modifications).status();
  }

  private static PerformedProcedureStep only(String study) {
    List<PerformedProcedureStep> steps = node.procedures.ofStudy("demo", Uid.of(study));
    assertThat(steps).hasSize(1);
    return steps.get(0);
  }

  private static boolean isSettled(String study) {
    List<StudyUsage> open =
        node.database.read(tx -> node.index.unsettled(tx, ScpNode.CLOCK.instant(), 1000));
    return open.stream().noneMatch(usage -> usage.studyInstanceUid().value().equals(study));
  }

  @Test
  void aStepThatIsCompletedEndsTheExaminationAndNamesWhatIsMissing() throws Exception {
    node.send("ENDO1", ScpNode.still("1", "1.3.1", "1.3.1.1"));
    assertThat(node.ingest.awaitIndexed()).isTrue();
    begin("1.7.1", "1.3.1");
    assertThat(isSettled("1.3.1")).isFalse();

    assertThat(set("1.7.1", ended("COMPLETED", "1.3.1.1", "1.3.1.1", "1.3.1.2")))
        .isEqualTo(Status.SUCCESS);

    await().until(() -> isSettled("1.3.1"));
    PerformedProcedureStep step = only("1.3.1");
    assertThat(step.status()).isEqualTo(StepStatus.COMPLETED);
    assertThat(step.here()).isEqualTo(1);
    assertThat(step.missing()).containsExactly(Uid.of("1.3.1.2"));
    node.procedures.review();
    assertThat(node.procedures.figures().missingInstances()).isPositive();
    assertThat(incomplete()).contains(Uid.of("1.7.1"));

    node.send("ENDO1", ScpNode.still("1", "1.3.1", "1.3.1.2"));
    assertThat(node.ingest.awaitIndexed()).isTrue();
    assertThat(only("1.3.1").missing()).isEmpty();
    node.procedures.review();
    assertThat(incomplete()).doesNotContain(Uid.of("1.7.1"));
    assertThat(isSettled("1.3.1")).as("late images amend it after their quiet time").isFalse();
  }

  @Test
  void whatIsHereNoLongerIsMissing() throws Exception {
    node.send("ENDO1", ScpNode.still("1", "1.3.16", "1.3.16.1"));
    node.send("ENDO1", ScpNode.still("1", "1.3.16", "1.3.16.2"));
    begin("1.7.16", "1.3.16");
    set("1.7.16", ended("COMPLETED", "1.3.16.1", "1.3.16.1", "1.3.16.2"));
    await().until(() -> node.jobs.list("end-of-exam", 100).isEmpty());
    assertThat(only("1.3.16").missing()).isEmpty();

    node.damage(data, "1.3.16.1");
    node.ingest.rebuild("op", objects -> {});

    PerformedProcedures.lookAgain(node.database, node.jobs);
    await().until(() -> incomplete().contains(Uid.of("1.7.16")));
    assertThat(only("1.3.16").missing()).containsExactly(Uid.of("1.3.16.1"));
  }

  @Test
  void aStudysRecordComparesAlsoWhatWasOnceComplete() throws Exception {
    node.send("ENDO1", ScpNode.still("1", "1.3.17", "1.3.17.1"));
    begin("1.7.17", "1.3.17");
    set("1.7.17", ended("COMPLETED", "1.3.17.1", "1.3.17.1"));
    await().until(() -> node.jobs.list("end-of-exam", 100).isEmpty());
    assertThat(only("1.3.17").missing()).isEmpty();

    node.damage(data, "1.3.17.1");
    node.ingest.rebuild("op", objects -> {});

    assertThat(only("1.3.17").missing()).containsExactly(Uid.of("1.3.17.1"));
  }

  @Test
  void whatTookTheInstancesPlaceCountsAsIt() throws Exception {
    Uid successor = Predecessor.successorUid("demo", Uid.of("1.3.18.1"));
    node.send("ENDO1", ScpNode.still("1", "1.3.18", successor.value()));
    begin("1.7.18", "1.3.18");
    set("1.7.18", ended("COMPLETED", "1.3.18.1", "1.3.18.1"));
    await().until(() -> node.jobs.list("end-of-exam", 100).isEmpty());
    assertThat(only("1.3.18").missing()).isEmpty();
  }

  private static List<Uid> incomplete() {
    return node
        .procedures
        .list(new StepFilter(Optional.of("demo"), Optional.empty(), true, 100))
        .stream()
        .map(PerformedProcedureStep::sopInstanceUid)
        .toList();
  }

  @Test
  void aStudyEndsWithTheLastOfItsSteps() throws Exception {
    node.send("ENDO1", ScpNode.still("1", "1.3.2", "1.3.2.1"));
    begin("1.7.2", "1.3.2");
    begin("1.7.3", "1.3.2");
    set("1.7.2", ended("COMPLETED", "1.3.2.1", "1.3.2.1"));
    await().until(() -> node.jobs.list("end-of-exam", 100).isEmpty());
    assertThat(isSettled("1.3.2")).isFalse();

    set(
        "1.7.3",
        DataSet.builder().string(Tag.PerformedProcedureStepStatus, "DISCONTINUED").build());

    await().until(() -> isSettled("1.3.2"));
    assertThat(node.procedures.ofStudy("demo", Uid.of("1.3.2")))
        .extracting(PerformedProcedureStep::status)
        .containsExactly(StepStatus.COMPLETED, StepStatus.DISCONTINUED);
  }

  @Test
  void aStepWhoseImagesNeverComeIsKeptWithAllOfThemMissing() throws Exception {
    begin("1.7.4", "1.3.4");
    set("1.7.4", ended("COMPLETED", "1.3.4.1", "1.3.4.1", "1.3.4.2"));
    await().until(() -> node.jobs.list("end-of-exam", 100).isEmpty());
    assertThat(only("1.3.4").missing()).hasSize(2);
  }

  @Test
  void attributesAreKeptAsTheyCameAndToldToWhoAsks() throws IOException {
    begin("1.7.5", "1.3.5");
    set("1.7.5", DataSet.builder().string(Tag.PerformedProcedureStepDescription, "EGD").build());

    DataSet all =
        endoscope.attributes(RETRIEVE, Uid.of("1.7.5"), List.of()).dataSet().orElseThrow();

    assertThat(all)
        .isEqualTo(
            begun("1.3.5").toBuilder()
                .string(Tag.PerformedProcedureStepDescription, "EGD")
                .build());
    DataSet some =
        endoscope
            .attributes(RETRIEVE, Uid.of("1.7.5"), List.of(Tag.Modality, Tag.PatientSex))
            .dataSet()
            .orElseThrow();
    assertThat(some).isEqualTo(DataSet.builder().string(Tag.Modality, "ES").build());
    try (ClientAssociation other = associate("OTHER1")) {
      assertThat(other.attributes(RETRIEVE, Uid.of("1.7.5"), List.of()).status())
          .isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
    }
  }

  @Test
  void aStepThatHasEndedMayNoLongerBeUpdated() throws IOException {
    begin("1.7.6", "1.3.6");
    set("1.7.6", ended("COMPLETED", "1.3.6.1"));

    NResult late = endoscope.set(MPPS, Uid.of("1.7.6"), ended("DISCONTINUED", "1.3.6.1"));

    assertThat(late.status()).isEqualTo(Status.PROCESSING_FAILURE);
    assertThat(late.outcome().errorId()).hasValue(0xA710);
    assertThat(late.outcome().errorComment())
        .contains("Performed Procedure Step Object may no longer be updated");
  }

  @Test
  void aSecondStepWithTheSameUidIsADuplicate() throws IOException {
    begin("1.7.7", "1.3.7");
    assertThat(endoscope.create(MPPS, Optional.of(Uid.of("1.7.7")), begun("1.3.7")).status())
        .isEqualTo(Status.DUPLICATE_SOP_INSTANCE);
    try (ClientAssociation other = associate("OTHER1")) {
      assertThat(other.create(MPPS, Optional.of(Uid.of("1.7.7")), begun("1.3.7")).status())
          .as("another facility's steps are others")
          .isEqualTo(Status.SUCCESS);
    }
  }

  @Test
  void aStepWithoutUidGetsOne() throws IOException {
    NResult created = endoscope.create(MPPS, Optional.empty(), begun("1.3.8"));
    assertThat(created.status()).isEqualTo(Status.SUCCESS);
    assertThat(only("1.3.8").sopInstanceUid())
        .isEqualTo(created.affectedSopInstanceUid().orElseThrow());
  }

  @Test
  void whatAStepMustHaveIsAskedFor() throws IOException {
    assertThat(created(begun("1.3.9").toBuilder().remove(Tag.Modality)).status())
        .isEqualTo(Status.MISSING_ATTRIBUTE);
    NResult empty = created(begun("1.3.9").toBuilder().empty(Tag.PerformedStationAETitle));
    assertThat(empty.status()).isEqualTo(Status.MISSING_ATTRIBUTE_VALUE);
    assertThat(empty.outcome().attributeIdentifiers()).containsExactly(Tag.PerformedStationAETitle);
    assertThat(
            created(begun("1.3.9").toBuilder().empty(Tag.ScheduledStepAttributesSequence)).status())
        .isEqualTo(Status.MISSING_ATTRIBUTE_VALUE);
    assertThat(
            created(
                    begun("1.3.9").toBuilder()
                        .string(Tag.PerformedProcedureStepStatus, "COMPLETED"))
                .status())
        .isEqualTo(Status.INVALID_ATTRIBUTE_VALUE);
    assertThat(
            created(begun("1.3.9").toBuilder().remove(Tag.PatientName).remove(Tag.PatientID))
                .status())
        .as("Type 2 may be absent")
        .isEqualTo(Status.SUCCESS);
  }

  private static NResult created(DataSet.Builder attributes) throws IOException {
    return endoscope.create(MPPS, Optional.empty(), attributes.build());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PerformedProcedureStepEndDate, 0120H",
    "PerformedSeriesSequence, 0120H",
  })
  void aStepIsCompletedOnlyWithItsEndAndItsSeries(String without, String status)
      throws IOException {
    String step = "1.7.10." + without.length();
    begin(step, "1.3.10");
    int tag =
        without.equals("PerformedSeriesSequence")
            ? Tag.PerformedSeriesSequence
            : Tag.PerformedProcedureStepEndDate;
    DataSet lacking = ended("COMPLETED", "1.3.10.1").toBuilder().remove(tag).build();
    assertThat(set(step, lacking)).hasToString(status);
    assertThat(set(step, ended("COMPLETED", "1.3.10.1"))).isEqualTo(Status.SUCCESS);
  }

  @Test
  void whatMayNotBeChangedStaysAndIsNamed() throws IOException {
    begin("1.7.11", "1.3.11");
    DataSet modifications =
        DataSet.builder()
            .string(Tag.PatientID, "2")
            .string(Tag.Modality, "ES")
            .string(Tag.PerformedProcedureStepDescription, "EGD")
            .build();

    NResult result = endoscope.set(MPPS, Uid.of("1.7.11"), modifications);

    assertThat(result.status()).isEqualTo(Status.ATTRIBUTE_LIST_ERROR);
    assertThat(result.outcome().attributeIdentifiers()).containsExactly(Tag.PatientID);
    DataSet kept = node.procedures.attributes("demo", Uid.of("1.7.11")).orElseThrow();
    assertThat(kept.string(Tag.PatientID)).contains("1");
    assertThat(kept.string(Tag.PerformedProcedureStepDescription)).contains("EGD");
  }

  @Test
  void nobodySetsWhatIsNotThere() throws IOException {
    assertThat(set("1.7.99", ended("COMPLETED", "1.3.99.1")))
        .isEqualTo(Status.NO_SUCH_SOP_INSTANCE);
    begin("1.7.12", "1.3.12");
    assertThat(
            set(
                "1.7.12",
                DataSet.builder().string(Tag.PerformedProcedureStepStatus, "OVER").build()))
        .isEqualTo(Status.INVALID_ATTRIBUTE_VALUE);
  }

  @Test
  void aStepThatGrowsBeyondAllMeasureIsRefusedAndStaysAsItWas() throws IOException {
    begin("1.7.13", "1.3.13");
    byte[] much = new byte[3 << 20];

    assertThat(set("1.7.13", privately(0x00991002, much))).isEqualTo(Status.SUCCESS);
    assertThat(set("1.7.13", privately(0x00991003, much))).isEqualTo(Status.RESOURCE_LIMITATION);

    DataSet kept = node.procedures.attributes("demo", Uid.of("1.7.13")).orElseThrow();
    assertThat(kept.contains(0x00991002)).isTrue();
    assertThat(kept.contains(0x00991003)).isFalse();
    assertThat(set("1.7.13", ended("COMPLETED", "1.3.13.1"))).isEqualTo(Status.SUCCESS);
  }

  private static DataSet privately(int tag, byte[] value) {
    return DataSet.builder().put(Element.of(tag, VR.OB, value)).build();
  }

  @Test
  void aStudyHasOnlySoManySteps() throws IOException {
    for (int i = 1; i <= 100; i++) {
      begin("1.7.14." + i, "1.3.14");
    }
    NResult refused = created(begun("1.3.14").toBuilder());
    assertThat(refused.status()).isEqualTo(Status.RESOURCE_LIMITATION);
    assertThat(refused.outcome().errorComment())
        .contains("the study: 101 steps (expected: at most 100)");
  }

  @Test
  void aStepHasOnlySoManyStudies() throws IOException {
    DataSet.Builder crowded =
        begun("1.3.15").toBuilder()
            .sequence(
                Tag.ScheduledStepAttributesSequence,
                IntStream.rangeClosed(1, 101)
                    .mapToObj(
                        i -> DataSet.builder().uid(Tag.StudyInstanceUID, Uid.of("1.3.15." + i)))
                    .map(DataSet.Builder::build)
                    .toList());
    assertThat(created(crowded).status()).isEqualTo(Status.RESOURCE_LIMITATION);
  }
}
