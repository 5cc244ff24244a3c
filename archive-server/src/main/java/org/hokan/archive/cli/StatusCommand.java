package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code hokan status}. */
@Command(
    name = "status",
    description = "Show whether the node runs and how its parts are.",
    footerHeading = "%nExample:%n",
    footer = "  hokan status --data hokan-data")
final class StatusCommand extends NodeCommand {
  @Override
  int run(NodeClient client) {
    JsonNode status = client.get(Query.of("status"));
    boolean ready = status.path("ready").asBoolean();
    if (node.json) {
      printJson(status);
      return ready ? 0 : CliException.REFUSED;
    }
    Table.printOne(
        out(),
        status,
        List.of(
            Column.text("VERSION", "version"),
            Column.text("AE TITLE", "aeTitle"),
            Column.text("DICOM", "dicomAddress"),
            Column.text("HTTP", "httpAddress"),
            Column.text("DATA", "dataFolder"),
            Column.time("STARTED", "startedAt"),
            Column.number("ASSOCIATIONS", "associations"),
            Column.number("FACILITIES", "facilities"),
            Column.number("STUDIES", "studies"),
            Column.number("IMAGES", "instances"),
            Column.bytes("SIZE", "bytes"),
            Column.number("QUARANTINED", "quarantined")));
    out().println();
    table(
        status.path("parts"),
        List.of(
            Column.text("PART", "name"),
            Column.text("STATE", "state"),
            Column.text("DETAIL", "detail")));
    out().println();
    table(
        status.path("optionalPrograms"),
        List.of(
            Column.text("OPTIONAL PROGRAMS FOR", "purpose"),
            Column.text("STATE", "state"),
            Column.text("DETAIL", "detail")));
    return ready ? 0 : CliException.REFUSED;
  }
}
