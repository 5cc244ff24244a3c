package org.hokan.archive.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A JSON object that somebody sent; what does not fit is refused with the field's name. */
final class Body {
  private final JsonNode json;

  Body(JsonNode json, List<String> fields) {
    this.json = json;
    for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!fields.contains(name)) {
        throw Refusal.badRequest(
            "%s: unknown (expected: some of %s)".formatted(name, String.join(", ", fields)));
      }
    }
  }

  /** A text that must be there. */
  String text(String name) {
    return optional(name)
        .orElseThrow(() -> Refusal.badRequest("%s: missing (expected: a text)".formatted(name)));
  }

  /** A text, or a number as its text; empty when it is missing or null. */
  Optional<String> optional(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual() && !value.isNumber()) {
      throw Refusal.badRequest(
          "%s: %s (expected: a text, in quotes)"
              .formatted(name, value.isBoolean() ? value.asText() : "no text"));
    }
    return Optional.of(value.asText());
  }

  /** A text of at least one character. */
  Optional<String> filled(String name) {
    return optional(name).filter(text -> !text.isBlank());
  }

  OptionalInt number(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalInt.empty();
    }
    if (!value.canConvertToInt() || !value.isIntegralNumber()) {
      throw Refusal.badRequest("%s: no whole number (expected: one)".formatted(name));
    }
    return OptionalInt.of(value.intValue());
  }

  /** A whole number from 0 to the most. */
  int number(String name, int usual, int most) {
    int number = number(name).orElse(usual);
    if (number < 0 || number > most) {
      throw Refusal.badRequest("%s: %d (expected: 0 to %d)".formatted(name, number, most));
    }
    return number;
  }

  /** Whether it is true; missing is false. */
  boolean flag(String name) {
    JsonNode value = json.path(name);
    if (!value.isMissingNode() && !value.isNull() && !value.isBoolean()) {
      throw Refusal.badRequest("%s: neither true nor false (expected: one)".formatted(name));
    }
    return value.asBoolean();
  }

  /** A JSON object that must be there. */
  JsonNode object(String name) {
    return optionalObject(name)
        .orElseThrow(() -> Refusal.badRequest("%s: missing (expected: an object)".formatted(name)));
  }

  Optional<JsonNode> optionalObject(String name) {
    JsonNode value = json.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw Refusal.badRequest("%s: no object (expected: one)".formatted(name));
    }
    return Optional.of(value);
  }

  /** Objects; none when the field is missing. */
  List<JsonNode> list(String name, int most) {
    JsonNode value = json.path(name);
    List<JsonNode> items = new ArrayList<>();
    value.forEach(items::add);
    boolean fine = value.isMissingNode() || value.isNull() || value.isArray();
    if (!fine || items.size() > most || !items.stream().allMatch(JsonNode::isObject)) {
      throw Refusal.badRequest(
          "%s: no list of objects (expected: one of at most %d)".formatted(name, most));
    }
    return items;
  }

  /** Texts; none when the field is missing. */
  List<String> texts(String name) {
    JsonNode value = json.path(name);
    List<String> texts = new ArrayList<>();
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    boolean fine = value.isArray();
    for (JsonNode item : value) {
      fine &= item.isTextual();
      texts.add(item.asText());
    }
    if (!fine) {
      throw Refusal.badRequest("%s: no list of texts (expected: one)".formatted(name));
    }
    return texts;
  }
}
