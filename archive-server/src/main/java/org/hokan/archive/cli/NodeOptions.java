package org.hokan.archive.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every admin command: which node, and for whom the output is. */
final class NodeOptions {
  static final String VARIABLE = "HOKAN_DATA";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "The node's data folder, where its address and token are (default: $"
              + VARIABLE
              + ", otherwise hokan-data).")
  @Nullable Path data;

  @Option(names = "--json", description = "Print JSON, for machines.")
  boolean json;

  @Option(
      names = "--wide",
      description = "Print each row of a list on one line, also where a terminal is narrower.")
  boolean wide;

  Path folder() {
    if (data != null) {
      return data;
    }
    String variable = System.getenv(VARIABLE);
    return Path.of(variable == null || variable.isBlank() ? "hokan-data" : variable);
  }
}
