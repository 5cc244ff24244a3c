package org.hokan.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the map for newcomers to the rooms that there are and to what they use. */
class ArchitectureMapTest {
  private static final String BASE = "org.hokan.archive.";
  private static final Path MAP =
      Path.of(System.getProperty("hokan.root"), "archive-server", "docs", "architecture.md");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.hokan.archive");

  @Test
  void showsEveryRoomWithWhatItUses() throws IOException {
    Map<String, Set<String>> shown = new TreeMap<>();
    for (List<String> row : CheckedTable.of(MAP, "rooms").rows()) {
      shown.put(row.get(1), words(row.get(4)));
    }

    Map<String, Set<String>> there = rooms();
    there.put("node", Set.of("every room"));
    assertThat(shown).isEqualTo(there);
  }

  @Test
  void namesDoorsThatAreThere() throws IOException {
    for (List<String> row : CheckedTable.of(MAP, "rooms").rows()) {
      for (String door : words(row.get(2))) {
        assertThat(CLASSES.contain(BASE + row.get(1) + "." + door)).as(door).isTrue();
      }
    }
  }

  private static Set<String> words(String cell) {
    return Arrays.stream(cell.split(", "))
        .filter(word -> !word.equals("nothing"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Set<String>> rooms() {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : CLASSES) {
      Set<String> others = uses.computeIfAbsent(room(type), room -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass())
          .filter(target -> target.getPackageName().startsWith(BASE))
          .map(ArchitectureMapTest::room)
          .filter(other -> !other.equals(room(type)))
          .forEach(others::add);
    }
    return uses;
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(BASE.length()).split("\\.")[0];
  }
}
