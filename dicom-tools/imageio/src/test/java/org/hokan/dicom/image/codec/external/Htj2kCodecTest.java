package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.EncapsulatedPixelData;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class Htj2kCodecTest {
  private static final CodecLimits LIMITS = CodecLimits.DEFAULT;
  private static final NativeTool.Budget BUDGET = new NativeTool.Budget(2L << 30, 8L << 20, 10);

  private final Htj2kCodec codec = new Htj2kCodec();

  @BeforeEach
  void isInstalled() {
    Tools.require(codec.facts().unavailable());
  }

  /** No other decoder of HTJ2K is at hand: this shows that nothing is lost on the way from it. */
  @Test
  void theSamplesAreThoseOfTheLibrary() throws IOException {
    DataSet image = image();
    byte[] stream = EncapsulatedPixelData.of(image).frame(0);
    byte[] planes =
        new NativeTool("opj_decompress", "libopenjp2-tools")
            .run(
                new NativeTool.Work(
                    stream,
                    "in.j2k",
                    "out.rawl",
                    List.of("-i", NativeTool.INPUT, "-o", NativeTool.OUTPUT),
                    ""),
                BUDGET,
                Reason.DAMAGED);

    DecodedFrame frame = codec.decode(stream, ImagePixel.of(image), LIMITS);

    int plane = frame.rows() * frame.columns();
    assertThat(planes).hasSize(3 * plane).hasSameSizeAs(frame.samples());
    for (int i = 0; i < frame.samples().length; i++) {
      assertThat(frame.samples()[i]).isEqualTo(planes[i % 3 * plane + i / 3]);
    }
  }

  @Test
  void signedSamplesKeepTheirSign() {
    long seed = System.nanoTime();
    byte[] samples = new byte[16 * 16 * 2];
    new Random(seed).nextBytes(samples);
    byte[] stream =
        new NativeTool("opj_compress", "libopenjp2-tools")
            .run(
                new NativeTool.Work(
                    samples,
                    "in.rawl",
                    "out.j2k",
                    List.of(
                        "-i",
                        NativeTool.INPUT,
                        "-o",
                        NativeTool.OUTPUT,
                        "-F",
                        "16,16,1,16,s",
                        "-n",
                        "1"),
                    ""),
                BUDGET,
                Reason.UNSUPPORTED);

    DecodedFrame frame = codec.decode(stream, Tools.image(16, 16, 1, 16, true), LIMITS);

    assertThat(frame.samples()).as("seed %d", seed).isEqualTo(samples);
    assertThat(frame.signed()).isTrue();
  }

  @Test
  void aStreamThatNamesAHugePictureIsRefusedByItsHeader() throws IOException {
    DataSet image = image();
    byte[] stream = EncapsulatedPixelData.of(image).frame(0);
    stream[8] = 0x7F; // Xsiz

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(stream, ImagePixel.of(image), LIMITS))
        .matches(refused -> refused.reason() == Reason.LIMIT);
  }

  @Test
  void anEmptyStreamIsDamaged() {
    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> codec.decode(new byte[0], Tools.image(8, 8, 1, 8, false), LIMITS))
        .matches(refused -> refused.reason() == Reason.DAMAGED);
  }

  private static DataSet image() throws IOException {
    try (Part10File file = Part10.open(Tools.DATA.resolve("objects/htj2k.dcm"))) {
      return file.read();
    }
  }
}
