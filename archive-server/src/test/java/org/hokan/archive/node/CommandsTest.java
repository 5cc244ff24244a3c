package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What holds for each command of {@code bin/hokan}. */
class CommandsTest {
  private static final int LONGEST_SENTENCE = 100;
  private static final Pattern DOCUMENT =
      Pattern.compile("[A-Za-z0-9/_-]*docs/[A-Za-z0-9/_.-]*\\.md");

  static Stream<String> all() {
    return below(Main.commands());
  }

  private static Stream<String> below(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName()),
        command.getSubcommands().values().stream()
            .distinct()
            .filter(each -> !each.getCommandSpec().usageMessage().hidden())
            .flatMap(CommandsTest::below));
  }

  @ParameterizedTest
  @MethodSource("all")
  void itExplainsItself(String command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = (command + " --help").replaceFirst("^hokan ", "").split(" ");
    int status = Main.run(new PrintWriter(out), new PrintWriter(err), words);
    assertThat(status).as(err.toString()).isZero();
    assertThat(out.toString()).contains("Usage: " + command);
  }

  @ParameterizedTest
  @MethodSource("all")
  void itShowsAnExample(String command) {
    StringWriter out = new StringWriter();
    String[] words = (command + " --help").replaceFirst("^hokan ", "").split(" ");
    Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), words);
    assertThat(out.toString()).contains("  " + command);
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsExamplesGoIntoAShellAsTheyStand(String command) {
    StringWriter out = new StringWriter();
    String[] words = (command + " --help").replaceFirst("^hokan ", "").split(" ");
    Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), words);
    String examples =
        out.toString().replaceFirst("(?s).*\nExamples?:\n", "").replaceFirst("(?s)\n\n.*", "");
    assertThat(examples.lines()).allMatch(line -> line.length() <= 80);
    assertThat(examples.replace(" \\\n", "").lines())
        .as("none goes on in a next line without saying so")
        .allMatch(line -> line.isEmpty() || line.startsWith("  "));
  }

  /** A list of commands shows the first line of each description, and nothing behind it. */
  @ParameterizedTest
  @MethodSource("all")
  void itsFirstLineIsShortAndWhole(String command) {
    CommandLine line = Main.commands();
    for (String word : command.replaceFirst("^hokan ?", "").split(" ")) {
      line = word.isEmpty() ? line : line.getSubcommands().get(word);
    }
    String[] description = line.getCommandSpec().usageMessage().description();
    assertThat(description).as(command).isNotEmpty();
    assertThat(description[0]).as(command).hasSizeLessThanOrEqualTo(LONGEST_SENTENCE).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("all")
  void itNamesADocumentByAPathThatThereIs(String command) {
    StringWriter out = new StringWriter();
    String[] words = (command + " --help").replaceFirst("^hokan ", "").split(" ");
    Main.run(new PrintWriter(out), new PrintWriter(new StringWriter()), words);
    Matcher named = DOCUMENT.matcher(out.toString().replaceAll("\\s+", " "));
    while (named.find()) {
      assertThat(Path.of(System.getProperty("hokan.root"), named.group())).exists();
    }
  }

  @Test
  void onlyTheOneThatTheFirstWordNamesIsReadForThatTakesTime() {
    assertThat(Main.commands("status", "--json").getSubcommands()).containsOnlyKeys("status");
    assertThat(Main.commands("--help").getSubcommands()).containsKeys("serve", "status");
  }

  @Test
  void aWordThatNamesNoneIsAnsweredWithThoseLikeIt() {
    StringWriter err = new StringWriter();
    Main.run(new PrintWriter(new StringWriter()), new PrintWriter(err), "statsu");
    assertThat(err.toString()).contains("statsu").contains("status");
  }
}
