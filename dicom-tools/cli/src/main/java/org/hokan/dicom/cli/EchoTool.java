package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.service.ClientAssociation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dicom echo}: whether a peer answers (Verification, PS3.4 Annex A). */
@Command(
    name = "echo",
    description = "Asks a peer whether it is there (C-ECHO).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom echo --call HOKAN@127.0.0.1:11112 --as ENDO1",
      "  dicom echo --call PACS@pacs.example.org:104 --as ENDO1 --timeout 5 --json"
    })
final class EchoTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();

  @Option(names = "--json", description = "Prints the answer as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    AssociationProposal proposal =
        peer.proposal().propose(Uids.Verification, Syntaxes.PLAIN).build();
    long begun = System.nanoTime();
    try (Call call = Call.to(proposal, peer.limits())) {
      ClientAssociation association = call.association();
      long connected = System.nanoTime();
      Outcome outcome = association.echo();
      Duration connecting = Duration.ofNanos(connected - begun);
      Duration answering = Duration.ofNanos(System.nanoTime() - connected);
      print(association, outcome, connecting, answering);
      return outcome.status().isSuccess() ? Main.DONE : Main.FAILED;
    }
  }

  private void print(
      ClientAssociation association, Outcome outcome, Duration connecting, Duration answering) {
    PrintWriter out = spec.commandLine().getOut();
    String version = association.info().peerImplementationVersionName().orElse("");
    if (json) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("peer", peer.peer().toString());
      answer.put("status", outcome.status().toString());
      answer.put("implementation", version);
      answer.put("connectMilliseconds", connecting.toMillis());
      answer.put("answerMilliseconds", answering.toMillis());
      out.println(JsonText.of(answer));
      return;
    }
    out.printf(
        "%s answers %s%s; association in %d ms, answer in %d ms%n",
        peer.peer(),
        Failures.text(outcome, CommandField.C_ECHO_RQ),
        version.isEmpty() ? "" : " (" + Texts.printable(version) + ")",
        connecting.toMillis(),
        answering.toMillis());
  }
}
