package org.hokan.dicom.image.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.FrameCodec;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.GuardedRun;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;

/**
 * Renders frames. Thread-safe; needs no display.
 *
 * <p>Memory: the decoded frame, and the picture; a small picture of a large frame is made of its
 * lines one by one. Whatever goes wrong, on a broken object also, comes out as a {@link
 * CodecException} within the time of the options' limits.
 */
public final class Renderer {
  private static final Renderer STANDARD = new Renderer(FrameCodecs.standard());

  /** Syntaxes whose decoding keeps the bits of a cell that no sample uses. */
  private static final Set<TransferSyntax> WHOLE_CELLS =
      Set.of(TransferSyntax.RLE_LOSSLESS, TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION);

  private final FrameCodecs codecs;

  /** One that decodes with these. */
  public Renderer(FrameCodecs codecs) {
    this.codecs = codecs;
  }

  /** One that decodes with all that the toolkit has. */
  public static Renderer standard() {
    return STANDARD;
  }

  /**
   * Renders a frame of an object.
   *
   * @param frame counted from 0
   * @throws IOException when the file cannot be read
   * @throws org.hokan.dicom.image.pixel.PixelDataException when it has no such frame
   * @throws CodecException when its stream holds no picture, or one of no kind that can be shown,
   *     or that asks for more than the options allow
   */
  public Rendering render(FrameReader object, int frame, RenderOptions options) throws IOException {
    byte[] stream = object.frame(frame);
    FrameCodec.Recovered decoded =
        codecs.recover(stream, object.image(), object.transferSyntax(), options.limits());
    Source source =
        new Source(
            decoded,
            object.image(),
            new FrameAttributes(object.attributes(), frame),
            () -> cells(stream, object, options));
    return rendered(source, options);
  }

  /**
   * Renders a frame that is decoded already, as a video's first one is.
   *
   * @param attributes what is said of it: for instance Pixel Aspect Ratio, an ICC profile; no
   *     overlays in bits of the cells
   * @throws CodecException when it is of no kind that can be shown, or asks for more than the
   *     options allow
   */
  public Rendering render(DecodedFrame frame, DataSet attributes, RenderOptions options) {
    ImagePixel image =
        new ImagePixel(
            frame.rows(),
            frame.columns(),
            1,
            frame.samplesPerPixel(),
            frame.colorModel().name(),
            frame.bitsAllocated(),
            frame.bitsStored(),
            frame.bitsStored() - 1,
            frame.signed(),
            false,
            ImagePixel.Kind.INTEGER);
    return rendered(
        new Source(
            new FrameCodec.Recovered(frame, List.of()),
            image,
            new FrameAttributes(attributes, 0),
            Optional::empty),
        options);
  }

  private static Rendering rendered(Source source, RenderOptions options) {
    return GuardedRun.within(
        options.limits().maxTime(), "rendering", () -> new Work(source, options).rendering());
  }

  /** The frame again, every bit of its cells a sample's. */
  private Optional<DecodedFrame> cells(byte[] stream, FrameReader object, RenderOptions options) {
    TransferSyntax syntax = object.transferSyntax();
    if (syntax.encapsulated() && !WHOLE_CELLS.contains(syntax)) {
      return Optional.empty();
    }
    ImagePixel it = object.image();
    int bits = it.bitsAllocated();
    ImagePixel whole =
        new ImagePixel(
            it.rows(),
            it.columns(),
            it.frames(),
            it.samplesPerPixel(),
            it.photometricInterpretation(),
            bits,
            bits,
            bits - 1,
            false,
            it.planar(),
            it.kind());
    return Optional.of(codecs.decode(stream, whole, syntax, options.limits()));
  }

  /** A decoded frame and what is said of it. */
  private record Source(
      FrameCodec.Recovered decoded,
      ImagePixel image,
      FrameAttributes attributes,
      Supplier<Optional<DecodedFrame>> cells) {}

  /** The rendering of one frame. */
  private static final class Work {
    private final Source source;
    private final RenderOptions options;
    private final Warnings warnings = new Warnings();

    Work(Source source, RenderOptions options) {
      this.source = source;
      this.options = options;
      source.decoded().damage().forEach(warnings::add);
    }

    Rendering rendering() {
      Lines lines = overlaid(lines());
      PictureSize size = PictureSize.of(lines, source.attributes(), options, warnings);
      byte[] samples = Resampler.resample(lines, size.width(), size.height());
      if (lines.bands() == 3) {
        Optional<byte[]> profile = IccProfiles.of(source.attributes().object());
        if (profile.isPresent()) {
          samples = IccProfiles.toSrgb(samples, profile.get(), options.limits(), warnings);
        }
      }
      return new Rendering(picture(samples, size, lines.bands()), warnings.list());
    }

    private Lines lines() {
      DecodedFrame frame = source.decoded().frame();
      if (options.window().isPresent() && frame.colorModel() != ColorModel.MONOCHROME) {
        warnings.add("window passed over: the image is not grey");
      }
      return switch (frame.colorModel()) {
        case MONOCHROME ->
            new GrayLines(
                frame,
                source.image().kind(),
                new GrayAttributes(source.attributes(), source.image(), frame, warnings)
                    .pipeline(options.window()));
        case PALETTE ->
            new PaletteLines(frame, Palette.of(source.attributes().object(), source.image()));
        case RGB, YBR_FULL, UNKNOWN -> RgbLines.of(frame, source.image());
      };
    }

    private Lines overlaid(Lines lines) {
      List<OverlayPlane> planes =
          options.overlays()
              ? new Overlays(source.attributes(), source.image(), source.cells(), warnings).planes()
              : List.of();
      return planes.isEmpty() ? lines : new OverlaidLines(lines, planes);
    }

    private static BufferedImage picture(byte[] samples, PictureSize size, int bands) {
      int type = bands == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
      BufferedImage picture = new BufferedImage(size.width(), size.height(), type);
      byte[] target = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
      if (bands == 1) {
        System.arraycopy(samples, 0, target, 0, samples.length);
        return picture;
      }
      for (int i = 0; i < samples.length; i += 3) {
        target[i] = samples[i + 2];
        target[i + 1] = samples[i + 1];
        target[i + 2] = samples[i];
      }
      return picture;
    }
  }
}
