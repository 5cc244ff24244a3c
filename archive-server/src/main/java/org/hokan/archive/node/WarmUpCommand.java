package org.hokan.archive.node;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
    Files.walkFileTree(folder, new Deleting());
    return 0;
  }

  /** Removes a folder and all in it. */
  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
