package org.hokan.dicom.dict;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Reads the tables that the build leaves beside these classes: one row a line, columns between
 * bars.
 */
final class Tables {
  private Tables() {}

  static List<String[]> rows(String name) {
    try (InputStream resource = Tables.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(resource, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split("\\|", -1))
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(name, broken);
    }
  }
}
