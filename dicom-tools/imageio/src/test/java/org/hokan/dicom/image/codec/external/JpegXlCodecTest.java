package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpegXlCodecTest {
  private static final CodecLimits LIMITS = CodecLimits.DEFAULT;

  private final JpegXlCodec codec = new JpegXlCodec();

  @BeforeEach
  void isInstalled() {
    Tools.require(codec.facts().unavailable());
  }

  @Test
  void losslessStreamsDecodeExactly() {
    assertExact(37, 53, 1, 8);
    assertExact(37, 53, 3, 8);
    assertExact(37, 53, 1, 16);
    assertExact(37, 53, 3, 16);
  }

  @Test
  void aDepthThatNobodyHasComparedIsRefused() {
    byte[] stream = lossless(Tools.pnm(2, 2, 1, 12, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}));

    for (int said : new int[] {12, 16}) {
      assertThatExceptionOfType(CodecException.class)
          .isThrownBy(() -> codec.decode(stream, Tools.image(2, 2, 1, said, false), LIMITS))
          .matches(refused -> refused.reason() == Reason.UNSUPPORTED);
    }
  }

  @Test
  void aRecompressedGreyJpegDecodesAsTheJpegWithinOneLevel() throws IOException {
    byte[] jpeg = Tools.picture("gray.jpg");
    BufferedImage expected = ImageIO.read(new ByteArrayInputStream(jpeg));
    byte[] stream = new JpegRecompression().compress(jpeg, 3, LIMITS);

    DecodedFrame frame =
        codec.decode(
            stream, Tools.image(expected.getHeight(), expected.getWidth(), 1, 8, false), LIMITS);

    int[] samples =
        expected
            .getRaster()
            .getSamples(0, 0, expected.getWidth(), expected.getHeight(), 0, (int[]) null);
    assertThat(frame.samples()).hasSameSizeAs(samples);
    for (int i = 0; i < samples.length; i++) {
      assertThat(Math.abs((frame.samples()[i] & 0xFF) - samples[i])).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aStreamThatNamesAHugePictureIsRefusedByItsHeader() {
    // not small; rows: 30 bits of ones; ratio 1:1
    byte[] stream = {
      (byte) 0xFF, 0x0A, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x3F, 0, 0
    };

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(stream, Tools.image(8, 8, 1, 8, false), LIMITS))
        .matches(refused -> refused.reason() == Reason.LIMIT);
  }

  @Test
  void whatIsNoJpegXlStreamIsDamaged() {
    byte[] jpeg = Tools.picture("gray.jpg");

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(jpeg, Tools.image(8, 8, 1, 8, false), LIMITS))
        .matches(refused -> refused.reason() == Reason.DAMAGED);
  }

  private void assertExact(int rows, int columns, int samplesPerPixel, int bits) {
    long seed = System.nanoTime();
    int bytes = bits > 8 ? 2 : 1;
    byte[] bigEndian = new byte[rows * columns * samplesPerPixel * bytes];
    byte[] expected = new byte[bigEndian.length];
    Random random = new Random(seed);
    for (int i = 0; i < bigEndian.length; i += bytes) {
      int sample = random.nextInt(1 << bits);
      expected[i] = (byte) sample;
      bigEndian[i + bytes - 1] = (byte) sample;
      if (bytes == 2) {
        expected[i + 1] = (byte) (sample >> 8);
        bigEndian[i] = (byte) (sample >> 8);
      }
    }
    byte[] stream = lossless(Tools.pnm(rows, columns, samplesPerPixel, bits, bigEndian));

    DecodedFrame frame =
        codec.decode(stream, Tools.image(rows, columns, samplesPerPixel, bits, false), LIMITS);

    assertThat(frame.samples())
        .as("%d bits, %d samples, seed %d", bits, samplesPerPixel, seed)
        .isEqualTo(expected);
    assertThat(frame.bitsStored()).isEqualTo(bits);
  }

  private static byte[] lossless(byte[] pnm) {
    return new NativeTool("cjxl", "libjxl-tools")
        .run(
            new NativeTool.Work(
                pnm,
                "in.ppm",
                "out.jxl",
                List.of(NativeTool.INPUT, NativeTool.OUTPUT, "-d", "0", "-e", "3"),
                ""),
            new NativeTool.Budget(2L << 30, 1L << 20, 10),
            Reason.UNSUPPORTED);
  }
}
