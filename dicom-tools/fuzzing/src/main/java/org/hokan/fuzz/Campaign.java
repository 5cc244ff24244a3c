package org.hokan.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of Jazzer over one or several targets, in a process of its own with little memory, so
 * that what asks for too much of it, or of time, is a finding, too.
 */
final class Campaign {
  private static final String HEAP = "-Xmx256m";
  private static final int MOST_SECONDS_FOR_AN_INPUT = 60;
  private static final int LONGEST_INPUT = 81_920; // more than the longest item of a PDU
  private static final int LINES_SHOWN = 60;

  private final List<FuzzTarget> targets;
  private final Path folder;
  private final int seconds;

  /**
   * @param folder what was found interesting is kept here for the next run
   */
  Campaign(List<FuzzTarget> targets, Path folder, int seconds) {
    this.targets = targets;
    this.folder = folder;
    this.seconds = seconds;
  }

  /**
   * Runs it.
   *
   * @throws AssertionError when something was found; says what, and where the input lies
   */
  void run() throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    writeSeeds(Files.createDirectories(folder.resolve("seeds")));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command(corpus))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    int status;
    try {
      status = process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    if (status != 0) {
      throw new AssertionError(
          "status %d%n%s%n%s".formatted(status, tail(log), kept(findings(folder))));
    }
  }

  private void writeSeeds(Path seeds) throws IOException {
    for (int i = 0; i < targets.size(); i++) {
      for (Map.Entry<String, byte[]> input : new Corpus(targets.get(i)).inputs().entrySet()) {
        byte[] bytes = input.getValue();
        Files.write(
            seeds.resolve(targets.get(i).name() + " " + input.getKey()),
            targets.size() == 1 ? bytes : Entry.picking(i, bytes));
      }
    }
  }

  private List<String> command(Path corpus) {
    String names =
        targets.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(","));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(HEAP);
    command.add("-XX:+UseSerialGC");
    command.add("-D" + Entry.TARGETS + "=" + names);
    command.add("-Dhokan.root=" + System.getProperty("hokan.root"));
    if (seconds < 60) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + Entry.class.getName());
    command.add("--instrumentation_includes=org.hokan.**");
    command.add("--custom_hook_includes=org.hokan.**");
    command.add("--reproducer_path=" + folder);
    command.add("-artifact_prefix=" + folder + "/");
    command.add("-max_total_time=" + seconds);
    if (seconds < 60) {
      command.add("-seed=1"); // a brief search, as of every build, goes the same way each time
    }
    command.add("-timeout=" + MOST_SECONDS_FOR_AN_INPUT);
    command.add("-max_len=" + LONGEST_INPUT);
    command.add("-rss_limit_mb=0"); // the heap is limited instead
    command.add(corpus.toString());
    command.add(folder.resolve("seeds").toString());
    return command;
  }

  private static List<Path> findings(Path folder) throws IOException {
    return Corpus.files(folder).stream()
        .filter(file -> file.getFileName().toString().matches("(crash|timeout|oom)-.*"))
        .toList();
  }

  /** Puts the findings where they can be looked at, as inputs of their own targets. */
  private String kept(List<Path> findings) throws IOException {
    StringBuilder told = new StringBuilder();
    for (Path finding : findings) {
      byte[] input = Files.readAllBytes(finding);
      FuzzTarget target = targets.get(0);
      if (targets.size() > 1 && input.length > 0) {
        Map.Entry<FuzzTarget, byte[]> picked = Entry.pick(targets, input);
        target = picked.getKey();
        input = picked.getValue();
      }
      Path kept =
          Files.createDirectories(folder.resolveSibling("findings").resolve(target.name()))
              .resolve(finding.getFileName());
      Files.write(kept, input);
      Files.delete(finding);
      told.append(
          "found %s (mend it, and put the file to test-data/fuzz/%s with a row in SOURCES.md)%n"
              .formatted(kept, target.name()));
    }
    return told.toString();
  }

  private static String tail(Path log) throws IOException {
    List<String> lines =
        Files.readString(log, java.nio.charset.StandardCharsets.ISO_8859_1)
            .lines()
            .filter(line -> !line.startsWith("INFO: Instrumented") && !line.startsWith("#"))
            .toList();
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES_SHOWN))
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
