package org.hokan.archive.cli;

/** Numbers of things, as people say them. */
final class Counts {
  private Counts() {}

  /** Such as {@code 1 record} or {@code 2 records}. */
  static String of(long count, String thing) {
    return "%d %s%s".formatted(count, thing, count == 1 ? "" : "s");
  }
}
