package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryKeysTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"PatientID=12345", "0010,0020=12345", "(0010,0020)=12345", "00100020=12345"})
  void readsAnAttributeAsKeywordOrTag(String key) {
    DataSet identifier = QueryKeys.parse(List.of(key)).identifier("STUDY");
    assertThat(identifier.string(Tag.PatientID)).hasValue("12345");
    assertThat(identifier.string(Tag.QueryRetrieveLevel)).hasValue("STUDY");
    assertThat(identifier.size()).isEqualTo(2);
  }

  @Test
  void asksForAnAttributeWithoutValue() {
    DataSet identifier =
        QueryKeys.parse(List.of("StudyDate", "AccessionNumber=")).identifier("STUDY");
    for (int tag : List.of(Tag.StudyDate, Tag.AccessionNumber)) {
      assertThat(identifier.contains(tag)).isTrue();
      assertThat(identifier.string(tag)).isEmpty();
    }
  }

  @Test
  void readsPathsThroughSequences() {
    DataSet identifier =
        QueryKeys.parse(
                List.of(
                    "RequestAttributesSequence.ScheduledProcedureStepID=A",
                    "RequestAttributesSequence.0040,1001"))
            .identifier("SERIES");
    DataSet item = identifier.items(Tag.RequestAttributesSequence).get(0);
    assertThat(identifier.items(Tag.RequestAttributesSequence)).hasSize(1);
    assertThat(item.string(Tag.ScheduledProcedureStepID)).hasValue("A");
    assertThat(item.contains(Tag.RequestedProcedureID)).isTrue();
  }

  @Test
  void asksForAWholeSequence() {
    DataSet identifier = QueryKeys.parse(List.of("RequestAttributesSequence")).identifier("SERIES");
    assertThat(identifier.contains(Tag.RequestAttributesSequence)).isTrue();
    assertThat(identifier.items(Tag.RequestAttributesSequence)).isEmpty();
  }

  @Test
  void takesEverythingAfterTheFirstEqualsSignAndSeveralValues() {
    DataSet identifier =
        QueryKeys.parse(List.of("StudyDescription=a=b", "StudyInstanceUID=1.2\\1.3"))
            .identifier("STUDY");
    assertThat(identifier.string(Tag.StudyDescription)).hasValue("a=b");
    assertThat(identifier.strings(Tag.StudyInstanceUID)).containsExactly("1.2", "1.3");
  }

  @Test
  void writesNumbersOfBinaryAttributes() {
    DataSet identifier = QueryKeys.parse(List.of("Rows=512")).identifier("IMAGE");
    assertThat(identifier.integer(Tag.Rows)).hasValue(512);
    assertThatThrownBy(() -> QueryKeys.parse(List.of("Rows=many")).identifier("IMAGE"))
        .hasMessageContaining("Rows: 'many' (expected: a whole number");
  }

  @Test
  void namesItsCharacterSetOnlyWhenItNeedsOne() {
    DataSet ascii = QueryKeys.parse(List.of("PatientName=Yamada*")).identifier("STUDY");
    assertThat(ascii.contains(Tag.SpecificCharacterSet)).isFalse();
    DataSet japanese = QueryKeys.parse(List.of("PatientName=*山田*")).identifier("STUDY");
    assertThat(japanese.string(Tag.SpecificCharacterSet)).hasValue("ISO_IR 192");
    assertThat(japanese.string(Tag.PatientName)).hasValue("*山田*");
  }

  @Test
  void putsWhatIsAlwaysShownFirstAndKeepsValues() {
    QueryKeys keys =
        QueryKeys.parse(List.of("StudyTime", "PatientID=1"))
            .withDefaults(List.of(Tag.PatientID, Tag.StudyDate));
    assertThat(keys.columns()).containsExactly(Tag.PatientID, Tag.StudyDate, Tag.StudyTime);
    assertThat(keys.value(Tag.PatientID)).hasValue("1");
    assertThat(keys.value(Tag.StudyDate)).isEmpty();
  }

  @Test
  void namesTheNearestKeywordWhenThereIsNone() {
    assertThatThrownBy(() -> QueryKeys.parse(List.of("PatientsID=1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'PatientsID' is no attribute")
        .hasMessageContaining("did you mean PatientID?");
    assertThatThrownBy(() -> QueryKeys.parse(List.of("nonsense=1")))
        .hasMessageNotContaining("did you mean");
  }

  @Test
  void refusesAPathThroughWhatIsNoSequence() {
    assertThatThrownBy(() -> QueryKeys.parse(List.of("PatientID.StudyDate")))
        .hasMessageContaining("PatientID is no sequence");
  }
}
