package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.index.Outcome.Kind.ADDED;
import static org.hokan.archive.index.Outcome.Kind.CONFLICT;
import static org.hokan.archive.index.Outcome.Kind.DUPLICATE;
import static org.hokan.archive.index.Outcome.Kind.QUARANTINED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class IndexAddTest {
  private final Database database;
  private final Index index;

  IndexAddTest(TestDatabase on) {
    database = on.shared(IndexAddTest.class, Index.entities());
    index = new Index(database);
  }

  @BeforeEach
  void empty() {
    database.run(index::clear);
  }

  @Test
  void filesAnInstanceWithEverythingThatWasDecided() {
    ArrivedInstance arrival = Arrival.of("1.2.1.1.1").make();
    assertThat(add(arrival)).containsExactly(ADDED);
    assertThat(index.instance("demo", Uid.of("1.2.1.1.1")))
        .contains(
            new InstanceRow(
                "demo",
                Uid.of("1.2.1"),
                Uid.of("1.2.1.1"),
                Uid.of("1.2.1.1.1"),
                Arrival.ENDOSCOPIC,
                Arrival.JPEG,
                arrival.digest(),
                arrival.at(),
                arrival.arrived(),
                arrival.sender(),
                arrival.decided(),
                java.util.Optional.empty(),
                0));
    assertThat(index.digest("demo", Uid.of("1.2.1.1.1"))).contains(arrival.digest());
    assertThat(index.digest("other", Uid.of("1.2.1.1.1"))).isEmpty();
    assertThat(index.instance("demo", Uid.of("1.2.1.1.2"))).isEmpty();
    assertThat(index.instance("other", Uid.of("1.2.1.1.1"))).isEmpty();
  }

  @Test
  void theSameObjectAgainChangesNothing() {
    assertThat(add(image(1))).containsExactly(ADDED);
    FacilityCounts before = index.counts("demo");
    assertThat(add(image(1))).containsExactly(DUPLICATE);
    assertThat(index.counts("demo")).isEqualTo(before);
  }

  @Test
  void aFormTakesThePlaceOnlyOfTheArrivalThatItWasMadeOf() {
    ArrivedInstance again = Arrival.of("1.2.1.1.1").at(Arrival.NOON.plusSeconds(60)).make();
    add(again);

    ArrivedInstance smaller = Arrival.of("1.2.1.1.1").recompressed(7).make();
    ArrivedInstance lossy = Arrival.of("1.2.1.1.2").successorOf(again).make();
    assertThat(add(smaller)).containsExactly(DUPLICATE);
    assertThat(add(lossy)).containsExactly(DUPLICATE);

    assertThat(index.instance("demo", Uid.of("1.2.1.1.1")).orElseThrow().at())
        .isEqualTo(again.at());
    assertThat(index.instance("demo", Uid.of("1.2.1.1.2"))).isEmpty();
    ArrivedInstance itsOwn =
        Arrival.of("1.2.1.1.2")
            .at(again.arrived().plusNanos(999))
            .length(500)
            .successorOf(again)
            .make();
    assertThat(add(itsOwn)).containsExactly(Outcome.Kind.REPLACED);
  }

  @Test
  void theSameObjectTwiceInOneBatchIsOneInstance() {
    assertThat(add(image(1), image(2), image(1))).containsExactly(ADDED, ADDED, DUPLICATE);
    assertThat(index.counts("demo").instances()).isEqualTo(2);
  }

  @Test
  void theSameUidWithOtherContentGoesToQuarantineAndTheFirstIsKept() {
    add(image(1));
    ArrivedInstance other = Arrival.of("1.2.1.1.1").digest("other").length(7).make();
    assertThat(add(other)).containsExactly(CONFLICT);
    assertThat(index.instance("demo", Uid.of("1.2.1.1.1")).orElseThrow().digest())
        .isEqualTo("digest of 1.2.1.1.1");
    assertThat(quarantine())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.reason()).isEqualTo(QuarantineReason.SAME_UID_OTHER_CONTENT);
              assertThat(entry.digest()).isEqualTo("other");
              assertThat(entry.patientId()).isEqualTo("12345");
              assertThat(entry.studyInstanceUid()).isEqualTo("1.2.1");
              assertThat(entry.attributes().string(Tag.PatientName)).contains("Yamada^Tarou");
            });
    assertThat(add(other)).as("waits already").containsExactly(CONFLICT);
    assertThat(quarantine()).hasSize(1);
    assertThat(index.counts("demo").quarantined()).isEqualTo(1);
    assertThat(index.counts("demo").quarantinedBytes()).isEqualTo(7);
  }

  @Test
  void aStudyOfAnotherPatientGoesToQuarantine() {
    assertThat(add(image(1), Arrival.of("1.2.1.1.2").patient("999").make()))
        .containsExactly(ADDED, CONFLICT);
    assertThat(add(Arrival.of("1.2.1.1.3").patient("998").make())).containsExactly(CONFLICT);
    assertThat(quarantine())
        .extracting(QuarantineEntry::reason)
        .containsOnly(QuarantineReason.STUDY_OF_ANOTHER_PATIENT);
    assertThat(index.counts("demo").patients()).isEqualTo(1);
  }

  @Test
  void whatWasDecidedToBeKeptAsideIsKeptAside() {
    assertThat(add(Arrival.of("1.2.1.1.1").quarantine("capacity of demo-1").make()))
        .containsExactly(QUARANTINED);
    assertThat(quarantine())
        .singleElement()
        .satisfies(entry -> assertThat(entry.text()).isEqualTo("capacity of demo-1"));
    assertThat(index.studies(StudyFilter.all())).isEmpty();
  }

  @Test
  void anObjectWithoutStudyOrSeriesIsKeptAside() {
    assertThat(add(Arrival.of("1.9").without(Tag.StudyInstanceUID).make(), image(1)))
        .containsExactly(QUARANTINED, ADDED);
    assertThat(add(Arrival.of("1.8").without(Tag.SeriesInstanceUID).make()))
        .containsExactly(QUARANTINED);
  }

  @Test
  void theSamePatientIdAndStudyInTwoFacilitiesAreTwoOfEach() {
    assertThat(add(image(1), Arrival.of("1.2.1.1.1").in("other").make()))
        .containsExactly(ADDED, ADDED);
    assertThat(index.studies(StudyFilter.all().ofPatient("12345"))).hasSize(2);
    assertThat(index.studies(StudyFilter.all().ofPatient("12345").ofFacility("demo"))).hasSize(1);
    assertThat(index.counts()).extracting(FacilityCounts::patients).containsExactly(1L, 1L);
  }

  @Test
  void withoutAPatientIdEachStudyIsAPatientOfItsOwn() {
    add(
        Arrival.of("1.1").without(Tag.PatientID).study("1.2.1").make(),
        Arrival.of("1.2").patient(" ").study("1.2.2").make(),
        Arrival.of("1.3").without(Tag.PatientID).study("1.2.2").make());
    assertThat(index.counts("demo").patients()).isEqualTo(2);
  }

  @Test
  void anObjectWithoutPatientIdJoinsAStudyThatHasOne() {
    assertThat(add(image(1), Arrival.of("1.2.1.1.2").without(Tag.PatientID).make()))
        .containsExactly(ADDED, ADDED);
    assertThat(index.counts("demo").patients()).isEqualTo(1);
  }

  @Test
  void theFirstValueCountsAndLaterOnesFillWhatWasEmpty() {
    add(Arrival.of("1.1").with(Tag.StudyDescription, "Colon").with(Tag.AccessionNumber).make());
    add(
        Arrival.of("1.2")
            .with(Tag.StudyDescription, "Stomach")
            .with(Tag.AccessionNumber, "A-1")
            .with(Tag.StudyDate, "20261120")
            .with(Tag.PatientSex, "F")
            .with(Tag.SeriesNumber, "7")
            .make());
    StudySummary study = index.studies(StudyFilter.all().withAccessionNumber("A-1")).get(0);
    assertThat(study.study().string(Tag.StudyDescription)).contains("Colon");
    assertThat(study.study().string(Tag.AccessionNumber)).contains("A-1");
    assertThat(study.study().string(Tag.StudyDate)).contains("20261120");
    assertThat(study.patient().string(Tag.PatientSex)).contains("F");
    assertThat(index.series("demo", Uid.of("1.2.1")).get(0).series().string(Tag.SeriesNumber))
        .contains("7");
  }

  @Test
  void countersFollowEveryArrival() {
    add(image(1), image(2), Arrival.of("1.5").series("1.2.1.2").length(5).make());
    add(
        Arrival.of("1.6").series("1.2.1.2").length(6).at(Arrival.NOON.plusSeconds(60)).make(),
        Arrival.of("1.7").study("1.2.2").at(Arrival.NOON.minusSeconds(60)).make());
    StudySummary study = index.studies(StudyFilter.all().withUid("1.2.1")).get(0);
    assertThat(study.series()).isEqualTo(2);
    assertThat(study.instances()).isEqualTo(4);
    assertThat(study.bytes()).isEqualTo(2011);
    assertThat(study.firstArrival()).isEqualTo(Arrival.NOON);
    assertThat(study.lastArrival()).isEqualTo(Arrival.NOON.plusSeconds(60));
    assertThat(study.callingAe()).isEqualTo("ENDO1");
    assertThat(study.decided().ruleName()).isEqualTo("stills");
    assertThat(study.modalities()).containsExactly("ES");
    assertThat(index.series("demo", Uid.of("1.2.1")))
        .extracting(SeriesSummary::instances)
        .containsExactly(2L, 2L);
    assertThat(index.counts("demo")).isEqualTo(new FacilityCounts("demo", 1, 2, 3, 5, 3011, 0, 0));
  }

  @Test
  void aStudyIsUnsettledUntilBillingKnowsAllOfIt() {
    add(image(1));
    assertThat(unsettled(Duration.ofSeconds(-1))).as("not quiet yet").isEmpty();
    StudyUsage first = unsettled(Duration.ZERO).get(0);
    assertThat(first.images()).isEqualTo(1);
    assertThat(first.patientKey()).isEqualTo("P12345");
    add(Arrival.of("1.2.1.1.2").at(Arrival.NOON.plusSeconds(1)).make());
    assertThat(database.<Boolean>write(tx -> index.settled(tx, first))).isFalse();
    StudyUsage second = unsettled(Duration.ofSeconds(1)).get(0);
    assertThat(database.<Boolean>write(tx -> index.settled(tx, second))).isTrue();
    assertThat(unsettled(Duration.ofDays(1))).isEmpty();
    add(image(3));
    assertThat(unsettled(Duration.ofDays(1))).extracting(StudyUsage::images).containsExactly(3L);
    Optional<StudyUsage> now = database.read(tx -> index.usage(tx, "demo", Uid.of("1.2.1")));
    assertThat(now).map(StudyUsage::bytes).contains(3000L);
  }

  @Test
  void sixtyFourThatStartTheSameStudyAtOnceMakeOnePatientAndOneStudy() throws Exception {
    int senders = 64;
    ExecutorService executor = Executors.newFixedThreadPool(senders);
    CyclicBarrier start = new CyclicBarrier(senders);
    try {
      List<Future<List<Outcome.Kind>>> futures = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        ArrivedInstance arrival = image(i + 1);
        futures.add(
            executor.submit(
                () -> {
                  start.await();
                  return add(arrival, image(1000));
                }));
      }
      List<Outcome.Kind> outcomes = new ArrayList<>();
      for (Future<List<Outcome.Kind>> future : futures) {
        outcomes.addAll(future.get());
      }
      assertThat(outcomes).filteredOn(ADDED::equals).hasSize(senders + 1);
      assertThat(outcomes).filteredOn(DUPLICATE::equals).hasSize(senders - 1);
    } finally {
      executor.shutdownNow();
    }
    assertThat(index.counts("demo"))
        .isEqualTo(new FacilityCounts("demo", 1, 1, 1, senders + 1, 1000L * (senders + 1), 0, 0));
    assertThat(index.studies(StudyFilter.all()).get(0).instances()).isEqualTo(senders + 1);
  }

  @Test
  void marksNeverGoBack() {
    database.run(tx -> index.setMark(tx, "demo/1.tar", 100));
    database.run(tx -> index.setMark(tx, "demo/1.tar", 50));
    database.run(tx -> index.setMark(tx, "demo/2.tar", 7));
    assertThat(index.marks()).containsOnly(entry("demo/1.tar", 100L), entry("demo/2.tar", 7L));
  }

  @Test
  void clearingForgetsEverything() {
    add(image(1), Arrival.of("1.2").quarantine("why").make());
    database.run(tx -> index.setMark(tx, "demo/1.tar", 100));
    database.run(index::clear);
    assertThat(index.marks()).isEmpty();
    assertThat(index.counts()).isEmpty();
    assertThat(quarantine()).isEmpty();
    assertThat(add(image(1))).containsExactly(ADDED);
  }

  private static java.util.Map.Entry<String, Long> entry(String pack, long offset) {
    return java.util.Map.entry(pack, offset);
  }

  private static ArrivedInstance image(int number) {
    return Arrival.of("1.2.1.1." + number).make();
  }

  private List<StudyUsage> unsettled(Duration afterNoon) {
    return database.read(tx -> index.unsettled(tx, Arrival.NOON.plus(afterNoon), 10));
  }

  private List<QuarantineEntry> quarantine() {
    return index.quarantine(Optional.empty(), 0, 100);
  }

  private List<Outcome.Kind> add(ArrivedInstance... arrivals) {
    return database.write(tx -> index.add(tx, List.of(arrivals))).stream()
        .map(Outcome::kind)
        .toList();
  }
}
