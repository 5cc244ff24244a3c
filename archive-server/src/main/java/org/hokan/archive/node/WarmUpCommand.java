package org.hokan.archive.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads the classes that commands and a starting node need, so that the launcher can write them
 * into a class data sharing archive: later starts take a fraction of the time.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Loads the node's classes; for the launcher.")
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("hokan-warm-up-");
    LogLevels.quiet();
    PrintWriter nowhere = new PrintWriter(OutputStream.nullOutputStream());
    Path data = folder.resolve("data");
    List<String> settings =
        List.of("dicom.port=" + Demo.freePort(), "http.port=" + Demo.freePort());
    try (RunningNode running = RunningNode.start(Demo.configuration(data, settings))) {
      Path pictures = Path.of(System.getProperty("hokan.root", "."), "test-data", "endoscopy");
      new Demo(new DemoScreen(nowhere), folder, pictures, Clock.systemDefaultZone())
          .run(running.node());
    }
    ScratchFolder.delete(folder);
    return 0;
  }
}
