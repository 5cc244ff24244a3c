package org.hokan.dicom.image.recompress;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.external.JpegRecompression;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Makes of a whole Part 10 object a smaller one in another transfer syntax, and the first one again
 * of that, bit for bit. JPEG streams become JPEG XL (1.2.840.10008.1.2.4.111), native frames those
 * of a codec that loses nothing. The attributes are the same in both, byte for byte. Frames are
 * worked on one at a time; memory grows with a frame, not with the object. Thread-safe.
 *
 * <p>Nobody has compared the result of {@link #compress} yet: whoever throws the original away does
 * that first, for a foreign library had its hands in it.
 */
public final class Recompression {
  private static final Set<TransferSyntax> JPEG =
      Set.of(
          TransferSyntax.JPEG_BASELINE_8BIT,
          TransferSyntax.JPEG_EXTENDED_12BIT,
          TransferSyntax.orUnknown(new Uid("1.2.840.10008.1.2.4.53")),
          TransferSyntax.orUnknown(new Uid("1.2.840.10008.1.2.4.55")));

  private static final Set<TransferSyntax> NATIVE =
      Set.of(
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);

  /** Color stays as it is in them, so that attributes need not change (PS3.5 §8.2). */
  private static final List<TransferSyntax> LOSSLESS =
      List.of(
          TransferSyntax.JPEG_LS_LOSSLESS,
          TransferSyntax.JPEG_LOSSLESS_SV1,
          TransferSyntax.JPEG_2000_LOSSLESS,
          TransferSyntax.RLE_LOSSLESS,
          TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION);

  private final JpegRecompression jpeg;
  private final FrameCodecs codecs;
  private final CodecLimits limits;
  private final int effort;

  /** With the libraries of this machine. */
  public Recompression() {
    this(new JpegRecompression(), FrameCodecs.standard(), CodecLimits.DEFAULT);
  }

  public Recompression(JpegRecompression jpeg, FrameCodecs codecs, CodecLimits limits) {
    this.jpeg = jpeg;
    this.codecs = codecs;
    this.limits = limits;
    this.effort = JpegRecompression.DEFAULT_EFFORT;
  }

  /** Whether objects of a transfer syntax can become such of another, with the libraries for it. */
  public static boolean takes(TransferSyntax original, TransferSyntax compressed) {
    return compressed.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)
        ? JPEG.contains(original)
        : NATIVE.contains(original) && LOSSLESS.contains(compressed);
  }

  /** Why this machine cannot make, or give back, objects of that form; empty where it can. */
  public Optional<String> unavailable(TransferSyntax compressed) {
    if (compressed.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)) {
      return jpeg.unavailable();
    }
    boolean can = codecs.encoder(compressed).isPresent() && codecs.decoder(compressed).isPresent();
    return can ? Optional.empty() : Optional.of("no codec encodes and decodes " + compressed);
  }

  /**
   * Makes the smaller object.
   *
   * @param original a whole Part 10 object; is not closed
   * @param target such that {@link #takes}
   * @param to takes the smaller one; what it got before an exception is of no use
   * @return how the original is given back
   * @throws RecompressionException when it has a form that could not be given back
   * @throws org.hokan.dicom.image.codec.CodecException when a frame cannot be done
   * @throws org.hokan.dicom.image.pixel.PixelDataException when it is no sound image
   * @throws org.hokan.dicom.data.DataSetException when it is no DICOM object
   */
  public Recipe compress(InputStream original, TransferSyntax target, OutputStream to)
      throws IOException {
    OpenObject object = OpenObject.of(original);
    if (!takes(object.transferSyntax(), target)) {
      throw new RecompressionException(
          "%s: not to be made %s (expected: JPEG for JPEG XL, native for the others)"
              .formatted(object.transferSyntax(), target));
    }
    return target.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)
        ? encapsulated().compress(object, target, to)
        : natively(object, object.transferSyntax(), target).compress(object, target, to);
  }

  /**
   * The original, made while it is read. Whether it is, its digest tells.
   *
   * @param compressed what {@link #compress} wrote; closed with the answer
   */
  public InputStream restore(InputStream compressed, Recipe recipe) throws IOException {
    OpenObject object = OpenObject.of(compressed);
    return recipe.form().isNative()
        ? natively(object, recipe.original(), recipe.compressed()).restore(object, recipe)
        : encapsulated().restore(object, recipe);
  }

  private EncapsulatedForm encapsulated() {
    return new EncapsulatedForm(
        new FrameForm() {
          @Override
          public byte[] compress(byte[] frame) {
            return jpeg.compress(frame, effort, limits);
          }

          @Override
          public byte[] restore(byte[] stream) {
            return jpeg.restore(stream, limits);
          }
        },
        longest());
  }

  private NativeForm natively(OpenObject object, TransferSyntax original, TransferSyntax target) {
    ImagePixel image = ImagePixel.of(object.attributes());
    return new NativeForm(
        new FrameForm() {
          @Override
          public byte[] compress(byte[] frame) {
            return codecs.encode(
                asItIs(codecs.decode(frame, image, original, limits)),
                target,
                EncodingParameters.LOSSLESS,
                limits);
          }

          @Override
          public byte[] restore(byte[] stream) {
            return codecs.encode(
                widened(codecs.decode(stream, image, target, limits), image),
                original,
                EncodingParameters.LOSSLESS,
                limits);
          }
        },
        image,
        limits.maxFrameBytes());
  }

  /**
   * Color of which a codec does not know that it could be another: JPEG 2000 would transform RGB,
   * and the attributes would have to say so (PS3.5 §8.2.4).
   */
  private static DecodedFrame asItIs(DecodedFrame frame) {
    return frame.colorModel() == ColorModel.RGB
        ? new DecodedFrame(
            frame.rows(),
            frame.columns(),
            frame.bitsAllocated(),
            frame.bitsStored(),
            frame.signed(),
            ColorModel.UNKNOWN,
            frame.samples())
        : frame;
  }

  /** In the cells that the attributes say: a codec's are as small as the samples allow. */
  private static DecodedFrame widened(DecodedFrame frame, ImagePixel image) {
    int from = frame.bitsAllocated() / 8;
    int to = image.bitsAllocated() / 8;
    if (from >= to) {
      return frame;
    }
    byte[] narrow = frame.samples();
    byte[] wide = new byte[narrow.length / from * to];
    for (int sample = 0; sample < narrow.length / from; sample++) {
      System.arraycopy(narrow, sample * from, wide, sample * to, from);
      byte sign = (byte) (frame.signed() ? narrow[sample * from + from - 1] >> 7 : 0);
      Arrays.fill(wide, sample * to + from, (sample + 1) * to, sign);
    }
    return new DecodedFrame(
        frame.rows(),
        frame.columns(),
        image.bitsAllocated(),
        frame.bitsStored(),
        frame.signed(),
        frame.colorModel(),
        wide);
  }

  private int longest() {
    return (int) Math.min(limits.maxFrameBytes(), Integer.MAX_VALUE - 8);
  }
}
