package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What palettes and colours become, rule by rule, and against dcmtk and Little CMS by Pillow. */
class ColorRulesTest {
  private static final int ROWS = 8;
  private static final int COLUMNS = 32;

  private static final String PILLOW =
      """
      import sys, io
      from PIL import Image, ImageCms
      raw = open(sys.argv[1], 'rb').read()
      rgb = Image.frombytes('RGB', (len(raw) // 3, 1), raw)
      profile = ImageCms.ImageCmsProfile(io.BytesIO(open(sys.argv[2], 'rb').read()))
      open(sys.argv[3], 'wb').write(
          ImageCms.profileToProfile(rgb, profile, ImageCms.createProfile('sRGB')).tobytes())
      """;

  @TempDir private Path folder;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void palettesAreAsDcmtkShowsThem(long seed) throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    int bits = seed % 2 == 0 ? 8 : 16;
    int first = random.nextInt(30);
    int entries = random.nextInt(2, 200);
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 8, false);
    image.string(Tag.PhotometricInterpretation, "PALETTE COLOR");
    for (int color = 0; color < 3; color++) {
      image.longs(Tag.RedPaletteColorLookupTableDescriptor + color, VR.US, entries, first, bits);
      int[] table = random.ints(entries, 0, 1 << bits).toArray();
      image.bytes(Tag.RedPaletteColorLookupTableData + color, VR.OW, Images.cells(bits, table));
    }
    sameAsDcmtk(Images.with(image, Images.cells(8, indexes(random))), 0);
  }

  private static int[] indexes(SplittableRandom random) {
    return Images.values(random, ROWS * COLUMNS, 8, false);
  }

  @Test
  void segmentedPalettesAreExpanded() {
    DataSet.Builder image = Images.gray(1, 10, 8, false);
    image.string(Tag.PhotometricInterpretation, "PALETTE COLOR");
    int[] segments = {0, 2, 0x1000, 0x2000, 1, 4, 0x6000, 2, 1, 8, 0, 0, 2, 0x0100, 0xFF00};
    for (int color = 0; color < 3; color++) {
      image.longs(Tag.RedPaletteColorLookupTableDescriptor + color, VR.US, 10, 0, 16);
      image.bytes(
          Tag.SegmentedRedPaletteColorLookupTableData + color,
          VR.OW,
          Images.cells(16, Arrays.copyOf(segments, segments.length)));
    }
    int[] shown =
        Images.samples(
            Images.render(
                Images.with(image, Images.cells(8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)),
                RenderOptions.DEFAULT));
    int[] reds = new int[10];
    Arrays.setAll(reds, i -> shown[3 * i]);
    assertThat(reds)
        .as(
            "two entries, a line of four, that line's segment again and so flat, two; then the last")
        .startsWith(0x10, 0x20, 0x30, 0x40, 0x50, 0x60);
  }

  @Test
  void aSegmentedPaletteThatNeverEndsIsRefused() {
    DataSet.Builder image = Images.gray(1, 1, 8, false);
    image.string(Tag.PhotometricInterpretation, "PALETTE COLOR");
    for (int color = 0; color < 3; color++) {
      image.longs(Tag.RedPaletteColorLookupTableDescriptor + color, VR.US, 4, 0, 16);
      image.bytes(
          Tag.SegmentedRedPaletteColorLookupTableData + color,
          VR.OW,
          Images.cells(16, 0, 1, 7, 2, 1, 6, 0));
    }
    assertThatThrownBy(
            () -> Images.render(Images.with(image, new byte[] {0, 0}), RenderOptions.DEFAULT))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("segmented palette: an indirect segment within another");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RGB", "YBR_FULL", "YBR_FULL_422"})
  void nativeColoursAreAsDcmtkShowsThem(String photometric)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(photometric.length());
    int samples = ROWS * COLUMNS * (photometric.endsWith("422") ? 2 : 3);
    DataSet.Builder image = Images.color(ROWS, COLUMNS, photometric);
    byte[] cells = Images.cells(8, Images.values(random, samples, 8, false));
    int cutOffTwice = photometric.equals("RGB") ? 0 : 2;
    sameAsDcmtk(Images.with(image, cells), cutOffTwice);
  }

  @Test
  void theRetiredPartialRangeHasBlackAt16AndWhiteAt235() {
    DataSet.Builder image = Images.color(1, 4, "YBR_PARTIAL_422");
    byte[] cells = Images.cells(8, 16, 235, 128, 128, 0, 255, 128, 128);
    assertThat(Images.samples(Images.render(Images.with(image, cells), RenderOptions.DEFAULT)))
        .containsExactly(0, 0, 0, 255, 255, 255, 0, 0, 0, 255, 255, 255);
  }

  @Test
  void deepColoursAreBroughtToEightBits() {
    DataSet.Builder image = Images.color(1, 1, "RGB");
    image.integer(Tag.BitsAllocated, 16).integer(Tag.BitsStored, 12).integer(Tag.HighBit, 11);
    byte[] cells = Images.cells(16, 0, 2048, 4095);
    assertThat(Images.samples(Images.render(Images.with(image, cells), RenderOptions.DEFAULT)))
        .containsExactly(0, 128, 255);
  }

  @Test
  void coloursThatNothingExplainsAreRefused() {
    DataSet object = Images.with(Images.color(1, 2, "HSV"), new byte[6]);
    assertThatThrownBy(() -> Images.render(object, RenderOptions.DEFAULT))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("Photometric Interpretation: HSV (expected: RGB");
  }

  @Test
  void anIccProfileLeadsToSrgbAsLittleCmsDoesIt() throws IOException, InterruptedException {
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] rgb =
        Images.cells(8, Images.values(new SplittableRandom(7), ROWS * COLUMNS * 3, 8, false));
    DataSet.Builder image = Images.color(ROWS, COLUMNS, "RGB");
    image.bytes(Tag.ICCProfile, VR.OB, profile);
    Rendering ours = Images.render(Images.with(image, rgb), RenderOptions.DEFAULT);
    assertThat(ours.warnings()).isEmpty();
    assertThat(Dcmtk.farthest(Images.samples(ours), pillow(rgb, profile))).isLessThanOrEqualTo(1);
  }

  private int[] pillow(byte[] rgb, byte[] profile) throws IOException, InterruptedException {
    Path raw = Files.write(folder.resolve("rgb"), rgb);
    Path icc = Files.write(folder.resolve("icc"), profile);
    Path srgb = folder.resolve("srgb");
    ExternalTool.Answer answer =
        ExternalTool.run(
            "python3-pil",
            "/usr/bin/python3",
            "-c",
            PILLOW,
            raw.toString(),
            icc.toString(),
            srgb.toString());
    assertThat(answer.status()).as(answer.text()).isZero();
    byte[] theirs = Files.readAllBytes(srgb);
    int[] samples = new int[theirs.length];
    Arrays.setAll(samples, i -> theirs[i] & 0xFF);
    return samples;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aDamagedIccProfileIsToldOrUsedButNeverFails(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    for (int i = 0; i < 1 + seed * 3; i++) {
      profile[random.nextInt(profile.length)] = (byte) random.nextInt();
    }
    DataSet.Builder image = Images.color(2, 2, "RGB");
    image.bytes(Tag.ICCProfile, VR.OB, profile);
    Rendering rendering = Images.render(Images.with(image, new byte[12]), RenderOptions.DEFAULT);
    assertThat(rendering.picture().getWidth()).as("seed %d", seed).isEqualTo(2);
  }

  @Test
  void aProfileThatIsNoneLeavesTheColoursAndIsTold() {
    DataSet.Builder image = Images.color(1, 2, "RGB");
    image.bytes(Tag.ICCProfile, VR.OB, new byte[300]);
    Rendering rendering =
        Images.render(Images.with(image, Images.cells(8, 1, 2, 3, 4, 5, 6)), RenderOptions.DEFAULT);
    assertThat(Images.samples(rendering)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(rendering.warnings())
        .singleElement()
        .asString()
        .contains("ICC Profile: not used, colours taken as sRGB: no profile of 0 bytes");
  }

  @Test
  void aWindowForColoursIsToldAndPassedOver() {
    DataSet object = Images.with(Images.color(1, 2, "RGB"), Images.cells(8, 1, 2, 3, 4, 5, 6));
    RenderOptions options = RenderOptions.builder().window(Window.linear(1, 1)).build();
    assertThat(Images.render(object, options).warnings())
        .containsExactly("window passed over: the image is not grey");
  }

  private void sameAsDcmtk(DataSet object, int mostDifferent)
      throws IOException, InterruptedException {
    Path file = Images.write(folder.resolve("image.dcm"), object);
    assertThat(
            Dcmtk.farthest(
                Images.samples(Images.render(file, 0, RenderOptions.DEFAULT)),
                Dcmtk.samples(file, 0, List.of())))
        .isLessThanOrEqualTo(mostDifferent);
  }
}
