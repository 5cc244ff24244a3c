package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.CommandField;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.NResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom mpps}: tells that an examination begins and ends (MPPS, PS3.4 Annex F). */
@Command(
    name = "mpps",
    description = {
      "Tells that an examination has begun or ended (MPPS: N-CREATE, N-SET), with the list of its"
          + " images.",
      "The files are looked into, not sent: dicom store does that. 'create' prints the UID that"
          + " the other actions need; without one they begin the step first. Exit status 0 when the"
          + " peer took it and no file was left out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom mpps create --call HOKAN@127.0.0.1:11112 --as ENDO1 exam/",
      "  dicom mpps complete --call HOKAN@127.0.0.1:11112 --as ENDO1 \\",
      "    --uid 2.25.1234 exam/",
      "  dicom mpps discontinue --call HOKAN@127.0.0.1:11112 --as ENDO1 --json exam/"
    })
final class MppsTool implements Callable<Integer> {
  /** What to tell. */
  enum Action {
    CREATE("IN PROGRESS"),
    COMPLETE("COMPLETED"),
    DISCONTINUE("DISCONTINUED");

    private final String status;

    Action(String status) {
      this.status = status;
    }

    /** As it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();

  @Parameters(index = "0", paramLabel = "ACTION", description = "One of ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private Action action;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE|FOLDER",
      description = "The objects of one study.")
  private List<Path> paths = new ArrayList<>();

  @Option(
      names = "--uid",
      paramLabel = "UID",
      description = "SOP Instance UID of the step (default: a new one).")
  private @Nullable String uid;

  @Option(names = "--json", description = "Prints the answer as JSON.")
  private boolean json;

  /** Whether a file is an object that cannot be named to the peer. */
  private boolean unclear;

  @Override
  public Integer call() throws IOException {
    Uid step = uid == null ? Uid.of(UUID.randomUUID()) : checked(uid);
    ProcedureStep procedure = new ProcedureStep(ExamFiles.in(paths, this::unclear), peer.title());
    AssociationProposal proposal =
        peer.proposal().propose(Uids.ModalityPerformedProcedureStep, Syntaxes.PLAIN).build();
    try (Call call = Call.to(proposal, peer.limits())) {
      boolean told = tell(call.association(), procedure, step);
      if (told) {
        print(procedure, step);
      }
      return told && !unclear ? Main.DONE : Main.FAILED;
    }
  }

  private void unclear(Path path, Exception why) {
    unclear = true;
    spec.commandLine().getErr().println(path + ": not in the list: " + Failures.text(why));
  }

  private Uid checked(String text) {
    if (!Uid.isUid(text)) {
      throw new ParameterException(
          spec.commandLine(), "--uid %s (expected: a UID, digits and dots)".formatted(text));
    }
    return Uid.of(text);
  }

  private boolean tell(ClientAssociation association, ProcedureStep procedure, Uid step)
      throws IOException {
    LocalDateTime now = LocalDateTime.now();
    Uid sopClass = Uids.ModalityPerformedProcedureStep;
    boolean begins = action == Action.CREATE || uid == null;
    if (begins
        && !went(
            association.create(sopClass, Optional.of(step), procedure.begun(now)),
            CommandField.N_CREATE_RQ)) {
      return false;
    }
    return action == Action.CREATE
        || went(
            association.set(sopClass, step, procedure.ended(action.status, now)),
            CommandField.N_SET_RQ);
  }

  private boolean went(NResult result, CommandField operation) {
    boolean failed = result.status().isFailure();
    if (failed) {
      spec.commandLine()
          .getErr()
          .println("%s: %s".formatted(operation, Failures.text(result.outcome(), operation)));
    }
    return !failed;
  }

  private void print(ProcedureStep procedure, Uid step) {
    if (json) {
      spec.commandLine().getOut().println(JsonText.of(procedure.summary(step, action.status)));
    } else {
      spec.commandLine()
          .getOut()
          .printf(
              "%s %s, %s of study %s%n",
              step,
              action.status,
              Texts.count(procedure.instances(), "object"),
              procedure.exam().study());
    }
  }
}
