package org.hokan.dicom.image.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.external.Htj2kCodec;
import org.hokan.dicom.image.codec.external.JpegXlCodec;
import org.hokan.dicom.image.codec.jpeg.JpegCodec;
import org.hokan.dicom.image.codec.jpeg2000.Jpeg2000Codec;
import org.hokan.dicom.image.codec.jpegls.JpegLsCodec;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * The codecs of this machine, by transfer syntax. Thread-safe.
 *
 * <p>A frame is decoded or encoded in a thread of its own kind, within the time of {@link
 * CodecLimits}; what takes longer is interrupted, and left alone where it does not stop. Whatever a
 * codec throws, errors of the JVM for this one frame included, comes out as a {@link
 * CodecException}.
 */
public final class FrameCodecs {
  private static final FrameCodecs STANDARD = new FrameCodecs(allCodecs());

  private final List<FrameCodec> codecs;

  /**
   * These codecs.
   *
   * @param codecs the first that is available and names a syntax is taken for it
   */
  public FrameCodecs(List<FrameCodec> codecs) {
    this.codecs = List.copyOf(codecs);
  }

  private static List<FrameCodec> allCodecs() {
    List<FrameCodec> all = new ArrayList<>();
    all.add(new NativeCodec());
    all.add(new DeflatedFrameCodec());
    all.add(new RleCodec());
    all.addAll(JpegCodec.all());
    all.add(new JpegLsCodec());
    all.add(new Jpeg2000Codec());
    all.add(new JpegXlCodec());
    all.add(new Htj2kCodec());
    return all;
  }

  /** All that the toolkit has. */
  public static FrameCodecs standard() {
    return STANDARD;
  }

  /** All, those that are not available included. */
  public List<FrameCodec> all() {
    return codecs;
  }

  /** The codec that decodes frames of the transfer syntax on this machine. */
  public Optional<FrameCodec> decoder(TransferSyntax syntax) {
    return find(syntax, FrameCodec.Facts::decodes);
  }

  /** The codec that encodes frames of the transfer syntax on this machine. */
  public Optional<FrameCodec> encoder(TransferSyntax syntax) {
    return find(syntax, FrameCodec.Facts::encodes);
  }

  /**
   * Decodes a frame.
   *
   * @param stream the frame as the transfer syntax has it; never changed
   * @throws CodecException when it cannot be, or is not of the size that the attributes tell
   */
  public DecodedFrame decode(
      byte[] stream, ImagePixel image, TransferSyntax syntax, CodecLimits limits) {
    FrameCodec codec = requiredDecoder(syntax);
    return ofItsSize(
        codec, image, guarded(codec, limits, () -> codec.decode(stream, image, limits)));
  }

  /**
   * Decodes a frame for display, as far as its stream goes. What is stored or sent on as a whole
   * picture is never made so.
   *
   * @throws CodecException when there is no picture in it, or one of another size
   */
  public FrameCodec.Recovered recover(
      byte[] stream, ImagePixel image, TransferSyntax syntax, CodecLimits limits) {
    FrameCodec codec = requiredDecoder(syntax);
    FrameCodec.Recovered recovered =
        guarded(codec, limits, () -> codec.recover(stream, image, limits));
    ofItsSize(codec, image, recovered.frame());
    return recovered;
  }

  private FrameCodec requiredDecoder(TransferSyntax syntax) {
    return required(decoder(syntax), syntax, FrameCodec.Facts::decodes, "decode");
  }

  private static <T> T guarded(FrameCodec codec, CodecLimits limits, Callable<T> work) {
    return GuardedRun.within(limits.maxTime(), codec.facts().name(), work);
  }

  private static DecodedFrame ofItsSize(FrameCodec codec, ImagePixel image, DecodedFrame frame) {
    if (frame.rows() != image.rows()
        || frame.columns() != image.columns()
        || frame.samplesPerPixel() != image.samplesPerPixel()) {
      throw new CodecException(
          CodecException.Reason.DAMAGED,
          "%s: %d x %d pixels of %d samples (expected: %d x %d of %d, as the attributes say)"
              .formatted(
                  codec.facts().name(),
                  frame.columns(),
                  frame.rows(),
                  frame.samplesPerPixel(),
                  image.columns(),
                  image.rows(),
                  image.samplesPerPixel()));
    }
    return frame;
  }

  /**
   * Encodes a frame.
   *
   * @throws CodecException when it cannot be
   */
  public byte[] encode(
      DecodedFrame frame,
      TransferSyntax target,
      EncodingParameters parameters,
      CodecLimits limits) {
    FrameCodec codec = required(encoder(target), target, FrameCodec.Facts::encodes, "encode");
    return guarded(codec, limits, () -> codec.encode(frame, target, parameters));
  }

  private Optional<FrameCodec> find(
      TransferSyntax syntax, Function<FrameCodec.Facts, Set<TransferSyntax>> does) {
    return codecs.stream()
        .filter(codec -> codec.facts().available() && does.apply(codec.facts()).contains(syntax))
        .findFirst();
  }

  private FrameCodec required(
      Optional<FrameCodec> found,
      TransferSyntax syntax,
      Function<FrameCodec.Facts, Set<TransferSyntax>> does,
      String verb) {
    return found.orElseThrow(
        () ->
            new CodecException(
                CodecException.Reason.UNAVAILABLE,
                "%s: no codec to %s it (%s)"
                    .formatted(
                        syntax,
                        verb,
                        codecs.stream()
                            .map(FrameCodec::facts)
                            .filter(facts -> does.apply(facts).contains(syntax))
                            .flatMap(facts -> facts.unavailable().stream())
                            .findFirst()
                            .orElse("none is written"))));
  }
}
