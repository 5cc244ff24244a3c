package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JpegRecompressionTest {
  private static final CodecLimits LIMITS = CodecLimits.DEFAULT;
  private static final int MUTATIONS = 30;

  private final JpegRecompression recompression = new JpegRecompression();

  @BeforeEach
  void isInstalled() {
    Tools.require(recompression.unavailable());
  }

  @Test
  void everyPictureComesBackByteForByteAndAllTogetherSaveAnEighth() throws IOException {
    assertSaved(Tools.DATA.resolve("endoscopy"), 0.125);
  }

  /** The folder of the system property {@code hokan.samples}, where it is named. */
  @Test
  void theSamplesOfEndoscopesSaveFifteenPercent() throws IOException {
    Optional<String> samples = Optional.ofNullable(System.getProperty("hokan.samples"));
    if (samples.isPresent()) {
      assertSaved(Path.of(samples.get()).resolve("jpeg"), 0.15);
    }
  }

  @Test
  void paddingAfterTheStreamIsKept() {
    byte[] jpeg = Tools.picture("stomach-01.jpg");
    byte[] padded = Arrays.copyOf(jpeg, jpeg.length + 1);

    assertThat(recompression.restore(compress(padded), LIMITS)).isEqualTo(padded);
  }

  @Test
  void paddingOfTheCompressedFrameDoesNoHarm() {
    byte[] jpeg = Tools.picture("stomach-01.jpg");
    byte[] small = compress(jpeg);

    assertThat(recompression.restore(Arrays.copyOf(small, small.length + 1), LIMITS))
        .isEqualTo(jpeg);
  }

  @Test
  void whatCannotBeGivenBackBitForBitIsRefusedNotEncodedAnew() {
    byte[] small = compress(Tools.picture("stomach-01.jpg"));
    int reconstruction = indexOf(small, "jbrd") + 6;
    small[reconstruction] ^= 0x55;
    small[reconstruction + 1] ^= 0x2A;

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> recompression.restore(small, LIMITS))
        .matches(refused -> refused.reason() == Reason.DAMAGED);
  }

  @Test
  void aPictureAboveTheLimitsIsNotGivenToTheLibrary() {
    byte[] jpeg = Tools.picture("stomach-01.jpg");

    assertThatExceptionOfType(CodecException.class)
        .isThrownBy(() -> recompression.compress(jpeg, 3, LIMITS.withMaxFrameBytes(1000)))
        .matches(refused -> refused.reason() == Reason.LIMIT);
  }

  @Test
  void aBrokenStreamEndsAsAnErrorOrAPictureWithinTheLimits() {
    long seed = System.nanoTime();
    System.out.println("JpegRecompressionTest: seed " + seed);
    Random random = new Random(seed);
    byte[] small = compress(Tools.picture("gray.jpg"));
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] broken = small.clone();
      for (int n = 0; n < 4; n++) {
        broken[random.nextInt(broken.length)] = (byte) random.nextInt();
      }
      try {
        assertThat(recompression.restore(broken, LIMITS)).isNotEmpty();
      } catch (CodecException damaged) {
        refused++;
      }
    }
    assertThat(refused).as("refused, seed %d", seed).isPositive();
  }

  private void assertSaved(Path folder, double share) throws IOException {
    long before = 0;
    long after = 0;
    List<Path> pictures;
    try (Stream<Path> files = Files.list(folder)) {
      pictures = files.filter(file -> file.toString().endsWith(".jpg")).sorted().toList();
    }
    assertThat(pictures).isNotEmpty();
    for (Path picture : pictures) {
      byte[] jpeg = Files.readAllBytes(picture);
      byte[] small = compress(jpeg);
      assertThat(recompression.restore(small, LIMITS)).as("%s", picture).isEqualTo(jpeg);
      before += jpeg.length;
      after += small.length;
    }
    System.out.printf(
        "JpegRecompressionTest: %d pictures, %d bytes to %d, %.2f %% saved%n",
        pictures.size(), before, after, 100.0 * (before - after) / before);
    assertThat(after).isLessThan((long) (before * (1 - share)));
  }

  private byte[] compress(byte[] jpeg) {
    return recompression.compress(jpeg, JpegRecompression.DEFAULT_EFFORT, LIMITS);
  }

  private static int indexOf(byte[] bytes, String text) {
    String all = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(all).contains(text);
    return all.indexOf(text);
  }
}
