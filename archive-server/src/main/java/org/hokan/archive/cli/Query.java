package org.hokan.archive.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A path of the node's API with its parameters, each part encoded. Immutable. */
final class Query {
  private final String path;
  private final List<String> parameters;

  private Query(String path, List<String> parameters) {
    this.path = path;
    this.parameters = parameters;
  }

  /** A path of these segments. */
  static Query of(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(encoded(segment));
    }
    return new Query(path.toString(), List.of());
  }

  /** With one more parameter; without it when the value is null. */
  Query with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    List<String> more = new ArrayList<>(parameters);
    more.add(name + "=" + encoded(value.toString()));
    return new Query(path, more);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return parameters.isEmpty() ? path : path + "?" + String.join("&", parameters);
  }
}
