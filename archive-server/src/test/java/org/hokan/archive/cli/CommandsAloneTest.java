package org.hokan.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What commands say of themselves, and where no node runs. */
class CommandsAloneTest {
  @Test
  void saysHowToStartANodeWhenNoneRuns(@TempDir Path empty) throws Exception {
    CommandRun none = CommandRun.of("status", "--data", empty.toString());
    assertThat(none.status()).isEqualTo(CliException.NO_NODE);
    assertThat(none.err())
        .contains("no node runs in " + empty + ", or it is still starting")
        .contains("bin/hokan serve --data " + empty);
    Files.writeString(empty.resolve(NodeClient.ADDRESS_FILE), "http://127.0.0.1:1\n");
    Files.writeString(empty.resolve(NodeClient.TOKEN_FILE), "x\n");
    CommandRun gone = CommandRun.of("status", "--data", empty.toString());
    assertThat(gone.status()).isEqualTo(CliException.NO_NODE);
    assertThat(gone.err()).contains("nothing answers at http://127.0.0.1:1");
  }

  @Test
  void aWrongCommandLineIsAUsageError() {
    assertThat(CommandRun.of("facility").status()).isEqualTo(CliException.USAGE);
    assertThat(CommandRun.of("facility", "add").status()).isEqualTo(CliException.USAGE);
    assertThat(CommandRun.of("billing", "close").status()).isEqualTo(CliException.USAGE);
    assertThat(CommandRun.of("billing").err()).contains("which of");
  }

  @Test
  void everyCommandHasADescriptionAnExampleAndExplainedOptions() {
    CommandLine hokan = CommandRun.hokan();
    assertThat(hokan.getSubcommands().keySet())
        .containsExactlyInAnyOrder(
            "facility",
            "ae",
            "contract",
            "backup",
            "rule",
            "study",
            "explain",
            "quarantine",
            "commitment",
            "procedure",
            "compression",
            "hold",
            "deletion",
            "forward",
            "notice",
            "billing",
            "receipt",
            "index",
            "storage",
            "job",
            "audit",
            "status");
    hokan.getSubcommands().values().forEach(CommandsAloneTest::checkHelp);
  }

  private static void checkHelp(CommandLine command) {
    CommandLine.Model.CommandSpec spec = command.getCommandSpec();
    String name = spec.qualifiedName();
    assertThat(spec.usageMessage().description()).as(name).isNotEmpty();
    assertThat(spec.usageMessage().footer()).as(name).isNotEmpty();
    assertThat(String.join("\n", spec.usageMessage().footer())).as(name).contains(name);
    spec.options().forEach(o -> assertThat(o.description()).as(name + " " + o).isNotEmpty());
    spec.positionalParameters().forEach(p -> assertThat(p.description()).as(name).isNotEmpty());
    command.getSubcommands().values().forEach(CommandsAloneTest::checkHelp);
  }
}
