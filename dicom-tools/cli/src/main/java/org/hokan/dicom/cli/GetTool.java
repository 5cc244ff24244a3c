package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hokan.dicom.cli.DicomFile.ContextNeed;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.service.NoPresentationContextException;
import org.hokan.dicom.net.service.RetrieveResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dicom get}: fetches objects over the same association (C-GET, PS3.4 §C.4.3). */
@Command(
    name = "get",
    description = {
      "Fetches objects from a peer (C-GET) and writes them as files, named by SOP Instance UID.",
      "Asks by C-FIND first which SOP classes there are, unless --sop-class names them.",
      "Exit status 1 when one of them did not come."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom get --call HOKAN@127.0.0.1:11112 --as VIEWER1 --out study/ \\",
      "    -k StudyInstanceUID=1.2.3",
      "  dicom get --call HOKAN@127.0.0.1:11112 --as VIEWER1 --out all/ \\",
      "    --level PATIENT -k PatientID=12345",
      "  dicom get --call PACS@pacs:104 --as ME --out ct/ \\",
      "    --sop-class CTImageStorage -k StudyInstanceUID=1.2.3"
    })
final class GetTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();
  @Mixin private QueryOptions query = new QueryOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where files go; made if it is not there.")
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @Option(
      names = "--sop-class",
      paramLabel = "UID|KEYWORD",
      description = "A SOP class to fetch; may be given many times.")
  private List<String> sopClasses = new ArrayList<>();

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    QueryKeys keys = query.retrieveKeys();
    AssociationProposal.Builder proposal =
        peer.proposal().propose(query.model().get(), Syntaxes.PLAIN);
    for (ContextNeed need : needs(keys)) {
      proposal.proposeAsScp(need.sopClassUid(), List.of(need.transferSyntaxUid()));
    }
    Progress progress = Progress.onTerminal(spec.commandLine().getErr());
    ObjectFiles files = new ObjectFiles(folder, object -> {});
    try (Call call = Call.to(proposal.build(), peer.limits())) {
      RetrieveResult result =
          call.association()
              .get(
                  query.model().get(),
                  keys.identifier(query.level().name()),
                  files,
                  counts -> progress.show(Retrieved.progress(counts)));
      progress.clear();
      return new Retrieved(spec.commandLine(), "fetched", CommandField.C_GET_RQ)
          .report(result, json);
    }
  }

  private List<ContextNeed> needs(QueryKeys keys) throws IOException {
    if (!sopClasses.isEmpty()) {
      return ContextProposals.of(sopClasses.stream().map(this::sopClass).toList(), List.of());
    }
    Set<Uid> classes = new LinkedHashSet<>();
    Set<ContextNeed> known = new LinkedHashSet<>();
    try (Call call =
        Call.to(
            peer.proposal().propose(query.model().find(), Syntaxes.PLAIN).build(), peer.limits())) {
      StoredClasses stored = new StoredClasses(call.association(), query.model());
      stored.find(query.level(), keys);
      classes.addAll(stored.classes());
      known.addAll(stored.needs());
    } catch (NoPresentationContextException e) {
      spec.commandLine()
          .getErr()
          .println("get: the peer answers no C-FIND; asking for the usual SOP classes");
    }
    return ContextProposals.of(
        classes.isEmpty() ? ContextProposals.usualClasses() : classes, known);
  }

  private Uid sopClass(String text) {
    return UidDictionary.entries().stream()
        .filter(entry -> entry.keyword().equalsIgnoreCase(text))
        .findFirst()
        .map(entry -> entry.uid())
        .or(() -> Optional.of(text).filter(Uid::isUid).map(Uid::of))
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "--sop-class %s (expected: a UID or a keyword such as CTImageStorage)"
                        .formatted(text)));
  }
}
