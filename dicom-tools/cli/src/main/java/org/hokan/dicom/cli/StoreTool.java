package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hokan.dicom.net.dimse.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom store}: sends files and folders. */
@Command(
    name = "store",
    description = {
      "Sends files, and all that is in folders and below (C-STORE), each in its own transfer syntax.",
      "What is no DICOM object is skipped and counted. Exit status 1 when the peer did not take one."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom store --call HOKAN@127.0.0.1:11112 --as ENDO1 exam/",
      "  dicom store --call HOKAN@127.0.0.1:11112 --as ENDO1 \\",
      "    --associations 4 archive/ one.dcm",
      "  dicom store --call HOKAN@127.0.0.1:11112 --as ENDO1 --json exam/ \\",
      "    > result.json"
    })
final class StoreTool implements Callable<Integer> {
  private static final int FAILURES_SHOWN = 20;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();

  @Option(
      names = "--associations",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many associations to use at once, 1 to 256 (default: ${DEFAULT-VALUE}).")
  private int associations;

  @Option(names = "--json", description = "Prints the result as JSON, with all failures.")
  private boolean json;

  @Option(
      names = {"-v", "--verbose"},
      description = "Prints one line for each file.")
  private boolean verbose;

  @Parameters(paramLabel = "FILE|FOLDER", arity = "1..*", description = "What to send.")
  private List<Path> paths = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    check();
    Progress progress = Progress.onTerminal(spec.commandLine().getErr());
    FolderSender sender = new FolderSender(peer.peer(), peer.title(), associations, peer.limits());
    SendReport report = sender.send(paths, new Told(progress));
    progress.clear();
    if (json) {
      spec.commandLine().getOut().println(JsonText.of(map(report)));
    } else {
      print(report);
    }
    return report.complete() && report.sent() > 0 ? Main.DONE : Main.FAILED;
  }

  private void check() {
    if (associations < 1 || associations > 256) {
      throw new ParameterException(
          spec.commandLine(), "--associations %d (expected: 1 to 256)".formatted(associations));
    }
    for (Path path : paths) {
      if (!Files.exists(path)) {
        throw new ParameterException(spec.commandLine(), path + ": no such file or folder");
      }
    }
  }

  private void print(SendReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "sent %s, %s in %s (%s, %s) over %s%n",
        Texts.count(report.sent(), "object"),
        Texts.size(report.bytes()),
        Texts.seconds(report.lasted()),
        Texts.rate(report.sent(), report.lasted(), "objects"),
        Texts.throughput(report.bytes(), report.lasted()),
        Texts.count(report.associations(), "association"));
    if (report.warned() > 0) {
      out.printf("%s of them taken with a warning (-v shows which)%n", report.warned());
    }
    if (report.skipped() > 0) {
      out.printf(
          "skipped %s that %s (-v shows which)%n",
          Texts.count(report.skipped(), "file"),
          report.skipped() == 1 ? "is no DICOM object" : "are no DICOM objects");
    }
    if (report.sent() == 0 && report.complete()) {
      out.println("nothing to send: no DICOM object in " + paths);
    }
    printFailures(out, report);
  }

  private void printFailures(PrintWriter out, SendReport report) {
    if (report.complete()) {
      return;
    }
    out.printf("failed %s:%n", Texts.count(report.failed(), "file"));
    report.failures().stream()
        .limit(FAILURES_SHOWN)
        .forEach(f -> out.printf("  %s: %s%n", f.file(), f.reason().replace("\n", "\n  ")));
    if (report.failed() > FAILURES_SHOWN) {
      out.printf("  and %d more (--json lists them)%n", report.failed() - FAILURES_SHOWN);
    }
  }

  private static Map<String, Object> map(SendReport report) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("sent", report.sent());
    map.put("warned", report.warned());
    map.put("failed", report.failed());
    map.put("skipped", report.skipped());
    map.put("bytes", report.bytes());
    map.put("milliseconds", report.lasted().toMillis());
    map.put("associations", report.associations());
    map.put("failures", report.failures().stream().map(StoreTool::map).toList());
    return map;
  }

  private static Map<String, Object> map(SendReport.Failure failure) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", failure.file().toString());
    failure.sopInstanceUid().ifPresent(uid -> map.put("sopInstanceUid", uid.value()));
    failure.outcome().ifPresent(outcome -> map.put("status", outcome.status().toString()));
    failure
        .outcome()
        .flatMap(Outcome::errorComment)
        .ifPresent(comment -> map.put("errorComment", comment));
    map.put("reason", failure.reason());
    return map;
  }

  /** Tells a person how it goes. */
  private final class Told implements SendListener {
    private final Progress progress;
    private final long begun = System.nanoTime();
    private long found;
    private long done;
    private long bytes;

    Told(Progress progress) {
      this.progress = progress;
    }

    @Override
    public void found(DicomFile file) {
      found++;
      progress.show("found %,d".formatted(found));
    }

    @Override
    public void skipped(Path path, String why) {
      line("skipped %s: %s".formatted(path, why));
    }

    @Override
    public void answered(DicomFile file, Outcome outcome) {
      done++;
      bytes += file.bytes();
      if (!outcome.status().isFailure()) {
        line("sent %s: %s".formatted(file.path(), outcome.status()));
      }
      Duration lasted = Duration.ofNanos(System.nanoTime() - begun);
      progress.show(
          "sent %,d of %,d, %s, %s"
              .formatted(done, found, Texts.size(bytes), Texts.throughput(bytes, lasted)));
    }

    @Override
    public void failed(SendReport.Failure failure) {
      line("failed %s: %s".formatted(failure.file(), failure.reason()));
    }

    private void line(String text) {
      if (verbose && !json) {
        progress.clear();
        spec.commandLine().getOut().println(text);
      }
    }
  }
}
