package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dicom find}: asks a peer what it has (C-FIND, PS3.4 §C.4.1). */
@Command(
    name = "find",
    description = {
      "Asks a peer for patients, studies, series or images (C-FIND).",
      "Exit status 0 also when there is no match."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom find --call HOKAN@127.0.0.1:11112 --as ENDO1 --level STUDY \\",
      "    -k PatientID=12345",
      "  dicom find --call HOKAN@127.0.0.1:11112 --as ENDO1 -k PatientName=Yamada* \\",
      "    -k StudyDate=20261101-",
      "  dicom find --call HOKAN@127.0.0.1:11112 --as ENDO1 --level SERIES \\",
      "    -k StudyInstanceUID=1.2.3 --json",
      "  dicom find --call HOKAN@127.0.0.1:11112 --as ENDO1 --level PATIENT \\",
      "    --model patient --only -k PatientID"
    })
final class FindTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();
  @Mixin private QueryOptions query = new QueryOptions();

  @Option(names = "--json", description = "Prints the matches as DICOM JSON (PS3.18 Annex F).")
  private boolean json;

  @Option(names = "--only", description = "Asks for the given keys only, not for the usual ones.")
  private boolean only;

  @Option(
      names = "--cancel-after",
      paramLabel = "N",
      description = "Sends C-CANCEL after so many matches.")
  private int cancelAfter;

  private int matches;

  @Override
  public Integer call() throws IOException {
    QueryKeys keys = query.keys();
    if (!only) {
      keys = keys.withDefaults(query.level().shown());
    }
    Output output = json ? new JsonOutput(spec.commandLine().getOut()) : new TableOutput(keys);
    Outcome outcome = find(keys.identifier(query.level().name()), output);
    output.end();
    return report(outcome);
  }

  private Outcome find(DataSet identifier, Output output) throws IOException {
    try (Call call =
        Call.to(
            peer.proposal().propose(query.model().find(), Syntaxes.PLAIN).build(), peer.limits())) {
      return call.association()
          .find(
              query.model().find(),
              identifier,
              match -> {
                matches++;
                output.match(match);
                return cancelAfter <= 0 || matches < cancelAfter;
              });
    }
  }

  private int report(Outcome outcome) {
    PrintWriter err = spec.commandLine().getErr();
    switch (outcome.status().category()) {
      case SUCCESS ->
          err.println(matches == 0 ? "no match" : Texts.count(matches, "match", "matches"));
      case CANCEL -> err.println("cancelled after " + Texts.count(matches, "match", "matches"));
      case WARNING, PENDING, FAILURE ->
          err.println("find: " + Failures.text(outcome, CommandField.C_FIND_RQ));
    }
    return outcome.status().isFailure() ? Main.FAILED : Main.DONE;
  }

  /** Where matches go. */
  interface Output {
    void match(DataSet match);

    void end();
  }

  private final class TableOutput implements Output {
    private final List<Integer> columns;
    private final Table table;

    TableOutput(QueryKeys keys) {
      columns = keys.columns();
      table =
          new Table(
              spec.commandLine().getOut(),
              columns.stream()
                  .map(tag -> ElementDictionary.keywordOf(tag).orElse(Element.format(tag)))
                  .toList());
    }

    @Override
    public void match(DataSet match) {
      table.row(columns.stream().map(tag -> cell(match, tag)).toList());
    }

    private static String cell(DataSet match, int tag) {
      int items = match.items(tag).size();
      return items > 0 ? Texts.count(items, "item") : String.join("\\", match.strings(tag));
    }

    @Override
    public void end() {
      table.end();
    }
  }
}
