package org.hokan.archive.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of lists whose latest entry comes first: which page, and how long it is. */
final class Page {
  @Option(
      names = "--before",
      paramLabel = "NUMBER",
      description = "Only lower numbers: the next page.")
  @Nullable Long before;

  @Option(names = "--limit", description = "At most so many (default: ${DEFAULT-VALUE}).")
  int limit = 100;

  Query of(Query query) {
    return query.with("before", before).with("limit", limit);
  }
}
