package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.hokan.dicom.image.pixel.ImagePixel;

/** The tests' pictures, and the rule for programs that are not installed. */
final class Tools {
  static final Path DATA = Path.of(System.getProperty("hokan.root")).resolve("test-data");

  private Tools() {}

  /** Skips a test for what is missing, unless HOKAN_TOOLS_REQUIRED is true. */
  static void require(Optional<String> unavailable) {
    if (unavailable.isPresent()) {
      if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
        fail(unavailable.get() + ", as HOKAN_TOOLS_REQUIRED is true");
      }
      abort(unavailable.get());
    }
  }

  static byte[] picture(String name) {
    try {
      return Files.readAllBytes(DATA.resolve("endoscopy").resolve(name));
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  static ImagePixel image(int rows, int columns, int samples, int bits, boolean signed) {
    int allocated = bits > 8 ? 16 : 8;
    return new ImagePixel(
        rows,
        columns,
        1,
        samples,
        samples == 1 ? "MONOCHROME2" : "RGB",
        allocated,
        bits,
        bits - 1,
        signed,
        false,
        ImagePixel.Kind.INTEGER);
  }

  /** A PGM or PPM file of samples that are big endian where they have two bytes. */
  static byte[] pnm(int rows, int columns, int samplesPerPixel, int bits, byte[] samples) {
    byte[] header =
        "P%d\n%d %d\n%d\n"
            .formatted(samplesPerPixel == 1 ? 5 : 6, columns, rows, (1 << bits) - 1)
            .getBytes(StandardCharsets.US_ASCII);
    byte[] file = java.util.Arrays.copyOf(header, header.length + samples.length);
    System.arraycopy(samples, 0, file, header.length, samples.length);
    return file;
  }
}
