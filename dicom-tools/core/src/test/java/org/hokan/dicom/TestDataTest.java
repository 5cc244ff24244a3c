package org.hokan.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestDataTest {
  private static final Path FOLDER = Path.of(System.getProperty("hokan.root")).resolve("test-data");
  private static final Pattern ROW =
      Pattern.compile("\\| `([^`]+)` \\| [^|]+ \\| [^|]+ \\| `([0-9a-f]{64})` \\|");

  @Test
  void everyTestFileHasARowWithItsOriginLicenceAndDigest() throws Exception {
    Map<String, String> rows = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(FOLDER.resolve("SOURCES.md")));
    while (row.find()) {
      rows.put(row.group(1), row.group(2));
    }
    assertThat(digests()).isEqualTo(rows);
  }

  private static Map<String, String> digests() throws Exception {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals("SOURCES.md")) {
          digests.put(FOLDER.relativize(file).toString().replace('\\', '/'), digest(file));
        }
      }
    }
    return digests;
  }

  private static String digest(Path file)
      throws IOException, java.security.GeneralSecurityException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
