package org.hokan.dicom.image.transcode;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.transcode.TranscodingException.Reason;

/** Which ways there are between transfer syntaxes, whatever the object. */
final class Ways {
  private final FrameRecoder.Codecs codecs;

  Ways(FrameRecoder.Codecs codecs) {
    this.codecs = codecs;
  }

  /** Why there is none; empty where there is one. */
  Optional<TranscodingException> refusal(Transcoder.Way way) {
    TransferSyntax source = way.source();
    TransferSyntax target = way.target();
    if (source.equals(target)) {
      return Optional.empty();
    }
    if (!target.canBeStored()) {
      return noWay("no object has such a syntax: %s (expected: one for storage)".formatted(target));
    }
    if (isVideo(source) || isVideo(target)) {
      return noWay(
          "video is not decoded: %s to %s (expected: the syntax that it has)"
              .formatted(source, target));
    }
    if (target.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)) {
      return FrameRecoder.isJpeg(source)
          ? recompression()
          : noWay("no JPEG stream: %s (expected: one, for %s)".formatted(source, target));
    }
    return source.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)
        ? recompression().or(() -> FrameRecoder.isJpeg(target) ? Optional.empty() : encoder(way))
        : decoder(source).or(() -> encoder(way));
  }

  /** MPEG-2, H.264, H.265: 1.2.840.10008.1.2.4.100 to 108, and their fragmentable forms. */
  static boolean isVideo(TransferSyntax syntax) {
    return syntax.uid().value().matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.10\\d(\\.1)?");
  }

  private Optional<TranscodingException> recompression() {
    return codecs
        .recompression()
        .unavailable()
        .flatMap(why -> noWay("%s: %s".formatted(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION, why)));
  }

  private Optional<TranscodingException> decoder(TransferSyntax source) {
    return codecs.frames().decoder(source).isPresent()
        ? Optional.empty()
        : noWay("no decoder: %s, %s".formatted(source, missing(source, FrameCodec.Facts::decodes)));
  }

  private Optional<TranscodingException> encoder(Transcoder.Way way) {
    TransferSyntax target = way.target();
    if (codecs.frames().encoder(target).isEmpty()) {
      return noWay(
          "no encoder: %s, %s".formatted(target, missing(target, FrameCodec.Facts::encodes)));
    }
    boolean lossy = LossyMethod.of(target, way.options().parameters()).isPresent();
    return lossy && way.options().loss() == LossPolicy.LOSSLESS_ONLY
        ? Optional.of(
            new TranscodingException(
                Reason.LOSS,
                "pixels would lose something: %s (expected: leave to do so)".formatted(target)))
        : Optional.empty();
  }

  private String missing(
      TransferSyntax syntax, Function<FrameCodec.Facts, Set<TransferSyntax>> does) {
    return codecs.frames().all().stream()
        .map(FrameCodec::facts)
        .filter(facts -> does.apply(facts).contains(syntax))
        .flatMap(facts -> facts.unavailable().stream())
        .findFirst()
        .orElse("none is written");
  }

  private static Optional<TranscodingException> noWay(String message) {
    return Optional.of(new TranscodingException(Reason.NO_WAY, message));
  }
}
