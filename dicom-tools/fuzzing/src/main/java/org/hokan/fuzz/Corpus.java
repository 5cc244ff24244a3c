package org.hokan.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The inputs of a target that the project keeps: what it makes itself, and former findings. */
final class Corpus {
  private final FuzzTarget target;

  Corpus(FuzzTarget target) {
    this.target = target;
  }

  /** Inputs by a name that a person finds again. */
  Map<String, byte[]> inputs() throws IOException {
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    List<byte[]> seeds = target.seeds();
    for (int i = 0; i < seeds.size(); i++) {
      inputs.put("seed " + i, seeds.get(i));
    }
    Path folder = Path.of(System.getProperty("hokan.root"), "test-data", "fuzz", target.name());
    for (Path file : files(folder)) {
      inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
    }
    return inputs;
  }

  /** Files in the folder, sorted; none when there is no such folder. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new ArrayList<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
