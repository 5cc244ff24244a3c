package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.pixel.EncapsulatedPixelData;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {
  private static final List<TransferSyntax> OF_ANY_DEPTH =
      List.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION,
          TransferSyntax.RLE_LOSSLESS);

  @TempDir private Path folder;

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void losslessCodecsGiveBackEverySample(long seed) {
    DecodedFrame frame = Frames.random(new SplittableRandom(seed), 1, 32);
    for (TransferSyntax syntax : OF_ANY_DEPTH) {
      assertThat(roundTrip(frame, syntax)).as("seed %d, %s", seed, syntax).isEqualTo(frame);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void jpegLosslessGivesBackEverySample(long seed) {
    DecodedFrame frame = Frames.random(new SplittableRandom(seed), 2, 16);
    assertThat(roundTrip(frame, TransferSyntax.JPEG_LOSSLESS_SV1))
        .as("seed %d", seed)
        .isEqualTo(frame);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void jpegLsGivesBackEverySample(long seed) {
    DecodedFrame frame = Frames.random(new SplittableRandom(seed), 2, 16);
    assertThat(roundTrip(frame, TransferSyntax.JPEG_LS_LOSSLESS))
        .as("seed %d", seed)
        .isEqualTo(frame);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void jpeg2000GivesBackEverySample(long seed) {
    DecodedFrame frame = Frames.random(new SplittableRandom(seed), 2, 16);
    TransferSyntax syntax =
        seed % 2 == 0 ? TransferSyntax.JPEG_2000_LOSSLESS : TransferSyntax.JPEG_2000;
    assertThat(roundTrip(frame, syntax)).as("seed %d", seed).isEqualTo(frame);
  }

  @Test
  void aHigherRatioOfJpeg2000TakesFewerBytes() {
    DecodedFrame frame = gradient(ColorModel.RGB);
    byte[] small =
        encoded(
            frame, TransferSyntax.JPEG_2000, EncodingParameters.LOSSLESS.withCompressionRatio(30));
    byte[] large =
        encoded(
            frame, TransferSyntax.JPEG_2000, EncodingParameters.LOSSLESS.withCompressionRatio(2));
    assertThat(small).hasSizeBetween(10, frame.samples().length / 30);
    assertThat(large).hasSizeGreaterThan(small.length);
  }

  @Test
  void othersDecodeOurJpeg2000() throws IOException, InterruptedException {
    for (long seed = 100; seed < 106; seed++) {
      DecodedFrame frame = Frames.random(new SplittableRandom(seed), 8, 16);
      byte[] stream = encoded(frame, TransferSyntax.JPEG_2000_LOSSLESS, 90);
      assertThat(Reference.opj(stream, frame)).as("seed %d, %s", seed, frame).isEqualTo(frame);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nearLosslessJpegLsKeepsToItsBound(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    DecodedFrame frame = Frames.random(random, 4, 16);
    int near = random.nextInt(1, 6);
    assumeThat(!frame.signed() || Signs.reach(frame) + near < 1 << (frame.bitsStored() - 1))
        .as("signed samples at the ends of their range are refused")
        .isTrue();
    byte[] stream =
        encoded(
            frame,
            TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
            EncodingParameters.LOSSLESS.withMaxError(near));
    DecodedFrame back =
        FrameCodecs.standard()
            .decode(
                stream,
                Frames.attributes(frame),
                TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
                CodecLimits.DEFAULT);
    int count = frame.samples().length / frame.bytesPerSample();
    for (int i = 0; i < count; i++) {
      assertThat(Reference.value(back, i))
          .as("seed %d, sample %d of %s, NEAR %d", seed, i, frame, near)
          .isBetween(Reference.value(frame, i) - near, Reference.value(frame, i) + near);
    }
  }

  @Test
  void othersDecodeOurJpegLs() throws IOException, InterruptedException {
    for (long seed = 100; seed < 108; seed++) {
      DecodedFrame frame = Frames.random(new SplittableRandom(seed), 8, 16);
      Path lossless = object(frame, TransferSyntax.JPEG_LS_LOSSLESS, EncodingParameters.LOSSLESS);
      Reference.assertSameSamples(
          List.of(frame), Reference.decompressed(lossless, "dcmtk", "dcmdjpls"));
      if (!frame.signed()) {
        Path lossy =
            object(
                frame,
                TransferSyntax.JPEG_LS_NEAR_LOSSLESS,
                EncodingParameters.LOSSLESS.withMaxError(2));
        Reference.assertSameSamples(
            Reference.ours(lossy), Reference.decompressed(lossy, "dcmtk", "dcmdjpls"));
      }
    }
  }

  @Test
  void othersDecodeOurJpegLosslessAndRle() throws IOException, InterruptedException {
    for (long seed = 100; seed < 108; seed++) {
      DecodedFrame frame = Frames.random(new SplittableRandom(seed), 8, 16);
      List<DecodedFrame> expected = List.of(frame);
      Path jpeg = object(frame, TransferSyntax.JPEG_LOSSLESS_SV1, EncodingParameters.LOSSLESS);
      Reference.assertSameSamples(
          expected, Reference.decompressed(jpeg, "dcmtk", "dcmdjpeg", "+cn"));
      Path rle = object(frame, TransferSyntax.RLE_LOSSLESS, EncodingParameters.LOSSLESS);
      Reference.assertSameSamples(expected, Reference.decompressed(rle, "dcmtk", "dcmdrle"));
    }
  }

  @Test
  void anotherDecoderMakesTheSamePictureOfOurBaselineJpeg()
      throws IOException, InterruptedException {
    DecodedFrame frame = gradient(ColorModel.RGB);
    byte[] jpeg = encoded(frame, TransferSyntax.JPEG_BASELINE_8BIT, 95);
    DecodedFrame back = ColorConversion.toRgb(decoded(jpeg, frame, "YBR_FULL_422"));
    assertThat(Reference.djpeg(jpeg)).isEqualTo(back.samples());
    assertThat(largestDifference(frame, back)).isLessThan(12);
  }

  @Test
  void aHigherQualityTakesMoreBytesAndComesCloser() {
    DecodedFrame frame = gradient(ColorModel.MONOCHROME);
    byte[] low = encoded(frame, TransferSyntax.JPEG_BASELINE_8BIT, 20);
    byte[] high = encoded(frame, TransferSyntax.JPEG_BASELINE_8BIT, 98);
    assertThat(high).hasSizeGreaterThan(low.length);
    assertThat(largestDifference(frame, decoded(high, frame, "MONOCHROME2")))
        .isLessThan(largestDifference(frame, decoded(low, frame, "MONOCHROME2")));
  }

  @Test
  void whatASyntaxCannotHoldIsRefused() {
    DecodedFrame deep = new DecodedFrame(1, 1, 16, 12, false, ColorModel.MONOCHROME, new byte[2]);
    assertThatThrownBy(() -> encoded(deep, TransferSyntax.JPEG_BASELINE_8BIT, 90))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("12 of 16 bits");
    DecodedFrame deeper = new DecodedFrame(1, 1, 32, 20, false, ColorModel.MONOCHROME, new byte[4]);
    assertThatThrownBy(() -> encoded(deeper, TransferSyntax.JPEG_LOSSLESS_SV1, 90))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("2 to 16 bits");
  }

  private static DecodedFrame gradient(ColorModel model) {
    byte[] samples = new byte[64 * 48 * model.samplesPerPixel()];
    for (int i = 0; i < samples.length; i++) {
      int pixel = i / model.samplesPerPixel();
      samples[i] = (byte) (pixel % 64 * 3 + pixel / 64 + i % model.samplesPerPixel() * 8);
    }
    return new DecodedFrame(48, 64, 8, 8, false, model, samples);
  }

  private static int largestDifference(DecodedFrame a, DecodedFrame b) {
    int largest = 0;
    for (int i = 0; i < a.samples().length; i++) {
      largest = Math.max(largest, Math.abs((a.samples()[i] & 0xFF) - (b.samples()[i] & 0xFF)));
    }
    return largest;
  }

  private static DecodedFrame roundTrip(DecodedFrame frame, TransferSyntax syntax) {
    return FrameCodecs.standard()
        .decode(encoded(frame, syntax, 90), Frames.attributes(frame), syntax, CodecLimits.DEFAULT);
  }

  private static byte[] encoded(DecodedFrame frame, TransferSyntax syntax, int quality) {
    return encoded(frame, syntax, EncodingParameters.LOSSLESS.withQuality(quality));
  }

  private static byte[] encoded(
      DecodedFrame frame, TransferSyntax syntax, EncodingParameters parameters) {
    return FrameCodecs.standard().encode(frame, syntax, parameters, CodecLimits.DEFAULT);
  }

  private static DecodedFrame decoded(byte[] jpeg, DecodedFrame like, String interpretation) {
    ImagePixel image =
        new ImagePixel(
            like.rows(),
            like.columns(),
            1,
            like.samplesPerPixel(),
            interpretation,
            8,
            8,
            7,
            false,
            false,
            ImagePixel.Kind.INTEGER);
    return FrameCodecs.standard()
        .decode(jpeg, image, TransferSyntax.JPEG_BASELINE_8BIT, CodecLimits.DEFAULT);
  }

  private Path object(DecodedFrame frame, TransferSyntax syntax, EncodingParameters parameters)
      throws IOException {
    ImagePixel image = Frames.attributes(frame);
    Uid instance = new Uid("1.2.826.0.1.3680043.10.9");
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
            .put(EncapsulatedPixelData.ofFrames(List.of(encoded(frame, syntax, parameters))));
    if (image.samplesPerPixel() > 1) {
      object.integer(Tag.PlanarConfiguration, 0);
    }
    Path file = folder.resolve("object.dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(
          FileMetaInformation.of(Uids.SecondaryCaptureImageStorage, instance, syntax.uid()),
          object.build(),
          out);
    }
    return file;
  }
}
