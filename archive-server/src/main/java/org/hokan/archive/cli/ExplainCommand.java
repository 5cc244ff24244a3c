package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan explain}. */
@Command(
    name = "explain",
    description = {
      "Tell the whole story of a study or an image.",
      "Who sent it, what was decided and why, how it is kept, what happened since, and every charge."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  hokan explain 1.2.840.113619.2.1", "  hokan explain 2.25.77.1.3 --json"})
final class ExplainCommand extends NodeCommand {
  @Parameters(paramLabel = "UID", description = "Study or SOP Instance UID.")
  String uid = "";

  @Option(
      names = "--facility",
      paramLabel = "CODE",
      description = "Whose; needed when two facilities have it.")
  @Nullable String facility;

  @Option(
      names = "--limit",
      description = "At most so many images, events and charges (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  @Override
  int run(NodeClient client) {
    JsonNode story =
        client.get(Query.of("explain", uid).with("facility", facility).with("limit", limit));
    if (node.json) {
      return done(story, "");
    }
    arrival(story);
    Unkept.lines(story).forEach(line -> say("%s", line));
    if (!story.path("decisions").isEmpty()) {
      decisions(story);
      kept(story);
    } else if (!story.path("instances").isEmpty()) {
      destroyed(story);
    }
    events(story);
    charges(story);
    story.path("notes").forEach(note -> say("Note: %s", note.asText()));
    return 0;
  }

  private void say(String form, Object... values) {
    lines(form.formatted(values), width()).forEach(out()::println);
  }

  /** A line as it fits; what goes on in the next one stands a little further in. */
  static List<String> lines(String text, int width) {
    String line = DisplayWidth.printable(text);
    String indent = " ".repeat(line.length() - line.stripLeading().length() + 4);
    return DisplayWidth.wrapped(line, width, indent);
  }

  private void heading(String text) {
    out().println();
    say("%s", text);
  }

  private void arrival(JsonNode story) {
    JsonNode first = story.path("instances").path(0);
    say(
        "%s of facility %s",
        story.has("sopInstanceUid")
            ? "Image " + text(story, "sopInstanceUid")
            : "Study " + text(story, "studyInstanceUid"),
        text(story, "facility"));
    if (story.has("images")) {
      say(
          "Images in its study: %s, %s as they came, received %s to %s.",
          text(story, "images"),
          Column.size(story.path("bytes").asLong()),
          Column.time(text(story, "firstArrival")),
          Column.time(text(story, "lastArrival")));
    }
    if (first.has("callingAe")) {
      sent(first);
    }
    JsonNode facts = story.path("facts");
    if (!facts.isEmpty()) {
      say("What rules saw of the first image:");
      facts.properties().forEach(fact -> say("  %s=%s", fact.getKey(), fact.getValue().asText()));
    }
    if (story.has("factsProblem")) {
      say("What rules saw: %s", text(story, "factsProblem"));
    }
  }

  private void sent(JsonNode first) {
    say(
        "Sent by %s (%s) to %s: %s in %s.",
        text(first, "callingAe"),
        text(first, "peer"),
        text(first, "calledAe"),
        text(first, "sopClass"),
        text(first, "transferSyntax"));
  }

  private void decisions(JsonNode story) {
    heading("Decided");
    for (JsonNode decision : story.path("decisions")) {
      say(
          "  %s images are kept as %s, %s.",
          text(decision, "instances"),
          text(decision, "storageClass"),
          text(decision, "compression").isEmpty()
              ? "as they came"
              : compression(decision, story.path("instances")));
      JsonNode rule = decision.path("ruleText");
      if (rule.isMissingNode()) {
        say("    No rule matched: as the contract says.");
      } else {
        say(
            "    By rule %s version %s of %s (changed %s by %s): when %s then %s",
            text(rule, "name"),
            text(rule, "version"),
            text(rule, "ae"),
            Column.time(text(rule, "changedAt")),
            text(rule, "changedBy"),
            text(rule, "when"),
            text(rule, "then"));
      }
      clause(decision.path("clause"));
      units(decision).forEach(line -> say("    %s", line));
    }
    JsonNode kept = story.path("keptUntil");
    if (kept.isMissingNode()) {
      say("  Kept without end: nothing says until when.");
    } else {
      say("  Kept until %s: %s.", text(kept, "lastDay"), text(kept, "why"));
    }
    story.path("holds").forEach(hold -> say("  %s", held(hold)));
  }

  static String held(JsonNode hold) {
    return "On hold since %s (hold %s, of %s: %s): not destroyed before it is lifted."
        .formatted(
            Column.time(text(hold, "placedAt")),
            text(hold, "id"),
            hold.has("patient") ? "its patient" : "the study",
            text(hold, "reason"));
  }

  /** Which backup units cover what was decided of, and which of them decide how it is kept. */
  static List<String> units(JsonNode decision) {
    JsonNode units = decision.path("units");
    if (units.isMissingNode()) {
      return List.of();
    }
    if (units.path("covering").isEmpty()) {
      return List.of("Covered by no unit on the day on which it came.");
    }
    List<String> kept = new ArrayList<>();
    for (JsonNode unit : units.path("retention")) {
      String words = unit.has("retention") ? text(unit, "retention") : "as long as the contract";
      kept.add("%s by unit %s".formatted(words, text(unit, "unit")));
    }
    if (!text(decision, "retention").isEmpty()) {
      kept.add(text(decision, "retention") + " by the rule");
    }
    String longest = kept.size() > 1 ? ", whichever ends last" : "";
    boolean byRule = units.path("storageClassBy").isEmpty();
    return List.of(
        "Covered by %s.".formatted(named(units.path("covering"))),
        "Storage class %s by %s; copies: %s by %s; retention: %s%s."
            .formatted(
                text(decision, "storageClass"),
                byRule ? "the rule" : named(units.path("storageClassBy")),
                text(units, "copies"),
                named(units.path("copiesBy")),
                String.join(", ", kept),
                longest));
  }

  private static String named(JsonNode units) {
    List<String> names = new ArrayList<>();
    units.forEach(unit -> names.add(unit.asText()));
    return (names.size() == 1 ? "unit " : "units ") + String.join(" and ", names);
  }

  /** What was decided, and how much of it is done: a form that fails leaves an image as it came. */
  static String compression(JsonNode decision, JsonNode instances) {
    long done = 0;
    for (JsonNode instance : instances) {
      done += instance.has("storedAs") ? 1 : 0;
    }
    return "to be compressed: %s (%d of the %d images below are)"
        .formatted(text(decision, "compression"), done, instances.size());
  }

  /** The days of a version that a later one followed are not those of the contract. */
  static String days(JsonNode clause) {
    String last = text(clause, "until");
    String end = text(clause.path("terms"), "until");
    String days = "%s to %s".formatted(text(clause, "from"), end.isEmpty() ? last : end);
    return end.isEmpty() || end.equals(last)
        ? days
        : days + " (this version until %s)".formatted(last);
  }

  private void clause(JsonNode clause) {
    if (clause.isMissingNode()) {
      say("    No contract was in force.");
      return;
    }
    say(
        "    Under contract %s version %s, %s, capacity %s:",
        text(clause, "contract"),
        text(clause, "version"),
        days(clause),
        text(clause.path("terms"), "capacity"));
    for (JsonNode unit : clause.path("terms").path("units")) {
      say(
          "      unit %s: %s, %s points x %s %s; %s, compression %s, retention %s",
          text(unit, "unit"),
          text(unit, "course"),
          text(unit, "points"),
          text(unit, "unitRate"),
          text(clause.path("terms"), "currency"),
          text(unit, "storageClass"),
          text(unit, "compression"),
          unit.has("retention") ? text(unit, "retention") : "as long as the contract");
    }
  }

  private void kept(JsonNode story) {
    heading("Kept");
    table(
        story.path("instances"),
        List.of(
            Column.time("ARRIVED", "arrived"),
            Column.bytes("CAME AS", "bytesIn"),
            Column.bytes("KEPT AS", "bytesKept"),
            Column.text("RECOMPRESSED", "storedAs"),
            Column.text("PACK", "pack"),
            Column.text("SOP INSTANCE UID", "sopInstanceUid")));
  }

  private void destroyed(JsonNode story) {
    heading("Was kept");
    table(
        story.path("instances"),
        List.of(
            Column.bytes("CAME AS", "bytesIn"),
            Column.text("SOP CLASS", "sopClass"),
            Column.text("SOP INSTANCE UID", "sopInstanceUid"),
            Column.text("SHA-256 AS IT CAME", "digest")));
  }

  private void events(JsonNode story) {
    heading("Happened");
    for (JsonNode event : story.path("events")) {
      say(
          "  %s  %s%s: %s",
          Column.time(text(event, "at")),
          event.path("failed").asBoolean() ? "FAILED " : "",
          text(event, "what"),
          text(event, "text"));
    }
  }

  private void charges(JsonNode story) {
    heading("Charged");
    for (JsonNode record : story.path("charges")) {
      String statement = text(record, "statement");
      say(
          "  record %s, %s%s: %s %s, month %s, %s",
          text(record, "record"),
          text(record, "type"),
          what(record),
          text(record, "amount"),
          text(record, "currency"),
          text(record, "month"),
          statement.isEmpty() ? "not on a statement yet" : "on statement " + statement);
    }
    if (story.path("charges").isEmpty()) {
      say(
          story.path("decisions").isEmpty()
              ? "  Nothing is recorded."
              : "  Nothing is recorded yet: the examination has not ended.");
    } else {
      say("  %s", sum(story));
    }
  }

  /** Of all charges, also of those that are not shown. */
  static String sum(JsonNode story) {
    List<String> sums = new ArrayList<>();
    story
        .path("chargeSums")
        .forEach(sum -> sums.add(text(sum, "amount") + " " + text(sum, "currency")));
    return "Sum of all %s charges: %s"
        .formatted(text(story, "chargeCount"), String.join(", ", sums));
  }

  static String what(JsonNode record) {
    return switch (text(record, "type")) {
      case "STUDY" -> " of %s images".formatted(text(record, "images"));
      case "SAVING" -> " of %s bytes by compression".formatted(text(record, "quantity"));
      case "PERIOD" ->
          " of the %s, %s to %s"
              .formatted(
                  text(record, "unit"), text(record, "periodFrom"), text(record, "periodUntil"));
      default -> " " + text(record, "item");
    };
  }

  static String text(JsonNode object, String field) {
    return object.path(field).asText();
  }
}
