package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hokan deletion}. */
@Command(
    name = "deletion",
    description = "Destroy what no contract keeps any longer: proposed, approved, then run.",
    subcommands = {
      DeletionCommand.Propose.class,
      DeletionCommand.ListAll.class,
      DeletionCommand.Show.class,
      DeletionCommand.Approve.class,
      DeletionCommand.Reject.class,
      DeletionCommand.Run.class,
      DeletionCommand.Certificates.class,
      DeletionCommand.OneCertificate.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hokan deletion propose --facility demo --signed-by \"K. Sato\"",
      "  hokan deletion show 3",
      "  hokan deletion approve 3 --signed-by \"M. Ito\"",
      "  hokan deletion run 3 --signed-by \"K. Sato\""
    })
final class DeletionCommand extends CommandGroup {
  private static final String PATH = "deletions";
  private static final String CERTIFICATES = "certificates";

  private static final List<Column> STUDIES =
      List.of(
          Column.number("PLACE", "place"),
          Column.text("PATIENT ID", "patientId"),
          Column.number("IMAGES", "images"),
          Column.bytes("SIZE", "bytes"),
          Column.time("LAST ARRIVAL", "lastArrival"),
          Column.text("KEPT UNTIL", "keptUntil"),
          Column.text("STATE", "state"),
          Column.text("PROBLEM", "problem"),
          Column.number("CERTIFICATE", "certificate"),
          Column.text("STUDY INSTANCE UID", "studyInstanceUid"),
          Column.text("BY", "why"));

  private static final List<Column> CERTIFICATE =
      List.of(
          Column.number("CERTIFICATE", "id"),
          Column.text("FACILITY", "facility"),
          Column.text("PATIENT ID", "patientId"),
          Column.text("STUDY INSTANCE UID", "studyInstanceUid"),
          Column.text("STUDY DATE", "studyDate"),
          Column.text("CONTRACT", "contract"),
          Column.number("IMAGES", "images"),
          Column.bytes("SIZE", "bytes"),
          Column.time("DESTROYED", "destroyedAt"),
          Column.text("REASON", "reason"),
          Column.text("PROPOSED BY", "proposedBy"),
          Column.text("APPROVED BY", "approvedBy"),
          Column.text("DESTROYED BY", "destroyedBy"),
          Column.number("DELETION", "deletion"),
          Column.time("CAME AGAIN", "againAt"));

  /** Of what is destroyed: 0 B when compaction has given back all of it. */
  private static final Column IN_PACKS = Column.bytes("STILL IN PACKS", "bytesInPacks");

  @Command(
      name = "propose",
      description = "Begin a list of a facility's studies that nothing keeps any longer.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion propose --facility demo --signed-by \"K. Sato\"")
  static final class Propose extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", required = true, description = "Whose.")
    String facility = "";

    @Option(names = "--note", paramLabel = "TEXT", description = "Why now.")
    @Nullable String note;

    @Mixin SignedBy signed = new SignedBy();

    @Override
    int run(NodeClient client) {
      ObjectNode body = object().put("facility", facility);
      put(body, "note", note);
      JsonNode list = client.send("POST", Query.of(PATH), signed.on(body));
      long id = list.path("id").asLong();
      return done(
          list, "List %d is being made; look at it with: hokan deletion show %d".formatted(id, id));
    }
  }

  @Command(
      name = "list",
      description = "List the lists, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion list --facility demo")
  static final class ListAll extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Mixin Page page = new Page();

    @Override
    int run(NodeClient client) {
      Query query = page.of(Query.of(PATH).with("facility", facility));
      return print(
          client.get(query).path("items"),
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.text("STATE", "state"),
              Column.number("STUDIES", "studies"),
              Column.bytes("SIZE", "bytes"),
              Column.number("HELD", "held"),
              Column.text("PROPOSED BY", "proposedBy"),
              Column.time("AT", "proposedAt"),
              Column.text("APPROVED BY", "approvals"),
              Column.number("DESTROYED", "destroyed"),
              Column.number("KEPT", "kept"),
              Column.number("FAILED", "failed")),
          "No list.");
    }
  }

  @Command(
      name = "show",
      description = "Show a list with its studies.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion show 3")
  static final class Show extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number.")
    long id;

    @Option(names = "--after", paramLabel = "PLACE", description = "Only later places.")
    @Nullable Long after;

    @Option(names = "--limit", description = "At most so many studies (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Override
    int run(NodeClient client) {
      ObjectNode list = (ObjectNode) client.get(Query.of(PATH, Long.toString(id)));
      JsonNode items =
          client
              .get(
                  Query.of(PATH, Long.toString(id), "studies")
                      .with("after", after)
                      .with("limit", limit))
              .path("items");
      list.set("items", items);
      printOne(
          list,
          List.of(
              Column.number("NUMBER", "id"),
              Column.text("FACILITY", "facility"),
              Column.text("STATE", "state"),
              Column.text("NOTE", "note"),
              Column.text("PROPOSED BY", "proposedBy"),
              Column.time("PROPOSED", "proposedAt"),
              Column.number("STUDIES", "studies"),
              Column.number("IMAGES", "images"),
              Column.bytes("SIZE", "bytes"),
              Column.number("HELD", "held"),
              Column.text("FIRST NOT DUE UNTIL", "nextKeptUntil"),
              Column.text("APPROVED BY", "approvals"),
              Column.number("APPROVALS NEEDED", "approvalsNeeded"),
              Column.text("RUN BY", "runBy"),
              Column.time("ENDED", "endedAt"),
              Column.number("DESTROYED", "destroyed"),
              Column.number("KEPT", "kept"),
              Column.number("FAILED", "failed"),
              IN_PACKS));
      if (!node.json) {
        out().println();
        if (list.path("state").asText().equals("EMPTY")) {
          out().println(whyEmpty(list));
        } else {
          table(items, STUDIES);
        }
      }
      return 0;
    }

    private static String whyEmpty(JsonNode list) {
      String held =
          list.path("held").asLong() > 0
              ? " but %d studies on legal hold".formatted(list.path("held").asLong())
              : "";
      String next =
          list.has("nextKeptUntil")
              ? "; the first of the others must be kept until "
                  + list.path("nextKeptUntil").asText()
              : "; no contract or rule says an end of anything else that is kept";
      return "Nothing was due" + held + next + ".";
    }
  }

  @Command(
      name = "approve",
      description = "Say that the studies of a list may be destroyed.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion approve 3 --signed-by \"M. Ito\"")
  static final class Approve extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number.")
    long id;

    @Mixin SignedBy signed = new SignedBy();

    @Override
    int run(NodeClient client) {
      JsonNode list =
          client.send("POST", Query.of(PATH, Long.toString(id), "approve"), signed.on(object()));
      return done(
          list,
          "Deletion %d is %s: %d of %d approvals."
              .formatted(
                  id,
                  list.path("state").asText(),
                  list.path("approvals").size(),
                  list.path("approvalsNeeded").asInt()));
    }
  }

  @Command(
      name = "reject",
      description = "End a list; nothing of it is destroyed.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion reject 3 --reason \"not before the audit\" --signed-by \"M. Ito\"")
  static final class Reject extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number.")
    long id;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why.")
    String reason = "";

    @Mixin SignedBy signed = new SignedBy();

    @Override
    int run(NodeClient client) {
      JsonNode list =
          client.send(
              "POST",
              Query.of(PATH, Long.toString(id), "reject"),
              signed.on(object().put("reason", reason)));
      return done(list, "Deletion %d is rejected.".formatted(id));
    }
  }

  @Command(
      name = "run",
      description = "Destroy the studies of an approved list; again: those that failed.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion run 3 --signed-by \"K. Sato\"")
  static final class Run extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number.")
    long id;

    @Mixin SignedBy signed = new SignedBy();

    @Override
    int run(NodeClient client) {
      JsonNode list =
          client.send("POST", Query.of(PATH, Long.toString(id), "run"), signed.on(object()));
      return done(
          list, "Deletion %d runs; how far it is: hokan deletion show %d".formatted(id, id));
    }
  }

  @Command(
      name = "certificates",
      description = "List certificates of destruction, the latest first.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion certificates --facility demo --patient 12345")
  static final class Certificates extends NodeCommand {
    @Option(names = "--facility", paramLabel = "CODE", description = "Only this facility's.")
    @Nullable String facility;

    @Option(names = "--study", paramLabel = "UID", description = "Only of this study.")
    @Nullable String study;

    @Option(names = "--patient", paramLabel = "ID", description = "Only of this patient ID.")
    @Nullable String patient;

    @Mixin Page page = new Page();

    @Override
    int run(NodeClient client) {
      Query query =
          page.of(
              Query.of(CERTIFICATES)
                  .with("facility", facility)
                  .with("study", study)
                  .with("patient", patient));
      return print(client.get(query).path("items"), CERTIFICATE, "Nothing was destroyed.");
    }
  }

  @Command(
      name = "certificate",
      description = "Show a certificate of destruction with the digest of each instance.",
      footerHeading = "%nExample:%n",
      footer = "  hokan deletion certificate 12")
  static final class OneCertificate extends NodeCommand {
    @Parameters(paramLabel = "NUMBER", description = "Its number.")
    long id;

    @Option(names = "--after", paramLabel = "UID", description = "Only higher UIDs: the next page.")
    @Nullable String after;

    @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 1000;

    @Override
    int run(NodeClient client) {
      JsonNode certificate =
          client.get(
              Query.of(CERTIFICATES, Long.toString(id)).with("after", after).with("limit", limit));
      printOne(certificate, Stream.concat(CERTIFICATE.stream(), Stream.of(IN_PACKS)).toList());
      if (!node.json) {
        out().println();
        table(
            certificate.path("instances"),
            List.of(
                Column.text("SOP INSTANCE UID", "sopInstanceUid"),
                Column.bytes("SIZE", "bytes"),
                Column.text("SHA-256", "digest")));
      }
      return 0;
    }
  }
}
