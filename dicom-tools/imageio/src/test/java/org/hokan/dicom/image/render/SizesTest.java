package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sizes, square pixels and files. */
class SizesTest {
  private static final Path ENDOSCOPY =
      Path.of(
          System.getProperty("hokan.root"), "test-data", "objects", "endoscopy-jpeg-baseline.dcm");

  /** In floating point, since else it cuts off to 8 bits between the two directions. */
  private static final String PILLOW =
      """
      import sys, numpy
      from PIL import Image
      w, h, tw, th = map(int, sys.argv[3:])
      rgb = Image.frombytes('RGB', (w, h), open(sys.argv[1], 'rb').read())
      bands = [band.convert('F').resize((tw, th), Image.BICUBIC) for band in rgb.split()]
      all = numpy.stack([numpy.asarray(band) for band in bands], axis=-1)
      open(sys.argv[2], 'wb').write((all + 0.5).clip(0, 255).astype('u1').tobytes())
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {64, 200, 564, 900})
  void scalesAsPillowsBicubicFilterDoes(int side) throws IOException, InterruptedException {
    Rendering whole = Images.render(ENDOSCOPY, 0, RenderOptions.DEFAULT);
    Rendering scaled =
        Images.render(ENDOSCOPY, 0, RenderOptions.builder().longestSide(side).build());
    BufferedImage picture = scaled.picture();
    assertThat(picture.getWidth()).isEqualTo(side);
    assertThat(picture.getHeight()).isEqualTo(Math.round(485f * side / 565));
    assertThat(
            Dcmtk.farthest(
                Images.samples(scaled), pillow(whole, picture.getWidth(), picture.getHeight())))
        .isLessThanOrEqualTo(1);
  }

  private int[] pillow(Rendering whole, int width, int height)
      throws IOException, InterruptedException {
    Path raw = Files.write(folder.resolve("rgb"), Images.cells(8, Images.samples(whole)));
    Path scaled = folder.resolve("scaled");
    ExternalTool.Answer answer =
        ExternalTool.run(
            "python3-pil",
            "/usr/bin/python3",
            "-c",
            PILLOW,
            raw.toString(),
            scaled.toString(),
            Integer.toString(whole.picture().getWidth()),
            Integer.toString(whole.picture().getHeight()),
            Integer.toString(width),
            Integer.toString(height));
    assertThat(answer.status()).as(answer.text()).isZero();
    byte[] theirs = Files.readAllBytes(scaled);
    int[] samples = new int[theirs.length];
    Arrays.setAll(samples, i -> theirs[i] & 0xFF);
    return samples;
  }

  @ParameterizedTest(name = "{0} {1} -> {2} x {3}")
  @CsvSource({
    "PixelSpacing, 2\\1, 10, 40",
    "PixelSpacing, 1\\2, 20, 20",
    "PixelAspectRatio, 4\\3, 10, 27",
    "ImagerPixelSpacing, 0.5\\0.5, 10, 20",
    "PixelSpacing, 1\\0, 10, 20",
    "PixelAspectRatio, 1\\1000, 10, 20"
  })
  void pixelsBecomeSquare(String attribute, String value, int width, int height) {
    int tag =
        switch (attribute) {
          case "PixelSpacing" -> Tag.PixelSpacing;
          case "ImagerPixelSpacing" -> Tag.ImagerPixelSpacing;
          default -> Tag.PixelAspectRatio;
        };
    DataSet.Builder image = Images.gray(20, 10, 8, false);
    image.string(tag, value.split("\\\\"));
    BufferedImage picture =
        Images.render(Images.with(image, new byte[200]), RenderOptions.DEFAULT).picture();
    assertThat(picture.getWidth()).isEqualTo(width);
    assertThat(picture.getHeight()).isEqualTo(height);
  }

  @Test
  void aPixelSizeThatIsNoneIsTold() {
    DataSet.Builder image = Images.gray(1, 2, 8, false).string(Tag.PixelSpacing, "1", "0");
    assertThat(Images.render(Images.with(image, new byte[2]), RenderOptions.DEFAULT).warnings())
        .containsExactly(
            "(0028,0030) pixel size: no ratio of two (expected: up to 1:20; pixels taken as square)");
  }

  @Test
  void aPngHasEverySampleAndSaysThatItIsSrgb() throws IOException {
    BufferedImage picture = Images.render(ENDOSCOPY, 0, RenderOptions.DEFAULT).picture();
    byte[] png = written(PictureFormat.PNG, picture, 100);
    assertThat(new String(png, StandardCharsets.ISO_8859_1)).contains("sRGB");
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(png));
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        assertThat(read.getRGB(x, y)).isEqualTo(picture.getRGB(x, y));
      }
    }
  }

  @Test
  void aJpegOfLowerQualityIsSmaller() throws IOException {
    BufferedImage picture = Images.render(ENDOSCOPY, 0, RenderOptions.DEFAULT).picture();
    byte[] good = written(PictureFormat.JPEG, picture, 95);
    byte[] poor = written(PictureFormat.JPEG, picture, 30);
    assertThat(poor.length).isLessThan(good.length / 2);
    assertThat(ImageIO.read(new ByteArrayInputStream(poor)).getWidth()).isEqualTo(565);
    assertThatThrownBy(() -> written(PictureFormat.JPEG, picture, 101))
        .hasMessage("quality: 101 (expected: 1 to 100)");
  }

  private static byte[] written(PictureFormat format, BufferedImage picture, int quality)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    format.write(picture, quality, out);
    return out.toByteArray();
  }
}
