package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedStreamsTest {
  private static final Path OBJECTS =
      Path.of(System.getProperty("hokan.root"), "test-data", "objects");
  private static final int MUTATIONS = 150;
  private static final CodecLimits LIMITS =
      new CodecLimits(4096, 4096, 32 << 20, Duration.ofMinutes(1));

  private static final ImagePixel PIXEL =
      new ImagePixel(1, 1, 1, 1, "MONOCHROME2", 8, 8, 7, false, false, ImagePixel.Kind.INTEGER);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-baseline.dcm",
        "endoscopy-jpeg-baseline.dcm",
        "endoscopy-jpeg-progressive.dcm",
        "jpeg-extended.dcm",
        "mr-jpeg-lossless.dcm",
        "jpegls.dcm",
        "jpegls-near-lossless.dcm",
        "jpeg2000-private-elements.dcm",
        "us-rle.dcm",
        "seg-rle.dcm",
        "rle-one-frame.dcm",
        "seg-deflated-frames.dcm"
      })
  void aDamagedStreamIsAPictureOrACodecException(String name) throws IOException {
    try (FrameReader reader = FrameReader.open(OBJECTS.resolve(name))) {
      byte[] stream = reader.frame(0);
      for (long seed = 0; seed < MUTATIONS; seed++) {
        byte[] damaged = damaged(stream, new SplittableRandom(seed));
        CodecException thrown =
            catchThrowableOfType(
                CodecException.class,
                () ->
                    FrameCodecs.standard()
                        .decode(damaged, reader.image(), reader.transferSyntax(), LIMITS));
        if (thrown != null) {
          assertThat(thrown.reason())
              .as("%s, seed %d: %s", name, seed, thrown.getMessage())
              .isNotIn(CodecException.Reason.FAILED, CodecException.Reason.TIME);
        }
      }
    }
  }

  /** Some bytes changed, most of them in the header's reach, or the end cut off. */
  private static byte[] damaged(byte[] stream, SplittableRandom random) {
    byte[] damaged = stream.clone();
    int changes = random.nextInt(1, 6);
    for (int i = 0; i < changes; i++) {
      int reach = random.nextBoolean() ? damaged.length : Math.min(700, damaged.length);
      damaged[random.nextInt(reach)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0
        ? Arrays.copyOf(damaged, random.nextInt(damaged.length))
        : damaged;
  }

  @Test
  void aStreamThatEndsEarlyIsAnErrorAndNoGreyPicture() throws IOException {
    try (FrameReader reader = FrameReader.open(OBJECTS.resolve("endoscopy-jpeg-baseline.dcm"))) {
      byte[] half = Arrays.copyOf(reader.frame(0), (int) reader.frameLength(0) / 2);
      assertThatThrownBy(
              () ->
                  FrameCodecs.standard()
                      .decode(half, reader.image(), reader.transferSyntax(), LIMITS))
          .isInstanceOfSatisfying(
              CodecException.class,
              e -> assertThat(e.reason()).isEqualTo(CodecException.Reason.DAMAGED));
    }
  }

  @Test
  void forEyesAStreamThatEndsEarlyIsDecodedAsFarAsItGoesAndTheDamageTold() throws IOException {
    try (FrameReader reader = FrameReader.open(OBJECTS.resolve("endoscopy-jpeg-baseline.dcm"))) {
      byte[] whole = reader.frame(0);
      byte[] most = Arrays.copyOf(whole, (int) reader.frameLength(0) * 3 / 4);
      DecodedFrame all =
          FrameCodecs.standard().decode(whole, reader.image(), reader.transferSyntax(), LIMITS);
      FrameCodec.Recovered some =
          FrameCodecs.standard().recover(most, reader.image(), reader.transferSyntax(), LIMITS);
      assertThat(some.damage()).singleElement().asString().contains("premature end");
      int half = all.samples().length / 2;
      assertThat(Arrays.copyOf(some.frame().samples(), half))
          .isEqualTo(Arrays.copyOf(all.samples(), half));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endoscopy-jpeg-baseline.dcm",
        "endoscopy-jpeg-progressive.dcm",
        "jpeg-extended.dcm",
        "mr-jpeg-lossless.dcm",
        "jpegls.dcm",
        "jpeg2000-private-elements.dcm",
        "us-rle.dcm",
        "seg-deflated-frames.dcm",
        "mr-explicit.dcm",
        "htj2k.dcm"
      })
  void aFrameBeyondTheLimitsIsRefusedBeforeItIsDecoded(String name) throws IOException {
    try (FrameReader reader = FrameReader.open(OBJECTS.resolve(name))) {
      byte[] frame = reader.frame(0);
      ImagePixel image = reader.image();
      for (CodecLimits tight :
          List.of(
              LIMITS.withMaxFrameBytes(100),
              new CodecLimits(image.rows() - 1, 65_535, 1 << 30, Duration.ofMinutes(1)),
              new CodecLimits(65_535, image.columns() - 1, 1 << 30, Duration.ofMinutes(1)))) {
        assertThatThrownBy(
                () -> FrameCodecs.standard().decode(frame, image, reader.transferSyntax(), tight))
            .as("%s", tight)
            .isInstanceOfSatisfying(
                CodecException.class,
                e -> assertThat(e.reason()).isEqualTo(CodecException.Reason.LIMIT));
      }
    }
  }

  @Test
  void aCodecThatNeverEndsIsInterruptedAndReported() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    FrameCodec endless =
        codec(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException stopped) {
                interrupted.countDown();
                Thread.currentThread().interrupt();
              }
            });
    CodecLimits brief = LIMITS.withMaxTime(Duration.ofMillis(50));
    assertThat(reasonOf(endless, brief)).isEqualTo(CodecException.Reason.TIME);
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void framesOfACodecThatDoesNotStopAreRefusedUntilItDoes() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger ended = new AtomicInteger();
    FrameCodec deaf =
        codec(
            "deaf",
            () -> {
              begun.incrementAndGet();
              while (release.getCount() > 0) {
                LockSupport.parkNanos(100_000); // returns at once when interrupted
              }
              ended.incrementAndGet();
            });
    CodecLimits brief = LIMITS.withMaxTime(Duration.ofMillis(5));
    int tries = Runtime.getRuntime().availableProcessors() + 3;
    for (int i = 0; i < tries; i++) {
      assertThat(reasonOf(deaf, brief)).isEqualTo(CodecException.Reason.TIME);
    }
    assertThat(begun.get()).isLessThan(tries);
    release.countDown();
    FrameCodecs codecs = new FrameCodecs(List.of(deaf));
    assertThat(Stream.generate(() -> decodes(codecs)).limit(1_000_000).anyMatch(decoded -> decoded))
        .isTrue();
    assertThat(ended.get()).isGreaterThan(0);
  }

  private static boolean decodes(FrameCodecs codecs) {
    try {
      codecs.decode(new byte[1], PIXEL, TransferSyntax.RLE_LOSSLESS, LIMITS);
      return true;
    } catch (CodecException refused) {
      return false;
    }
  }

  @Test
  void whateverACodecThrowsComesOutAsACodecException() {
    assertThat(reasonOf(codec(DamagedStreamsTest::endlesslyDeep), LIMITS))
        .isEqualTo(CodecException.Reason.FAILED);
    assertThat(reasonOf(throwing(new OutOfMemoryError("for this frame")), LIMITS))
        .isEqualTo(CodecException.Reason.LIMIT);
    assertThat(reasonOf(throwing(new ThreadDeath()), LIMITS))
        .isEqualTo(CodecException.Reason.FAILED);
  }

  private static FrameCodec throwing(Error error) {
    return codec(
        () -> {
          throw error;
        });
  }

  @SuppressWarnings("InfiniteRecursion") // as a codec may be driven to by a broken stream
  private static void endlesslyDeep() {
    endlesslyDeep();
  }

  private static CodecException.Reason reasonOf(FrameCodec codec, CodecLimits limits) {
    return catchThrowableOfType(
            CodecException.class,
            () ->
                new FrameCodecs(List.of(codec))
                    .decode(new byte[1], PIXEL, TransferSyntax.RLE_LOSSLESS, limits))
        .reason();
  }

  private static FrameCodec codec(Runnable work) {
    return codec("test", work);
  }

  private static FrameCodec codec(String name, Runnable work) {
    return new FrameCodec() {
      @Override
      public Facts facts() {
        return Facts.portable(name, "test", Set.of(TransferSyntax.RLE_LOSSLESS), Set.of());
      }

      @Override
      public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
        work.run();
        return new DecodedFrame(1, 1, 8, 8, false, ColorModel.MONOCHROME, new byte[1]);
      }
    };
  }
}
