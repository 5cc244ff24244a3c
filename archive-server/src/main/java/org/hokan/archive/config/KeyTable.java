package org.hokan.archive.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keys in the order in which they are declared, and the forms that several of them have. */
final class KeyTable {
  private final List<Key<?>> keys = new ArrayList<>();

  /** All so far, in order. */
  List<Key<?>> all() {
    return Collections.unmodifiableList(keys);
  }

  /** Those of a section that has a class of its own. */
  void section(KeyTable section) {
    keys.addAll(section.keys);
  }

  static ValueType<Integer> port() {
    return ValueType.integer(0, 65_535);
  }

  static ValueType<Integer> threads() {
    return ValueType.integer(0, 1000);
  }

  static ValueType<Duration> timeout() {
    return ValueType.duration("100ms", "1d");
  }

  <T> Key<T> key(String name, ValueType<T> type, String initial, String meaning) {
    return add(new Key<>(name, type, List.of(initial), meaning, false));
  }

  <T> Key<T> list(String name, ValueType<T> type, String meaning) {
    return list(name, type, List.of(), meaning);
  }

  <T> Key<T> list(String name, ValueType<T> type, List<String> initial, String meaning) {
    return add(new Key<>(name, type, initial, meaning, false));
  }

  <T> Key<T> secretIn(String name, ValueType<T> type, String meaning) {
    return add(new Key<>(name, type, List.of(""), meaning, true));
  }

  private <T> Key<T> add(Key<T> key) {
    keys.add(key);
    return key;
  }
}
