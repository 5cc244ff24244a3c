package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Range matching: PS3.4 §C.2.2.2.5; the VRs: PS3.5 §6.2. */
class TimeRangeTest {
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "20261120,20261120,true",
    "20261120,20261121,false",
    "20261101-20261130,20261101,true",
    "20261101-20261130,20261130,true",
    "20261101-20261130,20261201,false",
    "-20261130,19700101,true",
    "-20261130,20261201,false",
    "20261101-,20991231,true",
    "20261101-,20261031,false",
    "2026.11.20,20261120,true", // ACR-NEMA
    "20261101 - 20261130,20261115,true",
    "20261120,2026.11.20,true",
    "20261120,gone,false",
  })
  void matchesDates(String key, String value, boolean expected) {
    assertThat(
            Moment.ofDate(value).filter(TimeRange.ofDates(key).orElseThrow()::contains).isPresent())
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "1030,103000,true",
    "1030,103059.999999,true", // the whole minute
    "1030,103100,false",
    "103000,103000.5,true", // the whole second
    "103000.5,103000.500000,true",
    "103000.5,103000.6,false",
    "1000-1100,1030,true",
    "1000-1100,110059,true",
    "1000-1100,1101,false",
    "-1000,000000,true",
    "1000-,235959,true",
    "10,10,true",
    "10:30:00,103000,true", // ACR-NEMA
    "235960,235960,true", // leap second
  })
  void matchesTimes(String key, String value, boolean expected) {
    assertThat(
            Moment.ofTime(value).filter(TimeRange.ofTimes(key).orElseThrow()::contains).isPresent())
        .isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "20261120103000,20261120103000.5,true",
    "202611,20261120103000,true",
    "2026,20261231235959,true",
    "20261101-20261130,20261130235959,true",
    "20261101-,20991231,true",
    "-20261101,20261101120000,true",
    "-20261101,20261102,false",
    // offsets from UTC count when both say one
    "20261120103000+0900,20261120013000+0000,true",
    "20261120103000+0900,20261120103000+0000,false",
    "20261120103000+0900,20261120103000,true",
    // a hyphen before an offset is no range
    "20261120103000-0500,20261120153000+0000,true",
    "20261120103000-0500,20261121,false",
    "20261120100000-0500-20261120110000-0500,20261120153000+0000,true",
    "20261120100000-0500-20261120110000-0500,20261120163000+0000,false",
    "2025-2026,20260101,true",
  })
  void matchesDateTimes(String key, String value, boolean expected) {
    assertThat(
            Moment.ofDateTime(value)
                .filter(TimeRange.ofDateTimes(key).orElseThrow()::contains)
                .isPresent())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "2026", "20261301", "20260230", "abc", "20261101-abc", "2026110a"})
  void refusesWhatIsNoDate(String key) {
    assertThat(TimeRange.ofDates(key)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "24", "1060", "1", "103", "103061", "10-x"})
  void refusesWhatIsNoTime(String key) {
    assertThat(TimeRange.ofTimes(key)).isEmpty();
  }

  @Test
  void aDateRangeAndATimeRangeTogetherAreOneRangeOfMoments() {
    // The standard's own example: 2006-07-05 10:00 until 2006-07-07 18:00.
    TimeRange range =
        TimeRange.combined(
            TimeRange.ofDates("20060705-20060707").orElseThrow(),
            TimeRange.ofTimes("1000-1800").orElseThrow());
    assertThat(range.contains(Moment.ofDateTime("20060705100000").orElseThrow())).isTrue();
    assertThat(range.contains(Moment.ofDateTime("20060706030000").orElseThrow())).isTrue();
    assertThat(range.contains(Moment.ofDateTime("20060707180059").orElseThrow())).isTrue();
    assertThat(range.contains(Moment.ofDateTime("20060705095959").orElseThrow())).isFalse();
    assertThat(range.contains(Moment.ofDateTime("20060707180100").orElseThrow())).isFalse();
  }
}
