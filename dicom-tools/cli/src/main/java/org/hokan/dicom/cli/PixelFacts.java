package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.stream.LongStream;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.StreamFacts;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * What is to be said of a file's pixel data.
 *
 * @param frameBytes lengths of its frames in the file
 * @param stream what the first frame says of itself, where it does
 * @param decoded how decoding went, where it was asked for
 */
record PixelFacts(
    Path file,
    TransferSyntax syntax,
    ImagePixel image,
    FrameReader.Separation separation,
    Optional<Integer> fragments,
    LongSummaryStatistics frameBytes,
    Optional<FrameCodec.Facts> decoder,
    Optional<StreamFacts> stream,
    Optional<Decoded> decoded) {

  /**
   * @param frames how many became pictures
   * @param damages what is wrong with some of these, each with its frame's number from 1 on
   * @param failures why others did not, likewise
   */
  record Decoded(int frames, Duration time, List<String> damages, List<String> failures) {}

  static PixelFacts of(Path file, boolean decode) throws IOException {
    try (FrameReader reader = FrameReader.open(file)) {
      return new PixelFacts(
          file,
          reader.transferSyntax(),
          reader.image(),
          reader.separation(),
          reader.fragmentCount(),
          LongStream.range(0, reader.frameCount())
              .map(frame -> reader.frameLength((int) frame))
              .summaryStatistics(),
          FrameCodecs.standard().decoder(reader.transferSyntax()).map(FrameCodec::facts),
          StreamFacts.of(reader.frame(0), reader.image(), reader.transferSyntax()),
          decode ? Optional.of(decode(reader)) : Optional.empty());
    }
  }

  private static Decoded decode(FrameReader reader) throws IOException {
    List<String> damages = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < reader.frameCount(); i++) {
      try {
        FrameCodec.Recovered decoded =
            FrameCodecs.standard()
                .recover(
                    reader.frame(i), reader.image(), reader.transferSyntax(), CodecLimits.DEFAULT);
        int number = i + 1;
        decoded.damage().forEach(what -> damages.add("frame %d: %s".formatted(number, what)));
      } catch (CodecException | PixelDataException notDecoded) {
        failures.add("frame %d: %s".formatted(i + 1, notDecoded.getMessage()));
      }
    }
    return new Decoded(
        reader.frameCount() - failures.size(),
        Duration.ofNanos(System.nanoTime() - start),
        damages,
        failures);
  }

  /** Whether what was asked for went well: a mismatch is a fact and no failure. */
  boolean well() {
    return decoded
        .map(result -> result.failures().isEmpty() && result.damages().isEmpty())
        .orElse(true);
  }

  /** Bytes of native cells for each byte in the file. */
  double ratio() {
    return (double) image.frameLengthBytes() * image.frames() / Math.max(1, frameBytes.getSum());
  }
}
