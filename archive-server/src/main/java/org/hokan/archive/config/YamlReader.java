package org.hokan.archive.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a configuration file into values with their lines. Knows the names of the keys, so that an
 * unknown section is reported once and not for each key in it.
 */
final class YamlReader {
  private static final int LARGEST = 1 << 20;
  private static final List<String> NAMES =
      Stream.concat(Keys.ALL.stream().map(Key::name), Keys.SECTIONS.keySet().stream()).toList();

  private final String fileName;
  private final List<Given> given = new ArrayList<>();
  private final List<Problem> problems;

  private YamlReader(String fileName, List<Problem> problems) {
    this.fileName = fileName;
    this.problems = problems;
  }

  /** The values of the file; what is wrong with it is added to {@code problems}. */
  static List<Given> read(Path file, List<Problem> problems) {
    YamlReader reader = new YamlReader(file.toString(), problems);
    try {
      if (Files.size(file) > LARGEST) {
        problems.add(new Problem(reader.fileName, "larger than 1 MiB (expected: a configuration)"));
        return List.of();
      }
      reader.read(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      problems.add(
          new Problem(
              reader.fileName,
              "cannot be read: %s (expected: a readable UTF-8 file)"
                  .formatted(e.getClass().getSimpleName())));
    }
    return reader.given;
  }

  private void read(String text) throws IOException {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null || first == JsonToken.VALUE_NULL) {
        return;
      }
      if (first != JsonToken.START_OBJECT) {
        report(parser, "no keys (expected: keys and values, such as 'dicom:')");
        return;
      }
      section(parser, "");
      if (parser.nextToken() != null) {
        report(parser, "a second document (expected: one)");
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      String message = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      problems.add(new Problem(fileName + ":" + line, "no YAML: " + message));
    }
  }

  /** Reads up to the end of an object whose start was read. */
  private void section(YAMLParser parser, String prefix) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = prefix + parser.currentName();
      String place = place(parser);
      JsonToken value = parser.nextToken();
      if (Keys.ALL.stream().anyMatch(key -> key.name().equals(name))) {
        value(parser, name, place, value);
      } else if (Keys.SECTIONS.containsKey(name)) {
        inside(parser, name, place, value);
      } else {
        problems.add(new Problem(place, unknown(name)));
        parser.skipChildren();
      }
    }
  }

  private void inside(YAMLParser parser, String name, String place, JsonToken value)
      throws IOException {
    if (value == JsonToken.START_OBJECT) {
      section(parser, name + ".");
    } else if (value != JsonToken.VALUE_NULL) {
      problems.add(new Problem(place, name + ": a value (expected: keys of this section)"));
      parser.skipChildren();
    }
  }

  private void value(YAMLParser parser, String name, String place, JsonToken value)
      throws IOException {
    if (given.stream().anyMatch(earlier -> earlier.key().equals(name))) {
      problems.add(new Problem(place, name + ": given a second time (expected: once)"));
      parser.skipChildren();
    } else if (parser.isCurrentAlias()) {
      problems.add(new Problem(place, name + ": a YAML alias (expected: the value itself)"));
    } else if (value == JsonToken.START_ARRAY) {
      given.add(new Given(name, items(parser, name), true, place));
    } else if (value == JsonToken.START_OBJECT) {
      problems.add(new Problem(place, name + ": keys (expected: a value)"));
      parser.skipChildren();
    } else {
      String text = value == JsonToken.VALUE_NULL ? "" : parser.getText();
      given.add(new Given(name, List.of(text), false, place));
    }
  }

  private List<String> items(YAMLParser parser, String name) throws IOException {
    List<String> items = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == null) {
        break;
      }
      if (t.isScalarValue()) {
        items.add(parser.getText());
      } else {
        problems.add(new Problem(place(parser), name + ": a list in a list (expected: values)"));
        parser.skipChildren();
      }
    }
    return items;
  }

  /** What to say of a key that does not exist. */
  static String unknown(String name) {
    String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return Nearest.of(name, NAMES)
        .map(nearest -> "%s: unknown key (nearest: %s)".formatted(shown, nearest))
        .orElse(
            "%s: unknown key (expected: one of archive-server/docs/configuration.md)"
                .formatted(shown));
  }

  private void report(YAMLParser parser, String message) {
    problems.add(new Problem(place(parser), message));
  }

  private String place(YAMLParser parser) {
    return fileName + ":" + parser.currentTokenLocation().getLineNr();
  }
}
