package org.hokan.archive.config;

import java.util.List;
import java.util.stream.Collectors;

/** Writes down all keys: as a complete commented file, and as a reference for people. */
public final class ConfigurationReference {
  private static final int WIDTH = 96;

  private ConfigurationReference() {}

  /** A complete configuration file with every key at its default. */
  public static String yaml() {
    StringBuilder text = new StringBuilder();
    comment(
        text,
        "",
        "The configuration of a node, complete, each key at its default: keep what you change and"
            + " leave out the rest. Use it with bin/hokan serve --config FILE; the command line's"
            + " --set KEY=VALUE (dicom.port=11112) goes before it. Sizes: 500GB (powers of 1000),"
            + " 64MiB (of 1024). Durations: 500ms, 30s, 10m, 2h, 7d.");
    String section = "";
    for (Key<?> key : Keys.ALL) {
      text.append('\n');
      if (!key.section().equals(section)) {
        section = key.section();
        comment(text, "", String.valueOf(Keys.SECTIONS.get(section)));
        text.append(section).append(":\n");
      }
      String indent = section.isEmpty() ? "" : "  ";
      comment(text, indent, "%s Expected: %s.".formatted(key.meaning(), key.type().expected()));
      text.append(indent).append(key.lastPart()).append(": ").append(initial(key)).append('\n');
    }
    return text.toString();
  }

  /** The reference of all keys in Markdown. */
  public static String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            # Configuration

            Every key, its default and its range. `conf/hokan.yaml` is the same as a file with comments. A node
            started without a file runs on the defaults; `--set KEY=VALUE` overrides a key of the file, `--data DIR`
            is short for `--set data-directory=DIR`. All problems of a configuration are reported at once, with their
            lines. (Made from the table in `org.hokan.archive.config.Keys`; a test holds both together.)

            Sizes: `500GB`, `1.5TB` (powers of 1000), `64MiB` (of 1024). Durations: `500ms`, `30s`, `10m`, `2h`, `7d`.
            """);
    String section = "none yet";
    for (Key<?> key : Keys.ALL) {
      if (!key.section().equals(section)) {
        section = key.section();
        text.append(section.isEmpty() ? "" : "\n## " + section + "\n\n");
        text.append(section.isEmpty() ? "\n" : Keys.SECTIONS.get(section) + "\n\n");
        text.append("| key | default | expected | meaning |\n| --- | --- | --- | --- |\n");
      }
      text.append(
          "| `%s` | %s | %s | %s%s |\n"
              .formatted(
                  key.name(),
                  key.initial().equals(List.of("")) ? "empty" : "`" + initial(key) + "`",
                  key.type().expected(),
                  key.meaning(),
                  key.secret() ? " Never shown." : ""));
    }
    return text.toString();
  }

  private static String initial(Key<?> key) {
    if (key.type().list()) {
      return key.initial().stream().collect(Collectors.joining(", ", "[", "]"));
    }
    String text = key.initial().get(0);
    return text.isEmpty() ? "''" : text;
  }

  private static void comment(StringBuilder text, String indent, String words) {
    StringBuilder line = new StringBuilder(indent).append('#');
    for (String word : words.split(" ")) {
      if (line.length() + 1 + word.length() > WIDTH) {
        text.append(line).append('\n');
        line = new StringBuilder(indent).append('#');
      }
      line.append(' ').append(word);
    }
    text.append(line).append('\n');
  }
}
