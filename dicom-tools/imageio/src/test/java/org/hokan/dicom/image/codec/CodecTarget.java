package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.fuzz.FuzzTarget;

/**
 * A frame of one codec, under the attributes that the first byte picks. It is decoded, or there is
 * an error that blames the stream: never one that blames the codec, and within the time.
 */
public abstract class CodecTarget implements FuzzTarget {
  private static final CodecLimits LIMITS =
      new CodecLimits(1024, 1024, 8 << 20, Duration.ofSeconds(20));

  private final String name;
  private final TransferSyntax syntax;
  private final List<String> objects;
  private final List<ImagePixel> images = new ArrayList<>();
  private final List<byte[]> frames = new ArrayList<>();

  /**
   * @param objects in test-data/objects; their first frames are the seeds
   */
  CodecTarget(String name, TransferSyntax syntax, String... objects) {
    this.name = name;
    this.syntax = syntax;
    this.objects = List.of(objects);
    for (String object : this.objects) {
      read(object);
    }
  }

  private void read(String object) {
    Path file = Path.of(System.getProperty("hokan.root"), "test-data", "objects", object);
    try (FrameReader reader = FrameReader.open(file)) {
      images.add(reader.image());
      frames.add(reader.frame(0));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < frames.size(); i++) {
      byte[] seed = new byte[frames.get(i).length + 1];
      seed[0] = (byte) i;
      System.arraycopy(frames.get(i), 0, seed, 1, seed.length - 1);
      seeds.add(seed);
    }
    return seeds;
  }

  @Override
  public final void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] stream = new byte[input.length - 1];
    System.arraycopy(input, 1, stream, 0, stream.length);
    ImagePixel image = images.get((input[0] & 0xFF) % images.size());
    try {
      FrameCodecs.standard().decode(stream, image, syntax, LIMITS);
    } catch (CodecException refused) {
      if (refused.reason() == CodecException.Reason.FAILED
          || refused.reason() == CodecException.Reason.TIME) {
        throw refused;
      }
      assertThat(refused.getMessage()).hasSizeLessThan(400);
    }
  }

  /** RLE Lossless. */
  public static final class Rle extends CodecTarget {
    public Rle() {
      super("rle", TransferSyntax.RLE_LOSSLESS, "us-rle.dcm", "seg-rle.dcm", "rle-one-frame.dcm");
    }
  }

  /** Deflated frames. */
  public static final class DeflatedFrame extends CodecTarget {
    public DeflatedFrame() {
      super(
          "deflated-frame",
          TransferSyntax.DEFLATED_IMAGE_FRAME_COMPRESSION,
          "seg-deflated-frames.dcm");
    }
  }

  /** JPEG of all processes: which one, the stream tells. */
  public static final class Jpeg extends CodecTarget {
    public Jpeg() {
      super(
          "jpeg",
          TransferSyntax.JPEG_BASELINE_8BIT,
          "jpeg-odd.dcm",
          "jpeg-baseline.dcm",
          "jpeg-extended.dcm",
          "mr-jpeg-lossless.dcm",
          "endoscopy-jpeg-progressive.dcm");
    }
  }

  /** JPEG-LS. */
  public static final class JpegLs extends CodecTarget {
    public JpegLs() {
      super(
          "jpeg-ls",
          TransferSyntax.JPEG_LS_LOSSLESS,
          "jpegls.dcm",
          "jpegls-near-lossless.dcm",
          "slide-jpegls.dcm");
    }
  }

  /** JPEG 2000. */
  public static final class Jpeg2000 extends CodecTarget {
    public Jpeg2000() {
      super(
          "jpeg-2000",
          TransferSyntax.JPEG_2000,
          "jpeg2000-private-elements.dcm",
          "seg-jpeg2000.dcm");
    }
  }
}
