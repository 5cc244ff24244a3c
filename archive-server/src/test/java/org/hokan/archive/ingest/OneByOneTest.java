package org.hokan.archive.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hokan.archive.contract.DecidedBy;
import org.hokan.archive.db.TestFailures;
import org.hokan.archive.storage.Location;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StoredObject;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.image.recompress.Recipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneByOneTest {
  private static final String POISON = "1.9";

  private final List<Stored> written = new ArrayList<>();
  private boolean answers = true;
  private int failures;
  private RuntimeException refusal = new IllegalStateException("refused");

  private final OneByOne writer = new OneByOne(this::write, this::probe);

  /** A database that takes no attributes of one object. */
  private void write(List<Stored> batch) {
    probe();
    if (batch.stream().anyMatch(OneByOneTest::isPoison)) {
      failures++;
      throw refusal;
    }
    written.addAll(batch);
  }

  private void probe() {
    if (!answers) {
      throw new IllegalStateException("no answer");
    }
  }

  private static boolean isPoison(Stored stored) {
    return stored.object().name().equals(POISON) && stored.head().contains(Tag.PatientID);
  }

  @Test
  void aBatchWithoutTroubleIsWrittenAtOnce() {
    List<Stored> batch = batch("1.1", "1.2");

    writer.write(batch);

    assertThat(written).isEqualTo(batch);
  }

  @Test
  void anObjectThatTheIndexCannotTakeGoesToQuarantineAndTheOthersAreKept() {
    writer.write(batch("1.1", POISON, "1.2"));

    assertThat(written)
        .extracting(stored -> stored.object().name())
        .containsExactly("1.1", POISON, "1.2");
    assertThat(written)
        .extracting(stored -> stored.papers().isQuarantined())
        .containsExactly(false, true, false);
    assertThat(written.get(1).head().uid(Tag.StudyInstanceUID)).contains(new Uid("1.3"));
    assertThat(failures).as("batch, object, object again").isEqualTo(3);
  }

  @Test
  void aSmallerFormThatTheIndexCannotTakeIsStillKnownAsOne() {
    Papers.Recompressed form =
        new Papers.Recompressed(
            "original",
            2,
            Recipe.required("1.2.840.10008.1.2.4.50 1.2.840.10008.1.2.4.111 no-table 0"),
            1);

    writer.write(
        batch(POISON).stream()
            .map(
                one ->
                    new Stored(
                        one.object(),
                        new Papers(
                            one.papers().arrival(),
                            one.papers().decided(),
                            "",
                            java.util.Optional.of(form),
                            java.util.Optional.empty()),
                        one.head(),
                        one.indexed()))
            .toList());

    assertThat(written.get(0).papers().recompressed()).contains(form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"53100", "40001", "55P03", "HYT00", "57014"})
  void aFailureThatIsNotAboutTheObjectPutsNothingInQuarantine(String state) {
    refusal = TestFailures.ofDatabase(state);

    assertThatThrownBy(() -> writer.write(batch("1.1", POISON))).isSameAs(refusal);

    assertThat(written).noneMatch(stored -> stored.papers().isQuarantined());
  }

  @ParameterizedTest
  @ValueSource(strings = {"22001", "23505"})
  void attributesThatTheDatabaseRefusesAreOfTheObject(String state) {
    refusal = TestFailures.ofDatabase(state);

    writer.write(batch(POISON));

    assertThat(written).allMatch(stored -> stored.papers().isQuarantined());
  }

  @Test
  void aDatabaseThatDoesNotAnswerPutsNothingInQuarantine() {
    answers = false;

    assertThatThrownBy(() -> writer.write(batch("1.1", POISON))).hasMessage("no answer");

    answers = true;
    writer.write(batch("1.1"));
    assertThat(written).noneMatch(stored -> stored.papers().isQuarantined());
  }

  private static List<Stored> batch(String... names) {
    return Stream.of(names).map(OneByOneTest::stored).toList();
  }

  private static Stored stored(String name) {
    Arrival arrival =
        new Arrival(
            "demo",
            "ENDO1",
            "HOKAN",
            "127.0.0.1",
            Uids.VLEndoscopicImageStorage,
            new Uid(name),
            IngestNode.SYNTAX.uid());
    Papers papers =
        new Papers(
            arrival,
            new Papers.Decided(new DecidedBy("demo-1", 1, "", 0), "ECONOMY", "", ""),
            "",
            java.util.Optional.empty(),
            java.util.Optional.empty());
    DataSet head =
        DataSet.builder()
            .string(Tag.PatientID, "7")
            .uid(Tag.StudyInstanceUID, new Uid("1.3"))
            .uid(Tag.SeriesInstanceUID, new Uid("1.4"))
            .build();
    return new Stored(object(name), papers, head, () -> {});
  }

  private static StoredObject object(String name) {
    return new StoredObject(
        1,
        new Shelf("demo", "ECONOMY"),
        new Location("volume", "pack", 0, 1),
        name,
        "digest",
        1,
        Instant.EPOCH,
        Map.of());
  }
}
