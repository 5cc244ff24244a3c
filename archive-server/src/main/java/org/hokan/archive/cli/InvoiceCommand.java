package org.hokan.archive.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan billing invoice}. */
@Command(
    name = "invoice",
    description = "Write a statement as an invoice: PDF, or UBL 2.1 by Peppol's rules for Japan.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan billing invoice 202611-0001 --out invoice.pdf",
      "  hokan billing invoice 202611-0001 --language en --out invoice.pdf",
      "  hokan billing invoice 202611-0001 --format ubl --out invoice.xml"
    })
final class InvoiceCommand extends NodeCommand {
  @Parameters(paramLabel = "STATEMENT", description = "A statement's number.")
  String statement = "";

  @Option(names = "--format", description = "pdf (default), ubl or json.")
  String format = "pdf";

  @Option(names = "--language", description = "ja (default) or en.")
  @Nullable String language;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where to. An existing file is replaced.")
  @SuppressWarnings("NullAway.Init")
  private Path file;

  @Override
  int run(NodeClient client) throws IOException {
    Query query =
        Query.of("billing", "invoice")
            .with("statement", statement)
            .with("format", format)
            .with("language", language);
    BillingCommand.Export.write(client, query, file.toAbsolutePath());
    return done(
        object().put("statement", statement).put("file", file.toString()),
        "%s is written to %s.".formatted(statement, file));
  }
}
