package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cells of native pixel data in each of their forms (PS3.5 §8.1.1, §8.2, PS3.3 §C.7.6.3.1). */
class NativeFormsTest {
  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 6);
  }

  @Test
  void aSampleIsTakenFromBelowItsHighBitWithItsSign() {
    ImagePixel image = image(1, 2, 1, "MONOCHROME2", 16, 12, 15, true, false);
    byte[] cells = {(byte) 0xFF, (byte) 0x80, (byte) 0x1A, 0x7F}; // 80FF, 7F1A
    assertThat(samples(cells, image)).containsExactly(0x0F, 0xF8, 0xF1, 0x07); // -2033, 2033
  }

  @Test
  void bitsAboveAnUnsignedSampleAreNoneOfIt() {
    ImagePixel image = image(1, 2, 1, "MONOCHROME2", 16, 10, 9, false, false);
    byte[] cells = {(byte) 0xFF, (byte) 0xFF, 0x01, (byte) 0xFC};
    assertThat(samples(cells, image)).containsExactly(0xFF, 0x03, 0x01, 0x00);
  }

  @Test
  void planesBecomePixels() {
    ImagePixel image = image(1, 2, 3, "RGB", 8, 8, 7, false, true);
    assertThat(samples(new byte[] {1, 2, 11, 12, 21, 22}, image))
        .containsExactly(1, 11, 21, 2, 12, 22);
  }

  @Test
  void twoPixelsOfYbrFull422ShareTheirChrominance() {
    ImagePixel image = image(1, 2, 3, "YBR_FULL_422", 8, 8, 7, false, false);
    assertThat(samples(new byte[] {50, 60, 7, 8}, image)).containsExactly(50, 7, 8, 60, 7, 8);
  }

  @Test
  void bitsAreCountedFromTheLeastSignificantOne() {
    ImagePixel image = image(1, 9, 1, "MONOCHROME2", 1, 1, 0, false, false);
    assertThat(samples(new byte[] {(byte) 0b1000_0010, 1}, image))
        .containsExactly(0, 1, 0, 0, 0, 0, 0, 1, 1);
  }

  /**
   * OW is a string of 16-bit words: only the two bytes of each are swapped, and a sample of 32 bits
   * keeps its less significant word first (PS3.5 §6.2, §7.3).
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whatDcmtkMadeBigEndianHasTheSameSamples(long seed) throws Exception {
    int[] depths = {1, 8, 12, 16, 32, 32};
    int bits = depths[(int) seed];
    DecodedFrame frame = Frames.random(new SplittableRandom(seed), bits, bits);
    Path little = folder.resolve("little.dcm");
    Path big = folder.resolve("big.dcm");
    write(frame, little);
    ExternalTool.Answer answer =
        ExternalTool.run("dcmtk", "dcmconv", "+tb", little.toString(), big.toString());
    assertThat(answer.status()).as(answer.text()).isZero();
    assertThat(Reference.ours(little)).containsExactly(frame);
    assertThat(Reference.ours(big)).as("seed %d, %s", seed, frame).containsExactly(frame);
  }

  private static int[] samples(byte[] cells, ImagePixel image) {
    byte[] samples = NativeSamples.unpack(cells, image, CodecLimits.DEFAULT).samples();
    int[] unsigned = new int[samples.length];
    for (int i = 0; i < samples.length; i++) {
      unsigned[i] = samples[i] & 0xFF;
    }
    return unsigned;
  }

  private static ImagePixel image(
      int rows,
      int columns,
      int samples,
      String interpretation,
      int allocated,
      int stored,
      int highBit,
      boolean signed,
      boolean planar) {
    return new ImagePixel(
        rows,
        columns,
        1,
        samples,
        interpretation,
        allocated,
        stored,
        highBit,
        signed,
        planar,
        ImagePixel.Kind.INTEGER);
  }

  private static void write(DecodedFrame frame, Path file) throws IOException {
    ImagePixel image = Frames.attributes(frame);
    Uid instance = new Uid("1.2.826.0.1.3680043.10.9");
    byte[] cells = NativeSamples.pack(frame);
    byte[] even = Arrays.copyOf(cells, cells.length + cells.length % 2);
    DataSet.Builder object =
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.SecondaryCaptureImageStorage)
            .uid(Tag.SOPInstanceUID, instance)
            .integer(Tag.SamplesPerPixel, image.samplesPerPixel())
            .string(Tag.PhotometricInterpretation, image.photometricInterpretation())
            .integer(Tag.Rows, image.rows())
            .integer(Tag.Columns, image.columns())
            .integer(Tag.BitsAllocated, image.bitsAllocated())
            .integer(Tag.BitsStored, image.bitsStored())
            .integer(Tag.HighBit, image.highBit())
            .integer(Tag.PixelRepresentation, image.signed() ? 1 : 0)
            .put(Element.of(Tag.PixelData, VR.OW, even));
    if (image.samplesPerPixel() > 1) {
      object.integer(Tag.PlanarConfiguration, 0);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(
          FileMetaInformation.of(
              Uids.SecondaryCaptureImageStorage,
              instance,
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid()),
          object.build(),
          out);
    }
  }
}
