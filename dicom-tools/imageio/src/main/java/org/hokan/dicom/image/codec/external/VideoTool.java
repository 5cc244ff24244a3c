package org.hokan.dicom.image.codec.external;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.pixel.VideoReader;

/**
 * Facts and the first frame of a video, by FFmpeg's {@code ffprobe} and {@code ffmpeg} where they
 * are installed. Thread-safe.
 *
 * <p>They run in child processes with bounded time, memory and output, on a copy of the stream in a
 * folder of its own, and are told to open files only, in the containers and codecs that DICOM has
 * (PS3.5 §8.2.5 to §8.2.9); playlists and other containers that name further files or hosts are not
 * among them. The object is never changed.
 */
public final class VideoTool {
  static final String PACKAGE = "ffmpeg";
  private static final long LONGEST_STREAM = 8L << 30;
  private static final long PROGRAM_BYTES = 1L << 30;
  private static final int LONGEST_REPORT = 1 << 16;
  private static final int COPIES = 48;

  /** The decoder counts its margins and doubled scratch lines as pixels, too. */
  private static final int PIXELS_BESIDE = 1 << 18;

  private static final String ENTRIES =
      "stream=codec_name,width,height,sample_aspect_ratio,avg_frame_rate,duration,nb_read_packets"
          + ":format=duration";

  private final NativeTool probe;
  private final NativeTool decoder;

  /** The installed one. */
  public VideoTool() {
    this(new NativeTool("ffprobe", PACKAGE), new NativeTool("ffmpeg", PACKAGE));
  }

  VideoTool(NativeTool probe, NativeTool decoder) {
    this.probe = probe;
    this.decoder = decoder;
  }

  /** What to do where it is not installed; empty where it is. */
  public Optional<String> unavailable() {
    return probe.unavailable().or(decoder::unavailable);
  }

  /**
   * What there is of a video to show.
   *
   * @param facts what the stream says
   * @param firstFrame RGB of 8 bits
   */
  public record Opening(VideoFacts facts, DecodedFrame firstFrame) {}

  /**
   * Reads the facts.
   *
   * @throws CodecException when the tool is missing, or the stream cannot be read or keeps no limit
   */
  public VideoFacts facts(VideoReader video, CodecLimits limits) throws IOException {
    return withStream(video, stream -> facts(stream, limits));
  }

  /**
   * Reads the facts and decodes the first frame.
   *
   * @throws CodecException when the tool is missing, or the stream cannot be read or keeps no limit
   */
  public Opening opening(VideoReader video, CodecLimits limits) throws IOException {
    return withStream(
        video,
        stream -> {
          VideoFacts facts = facts(stream, limits);
          return new Opening(facts, firstFrame(stream, facts, limits));
        });
  }

  private interface StreamWork<T> {
    T of(NativeTool.Input stream);
  }

  /** The stream is copied out of its object once, and linked for each run. */
  private <T> T withStream(VideoReader video, StreamWork<T> work) throws IOException {
    unavailable()
        .ifPresent(
            what -> {
              throw new CodecException(Reason.UNAVAILABLE, what);
            });
    if (video.length() > LONGEST_STREAM) {
      throw new CodecException(
          Reason.LIMIT,
          "video: %d bytes (expected: at most %d)".formatted(video.length(), LONGEST_STREAM));
    }
    Path folder = ScratchFolders.create();
    Path stream = folder.resolve("stream");
    try {
      try (FileChannel target =
          FileChannel.open(stream, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        video.copyTo(target);
      }
      return work.of(file -> Files.createLink(file, stream));
    } finally {
      Files.deleteIfExists(stream);
      Files.delete(folder);
    }
  }

  private VideoFacts facts(NativeTool.Input stream, CodecLimits limits) {
    VideoReport report = report(stream, limits, List.of());
    if (report.duration().isEmpty()) { // an elementary stream: its pictures must be counted
      report = report(stream, limits, List.of("-count_packets"));
    }
    return report.facts();
  }

  private VideoReport report(NativeTool.Input stream, CodecLimits limits, List<String> more) {
    List<String> arguments = new ArrayList<>(confined());
    arguments.addAll(more);
    arguments.addAll(List.of("-select_streams", "v:0", "-show_entries", ENTRIES));
    arguments.addAll(List.of("-of", "default=noprint_wrappers=1"));
    arguments.addAll(List.of("-o", NativeTool.OUTPUT, "-i", NativeTool.INPUT));
    byte[] report =
        probe.run(
            new NativeTool.Work(stream, "video", "report.txt", arguments, ""),
            new NativeTool.Budget(
                PROGRAM_BYTES + limits.maxFrameBytes(), LONGEST_REPORT, Budgets.seconds(limits)),
            Reason.DAMAGED);
    return VideoReport.parse(new String(report, StandardCharsets.ISO_8859_1));
  }

  /** Nothing but the one file, in a form that DICOM has. */
  private static List<String> confined() {
    return List.of(
        "-v",
        "error",
        "-protocol_whitelist",
        "file",
        "-format_whitelist",
        "mpegts,mpeg,mpegvideo,mov,h264,hevc",
        "-codec_whitelist",
        "mpeg1video,mpeg2video,h264,hevc",
        "-threads",
        "1");
  }

  private DecodedFrame firstFrame(NativeTool.Input stream, VideoFacts facts, CodecLimits limits) {
    int length = limits.frameLength(facts.rows(), facts.columns(), 3, 1);
    List<String> arguments = new ArrayList<>(List.of("-nostdin"));
    arguments.addAll(confined());
    arguments.addAll(
        List.of("-max_pixels", Long.toString(PIXELS_BESIDE + 4L * facts.rows() * facts.columns())));
    arguments.addAll(List.of("-i", NativeTool.INPUT, "-map", "0:v:0", "-frames:v", "1"));
    arguments.addAll(List.of("-sws_flags", "accurate_rnd+full_chroma_int"));
    arguments.addAll(List.of("-pix_fmt", "rgb24", "-f", "rawvideo", NativeTool.OUTPUT));
    byte[] rgb =
        decoder.run(
            new NativeTool.Work(stream, "video", "frame.rgb", arguments, ""),
            new NativeTool.Budget(
                PROGRAM_BYTES + COPIES * (long) length, length, Budgets.seconds(limits)),
            Reason.DAMAGED);
    if (rgb.length != length) {
      throw new CodecException(
          Reason.DAMAGED,
          "first frame of the video: %d bytes (expected: %d, of %d x %d pixels)"
              .formatted(rgb.length, length, facts.columns(), facts.rows()));
    }
    return new DecodedFrame(facts.rows(), facts.columns(), 8, 8, false, ColorModel.RGB, rgb);
  }
}
