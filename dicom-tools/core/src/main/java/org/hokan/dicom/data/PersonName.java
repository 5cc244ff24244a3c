package org.hokan.dicom.data;

import java.util.List;

/**
 * A person's name in up to three component groups (PS3.5 §6.2.1): alphabetic, ideographic and
 * phonetic. Immutable.
 *
 * <p>{@link #parse} takes anything and loses nothing but padding: components beyond the fifth stay
 * in the suffix, groups beyond the third in the phonetic one, so that {@link #format} writes them
 * again.
 */
public record PersonName(Group alphabetic, Group ideographic, Group phonetic) {

  /** A name without any component. */
  public static final PersonName EMPTY = new PersonName(Group.EMPTY, Group.EMPTY, Group.EMPTY);

  /** A name in single-byte characters: family and given name only. */
  public static PersonName of(String familyName, String givenName) {
    return new PersonName(new Group(familyName, givenName, "", "", ""), Group.EMPTY, Group.EMPTY);
  }

  /** Reads one value of VR PN: groups between '=', components between '^'. */
  public static PersonName parse(String value) {
    String[] groups = withoutEnd(value, "^=").split("=", 3);
    return new PersonName(
        Group.parse(groups[0]),
        groups.length > 1 ? Group.parse(groups[1]) : Group.EMPTY,
        groups.length > 2 ? Group.parse(groups[2]) : Group.EMPTY);
  }

  /** The value of VR PN, without delimiters at its end. */
  public String format() {
    return joined("=", List.of(alphabetic.format(), ideographic.format(), phonetic.format()));
  }

  /** Whether no component has anything in it. */
  public boolean isEmpty() {
    return alphabetic.isEmpty() && ideographic.isEmpty() && phonetic.isEmpty();
  }

  /** Not the name: it belongs in no log. See {@link #format}. */
  @Override
  public String toString() {
    return isEmpty() ? "no person name" : "a person name";
  }

  private static String withoutEnd(String text, String delimiters) {
    int end = text.length();
    while (end > 0
        && (delimiters.indexOf(text.charAt(end - 1)) >= 0
            || Character.isWhitespace(text.charAt(end - 1)))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String joined(String delimiter, List<String> parts) {
    return withoutEnd(String.join(delimiter, parts), delimiter);
  }

  /**
   * One component group. A component may be empty, and may hold several names with spaces between
   * them.
   *
   * @param familyName family name complex; for animals, the responsible party's
   * @param givenName given name complex; for animals, the animal's name
   */
  public record Group(
      String familyName, String givenName, String middleName, String prefix, String suffix) {

    /** A group without any component. */
    public static final Group EMPTY = new Group("", "", "", "", "");

    /** Reads components between '^'; spaces around them are padding. */
    public static Group parse(String group) {
      String[] parts = withoutEnd(group, "^").split("\\^", 5);
      return new Group(
          part(parts, 0), part(parts, 1), part(parts, 2), part(parts, 3), part(parts, 4));
    }

    /** The components between '^', without delimiters at the end. */
    public String format() {
      return joined("^", components());
    }

    /** All five in the standard's order. */
    public List<String> components() {
      return List.of(familyName, givenName, middleName, prefix, suffix);
    }

    /** Whether no component has anything in it. */
    public boolean isEmpty() {
      return equals(EMPTY);
    }

    /** Not the name: it belongs in no log. See {@link #format}. */
    @Override
    public String toString() {
      return isEmpty() ? "no name" : "a name";
    }

    private static String part(String[] parts, int index) {
      return index < parts.length ? parts[index].strip() : "";
    }
  }
}
