package org.hokan.dicom.image.recompress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.pixel.EncapsulatedPixelData;
import org.hokan.dicom.image.transcode.Transcoder;
import org.hokan.dicom.image.transcode.TranscodingOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecompressionTest {
  private static final Path DATA = Path.of(System.getProperty("hokan.root"), "test-data");
  private static final TransferSyntax JPEG_XL = TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION;

  private final Recompression recompression = new Recompression();

  private record Smaller(byte[] bytes, Recipe recipe) {}

  private Smaller compress(byte[] object, TransferSyntax target) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Recipe recipe = recompression.compress(new ByteArrayInputStream(object), target, out);
      return new Smaller(out.toByteArray(), Recipe.required(recipe.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] restore(Smaller smaller) {
    try {
      return recompression
          .restore(new ByteArrayInputStream(smaller.bytes()), smaller.recipe())
          .readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nested
  class OfJpeg {
    @BeforeEach
    void isInstalled() {
      Optional<String> unavailable = recompression.unavailable(JPEG_XL);
      if (unavailable.isPresent()) {
        assertThat(Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED")))
            .as(unavailable.get())
            .isFalse();
        abort(unavailable.get());
      }
    }

    @Test
    void anObjectIsSmallerAndComesBackByteForByte() {
      byte[] object = file("endoscopy-jpeg-baseline.dcm");
      Smaller smaller = compress(object, JPEG_XL);

      assertThat(smaller.bytes().length).isLessThan(object.length * 9 / 10);
      assertThat(restore(smaller)).isEqualTo(object);
    }

    @Test
    void itIsAnObjectOfTheOtherTransferSyntaxWithTheSameAttributes() throws IOException {
      byte[] object = file("endoscopy-jpeg-baseline.dcm");
      Smaller smaller = compress(object, JPEG_XL);

      try (Part10File before = Part10.open(new ByteArrayInputStream(object));
          Part10File after = Part10.open(new ByteArrayInputStream(smaller.bytes()))) {
        assertThat(after.transferSyntax()).isEqualTo(JPEG_XL);
        DataSet read = after.read();
        assertThat(read.toBuilder().remove(Tag.PixelData).build())
            .isEqualTo(before.read().toBuilder().remove(Tag.PixelData).build());
        assertThat(EncapsulatedPixelData.of(read).frameCount()).isEqualTo(1);
      }
    }

    @Test
    void framesWithATableOfOffsetsComeBackWithIt() {
      byte[] object = object(EncapsulatedPixelData.ofFrames(pictures()), pictures().size());

      assertThat(restore(compress(object, JPEG_XL))).isEqualTo(object);
    }

    @Test
    void framesWithoutATableComeBackWithoutOne() {
      List<byte[]> items = new ArrayList<>(List.of(new byte[0]));
      pictures().forEach(picture -> items.add(even(picture)));
      byte[] object = object(Element.fragments(Tag.PixelData, VR.OB, items), pictures().size());

      assertThat(restore(compress(object, JPEG_XL))).isEqualTo(object);
    }

    @Test
    void aFrameInFragmentsOfOneLengthComesBackInThem() {
      byte[] frame = even(pictures().get(0));
      List<byte[]> items = new ArrayList<>(List.of(new byte[4]));
      for (int at = 0; at < frame.length; at += 4096) {
        items.add(Arrays.copyOfRange(frame, at, Math.min(frame.length, at + 4096)));
      }
      byte[] object = object(Element.fragments(Tag.PixelData, VR.OB, items), 1);

      assertThat(restore(compress(object, JPEG_XL))).isEqualTo(object);
    }

    @Test
    void aFormThatCouldNotBeGivenBackIsRefused() {
      byte[] frame = even(pictures().get(0));
      List<byte[]> items = new ArrayList<>(List.of(new byte[0]));
      items.add(Arrays.copyOf(frame, 100));
      items.add(Arrays.copyOfRange(frame, 100, 400));
      items.add(Arrays.copyOfRange(frame, 400, frame.length));
      byte[] object = object(Element.fragments(Tag.PixelData, VR.OB, items), 1);

      assertThatExceptionOfType(RecompressionException.class)
          .isThrownBy(() -> compress(object, JPEG_XL))
          .withMessageContaining("fragments of different lengths");
    }

    @Test
    void aFragmentThatIsMissingIsTold() {
      byte[] object = object(EncapsulatedPixelData.ofFrames(pictures()), pictures().size() + 1);

      assertThatExceptionOfType(RecompressionException.class)
          .isThrownBy(() -> compress(object, JPEG_XL));
    }

    private List<byte[]> pictures() {
      return Stream.of("stomach-01.jpg", "stomach-02.jpg", "stomach-04.jpg")
          .map(name -> read(DATA.resolve("endoscopy").resolve(name)))
          .toList();
    }

    private byte[] object(Element pixelData, int frames) {
      DataSet dataSet =
          DataSet.builder()
              .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
              .uid(Tag.SOPInstanceUID, new Uid("1.2.3"))
              .string(Tag.NumberOfFrames, Integer.toString(frames))
              .put(pixelData)
              .bytes(Tag.DataSetTrailingPadding, VR.OB, new byte[] {7, 0, 0, 0})
              .build();
      return part10(dataSet, TransferSyntax.JPEG_BASELINE_8BIT);
    }
  }

  enum Lossless {
    RLE(TransferSyntax.RLE_LOSSLESS),
    DEFLATED_FRAMES(TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION),
    JPEG_LS(TransferSyntax.JPEG_LS_LOSSLESS),
    JPEG_2000(TransferSyntax.JPEG_2000_LOSSLESS),
    JPEG_LOSSLESS(TransferSyntax.JPEG_LOSSLESS_SV1);

    private final TransferSyntax syntax;

    Lossless(TransferSyntax syntax) {
      this.syntax = syntax;
    }
  }

  @ParameterizedTest
  @EnumSource
  void nativeFramesComeBackByteForByte(Lossless to) {
    byte[] object = nativeObject(3, new byte[3 * 64 * 64 * 3]);

    assertThat(restore(compress(object, to.syntax))).isEqualTo(object);
  }

  @ParameterizedTest
  @EnumSource
  void aRealOneComesBackByteForByte(Lossless to) {
    byte[] object = file("mr-explicit.dcm");

    assertThat(restore(compress(object, to.syntax))).isEqualTo(object);
  }

  static Stream<TransferSyntax> otherEncodings() {
    return Stream.of(
        TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("otherEncodings")
  void anObjectInAnotherEncodingComesBackByteForByte(TransferSyntax encoding) throws IOException {
    byte[] object = inEncoding("mr-explicit.dcm", encoding);
    Smaller smaller = compress(object, TransferSyntax.JPEG_LS_LOSSLESS);

    assertThat(smaller.bytes().length).isLessThan(object.length * 9 / 10);
    assertThat(restore(smaller)).isEqualTo(object);
  }

  /** Encapsulated pixel data asks for explicit VR little endian (PS3.5 §A.4). */
  @Test
  void theSmallerFormOfAnImplicitObjectHasItsAttributes() throws IOException {
    byte[] object = inEncoding("mr-explicit.dcm", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    Smaller smaller = compress(object, TransferSyntax.RLE_LOSSLESS);

    try (Part10File before = Part10.open(new ByteArrayInputStream(object));
        Part10File after = Part10.open(new ByteArrayInputStream(smaller.bytes()))) {
      DataSet came = before.read();
      DataSet read = after.read();
      assertThat(after.transferSyntax()).isEqualTo(TransferSyntax.RLE_LOSSLESS);
      assertThat(read.string(Tag.SOPInstanceUID)).isEqualTo(came.string(Tag.SOPInstanceUID));
      assertThat(read.size()).isEqualTo(came.size() + 2);
    }
  }

  private static byte[] inEncoding(String name, TransferSyntax encoding) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Transcoder.standard()
        .transcode(
            new ByteArrayInputStream(file(name)), out, encoding, TranscodingOptions.LOSSLESS);
    return out.toByteArray();
  }

  /** A codec has them in smaller cells. */
  @ParameterizedTest
  @EnumSource
  void smallSamplesInWideCellsComeBackByteForByte(Lossless to) throws IOException {
    for (int signed = 0; signed <= 1; signed++) {
      byte[] pixels = new byte[2 * 64 * 64];
      for (int i = 0; i < pixels.length; i += 2) {
        byte value = (byte) (i / 40);
        pixels[i] = value;
        pixels[i + 1] = (byte) (signed == 1 ? value >> 7 : 0);
      }
      byte[] object =
          part10(
              DataSet.builder()
                  .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
                  .uid(Tag.SOPInstanceUID, new Uid("1.2.3"))
                  .integer(Tag.SamplesPerPixel, 1)
                  .string(Tag.PhotometricInterpretation, "MONOCHROME2")
                  .integer(Tag.Rows, 64)
                  .integer(Tag.Columns, 64)
                  .integer(Tag.BitsAllocated, 16)
                  .integer(Tag.BitsStored, 8)
                  .integer(Tag.HighBit, 7)
                  .integer(Tag.PixelRepresentation, signed)
                  .bytes(Tag.PixelData, VR.OW, pixels)
                  .build(),
              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);

      assertThat(restore(compress(object, to.syntax))).isEqualTo(object);
    }
  }

  @Test
  void nativeDataOfAnotherLengthThanTheAttributesSayAreRefused() {
    byte[] object = nativeObject(2, new byte[3 * 64 * 64 * 3]);

    assertThatExceptionOfType(RecompressionException.class)
        .isThrownBy(() -> compress(object, TransferSyntax.RLE_LOSSLESS))
        .withMessageContaining("expected: 24576, 2 frames");
  }

  static Stream<Long> seeds() {
    return Stream.iterate(1L, seed -> seed + 1).limit(300);
  }

  /** What comes of damage may be nonsense, but only one of our own exceptions. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedObjectsAreRefusedOrRestoredToSomething(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Smaller smaller =
        compress(nativeObject(3, new byte[3 * 64 * 64 * 3]), TransferSyntax.RLE_LOSSLESS);
    for (int i = 0; i < 4; i++) {
      smaller.bytes()[random.nextInt(smaller.bytes().length)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      restore(smaller);
    } catch (UncheckedIOException e) {
      assertThat(e.getCause())
          .as("seed %d", seed)
          .satisfiesAnyOf(
              cause -> assertThat(cause).isInstanceOf(EOFException.class),
              cause -> assertThat(cause).hasMessageStartingWith("cannot be given back: "));
    } catch (RuntimeException e) {
      assertThat(e.getClass().getName()).as("seed %d", seed).startsWith("org.hokan.dicom.");
    }
  }

  private static byte[] nativeObject(int frames, byte[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 50);
    }
    return part10(
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VLEndoscopicImageStorage)
            .uid(Tag.SOPInstanceUID, new Uid("1.2.3"))
            .integer(Tag.SamplesPerPixel, 3)
            .string(Tag.PhotometricInterpretation, "RGB")
            .integer(Tag.PlanarConfiguration, 0)
            .string(Tag.NumberOfFrames, Integer.toString(frames))
            .integer(Tag.Rows, 64)
            .integer(Tag.Columns, 64)
            .integer(Tag.BitsAllocated, 8)
            .integer(Tag.BitsStored, 8)
            .integer(Tag.HighBit, 7)
            .integer(Tag.PixelRepresentation, 0)
            .bytes(Tag.PixelData, VR.OB, pixels)
            .build(),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private static byte[] part10(DataSet dataSet, TransferSyntax syntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Part10.write(
          FileMetaInformation.of(Uids.VLEndoscopicImageStorage, new Uid("1.2.3"), syntax.uid()),
          dataSet,
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static byte[] even(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + (bytes.length & 1));
  }

  private static byte[] file(String name) {
    return read(DATA.resolve("objects").resolve(name));
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
