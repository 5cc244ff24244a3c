package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dicom load}: measures how fast a peer stores. */
@Command(
    name = "load",
    description = {
      "Measures how fast a peer stores (C-STORE).",
      "Sends stills under new UIDs over some associations, each waiting for each answer, and tells"
          + " images/s, MB/s and response times. The stills are made (endoscopic, JPEG Baseline) or"
          + " come from a folder. What is stored stays at the peer.",
      "Exit status 1 when one was not stored."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom load --call HOKAN@127.0.0.1:11112 --as ENDO1",
      "  dicom load --call HOKAN@127.0.0.1:11112 --associations 8 --duration 30",
      "  dicom load --call HOKAN@127.0.0.1:11112 --files exam/ --count 5000 --json"
    })
final class LoadTool implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
  private static final int MOST_ASSOCIATIONS = 1000;
  private static final int MOST_FILES = 127;
  private static final long USUAL_COUNT = 1000;
  private static final int LARGEST_SIDE = 20_000;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Mixin private PeerOptions peer = new PeerOptions();

  @Option(
      names = "--associations",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many associations at once, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int associations;

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "How many images in all (default: 1000, or no limit with --duration).")
  private Optional<Long> count = Optional.empty();

  @Option(names = "--duration", paramLabel = "SECONDS", description = "How long to send.")
  private Optional<Integer> duration = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How long to send before measuring (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--size",
      paramLabel = "WIDTHxHEIGHT",
      defaultValue = "1280x1024",
      description = "Size of the stills that are made (default: ${DEFAULT-VALUE}, about 277 kB).")
  private String size = "";

  @Option(
      names = "--files",
      paramLabel = "FOLDER",
      description = "Sends the objects in this folder (at most 127) instead, in turn.")
  private Optional<Path> files = Optional.empty();

  @Option(
      names = "--images-per-study",
      paramLabel = "N",
      defaultValue = "40",
      description = "After how many a new study and patient begins (default: ${DEFAULT-VALUE}).")
  private int imagesPerStudy;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    check();
    List<LoadObject> objects = objects();
    LoadRun.Extent extent =
        new LoadRun.Extent(
            count.orElse(duration.isPresent() ? Long.MAX_VALUE : USUAL_COUNT),
            duration.map(Duration::ofSeconds).orElse(Duration.ofDays(365)),
            Duration.ofSeconds(warmUp),
            imagesPerStudy);
    LoadRun.Peer called =
        new LoadRun.Peer(
            peer.peer(), peer.title(), (int) peer.limits().operationTimeout().toMillis());
    LoadRun run = new LoadRun(called, objects, extent, new LoadUids(new SplittableRandom()));
    LoadReport report = run.run(associations, Progress.onTerminal(spec.commandLine().getErr()));
    print(report, objects);
    return report.complete() ? Main.DONE : Main.FAILED;
  }

  private void check() {
    check("--associations", associations, 1, MOST_ASSOCIATIONS);
    check("--count", count.orElse(1L), 1, Long.MAX_VALUE);
    check("--duration", duration.orElse(1), 1, Integer.MAX_VALUE);
    check("--warm-up", warmUp, 0, Integer.MAX_VALUE);
    check("--images-per-study", imagesPerStudy, 1, Integer.MAX_VALUE);
  }

  private void check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s %d (expected: %d to %d)".formatted(option, value, least, most));
    }
  }

  private List<LoadObject> objects() throws IOException {
    return files.isPresent() ? read(files.get()) : List.of(made());
  }

  private LoadObject made() throws IOException {
    Matcher sides = SIZE.matcher(size);
    if (!sides.matches()) {
      throw new ParameterException(
          spec.commandLine(), "--size %s (expected: WIDTHxHEIGHT)".formatted(size));
    }
    int columns = Integer.parseInt(sides.group(1));
    int rows = Integer.parseInt(sides.group(2));
    check("--size", columns, 1, LARGEST_SIDE);
    check("--size", rows, 1, LARGEST_SIDE);
    System.setProperty("java.awt.headless", "true");
    return LoadPicture.of(columns, rows);
  }

  private List<LoadObject> read(Path folder) throws IOException {
    List<LoadObject> objects = new ArrayList<>();
    PrintWriter err = spec.commandLine().getErr();
    Iterator<Path> walk =
        new FileWalk(
            List.of(folder),
            (path, why) -> err.println("skipped %s: %s".formatted(path, Failures.text(why))));
    while (walk.hasNext() && objects.size() < MOST_FILES) {
      Path path = walk.next();
      try {
        FileScan.scan(path);
        objects.add(LoadObject.read(path));
      } catch (IOException e) {
        err.println("skipped %s: %s".formatted(path, Failures.text(e)));
      }
    }
    if (objects.isEmpty()) {
      throw new ToolException("nothing to send: no DICOM object in " + folder);
    }
    return objects;
  }

  private void print(LoadReport report, List<LoadObject> objects) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonText.of(report.asMap()));
      return;
    }
    if (report.stored() == 0) {
      out.println("stored no image");
    } else {
      printRate(out, report, objects);
    }
    report.failures().forEach((why, times) -> out.printf("failed %d x: %s%n", times, why));
  }

  private static void printRate(PrintWriter out, LoadReport report, List<LoadObject> objects) {
    long each = objects.stream().mapToLong(o -> o.dataSet().length).sum() / objects.size();
    out.printf(
        "stored %s of %s over %s in %s: %.0f images/s, %.1f MB/s%n",
        Texts.count(report.stored(), "image"),
        Texts.size(each),
        Texts.count(report.associations(), "association"),
        Texts.seconds(report.lasted()),
        report.imagesPerSecond(),
        report.megabytesPerSecond());
    out.printf(
        "response time: p50 %.2f ms, p90 %.2f ms, p99 %.2f ms, max %.1f ms%n",
        report.milliseconds(0.5),
        report.milliseconds(0.9),
        report.milliseconds(0.99),
        report.milliseconds(1));
  }
}
