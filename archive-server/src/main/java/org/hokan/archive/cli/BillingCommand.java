package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hokan billing}. */
@Command(
    name = "billing",
    description = "The ledger of what was kept and what it costs; months and their statements.",
    subcommands = {
      BillingCommand.Records.class,
      BillingCommand.Statements.class,
      BillingCommand.CloseMonth.class,
      BillingExplainCommand.class,
      BillingCommand.Export.class,
      InvoiceCommand.class,
      BillingCommand.Correct.class,
      BillingCommand.Bill.class,
      BillingCommand.Verify.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan billing records --month 2026-11",
      "  hokan billing close --month 2026-11",
      "  hokan billing export --month 2026-11 --format csv --out november.csv"
    })
final class BillingCommand extends CommandGroup {
  private static final String PATH = "billing";
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final List<Column> STATEMENT =
      List.of(
          Column.text("STATEMENT", "number"),
          Column.text("MONTH", "month"),
          Column.text("FACILITY", "facility"),
          Column.number("RECORDS", "records"),
          Column.number("IMAGES", "images"),
          Column.bytes("SIZE", "bytes"),
          Column.number("NET", "net"),
          Column.number("TOTAL", "total"),
          Column.text("CURRENCY", "currency"),
          Column.time("CLOSED AT", "closedAt"),
          Column.text("BY", "closedBy"));

  @Command(
      name = "records",
      description = "List billing records.",
      footerHeading = "%nExample:%n",
      footer = "  hokan billing records --month 2026-11 --facility demo")
  static final class Records extends NodeCommand {
    @Option(names = "--month", paramLabel = "YYYY-MM", description = "Only of this month.")
    @Nullable String month;

    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(
        names = "--type",
        description = "Only of this type, such as STUDY, PERIOD or ADJUSTMENT.")
    @Nullable String type;

    @Option(
        names = "--after",
        paramLabel = "NUMBER",
        description = "Only higher numbers: the next page.")
    @Nullable Long after;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 1000;

    @Override
    int run(NodeClient client) {
      Query query =
          Query.of(PATH, "records")
              .with("month", month)
              .with("facility", facility)
              .with("type", type)
              .with("after", after)
              .with("limit", limit);
      JsonNode items = client.get(query).path("items");
      int status =
          print(
              items,
              List.of(
                  Column.number("RECORD", "record"),
                  Column.text("MONTH", "month"),
                  Column.text("STATEMENT", "statement"),
                  Column.text("FACILITY", "facility"),
                  Column.text("TYPE", "type"),
                  Column.text("CONTRACT", "contract"),
                  Column.text("FROM", "periodFrom"),
                  Column.text("UNTIL", "periodUntil"),
                  Column.text("STUDY", "study"),
                  Column.number("IMAGES", "images"),
                  Column.text("ITEM", "item"),
                  Column.text("OBJECT", "object"),
                  Column.number("QUANTITY", "quantity"),
                  Column.number("AMOUNT", "amount"),
                  Column.text("CURRENCY", "currency"),
                  Column.text("REASON", "reason")),
              items.isEmpty() ? none(client) : "");
      if (items.size() == limit && !node.json) {
        err()
            .println(
                "There may be more: --limit, or --after "
                    + items.get(limit - 1).path("record").asText());
      }
      return status;
    }

    /** Only of an open month, or of none, something may be still to come. */
    private String none(NodeClient client) {
      boolean closed =
          month != null
              && client
                  .get(Query.of(PATH, "close").with("month", month))
                  .path("state")
                  .asText()
                  .equals("CLOSED");
      return closed
          ? "No such billing record; %s is closed.".formatted(month)
          : "No billing record. An examination is recorded when it has ended (some time after its last image, see billing.quiet-time), a period when its month is closed.";
    }
  }

  @Command(
      name = "statements",
      description = "List the statements of closed months.",
      footerHeading = "%nExample:%n",
      footer = "  hokan billing statements --month 2026-11")
  static final class Statements extends NodeCommand {
    @Option(names = "--month", paramLabel = "YYYY-MM", description = "Only of this month.")
    @Nullable String month;

    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(
        names = "--after",
        paramLabel = "STATEMENT",
        description = "Only those behind this one: the next page.")
    @Nullable String after;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      Query query =
          Query.of(PATH, "statements")
              .with("month", month)
              .with("facility", facility)
              .with("after", after)
              .with("limit", limit);
      JsonNode items = client.get(query).path("items");
      int status =
          print(
              items, STATEMENT, "No statement. Close a month: hokan billing close --month YYYY-MM");
      if (!node.json) {
        items.forEach(this::tellEarly);
        if (items.size() == limit) {
          err()
              .println(
                  "There may be more: --limit, or --after "
                      + items.get(limit - 1).path("number").asText());
        }
      }
      return status;
    }

    private void tellEarly(JsonNode statement) {
      if (statement.hasNonNull("closedEarly")) {
        err()
            .println(
                "%s: closed as of %s, before the month ended; what came, fell due or ended after that is billed later."
                    .formatted(
                        statement.path("number").asText(), statement.path("closedEarly").asText()));
      }
    }
  }

  @Command(
      name = "close",
      description = {
        "Close a month, and every earlier open one with it: one statement for each facility.",
        "A closed month never changes."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan billing close --month 2026-11",
        "  hokan billing close --month 2026-11 --yes     # before the month has ended"
      })
  static final class CloseMonth extends NodeCommand {
    @Option(
        names = "--month",
        required = true,
        paramLabel = "YYYY-MM",
        description = "Which month.")
    String month = "";

    @Option(names = "--no-wait", description = "Start it and do not wait for its end.")
    boolean noWait;

    @Option(names = "--yes", description = "Close it also when it has not ended.")
    boolean yes;

    @Override
    int run(NodeClient client) {
      JsonNode before = client.get(Query.of(PATH, "close").with("month", month));
      warn(before);
      boolean begun = before.path("begun").asBoolean(true); // otherwise the node says so
      if (begun && !before.path("ended").asBoolean(true) && !yes) {
        throw new CliException(
            CliException.REFUSED,
            "%s has not ended, nothing is closed (expected: --yes to close it all the same)"
                .formatted(month));
      }
      JsonNode close = client.send("POST", Query.of(PATH, "close"), object().put("month", month));
      String shown = "";
      while (!noWait && close.path("state").asText().equals("CLOSING")) {
        LockSupport.parkNanos(PAUSE.toNanos());
        close = client.get(Query.of(PATH, "close").with("month", month));
        String progress = close.path("problem").asText() + close.path("progress").asText();
        if (!node.json && !progress.isEmpty() && !progress.equals(shown)) {
          shown = progress;
          err().println(progress);
          err().flush();
        }
      }
      boolean givenUp = close.path("state").asText().equals("GIVEN_UP");
      if (node.json) {
        printJson(close);
        return givenUp ? CliException.REFUSED : 0;
      }
      if (givenUp) {
        throw new CliException(
            CliException.REFUSED,
            "%s: given up: %s (expected: no failure; closing it again goes on)"
                .formatted(month, close.path("problem").asText()));
      }
      if (!close.path("state").asText().equals("CLOSED")) {
        out()
            .println("%s is being closed (see: hokan billing close --month %1$s)".formatted(month));
        return 0;
      }
      JsonNode statements = close.path("statements");
      long count = close.path("statementCount").asLong();
      out().println("%s is closed: %s.".formatted(month, Counts.of(count, "statement")));
      if (!statements.isEmpty()) {
        table(statements, STATEMENT);
      }
      if (count > statements.size()) {
        out()
            .println(
                "These are the first %d; all: hokan billing statements --month %s"
                    .formatted(statements.size(), month));
      }
      if (!close.path("note").asText().isEmpty()) {
        out().println(close.path("note").asText());
      }
      return 0;
    }
  }

  @Command(
      name = "export",
      description = "Write a month's billing records to a file or the output.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  hokan billing export --month 2026-11 --format csv --out november.csv",
        "  hokan billing export --month 2026-11 --format json --facility demo"
      })
  static final class Export extends NodeCommand {
    @Option(
        names = "--month",
        required = true,
        paramLabel = "YYYY-MM",
        description = "Which month.")
    String month = "";

    @Option(names = "--format", description = "csv (default) or json.")
    @Nullable String format;

    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(
        names = "--encoding",
        description = "Of CSV: utf-8 (default), utf-8-bom or shift-jis, for spreadsheet programs.")
    @Nullable String encoding;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "Where to (default: the output). An existing file is replaced.")
    @Nullable Path file;

    @Override
    int run(NodeClient client) throws IOException {
      String form = format == null ? node.json ? "json" : "csv" : format;
      Query query =
          Query.of(PATH, "export")
              .with("month", month)
              .with("format", form)
              .with("facility", facility)
              .with("encoding", encoding);
      if (file == null) {
        client.download(query, this::print);
        return 0;
      }
      write(client, query, file.toAbsolutePath());
      JsonNode statements =
          client
              .get(Query.of(PATH, "statements").with("month", month).with("limit", 1))
              .path("items");
      String state =
          statements.isEmpty()
              ? " (no statement covers it: it is open, or nothing was recorded)"
              : "";
      long replaced = replaced(file);
      String lacks =
          replaced == 0
              ? ""
              : " %d characters that Shift_JIS lacks stand as 〓.".formatted(replaced);
      ObjectNode done =
          object().put("month", month).put("file", file.toString()).put("replaced", replaced);
      return done(done, "%s is written to %s%s.%s".formatted(month, file, state, lacks));
    }

    private void print(InputStream body) throws IOException {
      new InputStreamReader(body, charset()).transferTo(out());
    }

    private boolean isShiftJis() {
      return "shift-jis".equals(encoding);
    }

    private Charset charset() {
      return isShiftJis() ? Charset.forName("windows-31j") : StandardCharsets.UTF_8;
    }

    /** How many geta marks the node wrote where the encoding has no character. */
    private long replaced(Path written) throws IOException {
      if (!isShiftJis()) {
        return 0;
      }
      try (BufferedReader reader = Files.newBufferedReader(written, charset())) {
        long count = 0;
        for (int character; (character = reader.read()) >= 0; ) {
          count += character == '〓' ? 1 : 0;
        }
        return count;
      }
    }

    /** The folder that a file is to be written into; refused when it is not there. */
    static Path requireFolder(Path file) {
      Path folder = file.getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        throw new CliException(
            CliException.USAGE, "%s: no such folder (expected: one that exists)".formatted(folder));
      }
      return folder;
    }

    /** Writes beside the file first, so that the file is there as a whole or not at all. */
    static void write(NodeClient client, Query query, Path file) throws IOException {
      Path folder = requireFolder(file);
      Path part = Files.createTempFile(folder, file.getFileName().toString(), ".part");
      try {
        try (OutputStream out = Files.newOutputStream(part)) {
          client.download(query, in -> in.transferTo(out));
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  @Command(
      name = "correct",
      description = "Add a correction to the first open month; negative to give money back.",
      footerHeading = "%nExample:%n",
      footer =
          "  hokan billing correct --facility demo --amount=-2500 --currency JPY --reason \"Two months free\" --reference 202611-0001/2")
  static final class Correct extends NodeCommand {
    @Option(names = "--facility", required = true, paramLabel = "CODE", description = "Whose bill.")
    String facility = "";

    @Option(
        names = "--amount",
        required = true,
        description = "What is added; negative to give back.")
    String amount = "";

    @Option(names = "--currency", required = true, description = "Such as JPY or EUR.")
    String currency = "";

    @Option(names = "--reason", required = true, description = "Why, for the reader of the bill.")
    String reason = "";

    @Option(
        names = "--reference",
        required = true,
        description =
            "What it corrects: a statement's number, a line as NUMBER/LINE, a record's number, or other words.")
    String reference = "";

    @Option(names = "--contract", description = "The contract that it is about.")
    @Nullable String contract;

    @Option(names = "--yes", description = "Also when its month has the very same correction.")
    boolean yes;

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("facility", facility).put("amount", amount);
      body.put("again", yes);
      body.put("currency", currency).put("reason", reason).put("reference", reference);
      put(body, "contract", contract);
      JsonNode added = client.send("POST", Query.of(PATH, "corrections"), body);
      return done(
          added,
          "Record %s: %s %s in %s."
              .formatted(
                  added.path("record").asText(),
                  currency,
                  added.path("amount").asText(),
                  added.path("month").asText()));
    }
  }

  @Command(
      name = "bill",
      description = "Bill a service once, at the price that the facility's contract names for it.",
      footerHeading = "%nExample:%n",
      footer =
          "  hokan billing bill --facility demo --service \"ISO image\" --quantity 2 --reference \"order 17\"")
  static final class Bill extends NodeCommand {
    @Option(names = "--facility", required = true, paramLabel = "CODE", description = "Whose bill.")
    String facility = "";

    @Option(
        names = "--service",
        required = true,
        paramLabel = "NAME",
        description = "Its name in the contract.")
    String service = "";

    @Option(names = "--quantity", description = "How many (default: ${DEFAULT-VALUE}).")
    long quantity = 1;

    @Option(
        names = "--object",
        paramLabel = "UID",
        description = "What it was done to, such as a study (default: the facility).")
    @Nullable String object;

    @Option(
        names = "--reference",
        required = true,
        description = "The order's own number; what was billed with it is not billed again.")
    String reference = "";

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("facility", facility).put("service", service);
      body.put("quantity", Long.toString(quantity)).put("reference", reference);
      put(body, "object", object);
      JsonNode added = client.send("POST", Query.of(PATH, "services"), body);
      return done(
          added,
          "Record %s: %d x %s, %s %s in %s."
              .formatted(
                  added.path("record").asText(),
                  quantity,
                  service,
                  added.path("currency").asText(),
                  added.path("amount").asText(),
                  added.path("month").asText()));
    }
  }

  @Command(
      name = "verify",
      description = "Walk the whole ledger and say what is not as it was written.",
      footerHeading = "%nExample:%n",
      footer = "  hokan billing verify")
  static final class Verify extends NodeCommand {
    @Override
    int run(NodeClient client) {
      JsonNode check = client.get(Query.of(PATH, "verify"));
      boolean intact = check.path("intact").asBoolean();
      if (node.json) {
        printJson(check);
      } else {
        out()
            .println(
                "%s, %s: %s"
                    .formatted(
                        Counts.of(check.path("records").asLong(), "record"),
                        Counts.of(check.path("statements").asLong(), "statement"),
                        intact ? "all as they were written." : "NOT as they were written:"));
        check.path("problems").forEach(problem -> out().println("  " + problem.asText()));
        long more = check.path("found").asLong() - check.path("problems").size();
        if (more > 0) {
          out().println("  and %d more.".formatted(more));
        }
      }
      return intact ? 0 : CliException.REFUSED;
    }
  }
}
