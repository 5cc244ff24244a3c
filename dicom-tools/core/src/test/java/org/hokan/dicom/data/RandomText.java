package org.hokan.dicom.data;

import java.util.List;
import java.util.SplittableRandom;

/** Texts, character sets and damage by seed. */
final class RandomText {
  private static final String ALPHABET =
      "abcXYZ 019^=\\\r\n\t.ÄéñßÐŁőŽşğЛюкΔιονςשרוןقبانيไทยﾔﾏﾀ山田太郎ま홍길동洪吉王小东誠髙丂€Œ😀";

  private static final List<List<String>> SETS =
      List.of(
          List.of(),
          List.of("ISO_IR 100"),
          List.of("ISO_IR 13"),
          List.of("ISO_IR 192"),
          List.of("GB18030"),
          List.of("GBK"),
          List.of("", "ISO 2022 IR 87"),
          List.of("ISO 2022 IR 13", "ISO 2022 IR 87", "ISO 2022 IR 159"),
          List.of("", "ISO 2022 IR 149"),
          List.of("", "ISO 2022 IR 58"),
          List.of("ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126", "ISO 2022 IR 127"),
          List.of("ISO 2022 IR 101", "ISO 2022 IR 138", "ISO 2022 IR 148", "ISO 2022 IR 166"),
          List.of("ISO 2022 IR 109", "ISO 2022 IR 110", "ISO 2022 IR 203", "ISO 2022 IR 149"),
          List.of("", "ISO 2022 IR 87", "ISO 2022 IR 58", "ISO 2022 IR 13"));

  private RandomText() {}

  static SpecificCharacterSet set(SplittableRandom random) {
    return SpecificCharacterSet.of(SETS.get(random.nextInt(SETS.size())));
  }

  static String text(SplittableRandom random) {
    int[] characters = ALPHABET.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    int window = random.nextInt(characters.length);
    for (int i = random.nextInt(24); i > 0; i--) {
      int index = (window + random.nextInt(characters.length / 2)) % characters.length;
      text.appendCodePoint(characters[index]);
    }
    return text.toString();
  }

  static byte[] damaged(SplittableRandom random, byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (random.nextInt(8) == 0) {
        bytes[i] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }
}
