package org.hokan.archive.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tariff to simulate: points of courses, and how charges are worked out. It takes the place of
 * what the terms say; what it cannot change is refused, for else a figure would be believed that it
 * has nothing to do with.
 */
final class OtherTariff {
  private static final Set<String> BILLING = Set.of("partPeriods", "rounding", "tax");

  private OtherTariff() {}

  /** The terms, if any are given, as the tariff prices them. */
  static Optional<JsonNode> priced(Optional<JsonNode> terms, Optional<JsonNode> tariff) {
    if (tariff.isEmpty()) {
      return terms;
    }
    JsonNode priced =
        terms
            .orElseThrow(
                () ->
                    Refusal.badRequest(
                        "tariff: without terms (expected: the terms that it prices)"))
            .deepCopy();
    for (Map.Entry<String, JsonNode> price : tariff.get().properties()) {
      if (BILLING.contains(price.getKey())) {
        ((ObjectNode) priced).withObjectProperty("billing").set(price.getKey(), price.getValue());
      } else {
        setPoints(priced, price.getKey(), price.getValue());
      }
    }
    return Optional.of(priced);
  }

  private static void setPoints(JsonNode terms, String course, JsonNode points) {
    boolean used = false;
    for (JsonNode unit : terms.path("units")) {
      if (unit instanceof ObjectNode object && unit.path("course").asText().equals(course)) {
        object.set("points", points);
        used = true;
      }
    }
    if (!used) {
      throw Refusal.badRequest(
          "tariff: %s is no course of the terms (expected: one of theirs, or partPeriods, rounding or tax)"
              .formatted(course));
    }
  }
}
