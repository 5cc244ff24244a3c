package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node in a process of its own, as {@code bin/hokan serve} runs it, on ports that are free. Packs
 * and batches are small, so that all that happens to them happens often.
 */
final class NodeProcess implements AutoCloseable {
  private static final Pattern LISTENS = Pattern.compile("\\s+for DICOM .* on port (\\d+)");
  private static final int PATIENCE_SECONDS = 60;
  private static final List<String> JVM =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path data;
  private final Path log;
  private final Process process;
  private final int dicomPort;
  private volatile boolean killed;

  private NodeProcess(Path data, Path log, Process process) throws IOException {
    this.data = data;
    this.log = log;
    this.process = process;
    this.dicomPort = portWhenReady();
  }

  /** Starts a node and waits until it listens. */
  static NodeProcess start(Path data, Path log) throws IOException {
    return start(data, log, JVM, settings());
  }

  /** The same, with more settings. */
  static NodeProcess start(Path data, Path log, List<String> more) throws IOException {
    List<String> settings = new ArrayList<>(settings());
    settings.addAll(more);
    return start(data, log, JVM, settings);
  }

  /**
   * Starts a node and waits until it listens.
   *
   * @param jvm options of the Java machine
   * @param settings of the configuration, {@code key=value}
   */
  static NodeProcess start(Path data, Path log, List<String> jvm, List<String> settings)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "-Dlogback.configurationFile=logback.xml",
            Main.class.getName(),
            "serve",
            "--data",
            data.toString()));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("MALLOC_ARENA_MAX", "2"); // as bin/launch.sh does
    Process process = builder.start();
    try {
      return new NodeProcess(data, log, process);
    } catch (IOException | RuntimeException | Error e) {
      process.destroyForcibly();
      throw e;
    }
  }

  long pid() {
    return process.pid();
  }

  private static List<String> settings() {
    return List.of(
        "dicom.host=127.0.0.1",
        "dicom.port=0",
        "http.port=0",
        "storage.minimum-free-space=0B",
        "storage.pack-size=4MiB",
        "storage.large-object-size=200KiB",
        "storage.write-ahead-min=64KiB",
        "storage.write-ahead-max=1MiB",
        "storage.idle-close=1s",
        "ingest.queue-size=100",
        "ingest.batch-size=10",
        "billing.quiet-time=100ms",
        "node.rehearsal=0s",
        "node.stop-timeout=10s");
  }

  private int portWhenReady() throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int port = 0;
    String line = lines.readLine();
    while (line != null && !line.startsWith("Ctrl-C")) {
      Matcher listens = LISTENS.matcher(line);
      if (listens.matches()) {
        port = Integer.parseInt(listens.group(1));
      }
      line = lines.readLine();
    }
    if (line == null) {
      throw new AssertionError(
          "the node did not start: exit status %s; its log:%n%s".formatted(exitStatus(), log()));
    }
    Thread rest = new Thread(() -> drain(lines), "node output");
    rest.setDaemon(true);
    rest.start();
    return port;
  }

  /** So that it never waits for a reader; ends with the process. */
  private static void drain(BufferedReader lines) {
    try {
      lines.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The process was killed.
    }
  }

  int dicomPort() {
    return dicomPort;
  }

  private String exitStatus() {
    try {
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
          ? Integer.toString(process.exitValue())
          : "none";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "none";
    }
  }

  /** What it logged. */
  String log() throws IOException {
    return Files.readString(log);
  }

  /** Runs a command against it as a person would; it must succeed. */
  String run(String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = run(out, err, command);
    assertThat(status).as("%s: %s%s", List.of(command), out, err).isZero();
    return out.toString();
  }

  /** The same; it may fail. */
  void attempt(String... command) {
    run(new StringWriter(), new StringWriter(), command);
  }

  private int run(StringWriter out, StringWriter err, String... command) {
    List<String> all = new ArrayList<>(Arrays.asList(command));
    all.addAll(List.of("--data", data.toString()));
    return Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended by itself; its exit status. */
  int ended() throws InterruptedException {
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Whether it was, or is about to be: then nothing is answered. */
  boolean isKilled() {
    return killed;
  }

  /** SIGKILL: no code of the node runs any more. */
  void kill() throws InterruptedException {
    killed = true;
    process.destroyForcibly();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * SIGTERM: the node stops in order.
   *
   * @return its exit status
   */
  int terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
