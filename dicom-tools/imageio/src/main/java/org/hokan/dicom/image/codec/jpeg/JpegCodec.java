package org.hokan.dicom.image.codec.jpeg;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.ColorTruth;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodingParameters;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.codec.Signs;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.hokan.dicom.image.pixel.JpegProcess;

/**
 * The JPEG codecs. Each of them decodes whatever Huffman-coded process a stream turns out to have,
 * since not every object's transfer syntax tells it rightly: a progressive stream that is labelled
 * baseline is common.
 */
public final class JpegCodec implements FrameCodec {
  /** Encodes one kind of stream. */
  private interface Encoder {
    byte[] encode(DecodedFrame frame, EncodingParameters parameters);
  }

  private static final int MOST_DAMAGES = 10;

  private final Facts facts;
  private final Encoder encoder;

  private JpegCodec(Facts facts, Encoder encoder) {
    this.facts = facts;
    this.encoder = encoder;
  }

  /** Baseline, 8-bit extended, progressive and lossless, in the order of their syntaxes. */
  public static List<FrameCodec> all() {
    return List.of(
        new JpegCodec(
            Facts.portable(
                "JPEG baseline",
                "JDK ImageIO",
                Set.of(TransferSyntax.JPEG_BASELINE_8BIT),
                Set.of(TransferSyntax.JPEG_BASELINE_8BIT)),
            ImageIoJpeg::encode),
        decoderOnly(
            "JPEG extended",
            "JDK ImageIO (8 bit), Hokan (12 bit)",
            TransferSyntax.JPEG_EXTENDED_12BIT),
        decoderOnly(
            "JPEG progressive", "JDK ImageIO", syntax(Uids.JPEGFullProgressionNonHierarchical1012)),
        decoderOnly("JPEG lossless", "Hokan", TransferSyntax.JPEG_LOSSLESS),
        new JpegCodec(
            Facts.portable(
                "JPEG lossless SV1",
                "Hokan",
                Set.of(TransferSyntax.JPEG_LOSSLESS_SV1),
                Set.of(TransferSyntax.JPEG_LOSSLESS_SV1)),
            (frame, parameters) -> new LosslessEncoder(frame).encode()));
  }

  private static JpegCodec decoderOnly(String name, String library, TransferSyntax syntax) {
    return new JpegCodec(
        Facts.portable(name, library, Set.of(syntax), Set.of()),
        (frame, parameters) -> {
          throw unsupported("%s: no encoder (expected: a syntax of facts())".formatted(name));
        });
  }

  private static TransferSyntax syntax(Uid uid) {
    return TransferSyntax.orUnknown(uid);
  }

  @Override
  public Facts facts() {
    return facts;
  }

  @Override
  public DecodedFrame decode(byte[] stream, ImagePixel image, CodecLimits limits) {
    return decode(
        stream,
        image,
        limits,
        damage -> {
          throw damaged(damage);
        });
  }

  /** As libjpeg's own programs do: what is missing is grey. */
  @Override
  public Recovered recover(byte[] stream, ImagePixel image, CodecLimits limits) {
    Set<String> damage = new LinkedHashSet<>();
    DecodedFrame frame = decode(stream, image, limits, damage::add);
    return new Recovered(frame, damage.stream().limit(MOST_DAMAGES).toList());
  }

  private static DecodedFrame decode(
      byte[] stream, ImagePixel image, CodecLimits limits, Consumer<String> damage) {
    JpegHeader header = JpegHeader.read(stream);
    int components = header.components().size();
    if (components != 1 && components != 3) {
      throw unsupported(
          "JPEG stream: %d components (expected: 1 or 3; PS3.3 §C.7.6.3.1.2)"
              .formatted(components));
    }
    int allocated = DecodedFrame.allocatedFor(header.precision());
    limits.frameLength(header.height(), header.width(), components, allocated / 8);
    byte[] samples =
        onlyByImageIo(header)
            ? ImageIoJpeg.decode(stream, header, damage)
            : new JpegDecoder(stream, header, allocated / 8).decode();
    if (image.signed()) {
      Signs.extend(samples, allocated / 8, header.precision());
    }
    return new DecodedFrame(
        header.height(),
        header.width(),
        allocated,
        header.precision(),
        image.signed(),
        ColorTruth.of(header, image).colorModel(),
        samples);
  }

  private static boolean onlyByImageIo(JpegHeader header) {
    return switch (header.process()) {
      case BASELINE, EXTENDED, PROGRESSIVE -> {
        if (header.precision() != 8 && header.process() == JpegProcess.PROGRESSIVE) {
          throw unsupported("JPEG stream: progressive of %d bits".formatted(header.precision()));
        }
        yield header.precision() == 8;
      }
      case LOSSLESS -> false;
      case EXTENDED_ARITHMETIC, PROGRESSIVE_ARITHMETIC, LOSSLESS_ARITHMETIC ->
          throw unsupported(
              "JPEG stream: %s (expected: Huffman coding)".formatted(header.process()));
    };
  }

  @Override
  public byte[] encode(DecodedFrame frame, TransferSyntax target, EncodingParameters parameters) {
    return encoder.encode(frame, parameters);
  }

  static CodecException unsupported(String message) {
    return new CodecException(CodecException.Reason.UNSUPPORTED, message);
  }

  static CodecException damaged(String message) {
    return new CodecException(CodecException.Reason.DAMAGED, message);
  }
}
