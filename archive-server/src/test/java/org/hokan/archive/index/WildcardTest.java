package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** PS3.4 §C.2.2.2.4. */
class WildcardTest {
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "abc,abc,true",
    "abc,ABC,false", // case sensitive but for PN
    "abc,abcd,false",
    "*,anything,true",
    "*,'',true", // a zero length value, too
    "a*,a,true",
    "a*c,abbbc,true",
    "a*c,abbbd,false",
    "*b*,abc,true",
    "?,a,true",
    "?,'',false",
    "a?c,abc,true",
    "a?c,ac,false",
    "**a,bba,true",
    "a*b*c,aXbYbZc,true",
    "山?,山田,true",
    "山田?,山田,false",
    "?,𠮷,true", // one character beyond the basic plane
    "a.c,abc,false",
    "a[b]c,abc,false",
  })
  void matches(String pattern, String text, boolean expected) {
    assertThat(Wildcard.of(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void aPatternOfStarsIsUniversalAndAnEmptyOneIsNot() {
    assertThat(Wildcard.isUniversal("*")).isTrue();
    assertThat(Wildcard.isUniversal("**")).isTrue();
    assertThat(Wildcard.isUniversal("")).isFalse();
    assertThat(Wildcard.isUniversal("*a")).isFalse();
  }

  @Test
  void theLiteralBeginningIsThePrefix() {
    assertThat(Wildcard.of("ab*c").prefix()).isEqualTo("ab");
    assertThat(Wildcard.of("?ab").prefix()).isEmpty();
    assertThat(Wildcard.of("abc").prefix()).isEqualTo("abc");
    assertThat(Wildcard.of("abc").isLiteral()).isTrue();
    assertThat(Wildcard.of("ab*").isLiteral()).isFalse();
  }

  @Test
  void aHostilePatternTakesNoMoreThanPatternTimesText() {
    assertThat(Wildcard.of("*a".repeat(1000) + "b").matches("a".repeat(10_000))).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void agreesWithARegularExpression(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      String pattern = text(random, "ab*?", 6);
      String text = text(random, "ab", 6);
      String regex = pattern.replace("*", ".*").replace("?", ".");
      assertThat(Wildcard.of(pattern).matches(text))
          .as("seed %d: %s on %s", seed, pattern, text)
          .isEqualTo(Pattern.matches(regex, text));
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static String text(SplittableRandom random, String alphabet, int max) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(max + 1);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  @Test
  @Timeout(60)
  void aPatternIsReadInTimeProportionalToItsLength() {
    assertThat(Wildcard.of("*a".repeat(500_000)).matches("a")).isFalse();
  }
}
