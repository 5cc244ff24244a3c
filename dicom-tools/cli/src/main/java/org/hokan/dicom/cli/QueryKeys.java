package org.hokan.dicom.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a query as people write them: {@code PatientID=12345}, {@code 0010,0020=12345},
 * {@code StudyDate} (asked for, matches anything), {@code
 * RequestAttributesSequence.ScheduledProcedureStepID} (PS3.4 §C.2.2). Immutable.
 */
final class QueryKeys {
  private final Map<List<Integer>, Optional<String>> values;

  private QueryKeys(Map<List<Integer>, Optional<String>> values) {
    this.values = values;
  }

  /** Keys in their order; the last of two for the same attribute counts. */
  static QueryKeys parse(List<String> written) {
    Map<List<Integer>, Optional<String>> values = new LinkedHashMap<>();
    for (String key : written) {
      int equals = key.indexOf('=');
      List<Integer> path = path(equals < 0 ? key : key.substring(0, equals), key);
      values.put(path, equals < 0 ? Optional.empty() : Optional.of(key.substring(equals + 1)));
    }
    return new QueryKeys(values);
  }

  private static List<Integer> path(String text, String key) {
    List<Integer> tags = new ArrayList<>();
    for (String step : text.strip().split("\\.", -1)) {
      OptionalInt tag = ElementDictionary.parseTag(step);
      if (tag.isEmpty()) {
        throw new IllegalArgumentException(
            "-k %s: '%s' is no attribute (expected: a keyword of PS3.6 such as PatientID, or a tag"
                    .formatted(key, step)
                + " such as 0010,0020)"
                + Keywords.nearest(step).map(near -> "; did you mean " + near + "?").orElse(""));
      }
      tags.add(tag.getAsInt());
    }
    for (int tag : tags.subList(0, tags.size() - 1)) {
      if (ElementDictionary.vrOf(tag) != VR.SQ) {
        throw new IllegalArgumentException(
            "-k %s: %s is no sequence (expected: sequences before each dot)"
                .formatted(key, ElementDictionary.keywordOf(tag).orElse("%08X".formatted(tag))));
      }
    }
    return List.copyOf(tags);
  }

  /** The same keys, after those tags that are not yet among them, asked for without value. */
  QueryKeys withDefaults(List<Integer> tags) {
    Map<List<Integer>, Optional<String>> all = new LinkedHashMap<>();
    tags.forEach(tag -> all.put(List.of(tag), Optional.empty()));
    all.putAll(values);
    return new QueryKeys(all);
  }

  /** The tags at the top, in order: a table's columns. */
  List<Integer> columns() {
    return values.keySet().stream().map(path -> path.get(0)).distinct().toList();
  }

  /** The value that the attribute at the top shall match. */
  Optional<String> value(int tag) {
    Optional<String> value = values.get(List.of(tag));
    return value == null ? Optional.empty() : value.filter(text -> !text.isEmpty());
  }

  /**
   * The identifier of a request.
   *
   * @param level the value of Query/Retrieve Level (0008,0052)
   */
  DataSet identifier(String level) {
    Node root = new Node();
    values.forEach((path, value) -> root.at(path).value = value.orElse(""));
    DataSet.Builder builder = DataSet.builder();
    boolean ascii =
        values.values().stream()
            .flatMap(Optional::stream)
            .allMatch(StandardCharsets.US_ASCII.newEncoder()::canEncode);
    if (!ascii) {
      builder.string(Tag.SpecificCharacterSet, "ISO_IR 192");
    }
    root.addTo(builder);
    return builder.string(Tag.QueryRetrieveLevel, level).build();
  }

  /** An attribute of the identifier: a value, or the attributes of its one item. */
  private static final class Node {
    private final Map<Integer, Node> children = new TreeMap<>(Integer::compareUnsigned);
    private @Nullable String value;

    Node at(List<Integer> path) {
      Node node = this;
      for (int tag : path) {
        node = node.children.computeIfAbsent(tag, t -> new Node());
      }
      return node;
    }

    void addTo(DataSet.Builder builder) {
      children.forEach((tag, child) -> child.addTo(builder, tag));
    }

    private void addTo(DataSet.Builder builder, int tag) {
      boolean sequence = ElementDictionary.vrOf(tag) == VR.SQ;
      if (!children.isEmpty()) {
        DataSet.Builder item = DataSet.builder();
        addTo(item);
        builder.sequence(tag, item.build());
      } else if (sequence || value == null || value.isEmpty()) {
        builder.empty(tag);
      } else {
        addValue(builder, tag, value);
      }
    }

    private static void addValue(DataSet.Builder builder, int tag, String value) {
      VR vr = ElementDictionary.vrOf(tag);
      if (vr.isText()) {
        builder.string(
            tag, vr.isMultiValuedText() ? value.split("\\\\", -1) : new String[] {value});
        return;
      }
      try {
        builder.integer(tag, Integer.parseInt(value.strip()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "-k %s: '%s' (expected: a whole number, VR %s)"
                .formatted(ElementDictionary.keywordOf(tag).orElse("key"), value, vr),
            e);
      }
    }
  }
}
