package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attribute matching: PS3.4 §C.2.2.2. */
class KeyMatcherTest {
  @ParameterizedTest(name = "{0}={1} on {2}: {3}")
  @CsvSource({
    // single value matching, §C.2.2.2.1: exact, spaces that mean nothing aside
    "PatientID,12345,12345,true",
    "PatientID,12345,1234,false",
    "PatientID,'12345 ',12345,true",
    "PatientID,abc,ABC,false",
    "Modality,ES,ES,true",
    "Modality,es,ES,false",
    "AccessionNumber,A1,A1,true",
    "PatientAge,030Y,030Y,true",
    // numbers by their value
    "SeriesNumber,7,07,true",
    "SeriesNumber,7,8,false",
    "SliceThickness,2.5,2.50,true",
    // list of UID matching, §C.2.2.2.2
    "StudyInstanceUID,1.2\\1.3,1.3,true",
    "StudyInstanceUID,1.2\\1.3,1.4,false",
    "StudyInstanceUID,1.2*,1.2.3,false",
    // universal matching, §C.2.2.2.3
    "PatientID,'',12345,true",
    "PatientID,*,12345,true",
    "StudyDate,*,20261120,true",
    // wild card matching, §C.2.2.2.4
    "PatientID,12*,12345,true",
    "StudyDescription,*scop?,Endoscopy,true",
    "StudyDescription,*SCOP?,Endoscopy,false",
    // range matching, §C.2.2.2.5
    "StudyDate,20261101-20261130,20261120,true",
    "StudyTime,1000-1100,1130,false",
    "StudyDate,nonsense,20261120,false",
    // names
    "PatientName,yamada,Yamada^Tarou,true",
    // several values: one that matches is enough, §C.2.2.3
    "ImageType,PRIMARY,ORIGINAL\\PRIMARY,true",
    "ImageType,SECONDARY,ORIGINAL\\PRIMARY,false",
    "ModalitiesInStudy,CT\\ES,ES\\SR,true",
  })
  void matches(String keyword, String key, String value, boolean expected) {
    int tag = ElementDictionary.tagOf(keyword).orElseThrow();
    DataSet keys = DataSet.builder().strings(tag, split(key)).build();
    DataSet entity = DataSet.builder().strings(tag, split(value)).build();
    assertThat(KeyMatcher.of(keys, false, false).matches(entity)).isEqualTo(expected);
  }

  @Test
  void allKeysMustMatch() {
    DataSet keys = DataSet.builder().string(Tag.PatientID, "1").string(Tag.Modality, "ES").build();
    KeyMatcher matcher = KeyMatcher.of(keys, false, false);
    assertThat(matcher.matches(keys)).isTrue();
    assertThat(matcher.matches(keys.toBuilder().string(Tag.Modality, "CT").build())).isFalse();
  }

  @Test
  void anUnknownValueMatchesOnlyUniversalKeysUnlessItIsAskedFor() {
    DataSet keys = DataSet.builder().string(Tag.PatientSex, "F").build();
    for (DataSet entity :
        new DataSet[] {DataSet.empty(), DataSet.builder().empty(Tag.PatientSex).build()}) {
      assertThat(KeyMatcher.of(keys, false, false).matches(entity)).isFalse();
      assertThat(KeyMatcher.of(keys, false, true).matches(entity)).isTrue();
      assertThat(
              KeyMatcher.of(DataSet.builder().empty(Tag.PatientSex).build(), false, false)
                  .matches(entity))
          .isTrue();
    }
  }

  @Test
  void levelAndCharacterSetOfTheRequestAreNoKeys() {
    DataSet keys =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.QueryRetrieveLevel, "STUDY")
            .build();
    assertThat(KeyMatcher.of(keys, false, false).isUniversal()).isTrue();
  }

  @Test
  void keysAreReadInTheirCharacterSetAndValuesInTheirs() {
    DataSet keys =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "", "ISO 2022 IR 87")
            .string(Tag.PatientName, "Yamada^Tarou=山田^太郎")
            .build();
    DataSet entity =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.PatientName, "Yamada^Tarou=山田^太郎=やまだ^たろう")
            .build();
    assertThat(KeyMatcher.of(keys, false, false).matches(entity)).isTrue();
  }

  @Test
  void someItemMustMatchAllKeysOfTheItem() {
    DataSet wanted =
        DataSet.builder()
            .string(Tag.RequestedProcedureID, "RP1")
            .string(Tag.ScheduledProcedureStepID, "SPS2")
            .build();
    KeyMatcher matcher = sequenceKey(wanted);
    DataSet other = wanted.toBuilder().string(Tag.RequestedProcedureID, "RP2").build();
    assertThat(matcher.matches(requests(other, wanted))).isTrue();
    DataSet mixed = wanted.toBuilder().string(Tag.ScheduledProcedureStepID, "SPS1").build();
    assertThat(matcher.matches(requests(other, mixed))).isFalse();
    assertThat(matcher.matches(DataSet.empty())).isFalse();
  }

  @Test
  void aSequenceKeyWithoutValuesIsUniversal() {
    assertThat(sequenceKey(DataSet.empty()).isUniversal()).isTrue();
    assertThat(sequenceKey(DataSet.builder().empty(Tag.RequestedProcedureID).build()).isUniversal())
        .isTrue();
    DataSet keys = DataSet.builder().empty(Tag.RequestAttributesSequence).build();
    assertThat(KeyMatcher.of(keys, false, false).matches(DataSet.empty())).isTrue();
  }

  @Test
  void dateAndTimeRangesAreOneOnlyWhenNegotiated() {
    DataSet keys =
        DataSet.builder()
            .string(Tag.StudyDate, "20060705-20060707")
            .string(Tag.StudyTime, "1000-1800")
            .build();
    DataSet night =
        DataSet.builder().string(Tag.StudyDate, "20060706").string(Tag.StudyTime, "0300").build();
    assertThat(KeyMatcher.of(keys, true, false).matches(night)).isTrue();
    assertThat(KeyMatcher.of(keys, false, false).matches(night)).isFalse();
    DataSet before = night.toBuilder().string(Tag.StudyDate, "20060705").build();
    assertThat(KeyMatcher.of(keys, true, false).matches(before)).isFalse();
    DataSet single = keys.toBuilder().string(Tag.StudyTime, "0300").build();
    assertThat(KeyMatcher.of(single, true, false).matches(night))
        .as("not both are ranges")
        .isTrue();
  }

  private static KeyMatcher sequenceKey(DataSet item) {
    return KeyMatcher.of(requests(item), false, false);
  }

  private static DataSet requests(DataSet... items) {
    return DataSet.builder().sequence(Tag.RequestAttributesSequence, items).build();
  }

  private static java.util.List<String> split(String values) {
    return values.isEmpty() ? java.util.List.of() : java.util.List.of(values.split("\\\\"));
  }
}
