package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.Uid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
