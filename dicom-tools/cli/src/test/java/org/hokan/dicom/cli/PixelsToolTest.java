package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PixelsToolTest {
  private static final Path OBJECTS =
      Path.of(System.getProperty("hokan.root"), "test-data", "objects");

  @TempDir private Path folder;

  @Test
  void tellsTheFormOfTheFramesAndWhatTheStreamSaysOfItself() {
    Path file = OBJECTS.resolve("endoscopy-jpeg-baseline.dcm");
    Cli pixels = Cli.run("pixels", "--decode", file);
    assertThat(pixels.status()).as(pixels.err()).isZero();
    assertThat(pixels.lines().get(0)).isEqualTo(file.toString());
    assertThat(pixels.out())
        .contains("  transfer syntax  JPEG Baseline (Process 1), read by JDK ImageIO")
        .contains("YBR_FULL_422")
        .contains("3 per pixel, 8 of 8 bits, high bit 7, unsigned, color by pixel")
        .contains("  stream           JPEG baseline,")
        .contains("  colours          YBR_FULL, by sampling")
        .contains("  decoded          1 frame in ")
        .doesNotContain("mismatch");
  }

  @Test
  void reportsWhatTheAttributesSayOtherwiseThanTheStream() {
    Cli pixels = Cli.run("pixels", OBJECTS.resolve("mg-progressive-as-baseline.dcm"));
    assertThat(pixels.status()).isZero();
    assertThat(pixels.out())
        .contains(
            "  mismatch         (0028,0004) Photometric Interpretation: RGB (expected: YBR_FULL, by"
                + " jfif marker)");
  }

  @Test
  void tellsTheSameAsJson() {
    Cli pixels = Cli.run("pixels", "--json", OBJECTS.resolve("us-multiframe-rle.dcm"));
    assertThat(pixels.status()).isZero();
    assertThat(pixels.lines()).hasSize(1);
    assertThat(pixels.out())
        .contains("\"transferSyntax\":\"1.2.840.10008.1.2.5\"")
        .contains("\"frames\":2")
        .contains("\"decoder\":\"Hokan\"")
        .doesNotContain("mismatches");
  }

  @Test
  void aFrameThatCannotBeDecodedIsNamedAndFailsTheCommand() throws IOException {
    Path damaged = damaged("us-multiframe-rle.dcm", 0xFF);
    Cli pixels = Cli.run("pixels", "--decode", damaged);
    assertThat(pixels.status()).isEqualTo(Main.FAILED);
    assertThat(pixels.out()).contains("  failed           frame 2: RLE ");
  }

  @Test
  void whatIsLeftOfADisturbedPictureIsDecodedAndTheDamageTold() throws IOException {
    Path damaged = damaged("endoscopy-jpeg-baseline.dcm", 0xD9);
    Cli pixels = Cli.run("pixels", "--decode", damaged);
    assertThat(pixels.status()).isEqualTo(Main.FAILED);
    assertThat(pixels.out())
        .contains("  decoded          1 frame in ")
        .contains("  damaged          frame 1: JPEG stream: Corrupt JPEG data");
    Cli json = Cli.run("pixels", "--decode", "--json", damaged);
    assertThat(json.out()).contains("\"decodeDamages\":[\"frame 1: JPEG stream: Corrupt");
  }

  /** Near the end of its last frame FFH and the byte in turn; FFD9H ends a JPEG stream. */
  private Path damaged(String object, int second) throws IOException {
    byte[] whole = Files.readAllBytes(OBJECTS.resolve(object));
    for (int at = whole.length - 4_000; at < whole.length - 100; at += 2) {
      whole[at] = (byte) 0xFF;
      whole[at + 1] = (byte) second;
    }
    return Files.write(folder.resolve("damaged.dcm"), whole);
  }

  @Test
  void aFileFormatAroundACodestreamIsToldAndRead() {
    Cli pixels = Cli.run("pixels", "--decode", OBJECTS.resolve("jp2-file.dcm"));
    assertThat(pixels.status()).as(pixels.out()).isZero();
    assertThat(pixels.out())
        .contains("  decoded          1 frame in ")
        .contains(
            "  mismatch         (7FE0,0010) Pixel Data: a JP2 file (expected: its codestream");
  }

  @Test
  void aFileWithoutPixelsIsAnErrorThatSaysSo() {
    Cli pixels = Cli.run("pixels", OBJECTS.resolve("sr-explicit.dcm"));
    assertThat(pixels.status()).isEqualTo(Main.FAILED);
    assertThat(pixels.err()).contains("dicom pixels: ").contains("sr-explicit.dcm: ");
  }
}
