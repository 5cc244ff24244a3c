package org.hokan.dicom.image.codec.external;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;

/**
 * What {@code ffprobe} prints: a line for each entry, {@code name=value}; of a program's stream
 * twice the same, and then of the container. Immutable.
 */
record VideoReport(Map<String, String> entries) {
  private static final double LONGEST_SECONDS = 7 * 24 * 3600;
  private static final double MOST_FRAMES_PER_SECOND = 1000;
  private static final int LONGEST_NUMBER = 12;

  static VideoReport parse(String printed) {
    Map<String, String> entries = new HashMap<>();
    for (String line : printed.split("\\R")) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.substring(equals + 1).equals("N/A")) {
        entries.putIfAbsent(line.substring(0, equals), line.substring(equals + 1).strip());
      }
    }
    return new VideoReport(Map.copyOf(entries));
  }

  /** The length that the container tells; empty where it tells none. */
  Optional<Double> duration() {
    return number("duration").filter(seconds -> seconds > 0 && seconds <= LONGEST_SECONDS);
  }

  /**
   * All facts.
   *
   * @throws CodecException when one is missing
   */
  VideoFacts facts() {
    String codec = entries.getOrDefault("codec_name", "");
    if (!codec.matches("[a-z0-9]{1,16}")) {
      throw missing("stream", "MPEG-2, H.264 or H.265");
    }
    double[] rate = ratio("avg_frame_rate", '/').orElseThrow(() -> missing("frame rate", "one"));
    double framesPerSecond = rate[0] / rate[1];
    if (framesPerSecond > MOST_FRAMES_PER_SECOND) {
      throw missing("frame rate up to %.0f".formatted(MOST_FRAMES_PER_SECOND), "one");
    }
    double[] pixel = ratio("sample_aspect_ratio", ':').orElse(new double[] {1, 1});
    double seconds =
        duration().orElseGet(() -> number("nb_read_packets").orElse(0.0) / framesPerSecond);
    return new VideoFacts(
        codec,
        whole("height"),
        whole("width"),
        framesPerSecond,
        Duration.ofMillis(Math.round(Math.min(seconds, LONGEST_SECONDS) * 1000)),
        (int) pixel[0],
        (int) pixel[1]);
  }

  private int whole(String name) {
    return number(name)
        .filter(value -> value >= 1 && value <= 65_535)
        .map(Double::intValue)
        .orElseThrow(() -> missing(name, "1 to 65535"));
  }

  private Optional<Double> number(String name) {
    return Optional.ofNullable(entries.get(name)).flatMap(VideoReport::parsed);
  }

  private static Optional<Double> parsed(String text) {
    return text.length() <= 2 * LONGEST_NUMBER && text.matches("\\d+(\\.\\d+)?")
        ? Optional.of(Double.valueOf(text))
        : Optional.empty();
  }

  /** Two numbers above 0. */
  private Optional<double[]> ratio(String name, char separator) {
    String text = entries.getOrDefault(name, "");
    int at = text.indexOf(separator);
    if (at < 0) {
      return Optional.empty();
    }
    double above = parsed(text.substring(0, at)).orElse(0.0);
    double below = parsed(text.substring(at + 1)).orElse(0.0);
    return above > 0 && below > 0 ? Optional.of(new double[] {above, below}) : Optional.empty();
  }

  private static CodecException missing(String what, String expected) {
    return new CodecException(
        Reason.DAMAGED, "video: no %s in it (expected: %s)".formatted(what, expected));
  }
}
