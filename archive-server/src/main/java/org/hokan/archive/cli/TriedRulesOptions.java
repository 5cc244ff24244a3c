package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Other storage rules, to be tried on past traffic, on the command line. */
final class TriedRulesOptions {
  private static final long LONGEST_FILE = 1_000_000;

  /** What is always a text, also where YAML would read a truth value, as in {@code when: true}. */
  private static final List<String> TEXTS = List.of("ae", "name", "when", "then");

  /** Reads no, yes, on and off as the words that they are. */
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS).build();

  @Option(names = "--staged", description = "With what is staged.")
  boolean staged;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = {
        "With the rules of a YAML file (conf/storage-rules.yaml is one) in place of those of the"
            + " same name;",
        "with 'remove: true' in place of when and then, without that rule."
      })
  @Nullable Path rules;

  @Option(
      names = "--name",
      description =
          "With a rule of this name, or another version of it (default: ${DEFAULT-VALUE}).")
  String name = "dry-run";

  @Option(names = "--when", paramLabel = "CONDITION", description = "Its condition.")
  @Nullable String when;

  @Option(names = "--then", paramLabel = "ACTIONS", description = "Its actions.")
  @Nullable String then;

  @Option(names = "--order", description = "Its place (default: ${DEFAULT-VALUE}, the first).")
  int order;

  @Option(
      names = "--read",
      paramLabel = "NUMBER",
      description =
          "Where a condition needs the objects themselves, read at most so many (default:"
              + " ${DEFAULT-VALUE}).")
  int read = 20_000;

  /** Puts them into a request; answers whether there are any. */
  boolean putInto(ObjectNode body) throws IOException {
    if ((when == null) != (then == null)) {
      throw new CliException(CliException.USAGE, "--when without --then (expected: both, or none)");
    }
    body.put("staged", staged).put("read", read);
    ArrayNode all = body.putArray("rules");
    if (rules != null) {
      ofFile(rules).forEach(all::add);
    }
    if (when != null) {
      all.addObject().put("name", name).put("when", when).put("then", then).put("order", order);
    }
    return staged || !all.isEmpty();
  }

  private static JsonNode ofFile(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_FILE) {
      throw new CliException(
          CliException.USAGE,
          "%s: no file, or too long (expected: a YAML file of rules, at most 1 MB)"
              .formatted(file));
    }
    JsonNode rules = YAML.readTree(file.toFile());
    for (JsonNode rule : rules) {
      if (rule instanceof ObjectNode fields) {
        TEXTS.stream()
            .filter(field -> fields.path(field).isBoolean())
            .forEach(field -> fields.put(field, fields.path(field).asText()));
      }
    }
    return rules;
  }
}
