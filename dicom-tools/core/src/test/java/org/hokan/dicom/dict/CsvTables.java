package org.hokan.dicom.dict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the standard's tables as they lie in {@code src/main/dict}, by other code than the
 * generator's.
 */
final class CsvTables {
  private static final Pattern FIELD = Pattern.compile("(?:^|,)(?:\"([^\"]*)\"|([^,]*))");

  private CsvTables() {}

  static List<String[]> rows(String name) throws IOException {
    Path root = Path.of(System.getProperty("hokan.root"));
    Path csv = root.resolve("dicom-tools/core/src/main/dict").resolve(name);
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(csv)) {
      rows.add(fields(line));
    }
    return rows.subList(1, rows.size());
  }

  private static String[] fields(String line) {
    List<String> fields = new ArrayList<>();
    Matcher field = FIELD.matcher(line);
    while (field.find()) {
      fields.add(field.group(1) != null ? field.group(1) : field.group(2));
    }
    return fields.toArray(new String[0]);
  }
}
