package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QueryLevelTest {

  @Test
  void namesTheUniqueKeysAboveALevelInEachModel() {
    assertThat(QueryLevel.IMAGE.keysAbove(QueryModel.STUDY))
        .containsExactly(Tag.StudyInstanceUID, Tag.SeriesInstanceUID);
    assertThat(QueryLevel.IMAGE.keysAbove(QueryModel.PATIENT))
        .containsExactly(Tag.PatientID, Tag.StudyInstanceUID, Tag.SeriesInstanceUID);
    assertThat(QueryLevel.STUDY.keysAbove(QueryModel.STUDY)).isEmpty();
    assertThat(QueryLevel.PATIENT.keysAbove(QueryModel.PATIENT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(QueryLevel.class)
  void alwaysShowsTheUniqueKeyOfALevel(QueryLevel level) {
    assertThat(level.shown()).contains(level.uniqueKey());
  }
}
