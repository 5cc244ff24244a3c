package org.hokan.dicom.dict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hokan.dicom.data.VR;
import org.jspecify.annotations.Nullable;

/**
 * The registry of data elements (PS3.6 §6 to §9, PS3.7 §E): VR, keyword and name of a tag, tag of a
 * keyword.
 *
 * <p>{@link #vrOf} needs only a small table; names are read when they are first asked for.
 * Thread-safe. A tag is an {@code int} in unsigned order: {@code 0xGGGGEEEE}.
 */
public final class ElementDictionary {
  private static final Pattern WRITTEN_TAG =
      Pattern.compile("\\(?([0-9A-Fa-f]{4}),?([0-9A-Fa-f]{4})\\)?");

  private ElementDictionary() {}

  /**
   * The VR an element has where none is written (PS3.5 §A.1): of alternatives the most general (OW
   * before US before SS); UL for group lengths (gggg,0000), LO for private creators
   * (gggg,0010-00FF), UN for whatever is unknown.
   */
  public static VR vrOf(int tag) {
    if ((tag & 0x1_0000) != 0) {
      return vrOfPrivate(tag & 0xFFFF);
    }
    VR known = Vrs.TABLE.of(tag);
    if (known != null) {
      return known;
    }
    return (tag & 0xFFFF) == 0 ? VR.UL : VR.UN;
  }

  /**
   * The registry's row for a tag, also for a tag of a repeating group; empty for private and
   * unknown tags.
   */
  public static Optional<DictionaryEntry> entry(int tag) {
    DictionaryEntry fixed = Names.BY_TAG.get(tag);
    if (fixed != null || (tag & 0x1_0000) != 0) {
      return Optional.ofNullable(fixed);
    }
    return Names.VARYING.stream().filter(entry -> entry.covers(tag)).findFirst();
  }

  /**
   * The keyword of a tag; empty for private and unknown tags and the few retired ones without a
   * keyword.
   */
  public static Optional<String> keywordOf(int tag) {
    return entry(tag).map(DictionaryEntry::keyword).filter(keyword -> !keyword.isEmpty());
  }

  /** The tag of a keyword as PS3.6 spells it; for a repeating group, that of its first group. */
  public static OptionalInt tagOf(String keyword) {
    DictionaryEntry entry = Names.BY_KEYWORD.get(keyword);
    return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.tag());
  }

  /**
   * A tag as people write it: a keyword, {@code GGGGEEEE}, {@code GGGG,EEEE} or {@code
   * (GGGG,EEEE)}.
   */
  public static OptionalInt parseTag(String text) {
    Matcher written = WRITTEN_TAG.matcher(text);
    return written.matches()
        ? OptionalInt.of(Integer.parseUnsignedInt(written.group(1) + written.group(2), 16))
        : tagOf(text);
  }

  /** All rows of the registry by ascending tag. */
  public static List<DictionaryEntry> entries() {
    return Names.ALL;
  }

  private static VR vrOfPrivate(int element) {
    if (element == 0) {
      return VR.UL;
    }
    return element >= 0x10 && element <= 0xFF ? VR.LO : VR.UN;
  }

  private static final class Vrs {
    static final ElementVrs TABLE = ElementVrs.read();
  }

  private static final class Names {
    static final List<DictionaryEntry> ALL =
        Tables.rows("elements.txt").stream().map(Names::entry).toList();
    static final Map<Integer, DictionaryEntry> BY_TAG = new HashMap<>(8192);
    static final Map<String, DictionaryEntry> BY_KEYWORD = new HashMap<>(8192);
    static final List<DictionaryEntry> VARYING = new ArrayList<>();

    static {
      for (DictionaryEntry entry : ALL) {
        if (entry.mask() == -1) {
          BY_TAG.put(entry.tag(), entry);
        } else {
          VARYING.add(entry);
        }
        @Nullable DictionaryEntry earlier = BY_KEYWORD.put(entry.keyword(), entry);
        assert earlier == null || entry.keyword().isEmpty() : entry.keyword();
      }
      BY_KEYWORD.remove("");
    }

    private static DictionaryEntry entry(String[] row) {
      boolean fixed = row[0].indexOf('x') < 0;
      int mask = fixed ? -1 : hex(row[0].replaceAll("[^x]", "F").replace('x', '0'));
      int tag = hex(row[0].replace('x', '0'));
      return new DictionaryEntry(
          tag, mask, row[1], vrs(row[2]), row[3], row[4], row[5].equals("Y"));
    }

    private static int hex(String digits) {
      return Integer.parseUnsignedInt(digits, 16);
    }

    private static List<VR> vrs(String alternatives) {
      if (alternatives.equals("NONE")) {
        return List.of();
      }
      return alternatives.length() == 2
          ? List.of(VR.valueOf(alternatives))
          : Arrays.stream(alternatives.split(" or ")).map(VR::valueOf).toList();
    }
  }
}
