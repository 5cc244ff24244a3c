package org.hokan.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The fuzz tests of a module: every kept input again, and a short guided search over all targets
 * together. With the system property {@code fuzz.seconds} each target is searched alone for that
 * long, and only those that {@code fuzz.target} names if it is set.
 */
public abstract class FuzzSuite {
  private static final int MOMENT_SECONDS = 3;
  private static final Path FOLDER = Path.of("target", "fuzz").toAbsolutePath();

  /** The targets of the module. */
  protected abstract List<FuzzTarget> targets();

  @TestFactory
  final List<DynamicTest> everySeedAndEveryFormerFindingPasses() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (FuzzTarget target : targets()) {
      for (Map.Entry<String, byte[]> input : new Corpus(target).inputs().entrySet()) {
        tests.add(
            DynamicTest.dynamicTest(
                target.name() + ", " + input.getKey(), () -> target.run(input.getValue())));
      }
    }
    return tests;
  }

  @TestFactory
  final Stream<DynamicTest> guidedSearchFindsNothing() {
    Optional<Integer> seconds = Optional.ofNullable(Integer.getInteger("fuzz.seconds"));
    if (seconds.isEmpty()) {
      return Stream.of(
          DynamicTest.dynamicTest("all targets", () -> search("all", targets(), MOMENT_SECONDS)));
    }
    return Targets.chosen(targets(), System.getProperty("fuzz.target", "")).stream()
        .map(
            target ->
                DynamicTest.dynamicTest(
                    target.name(), () -> search(target.name(), List.of(target), seconds.get())));
  }

  private static void search(String name, List<FuzzTarget> targets, int seconds)
      throws IOException, InterruptedException {
    new Campaign(targets, Files.createDirectories(FOLDER.resolve(name)), seconds).run();
  }
}
