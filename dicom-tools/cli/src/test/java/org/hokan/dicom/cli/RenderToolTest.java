package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderToolTest {
  private static final Path OBJECTS =
      Path.of(System.getProperty("hokan.root"), "test-data", "objects");

  @TempDir private Path folder;

  @Test
  void makesOnePictureInTheFileThatIsNamed() throws IOException {
    Path picture = folder.resolve("a/thumbnail.jpg");
    Cli render =
        Cli.run(
            "render", "--size", 128, OBJECTS.resolve("endoscopy-jpeg-baseline.dcm"), "-o", picture);
    assertThat(render.status()).as(render.err()).isZero();
    assertThat(render.out()).contains(picture + ": 128 x 110");
    assertThat(Files.readAllBytes(picture)).startsWith((byte) 0xFF, (byte) 0xD8);
    assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(128);
  }

  @Test
  void makesEveryFrameOfAnObjectInAFolder() throws IOException {
    Cli render =
        Cli.run("render", "--frames", OBJECTS.resolve("us-multiframe-rle.dcm"), "-o", folder);
    assertThat(render.status()).as(render.err()).isZero();
    assertThat(names()).containsExactly("us-multiframe-rle-1.png", "us-multiframe-rle-2.png");
    assertThat(render.out()).contains("frame 2 of 2");
  }

  @Test
  void takesTheFrameAndTheWindowThatAreAskedFor() throws IOException {
    Path picture = folder.resolve("dark.png");
    Path mr = OBJECTS.resolve("mr-explicit.dcm");
    Cli render = Cli.run("render", "--window", "100000,10", "--frame", 1, mr, "-o", picture);
    assertThat(render.status()).as(render.err()).isZero();
    BufferedImage dark = ImageIO.read(picture.toFile());
    assertThat(dark.getRaster().getSample(dark.getWidth() / 2, dark.getHeight() / 2, 0)).isZero();
    assertThat(Cli.run("render", "--frame", 2, mr, "-o", picture).err())
        .contains("frame 2 (expected: 1 to 1)");
  }

  @Test
  void aFolderIsWalkedAndWhatHasNoPictureIsSkipped() throws IOException {
    Path exam = folder.resolve("exam");
    Files.createDirectories(exam.resolve("deep"));
    Files.copy(OBJECTS.resolve("endoscopy-jpeg-baseline.dcm"), exam.resolve("deep/still.dcm"));
    Files.copy(OBJECTS.resolve("sr-explicit.dcm"), exam.resolve("report.dcm"));
    Files.writeString(exam.resolve("notes.txt"), "no DICOM");
    Path out = Files.createDirectory(folder.resolve("out"));
    Cli render = Cli.run("render", "--json", exam, "-o", out);
    assertThat(render.status()).as(render.out()).isZero();
    assertThat(out.resolve("deep/still.png")).exists();
    assertThat(render.out())
        .contains("\"frame\":1,\"frames\":1", "\"width\":565", "no picture in it: ")
        .contains("\"failures\":[]");
  }

  @Test
  void saysWhatAnObjectWithoutPictureIs() {
    Cli render = Cli.run("render", OBJECTS.resolve("sr-deflated.dcm"), "-o", folder);
    assertThat(render.status()).isEqualTo(Main.FAILED);
    assertThat(render.err()).contains("no picture in it: Enhanced SR Storage");
  }

  @Test
  void aPictureThatCannotBeMadeLeavesNoFile() throws IOException {
    Path file = Samples.write(folder, "x.dcm", Samples.ct(1), TransferSyntax.JPEG_BASELINE_8BIT);
    Path out = Files.createDirectory(folder.resolve("out"));
    Cli render = Cli.run("render", file, "-o", out);
    assertThat(render.status()).isEqualTo(Main.FAILED);
    assertThat(render.err()).contains("dicom render: " + file + ": ");
    assertThat(out).isEmptyDirectory();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
