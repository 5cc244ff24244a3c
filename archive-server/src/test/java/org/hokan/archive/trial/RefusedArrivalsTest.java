package org.hokan.archive.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.contract.ArrivalFacts;
import org.hokan.archive.contract.DecidedBy;
import org.hokan.archive.contract.StorageDecision.Cause;
import org.hokan.archive.contract.StorageDecision.Refuse;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.archive.ingest.RefusedInstance;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;

/** What is refused is noted once with its facts, found by study, and forgotten in time. */
@OnEachDatabase
class RefusedArrivalsTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123456789Z");
  private static final Duration KEPT = Duration.ofDays(30);

  private final TestDatabase on;

  RefusedArrivalsTest(TestDatabase on) {
    this.on = on;
  }

  @Test
  void whatIsRefusedAgainIsNotedOnceAsItCameLast() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10)) {
      arrivals.note(refused("2.25.1", "2.25.1.1", NOON.minusSeconds(60)));
      arrivals.flush();
      arrivals.note(refused("2.25.1", "2.25.1.1", NOON));
      arrivals.note(refused("2.25.1", "2.25.1.2", NOON.minusSeconds(30)));
      arrivals.flush();
      assertThat(all(arrivals, "2.25.1"))
          .extracting(row -> row.key.sopInstanceUid())
          .containsExactly("2.25.1.2", "2.25.1.1");
    }
  }

  @Test
  void theFactsComeBackAsTheyWere() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10)) {
      RefusedInstance came = refused("2.25.1", "2.25.1.1", NOON);
      arrivals.note(came);
      arrivals.flush();
      RefusedArrivalEntity row = all(arrivals, "2.25.1").get(0);
      assertThat(row.cause).isEqualTo(Cause.RULE);
      assertThat(row.ruleName).isEqualTo("never");
      assertThat(row.facts().head()).isEqualTo(came.facts().head());
      assertThat(row.facts().time()).isEqualTo(Instant.parse("2026-11-21T12:00:00.123456Z"));
      assertThat(row.facts().sizeBytes()).isEqualTo(5_000_000_000L);
    }
  }

  @Test
  void studiesAreListedPageByPageEachOnce() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10)) {
      for (String study : List.of("2.25.1", "2.25.10", "2.25.2", "2.25.3")) {
        arrivals.note(refused(study, study + ".1", NOON));
        arrivals.note(refused(study, study + ".2", NOON));
      }
      arrivals.note(refused("2.25.4", "2.25.4.1", NOON.minusSeconds(60)));
      arrivals.flush();
      Instant since = NOON.minusSeconds(1);
      assertThat(arrivals.studies("h", since, "", 2)).containsExactly("2.25.1", "2.25.10");
      assertThat(arrivals.studies("h", since, "2.25.10", 2)).containsExactly("2.25.2", "2.25.3");
      assertThat(arrivals.studies("h", since, "2.25.3", 2)).isEmpty();
      assertThat(arrivals.studies("other", since, "", 2)).isEmpty();
    }
  }

  @Test
  void whatIsTooOldOrTooManyIsForgotten() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 2)) {
      arrivals.note(refused("2.25.1", "2.25.1.1", NOON.minus(KEPT)));
      arrivals.note(refused("2.25.1", "2.25.1.2", NOON.minusSeconds(1)));
      arrivals.forget();
      assertThat(all(arrivals, "2.25.1")).hasSize(1);
      arrivals.note(refused("2.25.2", "2.25.2.1", NOON));
      arrivals.note(refused("2.25.2", "2.25.2.2", NOON));
      arrivals.forget();
      assertThat(all(arrivals, "2.25.1")).isEmpty();
      assertThat(all(arrivals, "2.25.2")).hasSize(2);
    }
  }

  @Test
  void whatIsForgottenIsTheOldestOfTheFacilityWithMost() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 4)) {
      arrivals.note(refused("quiet", "2.25.1", "2.25.1.1", NOON.minusSeconds(900)));
      arrivals.note(refused("quiet", "2.25.1", "2.25.1.2", NOON.minusSeconds(800)));
      for (int i = 1; i <= 10; i++) {
        arrivals.note(refused("noisy", "2.25.2", "2.25.2." + i, NOON.minusSeconds(100 - i)));
      }
      arrivals.forget();
      assertThat(all(arrivals, "quiet", "2.25.1")).hasSize(2);
      assertThat(all(arrivals, "noisy", "2.25.2"))
          .extracting(row -> row.key.sopInstanceUid())
          .containsExactly("2.25.2.9", "2.25.2.10");
    }
  }

  @Test
  void moreThanATransactionForgetsIsForgottenInSeveral() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 3)) {
      for (int i = 1; i <= 1_203; i++) {
        arrivals.note(refused("2.25.1", "2.25.1." + i, NOON.minusSeconds(2_000 - i)));
      }
      arrivals.forget();
      assertThat(arrivals.ofStudy("h", "2.25.1", Optional.empty(), 10))
          .extracting(row -> row.key.sopInstanceUid())
          .containsExactly("2.25.1.1201", "2.25.1.1202", "2.25.1.1203");
    }
  }

  @Test
  void oneFacilitysWaitingRowsLeaveRoomForOthers() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10_000)) {
      for (int i = 1; i <= 6_000; i++) {
        arrivals.note(refused("noisy", "2.25.2", "2.25.2." + i, NOON));
      }
      arrivals.note(refused("quiet", "2.25.1", "2.25.1.1", NOON));
      arrivals.flush();
      assertThat(all(arrivals, "quiet", "2.25.1")).hasSize(1);
      assertThat(arrivals.unnoted()).isEqualTo(4_000);
      arrivals.note(refused("noisy", "2.25.3", "2.25.3.1", NOON));
      arrivals.flush();
      assertThat(all(arrivals, "noisy", "2.25.3")).hasSize(1);
    }
  }

  @Test
  void whatCannotBeNotedIsCountedAndNothingElse() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10)) {
      RefusedInstance came = refused("2.25.1", "2.25.1.1", NOON);
      ArrivalFacts tooLong =
          facts("h", came.facts().head(), NOON).calledAe("AN-AE-TITLE-OF-MORE-THAN-16").build();
      arrivals.note(new RefusedInstance(tooLong, came.sopInstanceUid(), came.decision()));
      arrivals.note(refused("2.25.1", "2.25.1.2", NOON));
      arrivals.flush();
      assertThat(arrivals.unnoted()).isEqualTo(1);
      assertThat(all(arrivals, "2.25.1")).hasSize(1);
    }
  }

  @Test
  void aTextLongerThanItsKindAllowsIsLeftOutAndTheOthersStay() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10)) {
      RefusedInstance came = refused("2.25.1", "2.25.1.1", NOON);
      DataSet head =
          came.facts().head().toBuilder()
              .string(Tag.RequestedProcedureDescription, "x".repeat(257))
              .string(Tag.Manufacturer, "m".repeat(256))
              .build();
      arrivals.note(
          new RefusedInstance(
              facts("h", head, NOON).build(), came.sopInstanceUid(), came.decision()));
      arrivals.flush();
      DataSet noted = all(arrivals, "2.25.1").get(0).facts().head();
      assertThat(noted.contains(Tag.RequestedProcedureDescription)).isFalse();
      assertThat(noted.string(Tag.Manufacturer)).contains("m".repeat(256));
      assertThat(noted.string(Tag.Modality)).contains("ES");
    }
  }

  @Test
  void ofThePatientNothingButIdAndIssuerIsNoted() {
    try (Database database = database();
        RefusedArrivals arrivals = keeping(database, 10)) {
      RefusedInstance came = refused("2.25.1", "2.25.1.1", NOON);
      DataSet head =
          came.facts().head().toBuilder()
              .string(Tag.PatientName, "DOE^JANE")
              .string(Tag.PatientBirthDate, "19700101")
              .string(Tag.PatientComments, "rare")
              .build();
      arrivals.note(
          new RefusedInstance(
              facts("h", head, NOON).build(), came.sopInstanceUid(), came.decision()));
      arrivals.flush();
      assertThat(all(arrivals, "2.25.1").get(0).facts().head()).isEqualTo(came.facts().head());
    }
  }

  @Test
  void whatTheDatabaseDoesNotTakeIsCounted() {
    try (Database database = database()) {
      RefusedArrivals arrivals = keeping(database, 10);
      database.close();
      arrivals.note(refused("2.25.1", "2.25.1.1", NOON));
      assertThatThrownBy(arrivals::flush).isInstanceOf(RuntimeException.class);
      assertThat(arrivals.unnoted()).isEqualTo(1);
      arrivals.close();
    }
  }

  private Database database() {
    return Database.open(on.fresh(), RefusedArrivals.entities());
  }

  private static RefusedArrivals keeping(Database database, int most) {
    return new RefusedArrivals(
        database, new RefusedArrivals.Limits(KEPT, most), Clock.fixed(NOON, ZoneOffset.UTC));
  }

  private static RefusedInstance refused(String study, String instance, Instant time) {
    return refused("h", study, instance, time);
  }

  private static RefusedInstance refused(
      String facility, String study, String instance, Instant time) {
    DataSet head =
        DataSet.builder()
            .uid(Tag.StudyInstanceUID, Uid.of(study))
            .string(Tag.Modality, "ES")
            .string(Tag.PatientID, "A")
            .build();
    Refuse refusal =
        new Refuse(new DecidedBy("h-1", 1, "never", 3), Cause.RULE, Optional.empty(), "no");
    return new RefusedInstance(facts(facility, head, time).build(), Uid.of(instance), refusal);
  }

  private static ArrivalFacts.Builder facts(String facility, DataSet head, Instant time) {
    return ArrivalFacts.builder()
        .callingAe("ENDO")
        .calledAe("HOKAN")
        .peer("127.0.0.1")
        .facility(facility)
        .sopClass("1.2.840.10008.5.1.4.1.1.7")
        .transferSyntax("1.2.840.10008.1.2.1")
        .sizeBytes(5_000_000_000L)
        .time(time)
        .head(head);
  }

  /** Page by page, each of one. */
  private static List<RefusedArrivalEntity> all(RefusedArrivals arrivals, String study) {
    return all(arrivals, "h", study);
  }

  private static List<RefusedArrivalEntity> all(
      RefusedArrivals arrivals, String facility, String study) {
    List<RefusedArrivalEntity> all = new ArrayList<>();
    List<RefusedArrivalEntity> page = arrivals.ofStudy(facility, study, Optional.empty(), 1);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = arrivals.ofStudy(facility, study, Optional.of(page.get(0)), 1);
    }
    return all;
  }
}
