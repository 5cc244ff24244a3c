package org.hokan.dicom.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** The DICOM objects of others in test-data. */
public final class TestObjects {

  private TestObjects() {}

  private static Path folder() {
    return Path.of(System.getProperty("hokan.root"), "test-data");
  }

  /** All objects of test-data/objects and test-data/charsets. */
  public static List<Path> all() {
    try (Stream<Path> objects = Files.list(folder().resolve("objects"));
        Stream<Path> charsets = Files.list(folder().resolve("charsets"))) {
      return Stream.concat(objects, charsets)
          .filter(path -> path.toString().endsWith(".dcm"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Path object(String name) {
    return folder().resolve("objects").resolve(name + ".dcm");
  }

  /** The bytes of the data set, inflated if they are deflated. */
  static byte[] dataSetBytes(Path path, Part10File file) throws IOException {
    byte[] all = Files.readAllBytes(path);
    byte[] bytes = Arrays.copyOfRange(all, (int) file.dataSetOffset(), all.length);
    if (!file.transferSyntax().deflated()) {
      return bytes;
    }
    return new InflaterInputStream(new ByteArrayInputStream(bytes), new Inflater(true))
        .readAllBytes();
  }
}
