package org.hokan.archive.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What two versions of terms say differently, place by place. */
public final class TermsDiff {
  /**
   * One place of the form.
   *
   * @param place such as {@code units.PATIENT.unitRate}
   * @param before empty: said nothing
   * @param after empty: says nothing
   */
  public record Difference(String place, String before, String after) {}

  private TermsDiff() {}

  /** All differences, by place; none when both say the same. */
  public static List<Difference> between(ContractTerms before, ContractTerms after) {
    Map<String, String> old = flat(before);
    Map<String, String> now = flat(after);
    TreeSet<String> places = new TreeSet<>(old.keySet());
    places.addAll(now.keySet());
    return places.stream()
        .map(p -> new Difference(p, old.getOrDefault(p, ""), now.getOrDefault(p, "")))
        .filter(difference -> !difference.before().equals(difference.after()))
        .toList();
  }

  private static Map<String, String> flat(ContractTerms terms) {
    Map<String, String> flat = new TreeMap<>();
    add(flat, "", TermsForm.write(terms));
    return flat;
  }

  private static void add(Map<String, String> flat, String place, JsonNode json) {
    if (json.isObject()) {
      json.properties().forEach(f -> add(flat, join(place, f.getKey()), f.getValue()));
    } else if (json.isArray() && json.path(0).isObject()) {
      json.forEach(item -> add(flat, join(place, nameOf(item)), item));
    } else if (json.isArray()) {
      List<String> texts = new ArrayList<>();
      json.forEach(item -> texts.add(item.asText()));
      flat.put(place, String.join(", ", texts));
    } else {
      flat.put(place, json.asText());
    }
  }

  private static String nameOf(JsonNode item) {
    return item.has("unit") ? item.path("unit").asText() : item.path("name").asText();
  }

  private static String join(String place, String field) {
    return place.isEmpty() ? field : place + "." + field;
  }
}
