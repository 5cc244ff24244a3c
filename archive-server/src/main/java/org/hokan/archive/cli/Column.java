package org.hokan.archive.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One column of a table, or one line of a single thing's description.
 *
 * @param title what stands above it
 * @param field the field of the JSON object that it shows
 * @param kind how the value is shown
 */
record Column(String title, String field, Kind kind) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  /** How a value is shown. */
  enum Kind {
    TEXT,
    NUMBER,
    BYTES,
    /** An instant, in the reader's own time zone. */
    TIME
  }

  static Column text(String title, String field) {
    return new Column(title, field, Kind.TEXT);
  }

  static Column number(String title, String field) {
    return new Column(title, field, Kind.NUMBER);
  }

  static Column bytes(String title, String field) {
    return new Column(title, field, Kind.BYTES);
  }

  static Column time(String title, String field) {
    return new Column(title, field, Kind.TIME);
  }

  boolean right() {
    return kind == Kind.NUMBER || kind == Kind.BYTES;
  }

  /** The object's value of this column as it is shown; empty where it has none. */
  String of(JsonNode object) {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(part.asText()));
      return DisplayWidth.printable(String.join(",", parts));
    }
    return switch (kind) {
      case TEXT, NUMBER -> DisplayWidth.printable(value.asText());
      case BYTES -> size(value.asLong());
      case TIME -> time(value.asText());
    };
  }

  /** An instant in the JSON, as it is shown: to the second, in the time zone of this machine. */
  static String time(String instant) {
    return TIME.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
  }

  /** A size with three digits and a decimal unit, as disks are sold. */
  static String size(long bytes) {
    double shown = bytes;
    int unit = 0;
    while (shown >= 999.5 && unit < UNITS.length - 1) {
      shown /= 1000;
      unit++;
    }
    String form = unit == 0 || shown >= 99.95 ? "%.0f %s" : shown >= 9.995 ? "%.1f %s" : "%.2f %s";
    return String.format(Locale.ROOT, form, shown, UNITS[unit]);
  }
}
