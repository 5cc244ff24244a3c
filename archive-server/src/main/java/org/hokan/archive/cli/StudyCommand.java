package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan study}. */
@Command(
    name = "study",
    description = "What is kept.",
    subcommands = {StudyCommand.ListAll.class, StudyCommand.Show.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan study list --facility demo --patient 12345",
      "  hokan study show 1.2.840.113619.2.1"
    })
final class StudyCommand extends CommandGroup {
  private static final String PATH = "studies";
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("FACILITY", "facility"),
          Column.text("PATIENT ID", "patientId"),
          Column.text("NAME", "patientName"),
          Column.text("DATE", "studyDate"),
          Column.text("DESCRIPTION", "studyDescription"),
          Column.text("MODALITIES", "modalities"),
          Column.number("SERIES", "series"),
          Column.number("IMAGES", "instances"),
          Column.bytes("SIZE", "bytes"),
          Column.time("LAST ARRIVAL", "lastArrival"),
          Column.text("STUDY INSTANCE UID", "studyInstanceUid"));

  @Command(
      name = "list",
      description = "List studies, the latest arrival first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan study list --facility demo --patient 12345 --json")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--patient", paramLabel = "ID", description = "Only of this patient ID.")
    @Nullable String patient;

    @Option(
        names = "--accession",
        paramLabel = "NUMBER",
        description = "Only with this accession number.")
    @Nullable String accession;

    @Option(
        names = "--before",
        paramLabel = "INSTANT",
        description = "Only with the last arrival before this, such as 2026-11-21T10:00:00Z.")
    @Nullable String before;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      Query query =
          Query.of(PATH)
              .with("facility", facility)
              .with("patient", patient)
              .with("accession", accession)
              .with("before", before)
              .with("limit", limit);
      JsonNode items = client.get(query).path("items");
      int status = print(items, COLUMNS, "No study.");
      if (items.size() == limit && !node.json) {
        err()
            .println(
                "There may be more: --limit, or --before "
                    + items.get(limit - 1).path("lastArrival").asText());
      }
      return status;
    }
  }

  @Command(
      name = "show",
      description = "Show a study with its series.",
      footerHeading = "%nExample:%n",
      footer = "  hokan study show 1.2.840.113619.2.1 --facility demo")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "UID", description = "Study Instance UID.")
    String uid = "";

    @Option(
        names = "--facility",
        paramLabel = "CODE",
        description = "Whose; needed when two facilities have it.")
    @Nullable String facility;

    @Override
    int run(NodeClient client) {
      JsonNode study = client.get(Query.of(PATH, uid).with("facility", facility));
      printOne(
          study,
          List.of(
              Column.text("FACILITY", "facility"),
              Column.text("STUDY INSTANCE UID", "studyInstanceUid"),
              Column.text("PATIENT ID", "patientId"),
              Column.text("PATIENT NAME", "patientName"),
              Column.text("BIRTH DATE", "patientBirthDate"),
              Column.text("SEX", "patientSex"),
              Column.text("STUDY DATE", "studyDate"),
              Column.text("STUDY TIME", "studyTime"),
              Column.text("DESCRIPTION", "studyDescription"),
              Column.text("ACCESSION NUMBER", "accessionNumber"),
              Column.text("MODALITIES", "modalities"),
              Column.number("SERIES", "series"),
              Column.number("IMAGES", "instances"),
              Column.bytes("SIZE", "bytes"),
              Column.time("FIRST ARRIVAL", "firstArrival"),
              Column.time("LAST ARRIVAL", "lastArrival"),
              Column.text("SENT BY", "callingAe"),
              Column.text("STORAGE CLASS", "storageClass"),
              Column.text("CONTRACT", "contract"),
              Column.text("RULE", "rule")));
      if (!node.json) {
        out().println();
        table(
            study.path("seriesList"),
            List.of(
                Column.text("MODALITY", "modality"),
                Column.text("NUMBER", "seriesNumber"),
                Column.text("DESCRIPTION", "seriesDescription"),
                Column.number("IMAGES", "instances"),
                Column.bytes("SIZE", "bytes"),
                Column.text("SERIES INSTANCE UID", "seriesInstanceUid")));
        study.path("holds").forEach(this::printHold);
        study.path("procedures").forEach(this::printExam);
      }
      return 0;
    }

    /** What keeps it whatever contracts say; see {@code hold list}. */
    private void printHold(JsonNode hold) {
      out().println();
      out()
          .println(
              DisplayWidth.printable(
                  "On legal hold %s%s since %s, by %s: %s"
                      .formatted(
                          hold.path("id").asText(),
                          hold.has("patient") ? " (its patient)" : "",
                          hold.path("placedAt").asText(),
                          hold.path("placedBy").asText(),
                          hold.path("reason").asText())));
    }

    /** What its modality said of the examination: {@code 41 of 43 are here}. */
    private void printExam(JsonNode step) {
      out().println();
      out()
          .println(
              DisplayWidth.printable(
                  "Step %s of %s: %s"
                      .formatted(
                          step.path("sopInstanceUid").asText(),
                          step.path("callingAe").asText(),
                          step.path("status").asText())));
      if (step.has("ended")) {
        out()
            .println(
                "%d of %d are here"
                    .formatted(step.path("here").asInt(), step.path("instances").asInt()));
        step.path("missing").forEach(uid -> out().println("missing: " + uid.asText()));
      }
    }
  }
}
