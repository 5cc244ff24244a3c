package org.hokan.archive.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds the documents on storage rules to the code. */
class RuleDocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("hokan.root"));

  @Test
  void everyExampleIsARule() throws IOException {
    List<Map<String, String>> examples =
        new YAMLMapper()
            .readValue(ROOT.resolve("conf/storage-rules.yaml").toFile(), new TypeReference<>() {});
    assertThat(examples).hasSizeGreaterThan(4);
    for (Map<String, String> example : examples) {
      StorageRule rule =
          StorageRule.of(
              "ENDO1",
              example.get("name"),
              example.get("when"),
              Actions.parse(example.get("then")),
              Integer.parseInt(example.get("order")));
      StorageRules.checkCondition(rule.when());
    }
    assertThat(examples).extracting(example -> example.get("order")).doesNotHaveDuplicates();
  }

  @Test
  void theDocumentListsEveryVariableCompressionAndLimit() throws IOException {
    String document = Files.readString(ROOT.resolve("archive-server/docs/storage-rules.md"));
    for (RuleVariable variable : RuleVariable.values()) {
      assertThat(document)
          .contains(
              "| `%s` | %s | %s |"
                  .formatted(
                      variable.variable(),
                      variable.type().name().toLowerCase(Locale.ROOT),
                      variable.meaning()));
    }
    for (Compression compression : Compression.values()) {
      assertThat(document).contains("`" + compression.word() + "`");
    }
    assertThat(document).contains(RuleLanguage.MAX_LENGTH + " characters");
  }

  @Test
  void aConditionThatAlwaysHoldsNeedsNoRuleLanguage() {
    assertThat(CompiledRule.compile(" true ")).isSameAs(Condition.ALWAYS);
  }
}
