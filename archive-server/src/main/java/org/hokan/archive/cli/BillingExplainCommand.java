package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan billing explain}: from a statement to its lines, records and studies. */
@Command(
    name = "explain",
    description =
        "Lead from a statement to its lines, from a line to its records and the studies behind them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan billing explain 202611-0001",
      "  hokan billing explain 202611-0001/2",
      "  hokan billing explain 202611-0001/2 --record 41 --after 140"
    })
final class BillingExplainCommand extends NodeCommand {
  private static final String PATH = "billing";

  @Parameters(
      paramLabel = "LINE",
      description = "A statement's number: its lines; with a slash and a line's number: that line.")
  String line = "";

  @Option(
      names = "--record",
      paramLabel = "NUMBER",
      description = "Only this record, with all its studies: --after and --limit are about those.")
  @Nullable Long record;

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "Only records with higher numbers: the next page.")
  @Nullable Long after;

  @Option(
      names = "--limit",
      description = "At most so many records, up to 100 (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  @Override
  int run(NodeClient client) {
    int slash = line.indexOf('/');
    return slash < 0 ? lines(client) : line(client, slash);
  }

  private int lines(NodeClient client) {
    JsonNode statement = client.get(Query.of(PATH, "statements", line));
    if (!node.json) {
      statement.path("lines").forEach(BillingExplainCommand::nameCorrection);
    }
    return print(
        node.json ? statement : statement.path("lines"),
        List.of(
            Column.number("LINE", "line"),
            Column.number("AMOUNT", "amount"),
            Column.text("TYPE", "type"),
            Column.text("UNIT", "unit"),
            Column.text("OBJECT", "object"),
            Column.text("ITEM", "item"),
            Column.number("QUANTITY", "quantity"),
            Column.number("UNIT RATE", "unitRate"),
            Column.number("RECORDS", "records"),
            Column.text("CONTRACT", "contract")),
        "");
  }

  /** Why it was made says more than the number of its record. */
  private static void nameCorrection(JsonNode line) {
    if (isCorrection(line)) {
      ((ObjectNode) line).put("item", line.path("reason").asText());
    }
  }

  private static boolean isCorrection(JsonNode line) {
    return line.path("type").asText().equals("ADJUSTMENT");
  }

  private int line(NodeClient client, int slash) {
    Query query =
        Query.of(PATH, "explanation")
            .with("statement", line.substring(0, slash))
            .with("line", line.substring(slash + 1))
            .with("record", record)
            .with("after", after)
            .with("limit", limit);
    JsonNode answer = client.get(query);
    if (node.json) {
      printJson(answer);
      return 0;
    }
    JsonNode about = answer.path("line");
    tell(
        "%s: %s, %s, %s"
            .formatted(
                line,
                Stream.of("type", "unit", "object", "item")
                    .filter(field -> !field.equals("item") || !isCorrection(about))
                    .map(field -> about.path(field).asText())
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(" ")),
                Counts.of(about.path("records").asLong(), "record"),
                about.path("amount").asText()),
        "  ");
    JsonNode records = answer.path("records");
    records.forEach(this::print);
    if (record == null && records.size() == limit) {
      err()
          .println(
              "There may be more: --after "
                  + records.get(records.size() - 1).path("record").asText());
    }
    return 0;
  }

  private void print(JsonNode record) {
    String days =
        record.has("periodUntil")
            ? "%s to %s"
                .formatted(record.path("periodFrom").asText(), record.path("periodUntil").asText())
            : "";
    String contract = record.path("contract").asText();
    String what =
        Stream.of(
                contract.isEmpty()
                    ? ""
                    : "contract %s version %s"
                        .formatted(contract, record.path("contractVersion").asText()),
                record.path("object").asText(),
                days,
                fact(record),
                record.path("reason").asText(),
                refersTo(record))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    tell(
        "record %s: %s: %s%s %s%s"
            .formatted(
                record.path("record").asText(),
                what,
                sum(record),
                record.path("amount").asText(),
                record.path("currency").asText(),
                imagesBehind(record)),
        "  ");
    record.path("studies").forEach(this::printBehind);
    tellMore(record);
  }

  /** In lines that are no wider than the output. */
  private void tell(String text, String indent) {
    DisplayWidth.wrapped(DisplayWidth.printable(text), width(), indent).forEach(out()::println);
  }

  /** Most facts name the object, which is told already. */
  private static String fact(JsonNode record) {
    String fact = record.path("fact").asText();
    String object = record.path("object").asText();
    return !object.isEmpty() && fact.contains(object) ? "" : fact;
  }

  /**
   * What a person's correction corrects, and how that is shown; the node's own say it as reason.
   */
  private static String refersTo(JsonNode record) {
    JsonNode to = record.path("refersTo");
    String reference = record.path("reference").asText();
    if (to.has("record")) {
      long before = to.path("record").asLong() - 1;
      return "corrects record %s (see: hokan billing records --after %d --limit 1)"
          .formatted(to.path("record").asText(), before);
    }
    if (to.has("statement")) {
      String line = to.has("line") ? "/" + to.path("line").asText() : "";
      return "corrects %s%s (see: hokan billing explain %1$s%2$s)"
          .formatted(to.path("statement").asText(), line);
    }
    boolean hasOne = !reference.isEmpty() && !record.path("recordedBy").asText().equals("node");
    return hasOne ? "corrects " + reference : "";
  }

  /** Nothing of what was done to no study. */
  private static String imagesBehind(JsonNode record) {
    return record.has("points") || record.path("studyRecords").asLong() > 0
        ? ", " + images(record.path("imagesBehind").asLong())
        : "";
  }

  /** How the amount came about; empty: it was entered. */
  private static String sum(JsonNode record) {
    String rate = record.path("unitRate").asText();
    if (record.has("points")) {
      String part =
          record.has("periodDays")
              ? " x %s of %s days"
                  .formatted(record.path("days").asText(), record.path("periodDays").asText())
              : "";
      return "%s x %s%s = "
          .formatted(Counts.of(record.path("points").asLong(), "point"), rate, part);
    }
    return record.has("quantity") && !rate.isEmpty()
        ? "%s x %s = ".formatted(record.path("quantity").asText(), rate)
        : "";
  }

  private static String images(long count) {
    return Counts.of(count, "image");
  }

  private void printBehind(JsonNode study) {
    boolean saving = study.path("type").asText().equals("SAVING");
    tell(
        saving
            ? "  study %s: %s bytes saved (record %s)"
                .formatted(
                    study.path("object").asText(),
                    study.path("quantity").asText(),
                    study.path("record").asText())
            : "  study %s: %s, %s bytes, from %s, first at %s (record %s)"
                .formatted(
                    study.path("study").asText(),
                    images(study.path("images").asLong()),
                    study.path("bytes").asText(),
                    study.path("ae").asText(),
                    study.path("firstArrival").asText(),
                    study.path("record").asText()),
        "    ");
  }

  /** Of a record with more studies than are shown. */
  private void tellMore(JsonNode record) {
    JsonNode studies = record.path("studies");
    long all = record.path("studyRecords").asLong();
    if (!studies.isEmpty() && studies.size() < all) {
      err()
          .println(
              "%d of %d records of studies; the next: --record %s --after %s"
                  .formatted(
                      studies.size(),
                      all,
                      record.path("record").asText(),
                      studies.get(studies.size() - 1).path("record").asText()));
    }
  }
}
