package org.hokan.archive.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hokan receipt}. */
@Command(
    name = "receipt",
    description = "Show that a study is in the ledger; check it without the node.",
    subcommands = {
      ReceiptCommand.Show.class,
      ReceiptCommand.Key.class,
      ReceiptCommand.Verify.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan receipt show 1.2.3.4 --facility demo --out study.receipt",
      "  hokan receipt verify study.receipt --key MCowBQYDK2VwAyEA..."
    })
final class ReceiptCommand extends CommandGroup {
  private static final String PATH = "billing";

  @Command(
      name = "show",
      description = "Write the receipt for a study: its records and the way from them to the seal.",
      footerHeading = "%nExample:%n",
      footer = "  hokan receipt show 1.2.3.4 --facility demo --out study.receipt")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "STUDY", description = "Study Instance UID.")
    String study = "";

    @Option(
        names = "--facility",
        required = true,
        paramLabel = "CODE",
        description = "Whose study.")
    String facility = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to (default: the output).")
    @Nullable Path file;

    @Override
    int run(NodeClient client) throws IOException {
      if (file != null) {
        BillingCommand.Export.requireFolder(file.toAbsolutePath());
      }
      JsonNode receipt =
          client.get(Query.of(PATH, "receipt").with("study", study).with("facility", facility));
      if (file == null) {
        printJson(receipt);
        return 0;
      }
      Files.writeString(file, receipt.toPrettyString() + "\n");
      long open = 0;
      for (JsonNode record : receipt.path("records")) {
        open += record.has("seal") ? 0 : 1;
      }
      return done(
          object().put("file", file.toString()).put("notSealed", open),
          open == 0
              ? "%s is written.".formatted(file)
              : "%s is written; %d of its records are sealed when their day ends."
                  .formatted(file, open));
    }
  }

  @Command(
      name = "key",
      description = "Show the public key that the node's seals are signed with.",
      footerHeading = "%nExample:%n",
      footer = "  hokan receipt key")
  static final class Key extends NodeCommand {
    @Override
    int run(NodeClient client) {
      JsonNode key = client.get(Query.of(PATH, "key"));
      return done(key, key.path("publicKey").asText());
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Check a receipt with the node's public key; needs no node.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:All that it says is in the ledger of the node with this key.",
        "1:It is no receipt, or not all of it could be shown; the lines say why.",
        "2:The command line is wrong: no such file, no key."
      },
      footerHeading = "%nExample:%n",
      footer = "  hokan receipt verify study.receipt --key MCowBQYDK2VwAyEA...")
  static final class Verify implements Callable<Integer> {
    private static final long LONGEST = 50_000_000;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The receipt.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "BASE64",
        description = "The node's public key, as hokan receipt key and statements show it.")
    private String key = "";

    @Option(
        names = "--facility",
        paramLabel = "CODE",
        description = "Whose receipt it must be; without it, the one that is printed.")
    private Optional<String> facility = Optional.empty();

    @Override
    public Integer call() throws IOException {
      try {
        return check();
      } catch (CliException e) {
        spec.commandLine()
            .getErr()
            .println("hokan: " + DisplayWidth.printable(String.valueOf(e.getMessage())));
        return e.exitCode();
      }
    }

    private int check() throws IOException {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST) {
        throw new CliException(
            CliException.USAGE,
            "%s: no file of at most %d bytes (expected: a receipt)".formatted(file, LONGEST));
      }
      PublicKey publicKey = ReceiptCheck.key(key);
      ReceiptCheck check = ReceiptCheck.of(receipt(), facility, publicKey);
      List<String> lines = check.lines();
      lines.forEach(line -> spec.commandLine().getOut().println(DisplayWidth.printable(line)));
      return check.isGood() ? 0 : CliException.REFUSED;
    }

    private JsonNode receipt() throws IOException {
      try {
        return NodeClient.JSON.readTree(file.toFile());
      } catch (JsonProcessingException e) {
        throw new CliException(
            CliException.REFUSED,
            "%s: no JSON at line %d, column %d (expected: a file of hokan receipt show)"
                .formatted(file, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
      }
    }
  }
}
