package org.hokan.dicom.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.service.RetrieveResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dicom move}: has a peer send objects to somebody (C-MOVE, PS3.4 §C.4.2). */
@Command(
    name = "move",
    description = {
      "Has a peer send objects to an AE that it knows (C-MOVE).",
      "Exit status 1 when one of them could not be sent."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom move --call HOKAN@127.0.0.1:11112 --as VIEWER1 --to VIEWER1 \\",
      "    -k StudyInstanceUID=1.2.3",
      "  dicom move --call HOKAN@127.0.0.1:11112 --as VIEWER1 --to VIEWER1 \\",
      "    --level PATIENT -k PatientID=12345",
      "",
      "To receive at VIEWER1:",
      "  dicom serve --port 11113 --ae-title VIEWER1 --out received/"
    })
final class MoveTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();
  @Mixin private QueryOptions query = new QueryOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TITLE",
      converter = PeerOptions.TitleConverter.class,
      description = "The AE title of the destination, as the peer knows it.")
  @SuppressWarnings("NullAway.Init")
  private String destination;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    DataSet identifier = query.retrieveKeys().identifier(query.level().name());
    Progress progress = Progress.onTerminal(spec.commandLine().getErr());
    try (Call call =
        Call.to(
            peer.proposal().propose(query.model().move(), Syntaxes.PLAIN).build(), peer.limits())) {
      RetrieveResult result =
          call.association()
              .move(
                  query.model().move(),
                  destination,
                  identifier,
                  counts -> progress.show(Retrieved.progress(counts)));
      progress.clear();
      return new Retrieved(spec.commandLine(), "moved", CommandField.C_MOVE_RQ)
          .report(result, json);
    }
  }
}
