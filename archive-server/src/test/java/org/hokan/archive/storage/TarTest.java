package org.hokan.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.archive.storage.TestObjects.ENDO;
import static org.hokan.archive.storage.TestObjects.put;
import static org.hokan.archive.storage.TestObjects.random;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack is an ordinary TAR file for everybody else, at any time. */
class TarTest {
  @TempDir private Path data;

  private StorageSettings settings() {
    return StorageSettings.builder(data)
        .packSize(8 << 20)
        .largeObjectSize(1 << 20)
        .minimumFreeSpace(0)
        .build();
  }

  private record Run(int status, List<String> out, String errors) {}

  private static Run tar(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tar"));
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile("tar", ".out");
    Path errors = Files.createTempFile("tar", ".err");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(errors.toFile())
              .start();
    } catch (IOException e) {
      boolean required = "true".equals(System.getenv("HOKAN_TOOLS_REQUIRED"));
      assumeTrue(required, "the command tar is missing; this test needs it");
      throw e;
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Run run = new Run(process.exitValue(), Files.readAllLines(out), Files.readString(errors));
    Files.delete(out);
    Files.delete(errors);
    return run;
  }

  private Path pathOf(StoredObject stored) {
    return data.resolve("volume").resolve(stored.location().pack());
  }

  /**
   * Entries of an even number of blocks: where an entry's first two blocks lie on two pages, a
   * reader can see the second page newer than the first, as reads are atomic within a page only.
   */
  @Test
  void theTarCommandListsAPackWhileItIsWritten() throws Exception {
    try (PackStore store = PackStore.open(settings(), Clock.systemUTC())) {
      StoredObject first = put(store, ENDO, "1.2.0", random(9500, 0));
      assertThat((first.location().offset() + 9728) % 1024).isZero();
      AtomicBoolean done = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                for (int i = 1; !done.get(); i++) {
                  put(store, ENDO, "1.2." + i, random(9500, i));
                }
              });
      writer.start();
      try {
        for (int i = 0; i < 15; i++) {
          Run run = tar("-tf", pathOf(first).toString());
          assertThat(run.status()).as(run.errors()).isZero();
          assertThat(run.errors()).isEmpty();
          assertThat(run.out()).contains("1.2.0");
        }
      } finally {
        done.set(true);
        writer.join();
      }
    }
  }

  @Test
  void theTarCommandGivesObjectsBackByteForByteAndTheirFactsAsExtendedAttributes()
      throws Exception {
    byte[] small = random(70_001, 1);
    byte[] large = random(1_500_000, 2);
    StoredObject first;
    StoredObject second;
    try (PackStore store = PackStore.open(settings(), Clock.systemUTC())) {
      first = put(store, ENDO, "1.2.3", small);
      second = put(store, ENDO, "1.2.4", large);
    }
    Path target = Files.createDirectory(data.resolve("target"));
    for (StoredObject stored : List.of(first, second)) {
      Run run = tar("--xattrs", "-xf", pathOf(stored).toString(), "-C", target.toString());
      assertThat(run.status()).as(run.errors()).isZero();
    }
    assertThat(target.resolve("1.2.3")).hasBinaryContent(small);
    assertThat(target.resolve("1.2.4")).hasBinaryContent(large);
    UserDefinedFileAttributeView attributes =
        Files.getFileAttributeView(target.resolve("1.2.3"), UserDefinedFileAttributeView.class);
    assumeTrue(attributes != null && !attributes.list().isEmpty(), "no extended attributes here");
    assertThat(attributes.list()).contains("hokan.sha256", "hokan.fact.calling");
    assertThat(attribute(attributes, "hokan.sha256")).isEqualTo(first.digest());
    assertThat(attribute(attributes, "hokan.fact.calling")).isEqualTo("ENDO1");
  }

  private static String attribute(UserDefinedFileAttributeView attributes, String name)
      throws IOException {
    java.nio.ByteBuffer value = java.nio.ByteBuffer.allocate(attributes.size(name));
    attributes.read(name, value);
    return new String(value.array(), StandardCharsets.UTF_8);
  }

  @Test
  void anotherLibraryReadsNamesSizesTimesAndFacts() throws IOException {
    List<StoredObject> stored = new ArrayList<>();
    try (PackStore store = PackStore.open(settings(), Clock.systemUTC())) {
      for (int i = 0; i < 30; i++) {
        stored.add(put(store, ENDO, "1.2." + i, random(i * 1000, i)));
      }
    }
    try (TarFile tar = new TarFile(pathOf(stored.get(0)).toFile())) {
      List<TarArchiveEntry> entries = tar.getEntries();
      assertThat(entries).hasSize(30);
      for (int i = 0; i < 30; i++) {
        TarArchiveEntry entry = entries.get(i);
        StoredObject object = stored.get(i);
        assertThat(entry.getName()).isEqualTo(object.name());
        assertThat(entry.getSize()).isEqualTo(object.length());
        assertThat(entry.getDataOffset()).isEqualTo(object.location().offset());
        assertThat(entry.getLastModifiedTime().toInstant().getEpochSecond())
            .isEqualTo(TestObjects.ARRIVED.getEpochSecond());
        assertThat(entry.getExtraPaxHeader(EntryHeader.PREFIX + "sha256"))
            .isEqualTo(object.digest());
        assertThat(entry.getExtraPaxHeader(EntryHeader.PREFIX + "fact.peer"))
            .isEqualTo("192.0.2.7");
      }
    }
  }

  @Test
  void anObjectOfMoreThan8GiBHasItsLengthInThePaxHeader() throws IOException {
    long length = 9L << 30;
    EntryHeader header =
        new EntryHeader(
            1, 1, "1.2.3", length, "00", Optional.empty(), TestObjects.ARRIVED, java.util.Map.of());
    byte[] bytes = header.encode();
    assertThat(EntryHeader.parse(bytes, 0)).isEqualTo(header);
    Path sparse = data.resolve("sparse.tar");
    Files.write(sparse, bytes);
    try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(sparse.toFile(), "rw")) {
      file.setLength(bytes.length + length + TarHeader.TRAILER);
    }
    try (TarFile tar = new TarFile(sparse.toFile())) {
      assertThat(tar.getEntries().get(0).getSize()).isEqualTo(length);
    }
  }
}
