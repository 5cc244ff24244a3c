package org.hokan.archive.index;

import java.nio.ByteBuffer;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;

/** Checks of identifiers that queries and retrievals share (PS3.4 §C.4.1, §C.4.2). */
final class Identifiers {
  /** Values of all keys, a list of UIDs among them. */
  static final int MOST_VALUES = 10_000;

  /** Bytes of one key: as many UIDs of the longest form. */
  static final int LONGEST_KEY = MOST_VALUES * 65;

  /** Bytes of a key with wildcards, of which each row is asked; a person's name has 194. */
  static final int LONGEST_PATTERN = 1024;

  private Identifiers() {}

  /**
   * What would take minutes or a heap to look for is refused, before anything is made of it.
   *
   * @param longestPattern bytes of a key with wildcards
   * @throws IdentifierMismatchException when there are too many values, or one is too long
   */
  static void requireBounded(DataSet identifier, int longestPattern) {
    int values = valuesOf(identifier, longestPattern);
    if (values > MOST_VALUES) {
      throw new IdentifierMismatchException(
          "identifier: %d values (expected: at most %d)".formatted(values, MOST_VALUES));
    }
  }

  private static int valuesOf(DataSet keys, int longestPattern) {
    int values = 0;
    for (Element key : keys) {
      if (key instanceof ValueElement value) {
        values += valuesOf(value, longestPattern);
      } else {
        values +=
            keys.items(key.tag()).stream().mapToInt(item -> valuesOf(item, longestPattern)).sum();
      }
    }
    return values;
  }

  private static int valuesOf(ValueElement key, int longestPattern) {
    ByteBuffer bytes = key.buffer();
    if (!key.vr().isText() && key.vr() != VR.UN) {
      return key.length() / Math.max(1, key.vr().valueLength());
    }
    int values = 1;
    boolean pattern = false;
    while (bytes.hasRemaining()) {
      byte each = bytes.get();
      values += each == '\\' ? 1 : 0;
      pattern |= key.vr() != VR.UN && (each == '*' || each == '?');
    }
    int longest = pattern ? longestPattern : LONGEST_KEY;
    if (key.length() > longest) {
      throw new IdentifierMismatchException(
          "%s: %d bytes (expected: at most %d)"
              .formatted(Element.format(key.tag()), key.length(), longest));
    }
    return values;
  }

  static QueryLevel level(QueryRoot root, DataSet identifier) {
    QueryLevel level =
        QueryLevel.of(identifier)
            .orElseThrow(
                () ->
                    new IdentifierMismatchException(
                        "(0008,0052) Query/Retrieve Level: missing or unknown (expected: %s; PS3.4 §C.6)"
                            .formatted(expected(root))));
    if (!root.has(level)) {
      throw new IdentifierMismatchException(
          "(0008,0052) Query/Retrieve Level: %s (expected: %s; PS3.4 §C.6.2)"
              .formatted(level, expected(root)));
    }
    return level;
  }

  private static String expected(QueryRoot root) {
    return root == QueryRoot.PATIENT ? "PATIENT, STUDY, SERIES or IMAGE" : "STUDY, SERIES or IMAGE";
  }

  /**
   * The hierarchical method: each level above has its unique key with one value (PS3.4 §C.4.1.2.1).
   */
  static void requireHigherKeys(QueryRoot root, QueryLevel level, DataSet keys) {
    for (QueryLevel each : QueryLevel.values()) {
      if (each.isAbove(level) && root.has(each)) {
        requireSingle(each, keys.strings(each.uniqueKey()));
      }
    }
  }

  private static void requireSingle(QueryLevel level, List<String> values) {
    boolean single = values.size() == 1 && !values.get(0).isEmpty();
    boolean valid =
        single
            && (level == QueryLevel.PATIENT
                ? !Wildcard.isPattern(values.get(0))
                : Uid.isUid(values.get(0)));
    if (!valid) {
      throw new IdentifierMismatchException(
          "%s: %s (expected: the one %s of the level above; PS3.4 §C.4.1.2.1)"
              .formatted(
                  Element.format(level.uniqueKey()),
                  values.isEmpty() ? "no value" : single ? "no single value" : "several values",
                  level == QueryLevel.PATIENT ? "patient ID" : "UID"));
    }
  }

  /** Attributes of an identifier that are neither key nor answer (PS3.4 §C.4.1.1.3). */
  static boolean isControl(int tag) {
    return tag == Tag.QueryRetrieveLevel || tag == Tag.SpecificCharacterSet;
  }
}
