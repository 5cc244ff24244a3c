package org.hokan.dicom.data;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * Person names of PS3.5 Annexes H (Japanese), I (Korean), J (Chinese in Unicode and GB18030), K
 * (Chinese by code extensions) and of PS3.3 §C.12.1.1.2's single-byte sets: terms, text, bytes as
 * ISO 8859-1.
 */
final class StandardExamples {
  private static final String E = "\u001B";

  private StandardExamples() {}

  static Stream<Arguments> all() {
    return Stream.of(
        Arguments.of(
            "\\ISO 2022 IR 87",
            "Yamada^Tarou=山田^太郎=やまだ^たろう",
            "Yamada^Tarou="
                + (E + "$B;3ED" + E + "(B^" + E + "$BB@O:" + E + "(B=")
                + (E + "$B$d$^$@" + E + "(B^" + E + "$B$?$m$&" + E + "(B")),
        Arguments.of(
            "ISO 2022 IR 13\\ISO 2022 IR 87",
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう",
            "\u00D4\u00CF\u00C0\u00DE^\u00C0\u00DB\u00B3="
                + (E + "$B;3ED" + E + "(J^" + E + "$BB@O:" + E + "(J=")
                + (E + "$B$d$^$@" + E + "(J^" + E + "$B$?$m$&" + E + "(J")),
        Arguments.of(
            "\\ISO 2022 IR 149",
            "Hong^Gildong=洪^吉洞=홍^길동",
            "Hong^Gildong="
                + (E + "$)C\u00FB\u00F3^" + E + "$)C\u00D1\u00CE\u00D4\u00D7=")
                + (E + "$)C\u00C8\u00AB^" + E + "$)C\u00B1\u00E6\u00B5\u00BF")),
        Arguments.of(
            "ISO_IR 192",
            "Wang^XiaoDong=王^小東=",
            "Wang^XiaoDong=\u00E7\u008E\u008B^\u00E5\u00B0\u008F\u00E6\u009D\u00B1="),
        Arguments.of(
            "GB18030",
            "Wang^XiaoDong=王^小东=",
            "Wang^XiaoDong=\u00CD\u00F5^\u00D0\u00A1\u00B6\u00AB="),
        Arguments.of(
            "\\ISO 2022 IR 58",
            "Zhang^XiaoDong=张^小东=",
            "Zhang^XiaoDong=" + (E + "$)A\u00D5\u00C5^" + E + "$)A\u00D0\u00A1\u00B6\u00AB=")),
        Arguments.of("ISO_IR 100", "Buc^Jérôme", "Buc^J\u00E9r\u00F4me"),
        Arguments.of("ISO_IR 100", "Äneas^Rüdiger", "\u00C4neas^R\u00FCdiger"),
        Arguments.of("ISO_IR 144", "Люкceмбypг", "\u00BB\u00EE\u00DAce\u00DC\u00D1yp\u00D3"),
        Arguments.of(
            "ISO_IR 127",
            "قباني^لنزار",
            "\u00E2\u00C8\u00C7\u00E6\u00EA^\u00E4\u00E6\u00D2\u00C7\u00D1"),
        Arguments.of(
            "ISO_IR 126", "Διονυσιος", "\u00C4\u00E9\u00EF\u00ED\u00F5\u00F3\u00E9\u00EF\u00F2"),
        Arguments.of(
            "ISO_IR 138", "שרון^דבורה", "\u00F9\u00F8\u00E5\u00EF^\u00E3\u00E1\u00E5\u00F8\u00E4"));
  }
}
