package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code bin/launch.sh} asks the system for short turns on the processors, and runs the command
 * whatever comes of it. It runs here in a tree of its own, with a stand-in for Java that says how
 * it was called and repeats its standard input.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("bash", "dirname", "readlink", "sed", "find", "nproc", "uname", "cat");
  private static final Path BIN = Path.of("..", "bin");

  @TempDir Path root;
  private Path path;

  @BeforeEach
  void aTreeThatIsUpToDate() throws IOException {
    Files.createDirectories(root.resolve("bin"));
    for (String name : List.of("hokan", "dicom", "launch.sh")) {
      Files.copy(BIN.resolve(name), root.resolve("bin").resolve(name));
    }
    for (String folder :
        List.of(
            "schema",
            "dicom-tools/core/src/main",
            "dicom-tools/core/src/build",
            "archive-server/src/main",
            "archive-server/target/dist")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String file : List.of("pom.xml", "dicom-tools/core/pom.xml", "archive-server/pom.xml")) {
      Files.createFile(root.resolve(file));
    }
    Path built = Files.createFile(root.resolve("archive-server/target/dist/.built"));
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(3600)));
    script(
        Files.createDirectories(root.resolve("jdk/bin")).resolve("java"), "echo ran \"$@\"; cat");
    path = Files.createDirectory(root.resolve("tools"));
    for (String tool : TOOLS) {
      script(path.resolve(tool), "exec %s \"$@\"".formatted(found(tool)));
    }
  }

  @Test
  void aNodeStartsWithoutPerl() throws Exception {
    assertThat(served()).isEqualTo("typed");
  }

  @ParameterizedTest(name = "{0} that does: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "perl  | exit 1", // the system refuses
        "perl  | kill -SYS $$", // a filter of system calls kills whoever tries
        "perl  | kill -KILL $$",
        "perl  | echo noise; echo noise >&2; cat >/dev/null", // neither speaks nor eats
        "perl  | exit 0",
        "sed   | exit 4", // /proc cannot be read
        "sed   | echo 1 2 3", // /proc says less than expected
        "uname | exit 1",
        "uname | echo Plan9 mips",
        "nproc | exit 1"
      })
  void aNodeStartsWhateverComesOfAskingForShortTurns(String tool, String does) throws Exception {
    script(path.resolve(tool), does);
    assertThat(served()).isEqualTo("typed");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "LC_ALL=C.UTF-8",
        "LC_ALL=C.UTF-8 LC_CTYPE=C LC_MESSAGES=C.UTF-8",
        "LANG=C LC_CTYPE=C.UTF-8 LC_MESSAGES=C.UTF-8",
        "LANG=C.UTF-8"
      })
  void theSystemsWordsAreEnglishInTheCharacterSetThatWasChosen(String chosen) throws Exception {
    script(
        root.resolve("jdk/bin/java"),
        "echo ran \"$@\"; cat >/dev/null; echo \"${LC_ALL-none} $LC_MESSAGES ${LC_CTYPE:-$LANG}\"");
    Map<String, String> environment =
        Stream.of(chosen.split(" "))
            .map(variable -> variable.split("="))
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    assertThat(served(environment)).isEqualTo("none C C.UTF-8");
  }

  /** Runs {@code bin/hokan serve} with one line typed; what came out after the call of Java. */
  private String served() throws Exception {
    return served(Map.of());
  }

  private String served(Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(root.resolve("bin/hokan").toString(), "serve", "--help");
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", path.toString());
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.redirectError(root.resolve("stderr").toFile());
    Process process = builder.start();
    process.getOutputStream().write("typed\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(root.resolve("stderr"))).isEmpty();
    assertThat(process.exitValue()).isZero();
    assertThat(out).startsWith("ran ").contains(" org.hokan.archive.node.Main serve --help\n");
    return out.substring(out.indexOf('\n') + 1).strip();
  }

  private static void script(Path file, String does) throws IOException {
    Files.writeString(file, "#!%s\n%s\n".formatted(found("bash"), does));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path found(String tool) {
    return List.of("/bin", "/usr/bin", "/usr/local/bin").stream()
        .map(folder -> Path.of(folder, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(tool + ": not found"));
  }
}
