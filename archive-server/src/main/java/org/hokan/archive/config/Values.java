package org.hokan.archive.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The value of each key, after file and overrides; bad ones are reported and replaced. */
final class Values {
  private static final int SHOWN = 60;

  private final Map<String, Given> given = new LinkedHashMap<>();
  private final Map<Key<?>, Object> values = new HashMap<>();
  private final Set<Key<?>> bad = new HashSet<>();
  private final List<Problem> problems;

  /** Later givens win over earlier ones of the same key. */
  Values(List<Given> givens, List<Problem> problems) {
    this.problems = problems;
    givens.forEach(one -> given.put(one.key(), one));
    Keys.ALL.forEach(key -> values.put(key, parsed(key)));
  }

  @SuppressWarnings("unchecked") // Each key's value was made by its own type.
  <T> T get(Key<T> key) {
    return (T) Objects.requireNonNull(values.get(key));
  }

  boolean isGiven(Key<?> key) {
    return given.containsKey(key.name());
  }

  /** Whether its value is the one that applies, not one that stands in for a bad one. */
  boolean isGood(Key<?> key) {
    return !bad.contains(key);
  }

  String place(Key<?> key) {
    Given one = given.get(key.name());
    return one == null ? EffectiveSetting.DEFAULT : one.place();
  }

  /** All values as they apply, secrets masked. */
  List<EffectiveSetting> effective() {
    return Keys.ALL.stream()
        .map(key -> new EffectiveSetting(key.name(), shown(key, texts(key)), place(key)))
        .toList();
  }

  private <T> Object parsed(Key<T> key) {
    Given one = given.get(key.name());
    if (one == null) {
      return key.initialValue();
    }
    if (one.list() && !key.type().list()) {
      bad.add(key);
      problems.add(
          new Problem(
              one.place(), "%s: a list (expected: %s)".formatted(key.name(), expected(key))));
      return key.initialValue();
    }
    try {
      return key.type().parse().apply(texts(key));
    } catch (IllegalArgumentException e) {
      bad.add(key);
      problems.add(
          new Problem(
              one.place(),
              "%s: %s (expected: %s)"
                  .formatted(key.name(), shown(key, texts(key)), expected(key))));
      return key.initialValue();
    }
  }

  private List<String> texts(Key<?> key) {
    Given one = given.get(key.name());
    if (one == null) {
      return key.initial();
    }
    if (!key.type().list() || one.list()) {
      return one.texts();
    }
    String text = one.texts().get(0);
    return text.isBlank()
        ? List.of()
        : List.of(text.split(",", -1)).stream().map(String::strip).toList();
  }

  private static String expected(Key<?> key) {
    return key.type().expected();
  }

  private static String shown(Key<?> key, List<String> texts) {
    if (key.secret()) {
      return texts.get(0).isEmpty() ? "''" : "********";
    }
    String text = String.join(", ", texts).replaceAll("\\p{Cntrl}", "?");
    String cut = text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text;
    return key.type().list() ? "[" + cut + "]" : cut.isEmpty() ? "''" : cut;
  }
}
