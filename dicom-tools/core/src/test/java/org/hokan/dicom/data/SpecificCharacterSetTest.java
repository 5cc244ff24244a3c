package org.hokan.dicom.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpecificCharacterSetTest {

  /** The examples of PS3.5 Annexes H, I, J and K: the terms, the text, its bytes in ISO 8859-1. */
  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("org.hokan.dicom.data.StandardExamples#all")
  void theStandardsExamplesDecodeAndEncode(String terms, String text, String latin1Bytes) {
    SpecificCharacterSet set = SpecificCharacterSet.of(List.of(terms.split("\\\\", -1)));
    byte[] bytes = latin1Bytes.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(set.decode(bytes, VR.PN)).isEqualTo(text);
    assertThat(set.canDecode(bytes, VR.PN)).isTrue();
    assertThat(set.canEncode(text, VR.PN)).isTrue();
    assertThat(new String(set.encode(text, VR.PN), StandardCharsets.ISO_8859_1))
        .isEqualTo(latin1Bytes);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ISO_IR 100, ÄäÿÐ, C4E4FFD0",
    "ISO_IR 101, ĄŁőŮ, A1A3F5D9",
    "ISO_IR 109, ĦŻĉŭ, A1AFE6FD",
    "ISO_IR 110, ĸŋūŽ, A2BFFEAE",
    "ISO_IR 144, Люкceмбypг, BBEE DA 63 65 DC D1 79 70 D3",
    "ISO_IR 127, قباني, E2C8C7E6EA",
    "ISO_IR 126, Διονυσιος, C4E9EFEDF5F3E9EFF2",
    "ISO_IR 138, שרון, F9F8E5EF",
    "ISO_IR 148, ÇavuşoğluİI, C7 61 76 75 FE 6F F0 6C 75 DD 49",
    "ISO_IR 203, Œuvre€, BC 75 76 72 65 A4",
    "ISO_IR 166, ไทย, E4B7C2",
    "ISO_IR 13, ﾔﾏﾀﾞ, D4CFC0DE",
    "ISO_IR 192, Wang王小東, 57616E67 E78E8B E5B08F E69DB1",
    "GB18030, Wang王小东, 57616E67 CDF5 D0A1 B6AB",
    "GBK, Wang王小东, 57616E67 CDF5 D0A1 B6AB",
  })
  void everySetWithoutCodeExtensionsDecodesAndEncodes(String term, String text, String hex) {
    SpecificCharacterSet set = SpecificCharacterSet.of(term);
    assertThat(set.decode(Hex.bytes(hex), VR.LO)).isEqualTo(text);
    assertThat(set.encode(text, VR.LO)).isEqualTo(Hex.bytes(hex));
    assertThat(set.unknownTerms()).isEmpty();
  }

  @ParameterizedTest(name = "[{0}] is {1}")
  @CsvSource({
    "ISO-IR 100, ISO_IR 100",
    "ISO IR 100, ISO_IR 100",
    "ISO_IR100, ISO_IR 100",
    "iso_ir 100, ISO_IR 100",
    "IR 100, UNKNOWN",
    "ISO 8859-1, ISO_IR 100",
    "ISO_8859-1, ISO_IR 100",
    "ISO8859-15, ISO_IR 203",
    "ISO-8859-2, ISO_IR 101",
    "ISO 2022-IR 100, ISO_IR 100",
    "ISO_2022_IR_100, ISO_IR 100",
    "UTF8, ISO_IR 192",
    "UTF-8, ISO_IR 192",
    "ISO IR 192, ISO_IR 192",
    "ISO 2022 IR 192, ISO_IR 192",
    "GB 18030, GB18030",
    "gb-18030, GB18030",
    "ISO 2022 GBK, GBK",
    "ISO 2022 58, ISO 2022 IR 58",
    "GB2312, ISO 2022 IR 58",
    "KLINGON, UNKNOWN",
    "ISO_IR 999, UNKNOWN",
  })
  void definedTermsAreUnderstoodAsRealFilesSpellThem(String misspelt, String meant) {
    SpecificCharacterSet set = SpecificCharacterSet.of(misspelt);
    byte[] everyByte = new byte[256];
    for (int i = 0; i < 256; i++) {
      everyByte[i] = (byte) i;
    }
    assertThat(set.decode(everyByte, VR.UT))
        .isEqualTo(SpecificCharacterSet.of(meant).decode(everyByte, VR.UT));
    assertThat(set.unknownTerms()).hasSize(meant.equals("UNKNOWN") ? 1 : 0);
    assertThat(set.definedTerms()).containsExactly(misspelt);
  }

  @Test
  void withoutADeclaredSetUtf8IsRecognised() {
    byte[] utf8 = "Müller".getBytes(StandardCharsets.UTF_8);
    assertThat(SpecificCharacterSet.DEFAULT.decode(utf8, VR.PN)).isEqualTo("Müller");
  }

  @Test
  void withoutADeclaredSetOtherBytesStayVisibleAsUndecodable() {
    byte[] latin1 = Hex.bytes("4D FC 6C 6C 65 72");
    assertThat(SpecificCharacterSet.DEFAULT.decode(latin1, VR.PN)).isEqualTo("M\uFFFDller");
    assertThat(SpecificCharacterSet.DEFAULT.canDecode(latin1, VR.PN)).isFalse();
  }

  @Test
  void bytesThatTheDeclaredSetDoesNotHaveStayVisibleAsUndecodable() {
    SpecificCharacterSet utf8 = SpecificCharacterSet.UTF_8;
    assertThat(utf8.decode(Hex.bytes("41 FF 42"), VR.LO)).isEqualTo("A\uFFFDB");
    assertThat(utf8.canDecode(Hex.bytes("41 FF 42"), VR.LO)).isFalse();
    assertThat(utf8.canDecode("\uFFFD".getBytes(StandardCharsets.UTF_8), VR.LO)).isTrue();
    assertThat(SpecificCharacterSet.of("ISO_IR 100").decode(Hex.bytes("41 85 42"), VR.LO))
        .isEqualTo("A\uFFFDB");
    assertThat(SpecificCharacterSet.of("ISO_IR 126").decode(Hex.bytes("41 FF 42"), VR.LO))
        .isEqualTo("A\uFFFDB");
  }

  @Test
  void anUnknownEscapeSequenceStaysVisible() {
    SpecificCharacterSet set = SpecificCharacterSet.of("", "ISO 2022 IR 87");
    assertThat(set.decode(Hex.bytes("41 1B 7A 42"), VR.LO)).isEqualTo("A\uFFFDzB");
    assertThat(set.decode(Hex.bytes("41 1B"), VR.LO)).isEqualTo("A\uFFFD");
  }

  @Test
  void aTornDoubleByteCharacterStaysVisible() {
    SpecificCharacterSet set = SpecificCharacterSet.of("", "ISO 2022 IR 87", "ISO 2022 IR 149");
    assertThat(set.decode(Hex.bytes("1B2442 3B33 45"), VR.LO)).isEqualTo("山\uFFFD");
    assertThat(set.decode(Hex.bytes("1B242943 FB"), VR.LO)).isEqualTo("\uFFFD");
  }

  @Test
  void escapeSequencesAreFollowedWhereTheirSetWasNotDeclared() {
    assertThat(SpecificCharacterSet.DEFAULT.decode(Hex.bytes("1B2442 3B33 1B2842 41"), VR.LO))
        .isEqualTo("山A");
  }

  @Test
  void theOldEscapeSequenceOfKanjiIsUnderstood() {
    assertThat(SpecificCharacterSet.DEFAULT.decode(Hex.bytes("1B2440 3B33 1B284A 41"), VR.LO))
        .isEqualTo("山A");
  }

  @Test
  void theVendorsKanjiInJapaneseNamesAreUnderstood() {
    SpecificCharacterSet set = SpecificCharacterSet.of("", "ISO 2022 IR 87");
    // 髙 stands at row 92 of the vendors' table, a circled 1 at row 13.
    assertThat(set.decode(Hex.bytes("1B2442 7C62 3636 2D21 1B2842"), VR.LO)).isEqualTo("髙橋①");
  }

  @Test
  void koreanWithoutTheRepeatedEscapeSequenceIsUnderstood() {
    SpecificCharacterSet set = SpecificCharacterSet.of("", "ISO 2022 IR 149");
    assertThat(set.decode(Hex.bytes("FBF3 5E D1CE D4D7"), VR.PN)).isEqualTo("洪^吉洞");
  }

  @ParameterizedTest(name = "after {0}")
  @ValueSource(strings = {"\r", "\n", "\f", "\t", "\\", "^", "="})
  void escapeSequencesEndAtDelimitersAndLineEnds(String delimiter) {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO 2022 IR 100", "ISO 2022 IR 144");
    byte[] bytes = ("\u001B-L\u00BB" + delimiter + "\u00BB").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(set.decode(bytes, VR.PN)).isEqualTo("Л" + delimiter + "»");
  }

  @ParameterizedTest(name = "after {0}")
  @ValueSource(strings = {"\\", "^", "="})
  void whatIsNoDelimiterOfTheVrEndsNothing(String character) {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO 2022 IR 100", "ISO 2022 IR 144");
    byte[] bytes = ("\u001B-L\u00BB" + character + "\u00BB").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(set.decode(bytes, VR.LT)).isEqualTo("Л" + character + "Л");
  }

  @Test
  void theFirstSetIsActiveAgainBeforeDelimitersAndAtTheEnd() {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO 2022 IR 100", "ISO 2022 IR 144");
    assertThat(new String(set.encode("ЛÄ\\Л", VR.LO), StandardCharsets.ISO_8859_1))
        .isEqualTo("\u001B-L\u00BB\u001B-A\u00C4\\\u001B-L\u00BB\u001B-A");
    SpecificCharacterSet japanese = SpecificCharacterSet.of("", "ISO 2022 IR 87");
    assertThat(new String(japanese.encode("山\r\n山", VR.LT), StandardCharsets.US_ASCII))
        .isEqualTo("\u001B$B;3\u001B(B\r\n\u001B$B;3\u001B(B");
  }

  @Test
  void aBackslashByteInsideACharacterSplitsNothing() {
    // PS3.5 §6.1.2.5.3, Annexes J and K: 5CH as second byte, or as either byte of a G0 double byte.
    SpecificCharacterSet kanji = SpecificCharacterSet.of("", "ISO 2022 IR 87");
    assertThat(kanji.decodeValues(Hex.bytes("1B2442 3B5C 5C3B 1B2842 5C 42"), VR.LO))
        .containsExactly("施椹", "B");
    byte[] gb18030 = "誠A\\誠B".getBytes(Charset.forName("GB18030"));
    assertThat(gb18030).contains(0x5C);
    assertThat(SpecificCharacterSet.of("GB18030").decodeValues(gb18030, VR.LO))
        .containsExactly("誠A", "誠B");
    assertThat(SpecificCharacterSet.of("GBK").decodeValues(Hex.bytes("815C 5C 815C"), VR.SH))
        .hasSize(2);
  }

  @Test
  void valuesAreSplitAtBackslashesWhereTheVrHasThem() {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO_IR 100");
    byte[] bytes = "a\\\\b\\".getBytes(StandardCharsets.US_ASCII);
    assertThat(set.decodeValues(bytes, VR.LO)).containsExactly("a", "", "b", "");
    assertThat(set.decodeValues(bytes, VR.LT)).containsExactly("a\\\\b\\");
    assertThat(set.decodeValues(new byte[0], VR.LO)).isEmpty();
  }

  @Test
  void theYenSignOfJisRomanIsTheDelimiter() {
    SpecificCharacterSet set = SpecificCharacterSet.of("ISO_IR 13");
    assertThat(set.decodeValues(Hex.bytes("B1 5C B2"), VR.LO)).containsExactly("ｱ", "ｲ");
  }

  @Test
  void aCharacterIsNotWrittenAsOneThatIsReadAsAnother() {
    SpecificCharacterSet roman = SpecificCharacterSet.of("ISO 2022 IR 13");
    assertThat(roman.canEncode("ｱ¥", VR.LO)).isFalse();
    assertThat(roman.encode("ｱ¥", VR.LO)).isEqualTo(Hex.bytes("B1 3F"));
    assertThat(roman.canEncode("ｱ‾", VR.LT)).isFalse();
    SpecificCharacterSet both = SpecificCharacterSet.of("ISO 2022 IR 13", "ISO 2022 IR 100");
    assertThat(both.canEncode("ｱ¥", VR.LO)).isTrue();
    assertThat(both.decodeValues(both.encode("ｱ¥", VR.LO), VR.LO)).containsExactly("ｱ¥");
  }

  @Test
  void aCharacterThatNoDeclaredSetHasIsWrittenAsQuestionMark() {
    SpecificCharacterSet latin = SpecificCharacterSet.of("ISO_IR 100");
    assertThat(latin.canEncode("Łódź", VR.PN)).isFalse();
    assertThat(latin.encode("Łódź", VR.PN)).isEqualTo(Hex.bytes("3F F3 64 3F"));
    assertThat(latin.canEncode("ó", VR.PN)).isTrue();
    assertThat(latin.encode("a😀b", VR.PN)).isEqualTo(Hex.bytes("61 3F 62"));
    SpecificCharacterSet gbk = SpecificCharacterSet.of("GBK");
    assertThat(gbk.canEncode("😀", VR.PN)).isFalse();
    assertThat(gbk.encode("😀", VR.PN)).isEqualTo(Hex.bytes("3F"));
  }

  @Test
  void theSetDoesNotApplyToOtherTexts() {
    SpecificCharacterSet latin = SpecificCharacterSet.of("ISO_IR 100");
    assertThat(latin.encode("Ä", VR.CS)).isEqualTo(Hex.bytes("3F"));
    assertThat(latin.canEncode("Ä", VR.CS)).isFalse();
    assertThat(latin.decode(Hex.bytes("41 C4"), VR.CS)).isEqualTo("A\uFFFD");
  }

  @Test
  void aSetWithoutCodeExtensionsStandsAlone() {
    byte[] utf8 = "Ä".getBytes(StandardCharsets.UTF_8);
    assertThat(SpecificCharacterSet.of("", "ISO_IR 192").decode(utf8, VR.LO)).isEqualTo("Ä");
    assertThat(SpecificCharacterSet.of("ISO_IR 192", "ISO 2022 IR 87").decode(utf8, VR.LO))
        .isEqualTo("Ä");
    assertThat(SpecificCharacterSet.of("ISO_IR 100", "ISO_IR 192").decode(utf8, VR.LO))
        .isNotEqualTo("Ä");
  }

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void anyBytesDecodeWithoutAnException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      SpecificCharacterSet set = RandomText.set(random);
      byte[] bytes = RandomText.damaged(random, set.encode(RandomText.text(random), VR.PN));
      for (VR vr : List.of(VR.PN, VR.LO, VR.UT, VR.CS, VR.UN)) {
        assertThat(set.decode(bytes, vr)).as("seed %d", seed).isNotNull();
        assertThat(String.join("\\", set.decodeValues(bytes, vr))).isEqualTo(set.decode(bytes, vr));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whateverCanBeEncodedDecodesToTheSameText(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 200; i++) {
      SpecificCharacterSet set = RandomText.set(random);
      String text = RandomText.text(random);
      byte[] bytes = set.encode(text, VR.PN);
      String back = set.decode(bytes, VR.PN);
      if (set.canEncode(text, VR.PN)) {
        assertThat(back).as("seed %d, %s", seed, set).isEqualTo(text);
      } else {
        assertThat(back).as("seed %d, %s", seed, set).contains("?");
      }
    }
  }
}
