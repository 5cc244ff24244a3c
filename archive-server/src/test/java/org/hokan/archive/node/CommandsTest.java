package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What holds for each command of {@code bin/hokan}. */
class CommandsTest {

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
}
