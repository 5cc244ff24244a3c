package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class RuleLanguageTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "modality == 'CT' && modality == 'MR'",
        "'CT' == modality && size > 1 && modality in ['MR', 'US']",
        "modality == 'CT' && modality != 'CT'",
        "size > 5 && size < 3",
        "5 < size && size <= 5",
        "size > 5 && size < 7 && size != 6 && size == 6",
        "attribute.PatientSex == 'F' && attribute.PatientSex == 'M'",
        "(size < 3 && size > 5) || (hour == 1 && hour == 2)",
        "size > 9223372036854775807 && size > 1"
      })
  void aConditionThatPlainlyContradictsItselfNeverHolds(String when) {
    assertThat(RuleLanguage.compile(when).constant()).contains(false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "modality == 'CT' || modality == 'MR'",
        "modality == 'CT' && station == 'MR'",
        "modality in ['CT', 'MR'] && modality == 'MR'",
        "size > 5 && size <= 6",
        "!(size > 5 && size < 3)",
        "attribute.PatientSex == 'F' && attribute.ImageType == 'M'",
        "modality == 'CT' && (modality == 'MR' || size > 1)"
      })
  void aConditionThatMayHoldIsNotTakenForAContradiction(String when) {
    assertThat(RuleLanguage.compile(when).constant()).isEmpty();
  }

  private static final ArrivalFacts STILL =
      ArrivalFacts.builder()
          .callingAe("ENDO1")
          .calledAe("HOKAN")
          .peer("192.0.2.7")
          .facility("demo")
          .sopClass("1.2.840.10008.5.1.4.1.1.77.1.1.1")
          .transferSyntax("1.2.840.10008.1.2.4.50")
          .sizeBytes(300_000)
          .time(Instant.parse("2026-11-21T20:30:00Z"))
          .head(
              TestFacts.head(
                      Map.of(
                          Tag.Modality, "ES",
                          Tag.PatientID, "12345",
                          Tag.StudyInstanceUID, "1.2.3",
                          Tag.IssuerOfPatientID, "CLINIC",
                          Tag.Manufacturer, "Example Optics",
                          Tag.StationName, "ROOM2",
                          Tag.BodyPartExamined, "STOMACH",
                          Tag.PerformedProcedureStepDescription, "Gastroscopy",
                          Tag.ImageType, "ORIGINAL\\PRIMARY",
                          Tag.PhotometricInterpretation, "YBR_FULL_422"))
                  .toBuilder()
                  .integer(Tag.Rows, 1024)
                  .integer(Tag.Columns, 1280)
                  .integer(Tag.BitsStored, 8)
                  .build())
          .build();

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "modality == \"ES\"; true",
        "modality == 'CT'; false",
        "modality in ['ES', 'XC']; true",
        "calling_ae.startsWith('ENDO') && called_ae == 'HOKAN'; true",
        "patient_id.matches('^[0-9]{1,8}$') && study.matches('^1([.][0-9]{1,12}){0,9}$'); true",
        "facility == 'demo' && peer.matches('^192[.]0[.]2[.]'); true",
        "sop_class == '1.2.840.10008.5.1.4.1.1.77.1.1.1'; true",
        "transfer_syntax.endsWith('.4.50'); true",
        "size > 1024 * 1024; false",
        "size > 0 && !(size >= 300001); true",
        "patient_id.size() == 5 && study == '1.2.3'; true",
        "time.getHours('Asia/Tokyo') == 5; true",
        "time < timestamp('2026-12-01T00:00:00Z'); true",
        "time.getHours('Asia/Tokyo') == hour && weekday == 'Sun' && !holiday; true",
        "sop_name == 'Video Endoscopic Image Storage' && sop_family == 'video'; true",
        "syntax_family == 'jpeg' && photometric.startsWith('YBR_'); true",
        "rows * columns == 1310720 && frames == 1 && bits == 8; true",
        "manufacturer == 'Example Optics' && station == 'ROOM2'; true",
        "body_part == 'STOMACH' && procedure.contains('scopy') && issuer == 'CLINIC'; true",
        "attribute.ImageType.startsWith('ORIGINAL\\\\PRIMARY') && attribute.Rows == '1024'; true",
        "attribute['BodyPartExamined'] == 'STOMACH' && !('PatientSex' in attribute); true",
        "attribute.PatientSex == 'F' || modality == 'ES'; true",
        "attribute.exists(k, attribute[k] == 'ROOM2'); true",
        "contract == '' && used == 0; true",
        "['ENDO1', 'ENDO2'].exists(ae, ae == calling_ae); true",
        "'内視鏡'.size() == 3; true",
        "true || size / 0 == 1; true",
        "size / 0 == 1 || true; true"
      })
  void conditionsSpeakOfTheFacts(String when, boolean holds) throws Exception {
    assertThat(RuleLanguage.compile(when).holds(TestFacts.asked(STILL))).isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "modalty == 'ES'; line 1, column 1: undeclared reference to 'modalty'",
        "size > 1 && ; line 1, column 12",
        "size > 'x'; column 6: found no matching overload",
        "peer.matches(patient_id); line 1, column 14: matches() with a pattern that is worked out",
        "matches(peer, modality + 'x'); a pattern that is worked out",
        "size > 1 || peer.matches('(a{1000}){1000}'); column 26: matches() with too large a pattern",
        "peer.matches('a{99999999999}'); too large a pattern",
        "peer.matches('(a'); line 1, column 14: matches(): missing closing )",
        "peer.matches('(?<!a)b'); of RE2; no back references",
        "size; expected type 'bool' but found 'int'",
        "size > 1 && attribute.BodyPart == 'X'; line 1, column 13: attribute.BodyPart: unknown attribute",
        "!('NoSuch' in attribute); line 1, column 3: attribute.NoSuch: unknown attribute",
        "attribute['NoSuch'] == ''; line 1, column 1: attribute.NoSuch: unknown attribute",
        "'PixelData' in attribute; column 1: attribute.PixelData: (7FE0,0010) is not read",
        "attribute.EntranceDose == '1'; (0040,0302) is not read when an object arrives (expected: an attribute from (0008,0000) on and below (0040,0300))",
        "attribute.TransferSyntaxUID == ''; (0002,0010) is not read",
        "attribute.RequestAttributesSequence == ''; attribute.RequestAttributesSequence: a sequence",
        "attribute.Rows > 5; found no matching overload",
        "modality = 'ES'; column 10",
        "modality == 'ES; column",
        "calling_ae.foo(); undeclared reference to 'foo'",
        "{}; expected type 'bool'"
      })
  void whatIsNoConditionIsRefusedWithItsPlaceAndTheVariables(String when, String hint) {
    assertThatThrownBy(() -> RuleLanguage.check(when))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("when: ")
        .hasMessageContaining(hint)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aRefusalNamesTheVariables() {
    assertThatThrownBy(() -> RuleLanguage.compile("modalty == 'ES'"))
        .hasMessageEndingWith("over " + RuleVariable.all() + ")")
        .hasMessageContaining("modality");
  }

  @Test
  void aConditionOfBeforeThatAsksForWhatIsNeverThereStillCompiles() throws Exception {
    assertThat(RuleLanguage.compile("'PixelData' in attribute").holds(TestFacts.asked(STILL)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "modality == 'CT' && modality == 'MR'; line 1, column 21",
        "(size < 3 && size > 5) || false; line 1, column 14",
        "hour == 1 && (size < 3 && station == 'A' && 5 < size); line 1, column 45"
      })
  void aContradictionHasThePlaceOfThePartThatMakesIt(String when, String place) {
    assertThat(RuleLanguage.compile(when).contradiction()).contains(place);
  }

  @Test
  void thePartsOfAConditionAreTheSameHoweverTheyAreSpacedAndQuoted() {
    Condition condition =
        RuleLanguage.compile(
            "modality==\"ES\" &&\n  [1, 2].exists(n,n == size) && (hour<3||hour > 5)");
    assertThat(condition.parts())
        .extracting(Condition.Part::place)
        .containsExactly("line 1, column 1", "line 2, column 3", "line 2, column 34");
    assertThat(condition.parts())
        .extracting(Condition.Part::text)
        .isEqualTo(
            RuleLanguage.compile(
                    "modality == 'ES' && [1,2].exists(n, n==size) && (hour < 3 || hour > 5)")
                .parts()
                .stream()
                .map(Condition.Part::text)
                .toList());
    assertThat(RuleLanguage.compile("1 < 2").parts()).isEmpty();
  }

  @Test
  void thePlaceCountsLines() {
    assertThatThrownBy(() -> RuleLanguage.compile("size > 1 &&\n  modalty == 'ES'"))
        .hasMessageContaining("line 2, column 3");
  }

  @Test
  void aConditionThatNeedsAMissingFactFailsAndNamesItUnlessTheAnswerIsClearWithoutIt()
      throws Exception {
    ArrivalFacts bare = ArrivalFacts.builder().callingAe("ENDO1").build();
    assertThatThrownBy(() -> RuleLanguage.compile("modality != 'CT'").holds(TestFacts.asked(bare)))
        .isInstanceOf(Condition.Failure.class)
        .hasMessage("the object lacks modality");
    assertThat(
            RuleLanguage.compile("modality == 'CT' || calling_ae == 'ENDO1'")
                .holds(TestFacts.asked(bare)))
        .isTrue();
    ArrivalFacts empty = ArrivalFacts.builder().head(TestFacts.head(Tag.Modality, "")).build();
    assertThat(RuleLanguage.compile("modality != 'CT'").holds(TestFacts.asked(empty))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int(patient_id) > 0",
        "timestamp(patient_id) > time",
        "[1][int(patient_id.size())] == 1",
        "size / (size - 300000) > 1",
        "duration(patient_id) > duration('1s')"
      })
  void aFailureNeverQuotesAPatient(String when) {
    ArrivalFacts facts =
        ArrivalFacts.builder()
            .sizeBytes(300_000)
            .head(TestFacts.head(Tag.PatientID, "SECRET77"))
            .time(STILL.time())
            .build();
    assertThatThrownBy(() -> RuleLanguage.compile(when).holds(TestFacts.asked(facts)))
        .isInstanceOf(Condition.Failure.class)
        .hasMessageStartingWith("cannot be worked out")
        .message()
        .doesNotContain("SECRET77");
  }

  @Test
  void factsInALogNameNoPatient() {
    assertThat(STILL.toString()).contains("ENDO1").doesNotContain("12345");
  }

  static List<String> hostile() {
    return List.of(
        "true || ".repeat(125_000) + "true",
        "x".repeat(1_000_000),
        "(".repeat(900) + "true" + ")".repeat(900),
        "(".repeat(1999),
        "!".repeat(1900) + "true",
        "-".repeat(1900) + "1 == 1",
        "[".repeat(900) + "]".repeat(900) + " == []",
        "true ? ".repeat(180) + "true" + " : true".repeat(180),
        "size.a".repeat(300),
        "'" + "\\u0041".repeat(300) + "' == ''",
        "\0\0\0",
        "peer.matches('" + "(a{1000}){1000}".repeat(100) + "')",
        "google.protobuf.Any{} == google.protobuf.Any{}",
        "1 ".repeat(900));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileTextsAreRefusedOrHarmlessAndSoon(String when) {
    long begun = System.nanoTime();
    Throwable refused =
        catchThrowable(
            () -> {
              try {
                RuleLanguage.compile(when).holds(TestFacts.asked(STILL));
              } catch (Condition.Failure e) {
                assertThat(e).hasMessageStartingWith("cannot be worked out");
              }
            });
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    if (refused != null) {
      assertThat(refused).isInstanceOf(IllegalArgumentException.class);
      assertThat(refused.getMessage().length()).isLessThan(2000);
    }
  }

  @Test
  void aCatastrophicRegularExpressionTakesLinearTime() throws Exception {
    Condition condition = RuleLanguage.compile("patient_id.matches('^(a+)+$')");
    ArrivalFacts facts =
        ArrivalFacts.builder()
            .head(TestFacts.head(Tag.PatientID, "a".repeat(50_000) + "b"))
            .build();
    long begun = System.nanoTime();
    assertThat(condition.holds(TestFacts.asked(facts))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void loopsInLoopsAreCutOff() {
    String list = "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20]";
    String nested = (list + ".all(a, ").repeat(8) + "size != 7" + ")".repeat(8);
    long begun = System.nanoTime();
    assertThatThrownBy(() -> RuleLanguage.compile(nested).holds(TestFacts.asked(STILL)))
        .isInstanceOf(Condition.Failure.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedConditionsNeverEscapeAsAnotherException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text =
        new StringBuilder(
            "modality in ['ES', 'XC'] && size > 1024 * 3 ? peer != '' : [1].all(x, x > 0)");
    String alphabet = "()[]{}'\"\\?:.,&|!<>=+-*/%0aé\u0000\n ";
    for (int i = 0; i < 1 + random.nextInt(6); i++) {
      text.setCharAt(
          random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
    }
    Throwable thrown =
        catchThrowable(() -> RuleLanguage.compile(text.toString()).holds(TestFacts.asked(STILL)));
    assertThat(thrown)
        .satisfiesAnyOf(
            t -> assertThat(t).isNull(),
            t -> assertThat(t).isInstanceOf(IllegalArgumentException.class),
            t -> assertThat(t).isInstanceOf(Condition.Failure.class));
  }

  @Test
  void oneConditionServesManyThreads() throws Exception {
    Condition condition = RuleLanguage.compile("size % 2 == 0 && patient_id.matches('P[0-9]+')");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      ArrivalFacts facts =
          ArrivalFacts.builder().sizeBytes(i).head(TestFacts.head(Tag.PatientID, "P" + i)).build();
      calls.add(() -> condition.holds(TestFacts.asked(facts)));
    }
    List<Boolean> answers = new ArrayList<>();
    for (Future<Boolean> answer : threads.invokeAll(calls)) {
      answers.add(answer.get());
    }
    threads.shutdown();
    assertThat(Collections.frequency(answers, true)).isEqualTo(1000);
    assertThat(answers.get(1)).isFalse();
  }
}
