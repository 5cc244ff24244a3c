package org.hokan.archive.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hokan.archive.CheckedTable;
import org.hokan.archive.web.OpenApiAnswers;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Whatever can be done can be done by a command and by REST, and stands in the document. */
class AbilitiesTest {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("hokan.root"), "archive-server/docs/abilities.md");

  /** What needs no node, or is the node. */
  private static final Set<String> COMMANDS_ALONE =
      Set.of("receipt verify", "serve", "restore", "demo");

  @Test
  void everyCommandStandsInTheDocument() throws IOException {
    assertThat(cells(1))
        .isEqualTo(leaves(Main.commands()).collect(TreeSet::new, Set::add, Set::addAll));
  }

  @Test
  void everyRestOperationStandsInTheDocument() throws IOException {
    assertThat(cells(2))
        .isEqualTo(OpenApiAnswers.operations(Set.of("GET", "POST", "PUT", "DELETE")));
  }

  @Test
  void everyAbilityHasBoth() throws IOException {
    for (List<String> row : CheckedTable.of(DOCUMENT, "abilities").rows()) {
      assertThat(row).as("%s", row).hasSize(3).doesNotContain("");
      if (row.get(2).equals("-")) {
        assertThat(COMMANDS_ALONE).as("%s", row).containsAll(List.of(row.get(1).split(", ")));
      }
    }
  }

  private static Set<String> cells(int column) throws IOException {
    Set<String> cells = new TreeSet<>();
    CheckedTable.of(DOCUMENT, "abilities")
        .column(column)
        .forEach(cell -> cells.addAll(Arrays.asList(cell.split(", "))));
    cells.remove("-");
    return cells;
  }

  private static Stream<String> leaves(CommandLine command) {
    if (command.getSubcommands().isEmpty()) {
      return Stream.of(command.getCommandSpec().qualifiedName().replaceFirst("^hokan ", ""));
    }
    return command.getSubcommands().values().stream()
        .distinct()
        .filter(each -> !each.getCommandSpec().usageMessage().hidden())
        .flatMap(AbilitiesTest::leaves);
  }
}
