package org.hokan.archive.cli;

import static org.hokan.archive.cli.ExplainCommand.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a story says of images that are not among those that are kept. */
final class Unkept {
  private Unkept() {}

  static List<String> lines(JsonNode story) {
    List<String> lines = new ArrayList<>();
    story.path("destroyed").forEach(certificate -> lines.add(destroyed(certificate)));
    story.path("quarantined").forEach(entry -> lines.add(waiting(entry)));
    story.path("refused").forEach(arrival -> lines.add(refused(arrival)));
    return lines;
  }

  private static String destroyed(JsonNode certificate) {
    return "Destroyed %s by %s: %s. Images of the study: %s. Proposed by %s, approved by %s. Deletion certificate %s, of list %s.%s"
        .formatted(
            Column.time(text(certificate, "destroyedAt")),
            text(certificate, "destroyedBy"),
            text(certificate, "reason"),
            text(certificate, "images"),
            text(certificate, "proposedBy"),
            text(certificate, "approvedBy"),
            text(certificate, "id"),
            text(certificate, "deletion"),
            certificate.has("againAt")
                ? " Something of it came again %s."
                    .formatted(Column.time(text(certificate, "againAt")))
                : "");
  }

  private static String waiting(JsonNode entry) {
    String reason = text(entry, "text").isEmpty() ? text(entry, "reason") : text(entry, "text");
    return "In quarantine since %s (number %s): %s, sent by %s (%s): %s. By %s."
        .formatted(
            Column.time(text(entry, "arrived")),
            text(entry, "id"),
            text(entry, "sopInstanceUid"),
            text(entry, "callingAe"),
            text(entry, "peer"),
            reason,
            by(entry));
  }

  /** Which rule and contract it came under. */
  private static String by(JsonNode entry) {
    String rule =
        text(entry, "rule").isEmpty()
            ? "no rule"
            : "rule %s version %s".formatted(text(entry, "rule"), text(entry, "ruleVersion"));
    return text(entry, "contract").isEmpty()
        ? rule + ", under no contract"
        : "%s, under contract %s version %s"
            .formatted(rule, text(entry, "contract"), text(entry, "contractVersion"));
  }

  private static String refused(JsonNode arrival) {
    return "Refused %s: %s, sent by %s (%s): %s."
        .formatted(
            Column.time(text(arrival, "arrived")),
            text(arrival, "sopInstanceUid"),
            text(arrival, "callingAe"),
            text(arrival, "peer"),
            cause(arrival));
  }

  private static String cause(JsonNode arrival) {
    return switch (text(arrival, "cause")) {
      case "NO_CONTRACT" -> "no contract was in force";
      case "NOT_SELECTED" -> "the contract is not about it";
      case "CAPACITY" -> "the contract's capacity would have been exceeded";
      default ->
          "by rule %s version %s".formatted(text(arrival, "rule"), text(arrival, "ruleVersion"));
    };
  }
}
