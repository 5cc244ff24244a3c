package org.hokan.archive.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; says everything that is wrong with it. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
    super(
        "configuration: %d problem%s\n%s"
            .formatted(
                problems.size(),
                problems.size() == 1 ? "" : "s",
                problems.stream().map(Problem::toString).collect(Collectors.joining("\n"))));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }
}
