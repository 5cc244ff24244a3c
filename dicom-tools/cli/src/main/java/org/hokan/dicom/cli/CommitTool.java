package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.hokan.dicom.cli.CommitmentClient.Reference;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.CommandField;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom commit}: asks for storage commitment (PS3.4 Annex J). */
@Command(
    name = "commit",
    description = {
      "Asks a peer to commit to the safekeeping of objects (storage commitment, N-ACTION), and"
          + " waits for its report.",
      "The files are looked into, not sent. The report is awaited on the same association or, with"
          + " --port, on one that the peer asks for. Exit status 0 when the objects of all"
          + " files are committed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom commit --call HOKAN@127.0.0.1:11112 --as ENDO1 exam/",
      "  dicom commit --call HOKAN@127.0.0.1:11112 --as ENDO1 --port 11113 \\",
      "    --wait 600 exam/",
      "  dicom commit --call HOKAN@127.0.0.1:11112 --as ENDO1 --json exam/ \\",
      "    > result.json"
    })
final class CommitTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "Listens here for the report, and releases the association of the request; the peer must"
              + " know this address for our AE title.")
  private @Nullable Integer port;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long the report may take (default: ${DEFAULT-VALUE}).")
  private int waitSeconds;

  @Option(
      names = "--transaction",
      paramLabel = "UID",
      description = "Transaction UID (default: a new one).")
  private @Nullable String transaction;

  @Option(names = "--json", description = "Prints the result as JSON, with all failures.")
  private boolean json;

  @Parameters(paramLabel = "FILE|FOLDER", arity = "1..*", description = "The objects.")
  private List<Path> paths = new ArrayList<>();

  /** Whether a file is an object that cannot be named to the peer. */
  private boolean unclear;

  @Override
  public Integer call() throws IOException {
    Optional<Uid> transactionUid = Optional.ofNullable(transaction).map(this::uid);
    List<Reference> references = references();
    CommitmentClient client =
        new CommitmentClient(
            peer.peer(),
            peer.title(),
            peer.limits(),
            port == null ? OptionalInt.empty() : OptionalInt.of(port));
    CommitmentClient.Result result =
        client.commit(transactionUid, references, Duration.ofSeconds(Math.max(1, waitSeconds)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(map(result)));
    } else {
      print(out, result);
    }
    return result.reported() && result.failed().isEmpty() && !unclear ? Main.DONE : Main.FAILED;
  }

  private Uid uid(String text) {
    if (!Uid.isUid(text)) {
      throw new ParameterException(
          spec.commandLine(),
          "--transaction %s (expected: a UID, digits and dots)".formatted(text));
    }
    return Uid.of(text);
  }

  private List<Reference> references() throws IOException {
    Set<Reference> found = new LinkedHashSet<>();
    FileWalk walk =
        new FileWalk(
            paths,
            (folder, why) -> {
              throw new ToolException(folder + ": " + Failures.text(why));
            });
    while (walk.hasNext()) {
      Path path = walk.next();
      try {
        DicomFile file = FileScan.scan(path);
        found.add(new Reference(file.sopClassUid(), file.sopInstanceUid()));
      } catch (FileScan.NotStorableException e) {
        // No DICOM object: passed over, as dicom store does.
      } catch (IOException e) {
        unclear = true;
        spec.commandLine().getErr().println(path + ": not asked for: " + Failures.text(e));
      }
    }
    if (found.isEmpty()) {
      throw new ToolException("nothing to commit: no DICOM object in " + paths);
    }
    return List.copyOf(found);
  }

  private void print(PrintWriter out, CommitmentClient.Result result) {
    if (result.answer().status().isFailure()) {
      out.println("refused: " + answer(result));
      return;
    }
    if (!result.reported()) {
      out.printf(
          "accepted, but no report within %d s (transaction %s)%n",
          waitSeconds, result.transactionUid());
      return;
    }
    out.printf(
        "committed %s, failed %d (transaction %s)%n",
        Texts.count(result.committed().size(), "object"),
        result.failed().size(),
        result.transactionUid());
    result.failed().forEach(f -> out.printf("  %s: %s%n", f.sopInstanceUid(), reason(f.reason())));
  }

  private static String answer(CommitmentClient.Result result) {
    return Failures.text(result.answer().outcome(), CommandField.N_ACTION_RQ);
  }

  /** Failure Reason in words (PS3.3 C.14.1.1). */
  static String reason(int code) {
    String meaning =
        switch (code) {
          case 0x0110 -> "processing failure";
          case 0x0112 -> "no such object instance";
          case 0x0119 -> "class/instance conflict";
          case 0x0122 -> "referenced SOP class not supported";
          case 0x0131 -> "duplicate transaction UID";
          case 0x0213 -> "resource limitation";
          default -> "unknown reason";
        };
    return "%04XH %s".formatted(code, meaning);
  }

  private static Map<String, Object> map(CommitmentClient.Result result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("transactionUid", result.transactionUid().value());
    map.put("status", result.answer().status().toString());
    map.put("answer", answer(result));
    map.put("reported", result.reported());
    map.put("committed", result.committed().stream().map(Uid::value).toList());
    map.put(
        "failed",
        result.failed().stream()
            .map(
                f ->
                    Map.of(
                        "sopInstanceUid", f.sopInstanceUid().value(), "reason", reason(f.reason())))
            .toList());
    return map;
  }
}
