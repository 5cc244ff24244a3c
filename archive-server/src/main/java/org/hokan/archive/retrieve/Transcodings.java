package org.hokan.archive.retrieve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.hokan.archive.index.InstanceRow;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.external.JpegRecompression;
import org.hokan.dicom.image.transcode.Transcoder;
import org.hokan.dicom.image.transcode.TranscodingOptions;

/**
 * Makes other transfer syntaxes of stored objects, losing nothing, while they are sent. No more
 * frames are decoded at a time than there are processors, whoever asks; each within limits of size
 * and time. Thread-safe.
 */
final class Transcodings {
  private static final int MOST_AT_ONCE_TO_GO_AHEAD = 8;
  private static final int BUFFER = 64 << 10;
  private static final long MOST_FRAME_BYTES =
      Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8);

  /** What a receiver that does not take the stored syntax is asked for, the best first. */
  private static final List<TransferSyntax> FALLBACKS =
      List.of(
          TransferSyntax.JPEG_BASELINE_8BIT,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);

  private final Sources sources;
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongAdder sent = new LongAdder();
  private final Transcoder transcoder =
      new Transcoder(
          FrameCodecs.standard(),
          new JpegRecompression(),
          CodecLimits.DEFAULT.withMaxFrameBytes(MOST_FRAME_BYTES),
          Runtime.getRuntime().availableProcessors());
  private final ExecutorService makers =
      Executors.newCachedThreadPool(
          task -> {
            Thread maker = new Thread(task, "retrieve-transcode");
            maker.setDaemon(true);
            return maker;
          });

  Transcodings(Sources sources) {
    this.sources = sources;
  }

  /**
   * The syntaxes that objects of this one can be given in, the best first; without the one itself.
   */
  static List<Uid> fallbacks(Uid stored) {
    return fallbacks(TransferSyntax.orUnknown(stored)).map(TransferSyntax::uid).toList();
  }

  private static Stream<TransferSyntax> fallbacks(TransferSyntax stored) {
    return FALLBACKS.stream()
        .filter(target -> !target.equals(stored))
        .filter(
            target ->
                Transcoder.standard()
                    .refusal(stored, target, TranscodingOptions.LOSSLESS)
                    .isEmpty());
  }

  /** Why objects of this syntax can be given in no other; empty where they can. */
  static Optional<String> refusal(TransferSyntax stored) {
    return Transcoder.standard()
        .refusal(stored, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, TranscodingOptions.LOSSLESS);
  }

  /** Begins to make it. */
  Transcoding begin(InstanceRow row, Uid target) {
    Transcoding transcoding =
        new Transcoding(this::run, pipe -> make(row, target, pipe), row, target);
    transcoding.start();
    return transcoding;
  }

  /**
   * Whether one may be begun before its turn: only while few are under way, so that slow receivers
   * do not hold the memory of others.
   */
  boolean mayGoAhead() {
    return underWay.get() < MOST_AT_ONCE_TO_GO_AHEAD;
  }

  private void run(Runnable maker) {
    underWay.incrementAndGet();
    makers.execute(
        () -> {
          try {
            maker.run();
          } finally {
            underWay.decrementAndGet();
          }
        });
  }

  /** Writes an object to a pipe. */
  private void make(InstanceRow row, Uid target, Pipe pipe) throws IOException {
    try (StoredSource source = sources.of(row);
        InputStream dataSet = dataSet(source);
        OutputStream out = new BufferedOutputStream(pipe.in(), BUFFER)) {
      transcoder.dataSet(
          dataSet,
          TransferSyntax.orUnknown(row.transferSyntaxUid()),
          out,
          TransferSyntax.orUnknown(target),
          TranscodingOptions.LOSSLESS);
    }
  }

  /** Proven before it is read, or while it is. */
  private static InputStream dataSet(StoredSource source) throws IOException {
    Optional<ByteBuffer> held = source.held();
    return held.isPresent() ? new BufferInputStream(held.get()) : source.open();
  }

  void counted() {
    sent.increment();
  }

  long sent() {
    return sent.sum();
  }
}
