package org.hokan.dicom.image.transcode;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorConversion;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.external.JpegRecompression;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * Frames of one image from one transfer syntax to another. A JPEG stream goes into JPEG XL JPEG
 * Recompression and back bit for bit; everything else is decoded and encoded. Thread-safe.
 */
final class FrameRecoder {
  private final Codecs codecs;
  private final ImagePixel image;
  private final boolean lossyBefore;
  private final TransferSyntax source;
  private final TransferSyntax target;
  private final TranscodingOptions options;

  /**
   * What decodes and encodes, and what that may cost.
   *
   * @param turns as many as frames may be recoded at a time
   */
  record Codecs(
      FrameCodecs frames, JpegRecompression recompression, CodecLimits limits, Semaphore turns) {}

  /**
   * @param lossyBefore whether the attributes say that the pixels lost something
   */
  FrameRecoder(Codecs codecs, ImagePixel image, boolean lossyBefore, Transcoder.Way way) {
    this.codecs = codecs;
    this.image = image;
    this.lossyBefore = lossyBefore;
    this.source = way.source();
    this.target = way.target();
    this.options = way.options();
  }

  /**
   * One frame.
   *
   * @param number counted from 1, for messages
   */
  RecodedFrame recode(byte[] frame, int number) {
    try {
      return inTurn(frame);
    } catch (CodecException | PixelDataException e) {
      throw new TranscodingException(
          TranscodingException.Reason.PIXELS,
          "frame %d of %d: %s".formatted(number, image.frames(), e.getMessage()),
          e);
    }
  }

  /** Waits as long as a frame may take: whoever has a turn is done by then. */
  private RecodedFrame inTurn(byte[] frame) {
    boolean mine = false;
    try {
      mine = codecs.turns().tryAcquire(codecs.limits().maxTime().toMillis(), MILLISECONDS);
      if (!mine) {
        throw new CodecException(
            CodecException.Reason.TIME,
            "no turn to be recoded within %s (expected: fewer at a time)"
                .formatted(codecs.limits().maxTime()));
      }
      return source.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)
          ? ofJpeg(frame, codecs.recompression().restore(frame, codecs.limits()))
          : of(frame, frame, source);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CodecException(CodecException.Reason.INTERRUPTED, "interrupted", e);
    } finally {
      if (mine) {
        codecs.turns().release();
      }
    }
  }

  /** A JPEG stream that was restored from JPEG XL. */
  private RecodedFrame ofJpeg(byte[] frame, byte[] jpeg) {
    TransferSyntax syntax = TransferSyntax.orUnknown(JpegHeader.read(jpeg).transferSyntaxUid());
    return syntax.equals(target) ? asItIs(frame, jpeg) : of(frame, jpeg, syntax);
  }

  private RecodedFrame of(byte[] frame, byte[] stream, TransferSyntax syntax) {
    if (target.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)) {
      return asItIs(
          frame,
          codecs
              .recompression()
              .compress(stream, JpegRecompression.DEFAULT_EFFORT, codecs.limits()));
    }
    Optional<LossyMethod> lossySource = lossySource(stream, syntax);
    Optional<LossyMethod> lossyNow = LossyMethod.of(target, options.parameters());
    if (lossyNow.isPresent()) {
      requireAllowed(lossySource.isPresent() || lossyBefore);
    }
    DecodedFrame decoded = codecs.frames().decode(stream, image, syntax, codecs.limits());
    return encode(frame, shown(decoded, lossySource.isPresent()), lossySource, lossyNow);
  }

  private RecodedFrame asItIs(byte[] frame, byte[] recoded) {
    return new RecodedFrame(
        recoded,
        new RecodedFrame.Form(
            image.bitsAllocated(),
            image.bitsStored(),
            image.photometricInterpretation(),
            Optional.empty(),
            Optional.empty()),
        frame.length);
  }

  private static Optional<LossyMethod> lossySource(byte[] stream, TransferSyntax syntax) {
    return isJpeg(syntax) && JpegHeader.read(stream).process().lossy()
        ? Optional.of(LossyMethod.ISO_10918_1)
        : Optional.empty();
  }

  /** The syntaxes of ISO 10918-1: 1.2.840.10008.1.2.4.50 to 70. */
  static boolean isJpeg(TransferSyntax syntax) {
    return syntax.uid().value().matches("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.(5\\d|6\\d|70)");
  }

  private void requireAllowed(boolean lossyAlready) {
    LossPolicy needed = lossyAlready ? LossPolicy.LOSSY_AGAIN : LossPolicy.LOSSY;
    if (options.loss().compareTo(needed) < 0) {
      throw new TranscodingException(
          TranscodingException.Reason.LOSS,
          "pixels that are %s would lose something: %s (expected: leave to do so)"
              .formatted(lossyAlready ? "lossy already" : "whole", target));
    }
  }

  /**
   * What a lossy JPEG stream holds becomes RGB, as receivers of native data expect; other samples
   * stay what they are, since conversion would round them.
   */
  private static DecodedFrame shown(DecodedFrame decoded, boolean lossy) {
    if (decoded.colorModel() == ColorModel.UNKNOWN) {
      throw new CodecException(
          CodecException.Reason.UNSUPPORTED,
          "three samples of unknown meaning (expected: a Photometric Interpretation of PS3.3 §C.7.6.3.1.2)");
    }
    return lossy && decoded.colorModel() == ColorModel.YBR_FULL
        ? ColorConversion.toRgb(decoded)
        : decoded;
  }

  private RecodedFrame encode(
      byte[] frame,
      DecodedFrame decoded,
      Optional<LossyMethod> lossySource,
      Optional<LossyMethod> lossyNow) {
    if (lossyNow.isPresent() && decoded.colorModel() == ColorModel.PALETTE) {
      throw new CodecException(
          CodecException.Reason.UNSUPPORTED,
          "PALETTE COLOR: indices would change (expected: a lossless transfer syntax)");
    }
    Cells cells = Cells.of(image, decoded);
    boolean bare = Cells.isBare(target);
    EncodingParameters parameters = options.parameters();
    byte[] stream =
        bare && !cells.packed()
            ? cells.frame().samples()
            : codecs.frames().encode(cells.frame(), target, parameters, codecs.limits());
    return new RecodedFrame(
        stream,
        new RecodedFrame.Form(
            cells.bitsAllocated(),
            cells.bitsStored(),
            Photometric.of(target, image, decoded.colorModel(), stream),
            lossySource,
            lossyNow),
        frame.length);
  }
}
