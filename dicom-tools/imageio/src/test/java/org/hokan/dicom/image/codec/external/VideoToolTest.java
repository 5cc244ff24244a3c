package org.hokan.dicom.image.codec.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.hokan.dicom.image.pixel.VideoReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoToolTest {
  private static final int FRAMES = 10;

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource({
    "mpeg2video, mpegts, 1.2.840.10008.1.2.4.100",
    "mpeg2video, mpeg2video, 1.2.840.10008.1.2.4.101.1",
    "libx264, mp4, 1.2.840.10008.1.2.4.102",
    "libx264, h264, 1.2.840.10008.1.2.4.103",
    "libx265, mpegts, 1.2.840.10008.1.2.4.107",
    "libx265, hevc, 1.2.840.10008.1.2.4.107"
  })
  void readsFactsAndTheFirstFrame(String encoder, String container, String syntax)
      throws IOException, InterruptedException {
    byte[] stream = encoded(encoder, container);
    try (VideoReader video = object(syntax, stream, 1000)) {
      VideoTool.Opening opening = new VideoTool().opening(video, CodecLimits.DEFAULT);
      VideoFacts facts = opening.facts();
      assertThat(facts.codec())
          .isEqualTo(encoder.replace("libx264", "h264").replace("libx265", "hevc"));
      assertThat(List.of(facts.columns(), facts.rows())).containsExactly(96, 64);
      assertThat(facts.framesPerSecond()).isEqualTo(25);
      assertThat(facts.duration()).isEqualTo(Duration.ofMillis(400));
      byte[] rgb = opening.firstFrame().samples();
      assertThat(rgb[0] & 0xFF).as("red of the first pixel").isCloseTo(200, within(12));
      assertThat(rgb[rgb.length - 1] & 0xFF).as("blue of the last").isCloseTo(30, within(12));
    }
  }

  @Test
  void leavesNothingBehindAndTheObjectAsItWas() throws IOException, InterruptedException {
    byte[] stream = encoded("libx264", "mp4");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try (VideoReader video = object("1.2.840.10008.1.2.4.102", stream, stream.length)) {
      byte[] before = Files.readAllBytes(folder.resolve("video.dcm"));
      new VideoTool().facts(video, CodecLimits.DEFAULT);
      assertThat(Files.readAllBytes(folder.resolve("video.dcm"))).isEqualTo(before);
    }
    try (var left = Files.newDirectoryStream(temporary, "hokan-video*")) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aPlaylistOrAContainerThatNamesAnotherFileIsNotFollowed()
      throws IOException, InterruptedException {
    Path other = Files.write(folder.resolve("other.ts"), encoded("mpeg2video", "mpegts"));
    String list = "ffconcat version 1.0\nfile '%s'\n".formatted(other);
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%s\n#EXT-X-ENDLIST\n".formatted(other);
    for (String text : List.of(list, playlist)) {
      try (VideoReader video =
          object("1.2.840.10008.1.2.4.100", text.getBytes(StandardCharsets.US_ASCII), 1 << 20)) {
        assertThatThrownBy(() -> new VideoTool().facts(video, CodecLimits.DEFAULT))
            .isInstanceOf(CodecException.class)
            .hasMessageContaining("ffprobe: refused");
      }
    }
  }

  @Test
  void damagedStreamsEndInAnErrorOrAPicture() throws IOException, InterruptedException {
    byte[] stream = encoded("libx264", "mpegts");
    for (long seed = 0; seed < 3; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = stream.clone();
      for (int i = 0; i < 40; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try (VideoReader video = object("1.2.840.10008.1.2.4.102", damaged, 1 << 20)) {
        assertThat(new VideoTool().opening(video, CodecLimits.DEFAULT).firstFrame().columns())
            .as("seed %d", seed)
            .isPositive();
      } catch (CodecException told) {
        assertThat(told.reason()).as("seed %d", seed).isEqualTo(CodecException.Reason.DAMAGED);
      }
    }
  }

  @Test
  void framesBeyondTheLimitAreNotDecoded() throws IOException, InterruptedException {
    byte[] stream = encoded("mpeg2video", "mpegts");
    try (VideoReader video = object("1.2.840.10008.1.2.4.100", stream, 1 << 20)) {
      CodecLimits small = CodecLimits.DEFAULT.withMaxFrameBytes(1000);
      assertThatThrownBy(() -> new VideoTool().opening(video, small))
          .isInstanceOf(CodecException.class)
          .hasMessageContaining("18432 bytes of samples (expected: at most 1000)");
    }
  }

  @Test
  void whereItIsNotInstalledItSaysWhatToInstall() throws IOException, InterruptedException {
    VideoTool none =
        new VideoTool(
            new NativeTool("ffprobe", "ffmpeg", ""), new NativeTool("ffmpeg", "ffmpeg", ""));
    assertThat(none.unavailable()).hasValue("install ffmpeg (Debian package): no ffprobe");
    try (VideoReader video = object("1.2.840.10008.1.2.4.100", new byte[10], 10)) {
      assertThatThrownBy(() -> none.facts(video, CodecLimits.DEFAULT))
          .isInstanceOf(CodecException.class)
          .hasMessage("install ffmpeg (Debian package): no ffprobe");
    }
  }

  /** One colour, 96 x 64, 25 frames a second, 0.4 s. */
  private byte[] encoded(String encoder, String container)
      throws IOException, InterruptedException {
    Path file = folder.resolve("stream");
    ExternalTool.Answer answer =
        ExternalTool.run(
            "ffmpeg",
            "ffmpeg",
            "-nostdin",
            "-v",
            "error",
            "-y",
            "-f",
            "lavfi",
            "-i",
            "color=c=0xC8641E:size=96x64:rate=25",
            "-frames:v",
            Integer.toString(FRAMES),
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            encoder,
            "-f",
            container,
            file.toString());
    assertThat(answer.status()).as(answer.text()).isZero();
    return Files.readAllBytes(file);
  }

  private VideoReader object(String syntax, byte[] stream, int fragmentLength) throws IOException {
    List<byte[]> fragments = new ArrayList<>(List.of(new byte[0]));
    byte[] even = Arrays.copyOf(stream, stream.length + (stream.length & 1));
    for (int at = 0; at < even.length; at += fragmentLength) {
      fragments.add(Arrays.copyOfRange(even, at, Math.min(even.length, at + fragmentLength)));
    }
    DataSet object =
        DataSet.builder()
            .uid(Tag.SOPClassUID, Uids.VideoEndoscopicImageStorage)
            .string(Tag.NumberOfFrames, Integer.toString(FRAMES))
            .put(Element.fragments(Tag.PixelData, VR.OB, fragments))
            .build();
    Path file = folder.resolve("video.dcm");
    try (OutputStream out = Files.newOutputStream(file)) {
      Part10.write(
          FileMetaInformation.of(
              Uids.VideoEndoscopicImageStorage,
              new Uid("1.2.3"),
              TransferSyntax.orUnknown(new Uid(syntax)).uid()),
          object,
          out);
    }
    return VideoReader.open(file);
  }
}
