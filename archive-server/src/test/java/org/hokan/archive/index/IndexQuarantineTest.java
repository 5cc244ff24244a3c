package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.archive.index.Outcome.Kind.ADDED;
import static org.hokan.archive.index.Outcome.Kind.CONFLICT;
import static org.hokan.archive.index.Outcome.Kind.DUPLICATE;
import static org.hokan.archive.index.Outcome.Kind.QUARANTINED;
import static org.hokan.archive.index.Outcome.Kind.REMOVED;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class IndexQuarantineTest {
  private static final Instant LATER = Arrival.NOON.plusSeconds(120);

  private final Database database;
  private final Index index;

  IndexQuarantineTest(TestDatabase on) {
    database = on.shared(IndexQuarantineTest.class, Index.entities());
    index = new Index(database);
  }

  @BeforeEach
  void empty() {
    database.run(
        tx -> {
          index.clear(tx);
          tx.session().createMutationQuery("delete QuarantineDecisionEntity").executeUpdate();
        });
  }

  @Test
  void aReleasedObjectIsFiledAsItCame() {
    ArrivedInstance aside = Arrival.of("1.1").quarantine("no contract").length(9).make();
    assertThat(add(aside)).isEqualTo(QUARANTINED);
    assertThat(release(only().id())).isEqualTo(ADDED);
    InstanceRow row = index.instance("demo", Uid.of("1.1")).orElseThrow();
    assertThat(row.at()).isEqualTo(aside.at());
    assertThat(row.decided()).isEqualTo(aside.decided());
    assertThat(index.studies(StudyFilter.all()).get(0).patient().string(Tag.PatientName))
        .contains("Yamada^Tarou");
    assertThat(index.quarantine(Optional.empty(), 0, 10)).isEmpty();
    assertThat(index.counts("demo")).isEqualTo(new FacilityCounts("demo", 1, 1, 1, 1, 9, 0, 0));
  }

  @Test
  void anObjectOfAnotherPatientIsReleasedIntoTheStudyThatItNames() {
    add(Arrival.of("1.1").make());
    add(Arrival.of("1.2").patient("wrong").make());
    assertThat(release(only().id())).isEqualTo(ADDED);
    StudySummary study = index.studies(StudyFilter.all()).get(0);
    assertThat(study.instances()).isEqualTo(2);
    assertThat(study.patientId()).isEqualTo("12345");
    assertThat(index.counts("demo").patients()).isEqualTo(1);
  }

  @Test
  void anObjectWhoseUidIsTakenCannotBeReleased() {
    add(Arrival.of("1.1").make());
    add(Arrival.of("1.1").digest("other").make());
    long id = only().id();
    assertThatThrownBy(() -> release(id))
        .isInstanceOf(QuarantineException.class)
        .hasMessageContaining("another object");
    assertThat(only().id()).as("still there").isEqualTo(id);
    assertThat(index.counts("demo").quarantined()).isEqualTo(1);
  }

  @Test
  void anObjectWithoutStudyCannotBeReleased() {
    add(Arrival.of("1.1").without(Tag.StudyInstanceUID).make());
    assertThatThrownBy(() -> release(only().id())).isInstanceOf(QuarantineException.class);
  }

  @Test
  void theSameObjectThatCameAgainMeanwhileIsADuplicate() {
    add(Arrival.of("1.1").quarantine("no contract").make());
    add(Arrival.of("1.1").make());
    assertThat(release(only().id())).isEqualTo(DUPLICATE);
    assertThat(index.counts("demo").instances()).isEqualTo(1);
  }

  @Test
  void aRemovedObjectLeavesTheList() {
    add(Arrival.of("1.1").quarantine("no contract").make());
    long id = only().id();
    QuarantineEntry removed = remove(id);
    assertThat(removed.sopInstanceUid()).isEqualTo(Uid.of("1.1"));
    assertThat(index.quarantined(id)).isEmpty();
    assertThat(index.counts("demo").quarantined()).isZero();
    assertThatThrownBy(() -> remove(id))
        .isInstanceOfSatisfying(QuarantineException.class, e -> assertThat(e.isMissing()).isTrue());
  }

  @Test
  void aSmallerFormIsReleasedWithAllThatGivesItsOriginalBack() {
    add(Arrival.of("1.1").make());
    ArrivedInstance form = Arrival.of("1.2").patient("wrong").recompressed(7).make();
    assertThat(add(form)).isEqualTo(CONFLICT);
    assertThat(index.formsAside()).extracting(ArrivedInstance::sequence).containsExactly(7L);

    assertThat(release(only().id())).isEqualTo(ADDED);

    InstanceRow row = index.instance("demo", Uid.of("1.2")).orElseThrow();
    assertThat(row.recompressed()).isEqualTo(form.recompressed());
    assertThat(row.sequence()).isEqualTo(7);
    assertThat(index.counts("demo").bytes()).isEqualTo(1000 + 2000);
    assertThat(index.formsAside()).isEmpty();
  }

  /** As in a rebuild, when its original is gone and another patient's image had the study first. */
  @Test
  void whatLostSomethingWaitsWithItsPredecessorAndIsToBeFiledInTheTurnOfThat() {
    ArrivedInstance original = Arrival.of("1.2").patient("other").turn(7).make();
    add(Arrival.of("1.1").turn(8).make());
    ArrivedInstance lossy =
        Arrival.of("1.3").patient("other").length(100).successorOf(original).make();
    assertThat(database.write(tx -> index.add(tx, List.of(lossy))).get(0).kind())
        .isEqualTo(Outcome.Kind.CONFLICT);

    assertThat(only().predecessor()).isEqualTo(lossy.predecessor());
    assertThat(only().originalLength()).isEqualTo(1000);
    assertThat(index.formsAside())
        .singleElement()
        .satisfies(
            form -> {
              assertThat(form.predecessor()).isEqualTo(lossy.predecessor());
              assertThat(form.sequence()).isEqualTo(7);
            });
  }

  /** As after an answer that was lost: its transaction is done once more. */
  @Test
  void whatWasMovedToItsStorageClassIsNotReplacedByItself() {
    ArrivedInstance released = Arrival.of("1.2").make();
    add(released);
    ArrivedInstance moved = Arrival.of("1.2").length(999).successorOf(released).make();
    assertThat(database.write(tx -> index.add(tx, List.of(moved))).get(0).replaced())
        .contains(released.at());

    assertThat(database.write(tx -> index.add(tx, List.of(moved))).get(0).replaced()).isEmpty();
    assertThat(index.instance("demo", Uid.of("1.2")).orElseThrow().at()).isEqualTo(moved.at());
  }

  @Test
  void aSmallerFormThatIsReleasedTakesThePlaceOfItsOriginal() {
    add(Arrival.of("1.1").recompressed(7).quarantine("attributes").make());
    add(Arrival.of("1.1").make());

    Outcome outcome =
        database.write(tx -> index.release(tx, only().id(), then -> then, arrival -> false));

    assertThat(outcome.replaced()).contains(Arrival.of("1.1").make().at());
    assertThat(index.instance("demo", Uid.of("1.1")).orElseThrow().recompressed()).isPresent();
  }

  @Test
  void decisionsAreTheSameAfterARebuild() {
    List<ArrivedInstance> all =
        List.of(
            Arrival.of("1.1").make(),
            Arrival.of("1.2").patient("wrong").make(),
            Arrival.of("1.3").quarantine("no contract").make(),
            Arrival.of("1.4").quarantine("no contract").make(),
            Arrival.of("1.5").quarantine("no contract").make());
    all.forEach(this::add);
    List<QuarantineEntry> waiting = index.quarantine(Optional.of("demo"), 0, 10);
    release(waiting.get(0).id());
    release(waiting.get(1).id());
    remove(waiting.get(2).id());
    FacilityCounts before = index.counts("demo");

    database.run(index::clear);
    assertThat(all.stream().map(this::add))
        .containsExactly(ADDED, ADDED, ADDED, REMOVED, QUARANTINED);
    assertThat(index.counts("demo")).isEqualTo(before);
    assertThat(only().sopInstanceUid()).isEqualTo(Uid.of("1.5"));
  }

  @Test
  void theListIsReadPageByPage() {
    for (int i = 1; i <= 5; i++) {
      add(Arrival.of("1." + i).quarantine("why").make());
    }
    List<QuarantineEntry> first = index.quarantine(Optional.of("demo"), 0, 3);
    List<QuarantineEntry> second = index.quarantine(Optional.of("demo"), first.get(2).id(), 3);
    assertThat(first).hasSize(3);
    assertThat(second).hasSize(2);
    assertThat(index.quarantine(Optional.of("other"), 0, 3)).isEmpty();
  }

  @Test
  void aConflictThatWasRemovedWaitsAgainWhenItIsSentAgain() {
    add(Arrival.of("1.1").make());
    add(Arrival.of("1.1").digest("other").make());
    remove(only().id());
    assertThat(add(Arrival.of("1.1").digest("other").at(LATER).make())).isEqualTo(CONFLICT);
    assertThat(only().arrived()).isEqualTo(LATER);
    assertThat(index.counts("demo").quarantined()).isEqualTo(1);
  }

  @Test
  void whatWasRemovedAndCameAgainIsTheSameAfterARebuildInWhateverOrderItIsRead() {
    ArrivedInstance first = Arrival.of("1.1").quarantine("no contract").make();
    ArrivedInstance later = Arrival.of("1.1").quarantine("no contract").at(LATER).make();
    add(first);
    remove(only().id());
    assertThat(add(first)).as("is read once more").isEqualTo(REMOVED);
    assertThat(add(later)).isEqualTo(QUARANTINED);
    FacilityCounts before = index.counts("demo");
    for (List<ArrivedInstance> order : List.of(List.of(first, later), List.of(later, first))) {
      database.run(index::clear);
      order.forEach(this::add);
      assertThat(only().arrived()).isEqualTo(LATER);
      assertThat(index.counts("demo")).isEqualTo(before);
    }
  }

  /** Another node's clock may be seconds behind that of the removal. */
  @Test
  void whatCameAfterWhatWasRemovedWaitsWheneverItWasRemoved() {
    add(Arrival.of("1.1").quarantine("no contract").make());
    remove(only().id());
    Instant next = Arrival.NOON.plusNanos(1000);
    assertThat(add(Arrival.of("1.1").quarantine("no contract").at(next).make()))
        .isEqualTo(QUARANTINED);
  }

  @Test
  void whatCameAgainAfterItsRemovalIsReleasedAsAnyOther() {
    add(Arrival.of("1.1").quarantine("no contract").make());
    remove(only().id());
    add(Arrival.of("1.1").quarantine("no contract").at(LATER).make());
    assertThat(release(only().id())).isEqualTo(ADDED);
  }

  /** Its own entry is dead; the form, or the filed object that is damaged now, is another one. */
  @Test
  void aRemovalHidesNeitherASmallerFormNorWhatIsDamaged() {
    add(Arrival.of("1.2").make());
    add(Arrival.of("1.1").patient("wrong").make());
    remove(only().id());
    assertThat(add(Arrival.of("1.1").patient("wrong").recompressed(7).make())).isEqualTo(CONFLICT);
    assertThat(index.formsAside()).hasSize(1);
    database.run(index::clear);
    assertThat(add(Arrival.of("1.1").makeDamaged())).isEqualTo(QUARANTINED);
    assertThat(only().reason()).isEqualTo(QuarantineReason.DAMAGED);
  }

  private QuarantineEntry only() {
    List<QuarantineEntry> waiting = index.quarantine(Optional.empty(), 0, 10);
    assertThat(waiting).hasSize(1);
    return waiting.get(0);
  }

  private QuarantineEntry remove(long id) {
    return database.write(tx -> index.remove(tx, id));
  }

  private Outcome.Kind release(long id) {
    return database.write(tx -> index.release(tx, id, then -> then, arrival -> false)).kind();
  }

  private Outcome.Kind add(ArrivedInstance arrival) {
    return database.write(tx -> index.add(tx, List.of(arrival))).get(0).kind();
  }
}
