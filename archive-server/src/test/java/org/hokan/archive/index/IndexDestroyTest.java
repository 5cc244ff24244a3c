package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A study leaves the index whole, however many instances it has. */
@OnEachDatabase
class IndexDestroyTest {
  private static final DestructionOrder ORDER =
      new DestructionOrder(Arrival.NOON.plusSeconds(60), "kept until then", "A", "B", "C", 1);

  private final Database database;
  private final Index index;

  IndexDestroyTest(TestDatabase on) {
    database = on.shared(IndexDestroyTest.class, Index.entities());
    index = new Index(database);
  }

  @BeforeEach
  void empty() {
    database.run(index::clear);
  }

  @Test
  void everyInstanceOfAStudyOfMoreThanAPageIsOnTheCertificateAndItsEntryIsDead() {
    List<ArrivedInstance> images = new ArrayList<>();
    for (int i = 0; i < 1_100; i++) {
      String series = "1.2.1." + (i % 2 + 1);
      images.add(Arrival.of(series + "." + i).series(series).make());
    }
    database.run(tx -> index.add(tx, images));
    database.run(
        tx ->
            index.add(
                tx, List.of(Arrival.of("1.2.2.1.1").study("1.2.2").series("1.2.2.1").make())));

    Certificate certificate =
        database.write(tx -> index.destroy(tx, "demo", Uid.of("1.2.1"), ORDER)).orElseThrow();

    assertThat(certificate.images()).isEqualTo(1_100);
    List<DestroyedInstance> named = index.destroyed(certificate.id(), "", 2_000);
    assertThat(named.stream().map(DestroyedInstance::sopInstanceUid))
        .containsExactlyInAnyOrderElementsOf(
            images.stream().map(ArrivedInstance::sopInstanceUid).toList());
    assertThat(named)
        .allMatch(
            one -> one.sopInstanceUid().value().startsWith(one.seriesInstanceUid().value() + "."));
    assertThat(index.dead(images.get(0).at().pack())).isNotEmpty();
    assertThat(index.counts("demo").instances()).isEqualTo(1);
    assertThat(index.series("demo", Uid.of("1.2.1"))).isEmpty();
    assertThat(index.series("demo", Uid.of("1.2.2"))).hasSize(1);
  }

  @Test
  void whatIsKeptIsKnownWithoutTheDatabaseAsItsTransactionsLeaveIt() {
    database.run(tx -> index.add(tx, List.of(image("bytes", "1.2.1.1.1").length(70).make())));
    assertThat(index.keptBytes("bytes")).isEqualTo(70);

    assertThatThrownBy(
            () ->
                database.run(
                    tx -> {
                      index.add(tx, List.of(image("bytes", "1.2.1.1.2").length(30).make()));
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(index.keptBytes("bytes")).isEqualTo(70);
    assertThat(new Index(database).keptBytes("bytes")).as("after a start").isEqualTo(70);

    destroyed("bytes");
    assertThat(index.keptBytes("bytes")).isZero();
  }

  /** Certificates outlive the test: so each has a facility of its own. */
  private static Arrival image(String facility, String uid) {
    return Arrival.of(uid).in(facility);
  }

  /** Compaction has dropped the original since, and with it what was known of its entry. */
  private ArrivedInstance supersededAndCompacted(String facility, String successorUid) {
    ArrivedInstance original = image(facility, "1.2.1.1.1").make();
    ArrivedInstance lossy =
        image(facility, successorUid).digest("lossy").length(100).successorOf(original).make();
    assertThat(added(original)).isEqualTo(Outcome.Kind.ADDED);
    assertThat(added(lossy)).isEqualTo(Outcome.Kind.REPLACED);
    database.run(tx -> index.forget(tx, original.at().pack()));
    return original;
  }

  private Outcome.Kind added(ArrivedInstance one) {
    return database.write(tx -> index.add(tx, List.of(one))).get(0).kind();
  }

  private Certificate destroyed(String facility) {
    return database.write(tx -> index.destroy(tx, facility, Uid.of("1.2.1"), ORDER)).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"new, 1.2.1.1.2", "keep, 1.2.1.1.1"})
  void theOriginalOfWhatLostSomethingDoesNotComeBackFromAnOldPack(String facility, String uid) {
    ArrivedInstance original = supersededAndCompacted(facility, uid);
    destroyed(facility);

    assertThat(added(original)).isEqualTo(Outcome.Kind.DESTROYED);
    ArrivedInstance later = image(facility, "1.2.1.1.1").at(Arrival.NOON.plusSeconds(90)).make();
    assertThat(added(later)).isEqualTo(Outcome.Kind.ADDED);
  }

  @Test
  void theOriginalOfWhatLostSomethingBeforeThatWasNotedIsFoundByItsLength() {
    ArrivedInstance original = image("older", "1.2.1.1.1").make();
    String uid = Predecessor.successorUid("older", original.sopInstanceUid()).value();
    added(original);
    added(image("older", uid).digest("lossy").length(100).successorOf(original).make());
    database.run(
        tx -> {
          index.dead(
              tx,
              new DeadObject(
                  "older",
                  original.sopInstanceUid().value(),
                  original.digest(),
                  original.sopInstanceUid().value(),
                  original.digest(),
                  original.at(),
                  DeadReason.SUPERSEDED,
                  Arrival.NOON));
          tx.session()
              .createMutationQuery(
                  "update InstanceEntity set predecessorUid = '', predecessorDigest = '' where"
                      + " facility = 'older'")
              .executeUpdate();
        });

    destroyed("older");

    assertThat(index.dead(original.at().pack()))
        .filteredOn(dead -> dead.sopInstanceUid().equals(original.sopInstanceUid().value()))
        .extracting(DeadObject::reason)
        .containsOnly(DeadReason.DESTROYED);
    assertThat(added(original)).isEqualTo(Outcome.Kind.DESTROYED);
  }

  @Test
  void anOriginalThatCameAgainBesideItsSuccessorIsDestroyedWithIt() {
    ArrivedInstance original = supersededAndCompacted("beside", "1.2.1.1.2");
    ArrivedInstance again =
        image("beside", "1.2.1.1.1").digest("changed").at(Arrival.NOON.plusSeconds(30)).make();
    assertThat(added(again)).isEqualTo(Outcome.Kind.ADDED);

    assertThat(destroyed("beside").images()).isEqualTo(2);

    assertThat(added(original)).isEqualTo(Outcome.Kind.DESTROYED);
    assertThat(added(again)).isEqualTo(Outcome.Kind.DESTROYED);
  }

  @Test
  void aLateFormOfSomethingThatWasDestroyedAndCameAgainIsDead() {
    ArrivedInstance original = image("late", "1.2.1.1.1").make();
    added(original);
    destroyed("late");
    assertThat(added(image("late", "1.2.1.1.1").at(Arrival.NOON.plusSeconds(90)).make()))
        .isEqualTo(Outcome.Kind.ADDED);

    ArrivedInstance late = image("late", "1.2.1.1.2").digest("lossy").successorOf(original).make();

    assertThat(added(late)).isEqualTo(Outcome.Kind.DESTROYED);
  }

  @Test
  void onlyAStudyThatBeginsWhereSomethingWasDestroyedIsAskedForItsCertificate() {
    assertThat(begins("1.2.1", 1)).isFalse();
    database.run(tx -> index.destroy(tx, "other", Uid.of("1.2.1"), ORDER));
    assertThat(begins("1.2.3", 1)).isTrue();
    assertThat(begins("1.2.3", 2)).isFalse();
  }

  private boolean begins(String study, int image) {
    ArrivedInstance one =
        Arrival.of(study + ".1." + image).in("other").study(study).series(study + ".1").make();
    return database.write(tx -> index.add(tx, List.of(one))).get(0).begins();
  }
}
