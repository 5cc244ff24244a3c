package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Grey values of made-up images, by pydicom and numpy in floating point: every one of ours is the
 * nearest whole number.
 */
class GrayReferenceTest {
  private static final int ROWS = 12;
  private static final int COLUMNS = 40;
  private static final int OBJECTS_OF_A_KIND = 15;

  /** pydicom's outputs span the stored values' range after rescaling, or the LUT's bits. */
  private static final String SHOWN =
      """
      import sys, glob, numpy, pydicom
      from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut
      for name in glob.glob(sys.argv[1] + '/*.dcm'):
          d = pydicom.dcmread(name)
          x = apply_modality_lut(d.pixel_array, d).astype('f8')
          if 'VOILUTSequence' in d:
              y = apply_voi_lut(x.astype('i4'), d).astype('f8')
              low, high = 0, 2 ** d.VOILUTSequence[0].LUTDescriptor[2] - 1
          elif 'WindowWidth' in d:
              y = apply_voi_lut(x, d)
              low = -2 ** (d.BitsStored - 1) if d.PixelRepresentation else 0
              high = low + 2 ** d.BitsStored - 1
              if 'ModalityLUTSequence' in d:
                  low, high = 0, 2 ** d.ModalityLUTSequence[0].LUTDescriptor[2] - 1
              elif 'RescaleSlope' in d:
                  low = low * d.RescaleSlope + d.RescaleIntercept
                  high = high * d.RescaleSlope + d.RescaleIntercept
          else:
              y, low, high = x, x.min(), x.max()
          y = (y - low) / (high - low) * 255
          if d.PhotometricInterpretation == 'MONOCHROME1':
              y = 255 - y
          y.astype('<f8').tofile(name + '.shown')
      """;

  @TempDir private Path folder;

  @Test
  void windowsLutsAndRescalingAreAsNumpyComputesThem() throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    for (long seed = 0; seed < 3 * OBJECTS_OF_A_KIND; seed++) {
      DataSet image = random(seed);
      files.add(Images.write(folder.resolve("seed-" + seed + ".dcm"), image));
    }
    ExternalTool.Answer answer =
        ExternalTool.run(
            "python3-pydicom and python3-numpy",
            "/usr/bin/python3",
            "-W",
            "ignore",
            "-c",
            SHOWN,
            folder.toString());
    assertThat(answer.status()).as(answer.text()).isZero();
    for (Path file : files) {
      int[] ours = Images.samples(Images.render(file, 0, RenderOptions.DEFAULT));
      assertThat(farthest(ours, file)).as(file.getFileName().toString()).isLessThan(0.5 + 1e-6);
    }
  }

  private static double farthest(int[] ours, Path file) throws IOException {
    ByteBuffer theirs =
        ByteBuffer.wrap(Files.readAllBytes(Path.of(file + ".shown")))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertThat(theirs.remaining()).isEqualTo(8 * ours.length);
    double farthest = 0;
    for (int gray : ours) {
      farthest = Math.max(farthest, Math.abs(gray - theirs.getDouble()));
    }
    return farthest;
  }

  /** Kinds in turn: a window, a VOI LUT, the range of the values. */
  private static DataSet random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean signed = random.nextBoolean();
    int bits = seed % 3 == 2 ? random.nextInt(9, 17) : random.nextInt(6, 17);
    DataSet.Builder image = Images.gray(ROWS, COLUMNS, bits, signed);
    if (random.nextInt(3) == 0) {
      image.string(Tag.PhotometricInterpretation, "MONOCHROME1");
    }
    boolean rescaled = seed % 3 != 1 && random.nextBoolean();
    if (rescaled) {
      image.doubles(Tag.RescaleSlope, random.nextInt(1, 40) / 8.0);
      image.doubles(Tag.RescaleIntercept, random.nextInt(-3000, 3000));
    } else if (random.nextInt(3) == 0) {
      image.sequence(Tag.ModalityLUTSequence, lut(random, signed, bits, 16));
    }
    switch ((int) (seed % 3)) {
      case 0 -> window(image, random, bits);
      case 1 ->
          image.sequence(Tag.VOILUTSequence, lut(random, false, bits, random.nextInt(10, 17)));
      default -> image.string(Tag.StudyDescription, "no window");
    }
    int[] values = Images.values(random, ROWS * COLUMNS, bits, signed);
    return Images.with(image, Images.cells(bits <= 8 ? 8 : 16, values));
  }

  private static void window(DataSet.Builder image, SplittableRandom random, int bits) {
    String[] functions = {"LINEAR", "LINEAR_EXACT", "SIGMOID"};
    image.string(Tag.VOILUTFunction, functions[random.nextInt(functions.length)]);
    image.doubles(Tag.WindowCenter, random.nextInt(1 << bits) - (1 << (bits - 2)));
    image.doubles(Tag.WindowWidth, random.nextInt(1, 1 << bits));
  }

  private static DataSet lut(SplittableRandom random, boolean signed, int bitsOfValues, int bits) {
    int entries = random.nextInt(2, 1 << Math.min(bitsOfValues, 12));
    int first = random.nextInt(1 << (bitsOfValues - 2)) - (signed ? 1 << (bitsOfValues - 3) : 0);
    int[] data = new int[entries];
    for (int i = 0; i < entries; i++) {
      data[i] = random.nextInt(1 << bits);
    }
    return DataSet.builder()
        .longs(Tag.LUTDescriptor, signed ? VR.SS : VR.US, entries, first, bits)
        .bytes(Tag.LUTData, VR.OW, Images.cells(16, data))
        .build();
  }
}
