package org.hokan.archive.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hokan demo}: the whole main job, in a temporary folder. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole main job in a temporary folder, over real sockets.",
      "A node starts; a hospital with an endoscope and a viewer is admitted; a contract and a rule"
          + " are agreed; two exams of real endoscope pictures are sent, kept smaller, found by"
          + " patient ID and fetched back; every byte is compared; the month is closed and its bill printed. Each"
          + " line shows the command that you would type. Exit status 0 only if all of it held."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  hokan demo", "  hokan demo --keep     # then go on with commands of your own"})
final class DemoCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(names = "--keep", description = "Leaves the node running until Ctrl-C.")
  private boolean keep;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    DemoScreen screen = new DemoScreen(out);
    Path folder = Files.createTempDirectory("hokan-demo-");
    Path data = folder.resolve("data");
    int dicomPort = Demo.freePort();
    int httpPort = Demo.freePort();
    List<String> settings = List.of("dicom.port=" + dicomPort, "http.port=" + httpPort);
    LogLevels.quiet();
    screen.step(
        "A node starts",
        DemoScreen.shown(
            "bin/hokan",
            "serve",
            "--data",
            data.toString(),
            "--set",
            settings.get(0),
            "--set",
            settings.get(1)));
    try (RunningNode running = RunningNode.start(Demo.configuration(data, settings))) {
      new Demo(screen, folder, pictures(), Clock.systemDefaultZone()).run(running.node());
      screen.say("");
      screen.say("All held. What was made is in " + folder);
      if (keep) {
        screen.say("The node runs on; name it with --data %s. Ctrl-C ends it.".formatted(data));
        running.await();
      }
      return 0;
    } catch (DemoException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }

  /** The endoscope pictures that come with the sources. */
  private static Path pictures() {
    Path pictures = Path.of(System.getProperty("hokan.root", "."), "test-data", "endoscopy");
    if (!Files.isDirectory(pictures)) {
      throw new DemoException(
          "%s: not there (expected: the pictures of a clone; start bin/hokan from one)"
              .formatted(pictures));
    }
    return pictures;
  }
}
