package org.hokan.dicom.json;

import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259) as it was read. Immutable. */
sealed interface JsonValue {

  /** Members in the order of the text. */
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {}

  record JsonArray(List<JsonValue> values) implements JsonValue {}

  record JsonString(String text) implements JsonValue {}

  /** A number as it is written, so that no digit is lost. */
  record JsonNumber(String literal) implements JsonValue {}

  record JsonBoolean(boolean value) implements JsonValue {}

  record JsonNull() implements JsonValue {}

  /** For messages: what kind of value this is, and nothing of its content. */
  default String kind() {
    return getClass().getSimpleName().substring("Json".length()).toLowerCase(java.util.Locale.ROOT);
  }
}
