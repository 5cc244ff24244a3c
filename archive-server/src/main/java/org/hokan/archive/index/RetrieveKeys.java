package org.hokan.archive.index;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;

/**
 * The unique keys of a C-MOVE or C-GET: one value for each level above the asked one, one or more
 * there (PS3.4 §C.4.2.1.4).
 *
 * @param level what is retrieved
 * @param values by level, from the top of the model to {@code level}; each list has at least one
 *     value
 */
public record RetrieveKeys(QueryLevel level, Map<QueryLevel, List<String>> values) {

  public RetrieveKeys {
    values = Map.copyOf(values);
  }

  /** One whole study. */
  public static RetrieveKeys study(Uid studyInstanceUid) {
    return new RetrieveKeys(
        QueryLevel.STUDY, Map.of(QueryLevel.STUDY, List.of(studyInstanceUid.value())));
  }

  /**
   * The keys of an identifier.
   *
   * @throws IdentifierMismatchException when the level is not one of the model, or a key is missing
   *     or none
   */
  public static RetrieveKeys of(QueryRoot root, DataSet identifier) {
    Identifiers.requireBounded(identifier, Identifiers.LONGEST_KEY);
    QueryLevel level = Identifiers.level(root, identifier);
    Map<QueryLevel, List<String>> values = new EnumMap<>(QueryLevel.class);
    for (QueryLevel each : QueryLevel.values()) {
      if (root.has(each) && !level.isAbove(each)) {
        values.put(each, values(each, each == level, identifier));
      }
    }
    return new RetrieveKeys(level, values);
  }

  private static List<String> values(QueryLevel level, boolean several, DataSet identifier) {
    List<String> values =
        identifier.strings(level.uniqueKey()).stream().filter(text -> !text.isEmpty()).toList();
    if (level == QueryLevel.PATIENT) {
      several = false;
    } else if (!values.stream().allMatch(Uid::isUid)) {
      throw new IdentifierMismatchException(
          "%s: no UID (expected: UIDs; PS3.4 §C.4.2.1.4)"
              .formatted(Element.format(level.uniqueKey())));
    }
    if (values.isEmpty() || (!several && values.size() > 1)) {
      throw new IdentifierMismatchException(
          "%s: %d values (expected: %s; PS3.4 §C.4.2.1.4)"
              .formatted(
                  Element.format(level.uniqueKey()), values.size(), several ? "1 or more" : "1"));
    }
    return List.copyOf(new ArrayList<>(values));
  }
}
