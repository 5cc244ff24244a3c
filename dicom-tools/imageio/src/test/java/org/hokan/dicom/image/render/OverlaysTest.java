package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlaysTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 20;
  private static final int SECOND_GROUP = 0x0002_0000;

  @TempDir private Path folder;

  @ParameterizedTest(name = "origin {0}\\{1}")
  @CsvSource({"1,1", "4,7", "-2,0", "9,18", "1,-30"})
  void bitmapsLieWhereDcmtkPutsThem(int row, int column) throws IOException, InterruptedException {
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 8, false);
    overlay(image, 0, row, column, new SplittableRandom(row * 100L + column));
    overlay(image, SECOND_GROUP, 3, 3, new SplittableRandom(1));
    sameAsDcmtk(Images.with(image, pixels(100)), 0);
  }

  @Test
  void anOverlayOfSeveralFramesBeginsAtTheFrameThatItNames()
      throws IOException, InterruptedException {
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 8, false).string(Tag.NumberOfFrames, "4");
    overlay(image, 0, 1, 1, new SplittableRandom(3));
    image.string(Tag.NumberOfFramesInOverlay, "2").integer(Tag.ImageFrameOrigin, 2);
    byte[] bits = new byte[ROWS * COLUMNS * 2 / 8];
    Arrays.fill(bits, 0, bits.length / 2, (byte) 0x0F);
    Arrays.fill(bits, bits.length / 2, bits.length, (byte) 0x33);
    image.bytes(Tag.OverlayData, VR.OW, bits);
    DataSet object = Images.with(image, new byte[4 * ROWS * COLUMNS]);
    for (int frame = 0; frame < 4; frame++) {
      sameAsDcmtk(object, frame);
    }
    assertThat(Images.samples(Images.render(object, 0, RenderOptions.DEFAULT))).containsOnly(0);
    assertThat(Images.samples(Images.render(object, 2, RenderOptions.DEFAULT)))
        .startsWith(255, 255, 0, 0, 255, 255, 0, 0);
  }

  @Test
  void anOverlayWithoutFramesIsOnEveryFrame() {
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 8, false).string(Tag.NumberOfFrames, "2");
    overlay(image, 0, 1, 1, new SplittableRandom(3));
    DataSet object = Images.with(image, new byte[2 * ROWS * COLUMNS]);
    assertThat(Images.samples(Images.render(object, 1, RenderOptions.DEFAULT)))
        .isEqualTo(Images.samples(Images.render(object, 0, RenderOptions.DEFAULT)))
        .contains(255);
  }

  @Test
  void bitsThatNoSampleUsesCanBeAnOverlay() throws IOException, InterruptedException {
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 12, false);
    image.doubles(Tag.WindowCenter, 2048).doubles(Tag.WindowWidth, 4096);
    image.integer(Tag.OverlayRows, ROWS).integer(Tag.OverlayColumns, COLUMNS);
    image.string(Tag.OverlayType, "G").longs(Tag.OverlayOrigin, VR.SS, 1, 1);
    image.integer(Tag.OverlayBitsAllocated, 16).integer(Tag.OverlayBitPosition, 13);
    int[] values = Images.values(new SplittableRandom(5), ROWS * COLUMNS, 12, false);
    for (int i = 0; i < values.length; i += 3) {
      values[i] |= 1 << 13;
    }
    DataSet object = Images.with(image, Images.cells(16, values));
    assertThat(Images.samples(Images.render(object, RenderOptions.DEFAULT))[3]).isEqualTo(255);
    Path file = Images.write(folder.resolve("embedded.dcm"), object);
    assertThat(
            Dcmtk.farthest(
                Images.samples(Images.render(file, 0, RenderOptions.DEFAULT)),
                Dcmtk.samples(file, 0, List.of("+Wi", "1"))))
        .isLessThanOrEqualTo(1);
  }

  @Test
  void overlaysAreLeftOutWhenAskedTo() {
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 8, false);
    overlay(image, 0, 1, 1, new SplittableRandom(1));
    RenderOptions options = RenderOptions.builder().overlays(false).build();
    DataSet object = Images.with(image, new byte[ROWS * COLUMNS]);
    assertThat(Images.samples(Images.render(object, options))).containsOnly(0);
  }

  @Test
  void anOverlayWithTooFewBitsIsToldAndPassedOver() {
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, 8, false);
    overlay(image, 0, 1, 1, new SplittableRandom(1));
    image.integer(Tag.OverlayRows, 65_535).integer(Tag.OverlayColumns, 65_535);
    Rendering rendering =
        Images.render(Images.with(image, new byte[ROWS * COLUMNS]), RenderOptions.DEFAULT);
    assertThat(Images.samples(rendering)).containsOnly(0);
    assertThat(rendering.warnings())
        .containsExactly(
            "(6000,3000) overlay passed over: 30 bytes for 65535 x 65535 points (expected: one bit a point, PS3.3 §C.9.2)");
  }

  private static void overlay(
      DataSet.Builder image, int group, int row, int column, SplittableRandom random) {
    byte[] bits = new byte[ROWS * COLUMNS / 8];
    random.nextBytes(bits);
    image.integer(Tag.OverlayRows + group, ROWS).integer(Tag.OverlayColumns + group, COLUMNS);
    image.string(Tag.OverlayType + group, VR.CS, "G");
    image.longs(Tag.OverlayOrigin + group, VR.SS, row, column);
    image.integer(Tag.OverlayBitsAllocated + group, 1);
    image.integer(Tag.OverlayBitPosition + group, 0);
    image.bytes(Tag.OverlayData + group, VR.OW, bits);
  }

  private static byte[] pixels(int most) {
    return Images.cells(8, new SplittableRandom(9).ints((long) ROWS * COLUMNS, 0, most).toArray());
  }

  private void sameAsDcmtk(DataSet object, int frame) throws IOException, InterruptedException {
    Path file = Images.write(folder.resolve("image.dcm"), object);
    assertThat(Images.samples(Images.render(file, frame, RenderOptions.DEFAULT)))
        .isEqualTo(Dcmtk.samples(file, frame, List.of()));
  }
}
