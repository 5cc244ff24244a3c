package org.hokan.dicom.image.pixel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.dict.UidEntry;
import org.hokan.dicom.dict.Uids;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JpegHeaderTest {
  private static final byte[] NOTHING = {};

  @ParameterizedTest
  @ValueSource(strings = {"stomach-01.jpg", "stomach-08.jpg", "gray.jpg", "progressive.jpg"})
  void readsOfRealPicturesWhatTheJdkReads(String name) throws IOException {
    byte[] stream = TestPictures.picture(name);
    JpegHeader header = JpegHeader.read(stream);
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(stream));
    assertThat(header.width()).isEqualTo(picture.getWidth());
    assertThat(header.height()).isEqualTo(picture.getHeight());
    assertThat(header.components()).hasSize(picture.getRaster().getNumBands());
    assertThat(header.precision()).isEqualTo(8);
    assertThat(header.jfif()).isTrue();
  }

  @Test
  void readsTheSamplingOfEachComponent() {
    assertThat(JpegHeader.read(TestPictures.picture("stomach-01.jpg")).components())
        .containsExactly(
            new JpegHeader.Component(1, 2, 2),
            new JpegHeader.Component(2, 1, 1),
            new JpegHeader.Component(3, 1, 1));
  }

  @ParameterizedTest(name = "marker {0}, selection value {1}: {2}")
  @CsvSource({
    "C0, 0, JPEGBaseline8Bit",
    "C1, 0, JPEGExtended12Bit",
    "C2, 0, JPEGFullProgressionNonHierarchical1012",
    "C3, 1, JPEGLosslessSV1",
    "C3, 6, JPEGLossless",
    "C9, 0, JPEGExtended35",
    "CA, 0, JPEGFullProgressionNonHierarchical1113",
    "CB, 1, JPEGLosslessNonHierarchical15",
  })
  void theCodingProcessDecidesTheTransferSyntax(String marker, int selection, String keyword) {
    byte[] stream =
        TestPictures.stream(Integer.parseInt(marker, 16), 8, selection, NOTHING, 0x11, 0x11, 0x11);
    JpegHeader header = JpegHeader.read(stream);
    assertThat(UidDictionary.of(header.transferSyntaxUid()).map(UidEntry::keyword))
        .contains(keyword);
    assertThat(header.process().lossy()).isEqualTo(selection == 0);
  }

  @Test
  void twelveBitsAreRead() {
    JpegHeader header = JpegHeader.read(TestPictures.stream(0xC1, 12, 0, NOTHING, 0x11));
    assertThat(header.precision()).isEqualTo(12);
    assertThat(header.width()).isEqualTo(640);
    assertThat(header.height()).isEqualTo(480);
    assertThat(header.photometricInterpretation()).isEqualTo("MONOCHROME2");
  }

  @Test
  void theMarkersOfJfifAndAdobeTellTheColours() {
    int[] full = {0x11, 0x11, 0x11};
    assertThat(photometric(0xC0, TestPictures.jfif(), full)).isEqualTo("YBR_FULL_422");
    assertThat(photometric(0xC0, TestPictures.jfif(), 0x22, 0x11, 0x11)).isEqualTo("YBR_FULL_422");
    assertThat(photometric(0xC0, NOTHING, 0x21, 0x11, 0x11)).isEqualTo("YBR_FULL_422");
    assertThat(photometric(0xC0, TestPictures.adobe(0), full)).isEqualTo("RGB");
    assertThat(photometric(0xC0, TestPictures.adobe(1), full)).isEqualTo("YBR_FULL_422");
    assertThat(photometric(0xC3, NOTHING, full)).isEqualTo("RGB");
    assertThat(photometric(0xC3, TestPictures.adobe(1), full)).isEqualTo("YBR_FULL");
  }

  @Test
  void componentsNamedRgbAreRgb() {
    byte[] stream = TestPictures.stream(0xC0, 8, 0, NOTHING, 0x11, 0x11, 0x11);
    stream[12] = 'R';
    stream[15] = 'G';
    stream[18] = 'B';
    assertThat(JpegHeader.read(stream).components().get(1).identifier()).isEqualTo('G');
    assertThat(JpegHeader.read(stream).photometricInterpretation()).isEqualTo("RGB");
  }

  @Test
  void fourComponentsAreRead_butHaveNoPhotometricInterpretation() {
    JpegHeader cmyk =
        JpegHeader.read(TestPictures.stream(0xC0, 8, 0, NOTHING, 0x11, 0x11, 0x11, 0x11));
    assertThat(cmyk.components()).hasSize(4);
    assertThatThrownBy(cmyk::photometricInterpretation)
        .isInstanceOf(PixelDataException.class)
        .hasMessageContaining("4 components (expected: 1 or 3");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("brokenStreams")
  void whatIsNoJpegStreamIsRefusedWithItsPlace(byte[] stream, String message) {
    assertThatThrownBy(() -> JpegHeader.read(stream))
        .isInstanceOf(PixelDataException.class)
        .hasMessageContaining(message);
  }

  static List<Object[]> brokenStreams() {
    byte[] good = TestPictures.stream(0xC0, 8, 0, NOTHING, 0x22, 0x11, 0x11);
    return List.of(
        new Object[] {NOTHING, "no SOI marker"},
        new Object[] {new byte[] {'B', 'M', 0, 0}, "no SOI marker"},
        new Object[] {Arrays.copyOf(good, 2), "ends at offset 2"},
        new Object[] {Arrays.copyOf(good, 3), "ends at offset 3"},
        new Object[] {Arrays.copyOf(good, 5), "ends at offset 5 (expected: a segment length"},
        new Object[] {Arrays.copyOf(good, 12), "FFC0: length 17 at offset 4 (expected: 2 to 8"},
        new Object[] {changed(good, 2, 0x41), "byte 41 at offset 2 (expected: a marker"},
        new Object[] {changed(good, 3, 0xD9), "marker FFD9 at offset 2"},
        new Object[] {changed(good, 3, 0xDA), "JPEG stream: a scan without a frame header"},
        new Object[] {changed(good, 3, 0xDE), "marker FFDE at offset 2"},
        new Object[] {changed(good, 3, 0xC5), "marker FFC5 (expected: a process that is not hier"},
        new Object[] {changed(good, 5, 0x01), "FFC0: length 1 at offset 4"},
        new Object[] {changed(good, 6, 0x01), "640 x 480 pixels of 1 bits"},
        new Object[] {zeroHeight(good), "640 x 0 pixels"},
        new Object[] {changed(good, 11, 0), "0 components in 15 bytes"},
        new Object[] {changed(good, 11, 9), "9 components in 15 bytes"},
        new Object[] {changed(good, 13, 0x50), "sampling factors 5 x 0"},
        new Object[] {changed(good, 24, 0x0B), "3 components in 9 bytes"},
        new Object[] {manySegments(), "4096 marker segments and no scan"});
  }

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void damagedStreamsNeverEscapeAsAnotherException(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] head = Arrays.copyOf(TestPictures.picture("stomach-02.jpg"), 700);
    for (int i = 0; i < 100; i++) {
      byte[] damaged = head.clone();
      for (int j = random.nextInt(8); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(catchThrowable(() -> JpegHeader.read(damaged).transferSyntaxUid()))
          .as("seed %d", seed)
          .satisfiesAnyOf(
              t -> assertThat(t).isNull(),
              t -> assertThat(t).isInstanceOf(PixelDataException.class));
    }
  }

  private static String photometric(int startOfFrame, byte[] application, int... sampling) {
    int selection = startOfFrame == 0xC3 ? 1 : 0;
    return JpegHeader.read(TestPictures.stream(startOfFrame, 8, selection, application, sampling))
        .photometricInterpretation();
  }

  private static byte[] changed(byte[] stream, int index, int value) {
    byte[] changed = stream.clone();
    changed[index] = (byte) value;
    return changed;
  }

  private static byte[] zeroHeight(byte[] stream) {
    return changed(changed(stream, 7, 0), 8, 0);
  }

  private static byte[] manySegments() {
    byte[] stream = new byte[2 + 4 * 5000];
    stream[0] = (byte) 0xFF;
    stream[1] = (byte) 0xD8;
    for (int at = 2; at < stream.length; at += 4) {
      stream[at] = (byte) 0xFF;
      stream[at + 1] = (byte) 0xFE;
      stream[at + 3] = 2;
    }
    return stream;
  }

  @Test
  void fillBytesBeforeMarkersAreSkipped() {
    byte[] good = TestPictures.stream(0xC0, 8, 0, NOTHING, 0x11);
    byte[] filled = new byte[good.length + 2];
    System.arraycopy(good, 0, filled, 0, 2);
    filled[2] = (byte) 0xFF;
    filled[3] = (byte) 0xFF;
    System.arraycopy(good, 2, filled, 4, good.length - 2);
    assertThat(JpegHeader.read(filled)).isEqualTo(JpegHeader.read(good));
    assertThat(JpegHeader.read(good).transferSyntaxUid()).isEqualTo(Uids.JPEGBaseline8Bit);
  }
}
