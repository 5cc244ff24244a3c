package org.hokan.archive.node;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.archive.journal.Journal;

/** Copies a volume: packs and journal first, its marker last, so that half a copy is no volume. */
final class VolumeCopy {
  private static final String MARKER = "hokan-volume.json";

  /** A bound above all sequences: none of them is to be given out again. */
  private static final String SEQUENCE = "hokan-sequence";

  private static final List<String> FOLDERS = List.of("packs", Journal.FOLDER);
  private static final int SAID_EVERY = 1000;

  private VolumeCopy() {}

  /** Copies what is not there yet. */
  static void into(Path target, Path source, PrintWriter progress) throws IOException {
    if (!Files.isRegularFile(source.resolve(MARKER))) {
      throw new NodeException(
          "%s: no marker %s (expected: a volume)".formatted(source, MARKER), null);
    }
    if (Files.exists(target.resolve(MARKER))) {
      throw new NodeException(
          "%s: is a volume already (expected: none; leave --from out, or move it away)"
              .formatted(target),
          null);
    }
    Files.createDirectories(target);
    long files = 0;
    for (String folder : FOLDERS) {
      if (Files.isDirectory(source.resolve(folder))) {
        try (Stream<Path> all = Files.walk(source.resolve(folder))) {
          for (Path path : (Iterable<Path>) all::iterator) {
            copy(path, target.resolve(source.relativize(path).toString()));
            files++;
            if (files % SAID_EVERY == 0) {
              progress.println("%d files copied".formatted(files));
            }
          }
        }
      }
    }
    if (Files.isRegularFile(source.resolve(SEQUENCE))) {
      copy(source.resolve(SEQUENCE), target.resolve(SEQUENCE));
    }
    copy(source.resolve(MARKER), target.resolve(MARKER));
    force(target);
    progress.println("%d files copied from %s".formatted(files, source));
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.isDirectory(from)) {
      Files.createDirectories(to);
      return;
    }
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    force(to);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
