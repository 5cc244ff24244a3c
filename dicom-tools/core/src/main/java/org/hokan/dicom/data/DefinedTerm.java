package org.hokan.dicom.data;

import static org.hokan.dicom.data.CodeElement.ASCII;
import static org.hokan.dicom.data.CodeElement.ROMAJI;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value of Specific Character Set (0008,0005) stands for (PS3.3 §C.12.1.1.2).
 *
 * <p>Leniency: spelt as real files spell it. Case, spaces, underscores and hyphens do not matter,
 * nor whether a term says 2022; names that other systems use for the same sets are understood.
 *
 * @param known whether the term means anything
 * @param whole the character set of a term that stands alone, without ISO 2022
 * @param elements the code elements of an ISO 2022 term: those of G0 and G1 that are active if it
 *     is the first
 */
record DefinedTerm(boolean known, @Nullable Charset whole, List<CodeElement> elements) {
  private static final Pattern ISO = Pattern.compile("ISO(?:2022)?(?:IR)?(\\d{1,3})");
  private static final Pattern ISO_8859 = Pattern.compile("(?:ISO|ISOIR)?8859(\\d{1,2})");

  private static final DefinedTerm UNKNOWN = new DefinedTerm(false, null, List.of(ASCII));
  private static final DefinedTerm DEFAULT = new DefinedTerm(true, null, List.of(ASCII));

  private static final Map<Integer, CodeElement> G1_BY_REGISTRATION =
      Map.ofEntries(
          Map.entry(100, CodeElement.LATIN_1),
          Map.entry(101, CodeElement.LATIN_2),
          Map.entry(109, CodeElement.LATIN_3),
          Map.entry(110, CodeElement.LATIN_4),
          Map.entry(144, CodeElement.CYRILLIC),
          Map.entry(127, CodeElement.ARABIC),
          Map.entry(126, CodeElement.GREEK),
          Map.entry(138, CodeElement.HEBREW),
          Map.entry(148, CodeElement.LATIN_5),
          Map.entry(203, CodeElement.LATIN_9),
          Map.entry(166, CodeElement.THAI),
          Map.entry(149, CodeElement.HANGUL),
          Map.entry(58, CodeElement.HANZI));

  private static final Map<Integer, Integer> REGISTRATION_BY_PART =
      Map.ofEntries(
          Map.entry(1, 100),
          Map.entry(2, 101),
          Map.entry(3, 109),
          Map.entry(4, 110),
          Map.entry(5, 144),
          Map.entry(6, 127),
          Map.entry(7, 126),
          Map.entry(8, 138),
          Map.entry(9, 148),
          Map.entry(11, 166),
          Map.entry(15, 203));

  static DefinedTerm of(String term) {
    String plain = term.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    return switch (plain) {
      case "", "ISO646", "ASCII", "USASCII" -> DEFAULT;
      case "UTF8", "ISOIRUTF8", "UNICODE11UTF8", "ISO10646" -> whole(StandardCharsets.UTF_8);
      case "GB18030" -> whole(charset("GB18030"));
      case "GBK", "ISO2022GBK", "CP936", "WINDOWS936" -> whole(charset("GBK"));
      case "GB2312" -> registration(58);
      case "LATIN1", "ISOLATIN1", "CP1252", "WINDOWS1252" -> registration(100);
      case "SHIFTJIS", "SJIS", "CP932", "MS932", "WINDOWS31J" -> whole(charset("windows-31j"));
      default -> numbered(plain);
    };
  }

  private static DefinedTerm numbered(String plain) {
    Matcher part = ISO_8859.matcher(plain);
    if (part.matches()) {
      return registration(REGISTRATION_BY_PART.getOrDefault(Integer.parseInt(part.group(1)), -1));
    }
    Matcher iso = ISO.matcher(plain);
    return iso.matches() ? registration(Integer.parseInt(iso.group(1))) : UNKNOWN;
  }

  private static DefinedTerm registration(int number) {
    CodeElement g1 = G1_BY_REGISTRATION.get(number);
    if (g1 != null) {
      return new DefinedTerm(true, null, List.of(ASCII, g1));
    }
    return switch (number) {
      case 6 -> DEFAULT;
      case 13 -> new DefinedTerm(true, null, List.of(ROMAJI, CodeElement.KATAKANA));
      case 14 -> new DefinedTerm(true, null, List.of(ROMAJI));
      case 87 -> new DefinedTerm(true, null, List.of(ASCII, CodeElement.KANJI));
      case 159 -> new DefinedTerm(true, null, List.of(ASCII, CodeElement.SUPPLEMENTARY_KANJI));
      case 192 -> whole(StandardCharsets.UTF_8);
      default -> UNKNOWN;
    };
  }

  private static DefinedTerm whole(Charset charset) {
    return new DefinedTerm(true, charset, List.of());
  }

  private static Charset charset(String name) {
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.US_ASCII;
  }
}
