package org.hokan.archive.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hokan.fuzz.FuzzTarget;

/** A configuration file: it is taken, or every problem is told with its place. */
public final class YamlTarget implements FuzzTarget {
  private final Path file;

  public YamlTarget() {
    try {
      file = Files.createTempFile("hokan-fuzz", ".yaml");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    file.toFile().deleteOnExit();
  }

  @Override
  public String name() {
    return "configuration";
  }

  @Override
  public List<byte[]> seeds() {
    String short1 = "dicom:\n  ae-title: HOKAN\n  port: 11112\nstorage:\n  pack-size: 1GiB\n";
    String short2 = "http: {port: 8080}\nlog-level: [a, b]\n--- &x\ningest: *x\n";
    return List.of(
        short1.getBytes(StandardCharsets.UTF_8), short2.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void run(byte[] input) throws IOException {
    Files.write(file, input);
    try {
      Configuration.load(Optional.of(file), List.of());
    } catch (ConfigurationException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
