package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C-FIND's behaviour: PS3.4 §C.4.1, §C.6.1, §C.6.2. */
@OnEachDatabase
class IndexQueryTest {
  private static final Uid CT = Uid.of("1.2.840.10008.5.1.4.1.1.2");
  private static final String SUZUKI = "Suzuki^Hanako=鈴木^花子=すずき^はなこ";

  private static final int MANY = 40;

  private final Index index;

  IndexQueryTest(TestDatabase on) {
    Database database = on.shared(IndexQueryTest.class, Index.entities());
    index = new Index(database);
    if (index.counts("demo").instances() == 0) {
      database.run(tx -> index.add(tx, population()));
      database.run(tx -> index.add(tx, many()));
    }
  }

  private static List<ArrivedInstance> population() {
    return List.of(
        yamada("1.2.1.1.1").with(Tag.InstanceNumber, "1").make(),
        yamada("1.2.1.1.2").with(Tag.InstanceNumber, "2").make(),
        yamada("1.2.1.2.1").series("1.2.1.2").with(Tag.Modality, "CT").sopClass(CT).make(),
        yamada("1.2.2.1.1")
            .study("1.2.2")
            .series("1.2.2.1")
            .with(Tag.StudyDate, "20261121")
            .with(Tag.AccessionNumber, "A-2")
            .make(),
        suzuki("1.3.1.1.1").make(),
        Arrival.of("1.4.1.1.1")
            .in("other")
            .with(Tag.PatientName, "Yamada^Tarou")
            .study("1.4.1")
            .series("1.4.1.1")
            .make());
  }

  private static List<ArrivedInstance> many() {
    return IntStream.range(0, MANY)
        .mapToObj(i -> "1.9." + i)
        .map(uid -> Arrival.of(uid + ".1.1").in("many").study(uid).series(uid + ".1").make())
        .toList();
  }

  private static Arrival yamada(String uid) {
    return Arrival.of(uid)
        .with(Tag.SpecificCharacterSet, "ISO_IR 100")
        .with(Tag.PatientName, "Yamada^Tarou")
        .with(Tag.PatientBirthDate, "19500401")
        .with(Tag.StudyDate, "20261120")
        .with(Tag.StudyTime, "101500")
        .with(Tag.AccessionNumber, "A-1")
        .with(Tag.ReferringPhysicianName, "Müller^Jörg");
  }

  private static Arrival suzuki(String uid) {
    return Arrival.of(uid)
        .with(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
        .patient("J-1")
        .with(Tag.PatientName, SUZUKI)
        .study("1.3.1")
        .series("1.3.1.1")
        .with(Tag.StudyDate, "20261119")
        .with(Tag.StudyDescription, "大腸");
  }

  @Test
  void findsAPatientWithWhatIsKnownAndCounted() {
    DataSet found =
        one(
            QueryRoot.PATIENT,
            keys("PATIENT")
                .string(Tag.PatientID, "12345")
                .empty(Tag.PatientName)
                .empty(Tag.PatientSex)
                .empty(Tag.NumberOfPatientRelatedStudies)
                .empty(Tag.NumberOfPatientRelatedSeries)
                .empty(Tag.NumberOfPatientRelatedInstances));
    assertThat(found)
        .isEqualTo(
            keys("PATIENT")
                .string(Tag.RetrieveAETitle, "HOKAN")
                .string(Tag.PatientID, "12345")
                .string(Tag.PatientName, "Yamada^Tarou")
                .empty(Tag.PatientSex)
                .string(Tag.NumberOfPatientRelatedStudies, "2")
                .string(Tag.NumberOfPatientRelatedSeries, "3")
                .string(Tag.NumberOfPatientRelatedInstances, "4")
                .build());
  }

  @Test
  void findsStudiesOfThePatientRootByTheirPatient() {
    assertThat(
            uids(
                QueryRoot.PATIENT,
                keys("STUDY").string(Tag.PatientID, "12345").empty(Tag.StudyInstanceUID),
                Tag.StudyInstanceUID))
        .containsExactly("1.2.1", "1.2.2");
  }

  @Test
  void aStudyOfTheStudyRootHasThePatientsAttributesToo() {
    DataSet found =
        one(
            QueryRoot.STUDY,
            keys("STUDY")
                .string(Tag.StudyInstanceUID, "1.2.1")
                .empty(Tag.PatientName)
                .empty(Tag.PatientID)
                .empty(Tag.ModalitiesInStudy)
                .empty(Tag.SOPClassesInStudy)
                .empty(Tag.NumberOfStudyRelatedSeries)
                .empty(Tag.NumberOfStudyRelatedInstances)
                .empty(Tag.InstanceAvailability));
    assertThat(found.string(Tag.PatientName)).contains("Yamada^Tarou");
    assertThat(found.strings(Tag.ModalitiesInStudy)).containsExactly("CT", "ES");
    assertThat(found.strings(Tag.SOPClassesInStudy))
        .containsExactlyInAnyOrder(Arrival.ENDOSCOPIC.value(), CT.value());
    assertThat(found.string(Tag.NumberOfStudyRelatedSeries)).contains("2");
    assertThat(found.string(Tag.NumberOfStudyRelatedInstances)).contains("3");
    assertThat(found.string(Tag.InstanceAvailability)).contains("ONLINE");
    assertThat(found.string(Tag.RetrieveAETitle)).contains("HOKAN");
  }

  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "PatientID,12345,1.2.1 1.2.2",
    "PatientID,1*,1.2.1 1.2.2",
    "PatientName,yamada,1.2.1 1.2.2",
    "PatientName,YAMADA^T*,1.2.1 1.2.2",
    "PatientName,鈴木,1.3.1",
    "PatientName,すず*,1.3.1",
    "PatientName,suzuki=鈴木,1.3.1",
    "PatientName,鈴木=鈴木,''",
    "StudyDate,20261120,1.2.1",
    "StudyDate,20261120-,1.2.1 1.2.2",
    "StudyDate,-20261119,1.3.1",
    "StudyDate,20261119-20261120,1.2.1 1.3.1",
    "StudyTime,1000-1100,1.2.1 1.2.2",
    "AccessionNumber,A-2,1.2.2",
    "AccessionNumber,A-?,1.2.1 1.2.2",
    "AccessionNumber,a-2,''",
    "ModalitiesInStudy,CT,1.2.1",
    "ModalitiesInStudy,C*,1.2.1",
    "ReferringPhysicianName,muller,1.2.1 1.2.2",
    "StudyDescription,大*,1.3.1",
    "StudyInstanceUID,1.2.1\\1.3.1\\1.4.1,1.2.1 1.3.1",
    "PatientBirthDate,1950-,''",
    "PatientBirthDate,19500101-19501231,1.2.1 1.2.2",
  })
  void findsStudiesBy(String keyword, String value, String expected) {
    int tag = org.hokan.dicom.dict.ElementDictionary.tagOf(keyword).orElseThrow();
    DataSet.Builder keys =
        keys("STUDY").string(Tag.SpecificCharacterSet, "ISO_IR 192").empty(Tag.StudyInstanceUID);
    keys.strings(tag, List.of(value.split("\\\\")));
    assertThat(uids(QueryRoot.STUDY, keys, Tag.StudyInstanceUID))
        .containsExactlyInAnyOrder(expected.isEmpty() ? new String[0] : expected.split(" "));
  }

  @Test
  void findsSeriesOfAStudy() {
    List<DataSet> found =
        all(
            QueryRoot.STUDY,
            keys("SERIES")
                .string(Tag.StudyInstanceUID, "1.2.1")
                .string(Tag.Modality, "ES")
                .empty(Tag.SeriesInstanceUID)
                .empty(Tag.NumberOfSeriesRelatedInstances));
    assertThat(found).hasSize(1);
    assertThat(found.get(0).string(Tag.SeriesInstanceUID)).contains("1.2.1.1");
    assertThat(found.get(0).string(Tag.NumberOfSeriesRelatedInstances)).contains("2");
  }

  @Test
  void findsInstancesOfASeries() {
    DataSet found =
        one(
            QueryRoot.PATIENT,
            keys("IMAGE")
                .string(Tag.PatientID, "12345")
                .string(Tag.StudyInstanceUID, "1.2.1")
                .string(Tag.SeriesInstanceUID, "1.2.1.1")
                .string(Tag.InstanceNumber, "2")
                .empty(Tag.SOPInstanceUID)
                .empty(Tag.SOPClassUID)
                .empty(Tag.AvailableTransferSyntaxUID));
    assertThat(found.string(Tag.SOPInstanceUID)).contains("1.2.1.1.2");
    assertThat(found.string(Tag.SOPClassUID)).contains(Arrival.ENDOSCOPIC.value());
    assertThat(found.string(Tag.AvailableTransferSyntaxUID)).contains(Arrival.JPEG.value());
  }

  @Test
  void anotherFacilitysPatientsAreNeverSeen() {
    assertThat(
            uids(QueryRoot.STUDY, keys("STUDY").empty(Tag.StudyInstanceUID), Tag.StudyInstanceUID))
        .doesNotContain("1.4.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"STUDY", "SERIES", "IMAGE"})
  void theHierarchicalMethodNeedsTheKeysAbove(String level) {
    assertThatThrownBy(() -> all(QueryRoot.PATIENT, keys(level)))
        .isInstanceOf(IdentifierMismatchException.class)
        .hasMessageContaining("(0010,0020)");
  }

  @Test
  void keysAboveAreSingleValues() {
    assertThatThrownBy(
            () ->
                all(QueryRoot.STUDY, keys("SERIES").string(Tag.StudyInstanceUID, "1.2.1", "1.2.2")))
        .isInstanceOf(IdentifierMismatchException.class);
    assertThatThrownBy(() -> all(QueryRoot.PATIENT, keys("STUDY").string(Tag.PatientID, "12*")))
        .isInstanceOf(IdentifierMismatchException.class);
    assertThatThrownBy(() -> all(QueryRoot.STUDY, keys("SERIES").string(Tag.StudyInstanceUID, "*")))
        .isInstanceOf(IdentifierMismatchException.class);
  }

  @Test
  void soManyValuesAreTakenAndNoMoreHoweverSmallTheyAre() {
    String[] values = new String[Identifiers.MOST_VALUES];
    Arrays.fill(values, "ES");
    // The level and the key that asks are values, too.
    String[] most = Arrays.copyOf(values, values.length - 2);
    assertThat(all(QueryRoot.STUDY, keys("STUDY").string(Tag.ModalitiesInStudy, most))).isNotNull();
    assertThatThrownBy(
            () -> all(QueryRoot.STUDY, keys("STUDY").string(Tag.ModalitiesInStudy, values)))
        .isInstanceOf(IdentifierMismatchException.class)
        .hasMessage("identifier: 10001 values (expected: at most 10000)");
    assertThatThrownBy(
            () -> located(QueryRoot.STUDY, keys("STUDY").string(Tag.StudyInstanceUID, values)))
        .isInstanceOf(IdentifierMismatchException.class)
        .hasMessageContaining("10001 values");
  }

  @Test
  void aPatternIsNoLongerThanWhatEachRowCanBeAsked() {
    DataSet.Builder most = keys("STUDY").string(Tag.PatientName, "*a".repeat(512));
    assertThat(all(QueryRoot.STUDY, most)).isEmpty();
    assertThatThrownBy(
            () ->
                all(QueryRoot.STUDY, keys("STUDY").string(Tag.PatientName, "*a".repeat(512) + "b")))
        .isInstanceOf(IdentifierMismatchException.class)
        .hasMessage("(0010,0010): 1026 bytes (expected: at most 1024)");
  }

  @Test
  void theStudyRootHasNoPatientLevelAndNoModelHasOthers() {
    assertThatThrownBy(() -> all(QueryRoot.STUDY, keys("PATIENT")))
        .isInstanceOf(IdentifierMismatchException.class);
    assertThatThrownBy(() -> all(QueryRoot.STUDY, keys("FRAME")))
        .isInstanceOf(IdentifierMismatchException.class);
    assertThatThrownBy(() -> all(QueryRoot.STUDY, DataSet.builder()))
        .isInstanceOf(IdentifierMismatchException.class);
  }

  @Test
  void relationalQueriesNeedNoKeysAboveWhenNegotiated() {
    DataSet keys = keys("IMAGE").string(Tag.Modality, "CT").empty(Tag.SOPInstanceUID).build();
    List<DataSet> found = new ArrayList<>();
    index.query(
        IndexQuery.builder("demo", QueryRoot.STUDY, keys).relational(true).build(), found::add);
    assertThat(found)
        .extracting(d -> d.string(Tag.SOPInstanceUID).orElse(""))
        .containsExactly("1.2.1.2.1");
  }

  @Test
  void answersInTheStoredCharacterSetOnlyWhereItIsNeeded() {
    DataSet suzuki =
        one(
            QueryRoot.STUDY,
            keys("STUDY").string(Tag.StudyInstanceUID, "1.3.1").empty(Tag.PatientName));
    assertThat(suzuki.strings(Tag.SpecificCharacterSet)).containsExactly("", "ISO 2022 IR 87");
    assertThat(suzuki.string(Tag.PatientName)).contains(SUZUKI);
    DataSet yamada =
        one(
            QueryRoot.STUDY,
            keys("STUDY").string(Tag.StudyInstanceUID, "1.2.1").empty(Tag.PatientName));
    assertThat(yamada.contains(Tag.SpecificCharacterSet)).isFalse();
    DataSet doctor =
        one(
            QueryRoot.STUDY,
            keys("STUDY").string(Tag.StudyInstanceUID, "1.2.1").empty(Tag.ReferringPhysicianName));
    assertThat(doctor.string(Tag.SpecificCharacterSet)).contains("ISO_IR 100");
  }

  @Test
  void whatIsUnknownToTheLevelIsLeftOut() {
    DataSet found =
        one(
            QueryRoot.STUDY,
            keys("STUDY")
                .string(Tag.StudyInstanceUID, "1.2.1")
                .empty(Tag.Modality) // of the series level
                .empty(Tag.TimezoneOffsetFromUTC)
                .string(0x00091001, org.hokan.dicom.data.VR.LO, "private"));
    assertThat(found.contains(Tag.Modality)).isFalse();
    assertThat(found.contains(0x00091001)).isFalse();
    assertThat(found.contains(Tag.TimezoneOffsetFromUTC)).as("asked for, unknown").isTrue();
  }

  @Test
  void stopsWhenTheCallerHasEnough() {
    List<DataSet> found = new ArrayList<>();
    index.query(
        query(QueryRoot.STUDY, keys("STUDY").empty(Tag.StudyInstanceUID)),
        answer -> {
          found.add(answer);
          return false;
        });
    assertThat(found).hasSize(1);
  }

  @Test
  void locatesWhatAreRetrievalNames() {
    assertThat(
            located(QueryRoot.STUDY, keys("STUDY").string(Tag.StudyInstanceUID, "1.2.1", "1.3.1")))
        .containsExactly("1.2.1.1.1", "1.2.1.1.2", "1.2.1.2.1", "1.3.1.1.1");
    assertThat(located(QueryRoot.PATIENT, keys("PATIENT").string(Tag.PatientID, "12345")))
        .hasSize(4);
    assertThat(
            located(
                QueryRoot.PATIENT,
                keys("SERIES")
                    .string(Tag.PatientID, "12345")
                    .string(Tag.StudyInstanceUID, "1.2.1")
                    .string(Tag.SeriesInstanceUID, "1.2.1.2")))
        .containsExactly("1.2.1.2.1");
    assertThat(
            located(
                QueryRoot.STUDY,
                keys("IMAGE")
                    .string(Tag.StudyInstanceUID, "1.2.1")
                    .string(Tag.SeriesInstanceUID, "1.2.1.1")
                    .string(Tag.SOPInstanceUID, "1.2.1.1.2", "1.9")))
        .containsExactly("1.2.1.1.2");
    assertThat(located(QueryRoot.STUDY, keys("STUDY").string(Tag.StudyInstanceUID, "1.4.1")))
        .isEmpty();
  }

  @Test
  void aRetrievalNeedsItsKeys() {
    assertThatThrownBy(() -> located(QueryRoot.STUDY, keys("STUDY")))
        .isInstanceOf(IdentifierMismatchException.class);
    assertThatThrownBy(
            () -> located(QueryRoot.PATIENT, keys("STUDY").string(Tag.StudyInstanceUID, "1.2.1")))
        .isInstanceOf(IdentifierMismatchException.class);
    assertThatThrownBy(
            () -> located(QueryRoot.STUDY, keys("STUDY").string(Tag.StudyInstanceUID, "*")))
        .isInstanceOf(IdentifierMismatchException.class);
  }

  @Test
  void anAskerThatHasGoneIsAnsweredNoFurther() {
    List<DataSet> answered = new ArrayList<>();
    Asker gone =
        new Asker() {
          @Override
          public void beforeReading() {
            // It is asked right after.
          }

          @Override
          public boolean hasGone() {
            return true;
          }
        };

    index.query(
        IndexQuery.builder("many", QueryRoot.STUDY, keys("STUDY").build()).build(),
        answered::add,
        gone);

    assertThat(answered).as("the first page").hasSizeLessThan(MANY).isNotEmpty();
  }

  private List<String> located(QueryRoot root, DataSet.Builder keys) {
    List<String> uids = new ArrayList<>();
    index.locate(
        "demo", RetrieveKeys.of(root, keys.build()), row -> uids.add(row.sopInstanceUid().value()));
    return uids;
  }

  private static DataSet.Builder keys(String level) {
    return DataSet.builder().string(Tag.QueryRetrieveLevel, level);
  }

  private DataSet one(QueryRoot root, DataSet.Builder keys) {
    List<DataSet> found = all(root, keys);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private List<String> uids(QueryRoot root, DataSet.Builder keys, int tag) {
    return all(root, keys).stream().map(found -> found.string(tag).orElse("")).toList();
  }

  private List<DataSet> all(QueryRoot root, DataSet.Builder keys) {
    List<DataSet> found = new ArrayList<>();
    index.query(query(root, keys), found::add);
    return found;
  }

  private static IndexQuery query(QueryRoot root, DataSet.Builder keys) {
    return IndexQuery.builder("demo", root, keys.build()).retrieveAeTitle("HOKAN").build();
  }
}
