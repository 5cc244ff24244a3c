package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.OnEachDatabase;
import org.hokan.archive.db.TestDatabase;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.junit.jupiter.api.Test;

/**
 * Objects that others made, in many character sets and syntaxes: what is filed is found and
 * answered unchanged.
 */
@OnEachDatabase
class RealHeadsTest {
  private static final List<String> FOLDERS = List.of("test-data/charsets", "test-data/objects");
  private static final Map<String, DataSet> HEADS = heads();

  private final Index index;

  RealHeadsTest(TestDatabase on) {
    Database database = on.shared(RealHeadsTest.class, Index.entities());
    index = new Index(database);
    if (index.counts().isEmpty()) {
      // A facility for each file: some samples share their UIDs.
      HEADS.forEach(
          (file, head) -> database.run(tx -> index.add(tx, List.of(Arrival.of(file, head)))));
    }
  }

  @Test
  void everyObjectIsFiled() {
    assertThat(HEADS).hasSizeGreaterThan(20);
    HEADS.forEach(
        (file, head) ->
            assertThat(index.instance(file, head.uid(Tag.SOPInstanceUID).orElseThrow()))
                .as(file)
                .isPresent());
  }

  @Test
  void everyStudyIsFoundByThePatientsNameAndAnsweredAsItCame() {
    HEADS.forEach(
        (file, head) -> {
          DataSet.Builder keys =
              DataSet.builder()
                  .string(Tag.QueryRetrieveLevel, "STUDY")
                  .empty(Tag.StudyInstanceUID)
                  .empty(Tag.PatientID)
                  .empty(Tag.StudyDate)
                  .empty(Tag.StudyDescription)
                  .empty(Tag.ReferringPhysicianName)
                  .empty(Tag.PatientComments)
                  .empty(Tag.OtherPatientNames);
          head.element(Tag.SpecificCharacterSet).ifPresent(keys::put);
          head.element(Tag.PatientName).ifPresent(keys::put);
          DataSet asked = keys.build();
          List<DataSet> answers = answers(file, asked);
          assertThat(answers).as(file).hasSize(1);
          for (int tag : new int[] {Tag.PatientName, Tag.PatientID, Tag.StudyDescription}) {
            assertThat(answers.get(0).strings(tag)).as(file).isEqualTo(head.strings(tag));
          }
          assertThat(answers.get(0).uid(Tag.StudyInstanceUID))
              .isEqualTo(head.uid(Tag.StudyInstanceUID));
        });
  }

  @Test
  void attributesOfAllLevelsSurviveTheirColumns() {
    HEADS.forEach(
        (file, head) -> {
          for (QueryLevel level : QueryLevel.values()) {
            DataSet kept = LevelAttributes.of(level, head);
            DataSet read = AttributeBytes.read(AttributeBytes.write(kept));
            assertThat(read).as("%s, %s", file, level).isEqualTo(kept);
          }
        });
  }

  @Test
  void everyInstanceIsFoundAtItsLevel() {
    HEADS.forEach(
        (file, head) -> {
          Uid instance = head.uid(Tag.SOPInstanceUID).orElseThrow();
          DataSet keys =
              DataSet.builder()
                  .string(Tag.QueryRetrieveLevel, "IMAGE")
                  .uid(Tag.StudyInstanceUID, head.uid(Tag.StudyInstanceUID).orElseThrow())
                  .uid(Tag.SeriesInstanceUID, head.uid(Tag.SeriesInstanceUID).orElseThrow())
                  .empty(Tag.SOPInstanceUID)
                  .empty(Tag.Rows)
                  .build();
          assertThat(answers(file, keys))
              .as(file)
              .singleElement()
              .satisfies(
                  answer -> {
                    assertThat(answer.uid(Tag.SOPInstanceUID)).contains(instance);
                    assertThat(answer.integer(Tag.Rows)).isEqualTo(head.integer(Tag.Rows));
                  });
        });
  }

  private List<DataSet> answers(String facility, DataSet keys) {
    List<DataSet> answers = new ArrayList<>();
    index.query(IndexQuery.builder(facility, QueryRoot.STUDY, keys).build(), answers::add);
    return answers;
  }

  private static Map<String, DataSet> heads() {
    Map<String, DataSet> heads = new LinkedHashMap<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files =
          Files.list(Path.of(System.getProperty("hokan.root")).resolve(folder))) {
        files.sorted().forEach(file -> put(file, heads));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return heads;
  }

  private static void put(Path file, Map<String, DataSet> heads) {
    try (Part10File object = Part10.open(file)) {
      DataSet head = object.readHead();
      boolean complete =
          Stream.of(Tag.SOPInstanceUID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID)
              .allMatch(tag -> head.uid(tag).isPresent());
      if (complete) {
        heads.put(file.getFileName().toString(), head);
      }
    } catch (DataSetException e) {
      // A damaged object is refused before it comes here.
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
