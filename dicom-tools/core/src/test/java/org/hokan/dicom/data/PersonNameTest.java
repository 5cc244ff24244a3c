package org.hokan.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PersonNameTest {
  @Test
  void hasFiveComponents() {
    PersonName name = PersonName.parse("Adams^John Robert Quincy^^Rev.^B.A. M.Div.");
    assertThat(name.alphabetic())
        .isEqualTo(new PersonName.Group("Adams", "John Robert Quincy", "", "Rev.", "B.A. M.Div."));
    assertThat(name.ideographic().isEmpty()).isTrue();
    assertThat(name.format()).isEqualTo("Adams^John Robert Quincy^^Rev.^B.A. M.Div.");
  }

  @Test
  void hasThreeGroups() {
    PersonName name = PersonName.parse("Yamada^Tarou=山田^太郎=やまだ^たろう");
    assertThat(name.alphabetic().familyName()).isEqualTo("Yamada");
    assertThat(name.ideographic().familyName()).isEqualTo("山田");
    assertThat(name.phonetic().givenName()).isEqualTo("たろう");
    assertThat(name.format()).isEqualTo("Yamada^Tarou=山田^太郎=やまだ^たろう");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "'', ''",
    "'^^^^', ''",
    "'==', ''",
    "'Doe^', Doe",
    "'Doe^^^^', Doe",
    "' Doe ^ Jane ', Doe^Jane",
    "'Doe=', Doe",
    "'=山田', =山田",
    "'==やまだ', ==やまだ",
    "'^Jane', ^Jane",
    "'A^B^C^D^E^F^G', A^B^C^D^E^F^G",
    "'A=B=C=D', A=B=C=D",
    "'Doe, Jane', 'Doe, Jane'",
  })
  void anyTextIsReadAndWrittenWithoutPaddingAndWithoutEmptyEnds(String read, String written) {
    PersonName name = PersonName.parse(read);
    assertThat(name.format()).isEqualTo(written);
    assertThat(PersonName.parse(written)).isEqualTo(name);
    assertThat(name.isEmpty()).isEqualTo(written.isEmpty());
  }

  @Test
  void madeOfItsParts() {
    assertThat(PersonName.of("Doe", "Jane").format()).isEqualTo("Doe^Jane");
    assertThat(PersonName.EMPTY.format()).isEmpty();
  }

  @Test
  void noLogShowsTheName() {
    PersonName name = PersonName.parse("Doe^Jane=山田");
    assertThat(name.toString() + name.alphabetic()).doesNotContain("Doe", "Jane", "山");
  }

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyNameSurvivesWritingAndReading(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 100; i++) {
      PersonName name = PersonName.parse(RandomText.text(random));
      assertThat(PersonName.parse(name.format())).as("seed %d", seed).isEqualTo(name);
    }
  }
}
