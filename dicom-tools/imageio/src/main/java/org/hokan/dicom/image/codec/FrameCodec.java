package org.hokan.dicom.image.codec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Decodes and encodes one frame at a time. Thread-safe; does all work in the calling thread (or
 * waits for it there), and stops soon after that thread is interrupted. Callers go through {@link
 * FrameCodecs}, which bounds the time and turns whatever is thrown into a {@link CodecException}.
 *
 * <p>Colour: a codec undoes the transform that its stream's own standard defines (JPEG 2000's
 * component transforms, JPEG XL's), and so yields RGB there. JPEG's YCbCr is what a JPEG stream
 * holds: its codec yields {@link ColorModel#YBR_FULL}, chrominance at every pixel. Where the stream
 * tells nothing, the Photometric Interpretation says what the samples are ({@link ColorModel#of}).
 * Conversion from one to another is {@link ColorConversion}'s, of which the Photometric
 * Interpretation of a transcoded object follows.
 */
public interface FrameCodec {

  /** What it is. */
  Facts facts();

  /**
   * Decodes a frame.
   *
   * @param stream one frame as its transfer syntax has it, perhaps with padding at the end; never
   *     changed
   * @param image what the attributes say of it; where the stream has facts of its own (size,
   *     depth), the stream's are taken, and a difference that makes the frame useless for this
   *     image (size, samples per pixel) is an error, see {@link FrameCodecs}
   * @param limits checked before memory of that size is asked for
   * @throws CodecException when it cannot be
   */
  DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits);

  /**
   * Decodes what there is of a frame whose stream breaks off or is disturbed, for eyes that are
   * told so; a codec that knows no half pictures leaves this as it is.
   *
   * @throws CodecException when there is no picture in it
   */
  default Recovered recover(byte[] stream, ImagePixel image, CodecLimits limits) {
    return new Recovered(decode(stream, image, limits), List.of());
  }

  /**
   * A frame that may not be whole.
   *
   * @param damage what is wrong with its stream; empty where nothing is
   */
  record Recovered(DecodedFrame frame, List<String> damage) {
    public Recovered {
      damage = List.copyOf(damage);
    }
  }

  /**
   * Encodes a frame; a codec that only decodes leaves this as it is.
   *
   * @param target one of those that {@link Facts#encodes} names
   * @throws CodecException when this codec cannot encode such samples
   */
  default byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    throw new CodecException(
        CodecException.Reason.UNSUPPORTED,
        "%s: no encoder (expected: a syntax of facts())".formatted(facts().name()));
  }

  /**
   * What a codec is.
   *
   * @param name short, for tables and messages: "JPEG baseline"
   * @param library by whom, and its version where it has one of its own: "JDK ImageIO"
   * @param nativeCode whether code outside of the JVM does the work; else it is portable
   * @param unavailable why it cannot be used on this machine; empty where it can
   * @param decodes transfer syntaxes that it decodes
   * @param encodes transfer syntaxes that it encodes
   */
  record Facts(
      String name,
      String library,
      boolean nativeCode,
      Optional<String> unavailable,
      Set<TransferSyntax> decodes,
      Set<TransferSyntax> encodes) {

    public Facts {
      decodes = Set.copyOf(decodes);
      encodes = Set.copyOf(encodes);
    }

    /** One that runs in any JVM. */
    public static Facts portable(
        String name, String library, Set<TransferSyntax> decodes, Set<TransferSyntax> encodes) {
      return new Facts(name, library, false, Optional.empty(), decodes, encodes);
    }

    /** Whether it can be used on this machine. */
    public boolean available() {
      return unavailable.isEmpty();
    }
  }
}
