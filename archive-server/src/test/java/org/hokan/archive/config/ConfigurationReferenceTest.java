package org.hokan.archive.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code conf/hokan.yaml} and {@code docs/configuration.md} to the table of keys. With {@code
 * -Dhokan.write-reference=true} in {@code MAVEN_OPTS} or {@code argLine} it writes them anew.
 */
class ConfigurationReferenceTest {
  private static final Path ROOT = Path.of(System.getProperty("hokan.root"));
  private static final Path FILE = ROOT.resolve("conf/hokan.yaml");
  private static final Path REFERENCE = ROOT.resolve("archive-server/docs/configuration.md");

  @Test
  void theCommentedFileIsTheDefaults() throws IOException {
    same(FILE, ConfigurationReference.yaml());
    Configuration loaded = Configuration.load(Optional.of(FILE), List.of());
    assertThat(loaded)
        .usingRecursiveComparison()
        .ignoringFields("effective")
        .isEqualTo(Configuration.defaults());
    assertThat(loaded.effective())
        .as("every key stands in the file")
        .allSatisfy(setting -> assertThat(setting.origin()).startsWith(FILE.toString()));
  }

  @Test
  void theReferenceCoversEveryKeyWithDefaultRangeAndMeaning() throws IOException {
    same(REFERENCE, ConfigurationReference.markdown());
    String reference = Files.readString(REFERENCE);
    assertThat(Keys.ALL)
        .hasSizeGreaterThan(40)
        .allSatisfy(
            key ->
                assertThat(reference)
                    .contains("| `" + key.name() + "` | ")
                    .contains(key.type().expected())
                    .contains(key.meaning()));
  }

  @Test
  void namesAreUniqueAndInSectionsThatAreDescribed() {
    Set<String> names = new HashSet<>();
    for (Key<?> key : Keys.ALL) {
      assertThat(names.add(key.name())).as(key.name()).isTrue();
      assertThat(key.section().isEmpty() || Keys.SECTIONS.containsKey(key.section()))
          .as(key.name())
          .isTrue();
      assertThat(key.name()).matches("[a-z]+(-[a-z]+)*([.][a-z]+(-[a-z]+)*)?");
      assertThat(key.meaning()).endsWith(".");
    }
  }

  private static void same(Path file, String text) throws IOException {
    if (Boolean.getBoolean("hokan.write-reference")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).content().as("%s is what Keys says", file.getFileName()).isEqualTo(text);
  }
}
