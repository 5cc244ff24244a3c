package org.hokan.archive.config;

import java.util.List;

/**
 * One key of the configuration.
 *
 * @param name its dotted name
 * @param initial the default's texts; one unless it is a list
 * @param meaning what it is, for people
 * @param secret whether its value is never shown
 */
record Key<T>(
    String name, ValueType<T> type, List<String> initial, String meaning, boolean secret) {

  T initialValue() {
    return type.parse().apply(initial);
  }

  String section() {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(0, dot);
  }

  String lastPart() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
