package org.hokan.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every class that the tables of faults name is there, among the tests of this project. */
class FaultsTest {
  private static final Path ROOT = Path.of(System.getProperty("hokan.root"));
  private static final Path FAULTS = ROOT.resolve("archive-server/docs/faults.md");

  @Test
  void namesTestsThatExist() throws IOException {
    Set<String> there = tests();
    for (String table : List.of("faults-lost", "faults-stopped", "faults-refused")) {
      assertThat(CheckedTable.of(FAULTS, table).column(2))
          .isNotEmpty()
          .allSatisfy(cell -> assertThat(there).containsAll(Arrays.asList(cell.split(", "))));
    }
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(ROOT.resolve("archive-server/src/test/java")),
            Files.walk(ROOT.resolve("dicom-tools"))
                .filter(file -> file.toString().contains("/src/test/java/")))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
