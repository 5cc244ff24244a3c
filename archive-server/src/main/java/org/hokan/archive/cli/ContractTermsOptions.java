package org.hokan.archive.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Terms of a contract on the command line: the usual ones as options, all of them in a file. An
 * option that is given goes before what the file, or the contract so far, says.
 */
final class ContractTermsOptions {
  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .build());
  private static final int LARGEST_FILE = 1_000_000;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "All terms, as YAML or JSON, in place of those so far (to change one: contract show --terms gives them, ready to edit); other options go before what it says (archive-server/docs/contracts.md).")
  @Nullable Path file;

  @Option(names = "--from", paramLabel = "DATE", description = "First day of the term.")
  @Nullable String from;

  @Option(names = "--until", paramLabel = "DATE", description = "Last day of the term.")
  @Nullable String until;

  @Option(
      names = "--course",
      description = "ANNUAL, MONTHLY or another of the tariff: how often it is charged.")
  @Nullable String course;

  @Option(names = "--unit-rate", paramLabel = "AMOUNT", description = "Price of one point.")
  @Nullable String unitRate;

  @Option(names = "--currency", description = "Of all amounts, such as JPY or EUR.")
  @Nullable String currency;

  @Option(
      names = "--unit",
      description =
          "What is kept and billed on its own, and which of them course and unit rate are of: FACILITY, PATIENT or STUDY; the only one unless told, of new terms FACILITY.")
  @Nullable String unit;

  @Option(
      names = "--capacity",
      paramLabel = "SIZE",
      description = "How much may be kept, such as 500GB, 1.5TB or 64GiB.")
  @Nullable String capacity;

  @Option(
      names = "--tax",
      description =
          "Which tax is added: NONE, or JP for Japan's consumption tax; for amounts in JPY that of"
              + " the tariff unless told, else NONE.")
  @Nullable String tax;

  /** Whether anything was given. */
  boolean isGiven() {
    return file != null
        || from != null
        || until != null
        || course != null
        || unitRate != null
        || currency != null
        || unit != null
        || capacity != null
        || tax != null;
  }

  /** The terms of the file, or none, with the options. */
  ObjectNode terms() throws IOException {
    return over(file == null ? NodeCommand.object() : read(file));
  }

  /** The terms of the file, or those so far, with the options. */
  ObjectNode terms(JsonNode soFar) throws IOException {
    return over(file == null ? (ObjectNode) soFar.deepCopy() : read(file));
  }

  private ObjectNode over(ObjectNode terms) {
    NodeCommand.put(terms, "from", from);
    NodeCommand.put(terms, "until", until);
    NodeCommand.put(terms, "currency", currency);
    NodeCommand.put(terms, "capacity", capacity);
    if (tax != null) {
      terms.withObjectProperty("billing").put("tax", tax);
    }
    if (unit != null || course != null || unitRate != null) {
      ObjectNode backup = unit(terms);
      NodeCommand.put(backup, "unit", unit);
      if (course != null && !course.equals(backup.path("course").asText())) {
        backup.remove("months"); // those of the other course
        backup.remove("points");
      }
      NodeCommand.put(backup, "course", course);
      NodeCommand.put(backup, "unitRate", unitRate);
    }
    return terms;
  }

  /** The unit that the options are about: the one named, or the only one; a new one otherwise. */
  private ObjectNode unit(ObjectNode terms) {
    ArrayNode units =
        terms.path("units").isArray() ? (ArrayNode) terms.path("units") : terms.putArray("units");
    for (JsonNode candidate : units) {
      if (candidate.path("unit").asText().equals(unit)) {
        return (ObjectNode) candidate;
      }
    }
    if (unit != null || units.isEmpty()) {
      return units.addObject();
    }
    if (units.size() > 1) {
      List<String> names = new ArrayList<>();
      units.forEach(one -> names.add(one.path("unit").asText()));
      throw new CliException(
          CliException.REFUSED,
          "--unit: missing (expected: which of %s has the course or unit rate)"
              .formatted(String.join(", ", names)));
    }
    return (ObjectNode) units.get(0);
  }

  /** Terms as a file has them. */
  static String written(JsonNode terms) throws IOException {
    return YAML.writeValueAsString(terms);
  }

  private static ObjectNode read(Path path) throws IOException {
    if (Files.isDirectory(path) || !Files.isReadable(path)) {
      throw new CliException(
          CliException.USAGE, "--file: %s (expected: a file that can be read)".formatted(path));
    }
    if (Files.size(path) > LARGEST_FILE) {
      throw new CliException(
          CliException.REFUSED,
          "%s: %d bytes (expected: at most %d)".formatted(path, Files.size(path), LARGEST_FILE));
    }
    JsonNode read;
    try {
      read = YAML.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw new CliException(
          CliException.REFUSED,
          "%s: no YAML at line %d, column %d"
              .formatted(path, e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
    if (!(read instanceof ObjectNode terms)) {
      throw new CliException(
          CliException.REFUSED,
          "%s: no terms (expected: fields such as from: and until:)".formatted(path));
    }
    return terms;
  }
}
