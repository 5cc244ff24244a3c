package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
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
    out()
        .println(
            "%s: %s, records %s, %s"
                .formatted(
                    line,
                    Stream.of("type", "unit", "object", "item")
                        .map(field -> DisplayWidth.printable(about.path(field).asText()))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" ")),
                    about.path("records").asText(),
                    about.path("amount").asText()));
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
    String what =
        Stream.of(record.path("object").asText(), days, record.path("fact").asText())
            .map(DisplayWidth::printable)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
    out()
        .println(
            "record %s: contract %s version %s, %s%s: %s%s %s, %s"
                .formatted(
                    record.path("record").asText(),
                    record.path("contract").asText(),
                    record.path("contractVersion").asText(),
                    what,
                    DisplayWidth.printable(record.path("reason").asText()),
                    sum(record),
                    record.path("amount").asText(),
                    record.path("currency").asText(),
                    images(record.path("imagesBehind").asLong())));
    record.path("studies").forEach(this::printBehind);
    tellMore(record);
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
      String points = record.path("points").asText();
      return "%s point%s x %s%s = ".formatted(points, points.equals("1") ? "" : "s", rate, part);
    }
    return record.has("quantity") && !rate.isEmpty()
        ? "%s x %s = ".formatted(record.path("quantity").asText(), rate)
        : "";
  }

  private static String images(long count) {
    return count + (count == 1 ? " image" : " images");
  }

  private void printBehind(JsonNode study) {
    boolean saving = study.path("type").asText().equals("SAVING");
    out()
        .println(
            saving
                ? "  study %s: %s bytes saved (record %s)"
                    .formatted(
                        DisplayWidth.printable(study.path("object").asText()),
                        study.path("quantity").asText(),
                        study.path("record").asText())
                : "  study %s: %s, %s bytes, from %s, first at %s (record %s)"
                    .formatted(
                        study.path("study").asText(),
                        images(study.path("images").asLong()),
                        study.path("bytes").asText(),
                        study.path("ae").asText(),
                        study.path("firstArrival").asText(),
                        study.path("record").asText()));
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
