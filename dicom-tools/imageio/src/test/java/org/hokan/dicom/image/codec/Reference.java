package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;

/** Somebody else's decoders, and how their samples are compared with ours. */
public final class Reference {
  /** pydicom 2.3 knows no deflated frames; zlib and numpy do. */
  private static final String PYDICOM =
      """
      import sys, zlib, numpy, pydicom
      from pydicom.encaps import generate_pixel_data_frame
      d = pydicom.dcmread(sys.argv[1], force=True)
      if d.file_meta.get('TransferSyntaxUID') == '1.2.840.10008.1.2.8.1':
          frames = generate_pixel_data_frame(d.PixelData, int(d.NumberOfFrames))
          cells = [numpy.frombuffer(zlib.decompressobj(-15).decompress(f), 'u1') for f in frames]
          pixels = d.Rows * d.Columns
          if d.BitsAllocated == 1:
              cells = [numpy.unpackbits(c, bitorder='little')[:pixels] for c in cells]
          a = numpy.concatenate(cells)
      else:
          a = d.pixel_array
      a.astype(a.dtype.newbyteorder('<')).tofile(sys.argv[2])
      """;

  private Reference() {}

  /** All frames of an object, as our codecs decode them. */
  public static List<DecodedFrame> ours(Path file) throws IOException {
    List<DecodedFrame> frames = new ArrayList<>();
    try (FrameReader reader = FrameReader.open(file)) {
      for (int i = 0; i < reader.frameCount(); i++) {
        frames.add(
            FrameCodecs.standard()
                .decode(
                    reader.frame(i), reader.image(), reader.transferSyntax(), CodecLimits.DEFAULT));
      }
    }
    return frames;
  }

  /** The frames of an object that a tool decompressed: dcmdjpeg, dcmdrle, gdcmconv. */
  public static List<DecodedFrame> decompressed(Path file, String debianPackage, String... command)
      throws IOException, InterruptedException {
    Path plain = Files.createTempFile("plain", ".dcm");
    try {
      String[] whole = Arrays.copyOf(command, command.length + 2);
      whole[command.length] = file.toString();
      whole[command.length + 1] = plain.toString();
      ExternalTool.Answer answer = ExternalTool.run(debianPackage, whole);
      assertThat(answer.status()).as(answer.text()).isZero();
      return ours(plain);
    } finally {
      Files.deleteIfExists(plain);
    }
  }

  /** RGB or grey samples of a JPEG stream by libjpeg-turbo. */
  static byte[] djpeg(byte[] stream) throws IOException, InterruptedException {
    Path jpeg = Files.createTempFile("frame", ".jpg");
    Path pnm = Files.createTempFile("frame", ".pnm");
    try {
      Files.write(jpeg, stream);
      ExternalTool.Answer answer =
          ExternalTool.run(
              "libjpeg-turbo-progs",
              "djpeg",
              "-dct",
              "int",
              "-pnm",
              "-outfile",
              pnm.toString(),
              jpeg.toString());
      assertThat(answer.status()).as(answer.text()).isZero();
      return samples(Files.readAllBytes(pnm));
    } finally {
      Files.deleteIfExists(jpeg);
      Files.deleteIfExists(pnm);
    }
  }

  /**
   * Samples of a JPEG 2000 stream by OpenJPEG.
   *
   * @param like a frame of the same form, as which they are given
   */
  static DecodedFrame opj(byte[] stream, DecodedFrame like)
      throws IOException, InterruptedException {
    Path codestream = Files.createTempFile("frame", ".j2k");
    Path planes = Files.createTempFile("frame", ".rawl");
    try {
      Files.write(codestream, stream);
      ExternalTool.Answer answer =
          ExternalTool.run(
              "libopenjp2-tools",
              "opj_decompress",
              "-i",
              codestream.toString(),
              "-o",
              planes.toString());
      assertThat(answer.status()).as(answer.text()).isZero();
      return interleaved(Files.readAllBytes(planes), like);
    } finally {
      Files.deleteIfExists(codestream);
      Files.deleteIfExists(planes);
    }
  }

  /** OpenJPEG's raw files have plane after plane, and no more sign than the stream's bits. */
  private static DecodedFrame interleaved(byte[] planes, DecodedFrame like) {
    ImagePixel image =
        new ImagePixel(
            like.rows(),
            like.columns(),
            1,
            like.samplesPerPixel(),
            "RGB",
            like.bitsAllocated(),
            like.bitsStored(),
            like.bitsStored() - 1,
            like.signed(),
            true,
            ImagePixel.Kind.INTEGER);
    return NativeSamples.unpack(planes, image, CodecLimits.DEFAULT).as(like.colorModel());
  }

  /** What comes after the three lines of a binary PNM file's header. */
  private static byte[] samples(byte[] pnm) {
    int start = 0;
    for (int lines = 0; lines < 3; start++) {
      if (pnm[start] == '\n') {
        lines++;
      }
    }
    assertThat(new String(pnm, 0, 2, StandardCharsets.US_ASCII)).isIn("P5", "P6");
    return Arrays.copyOfRange(pnm, start, pnm.length);
  }

  /** Every frame's samples by pydicom, color by pixel, little endian, one frame after another. */
  public static byte[] pydicom(Path file) throws IOException, InterruptedException {
    Path raw = Files.createTempFile("samples", ".raw");
    try {
      ExternalTool.Answer answer =
          ExternalTool.run(
              "python3-pydicom and python3-numpy",
              "/usr/bin/python3",
              "-W",
              "ignore",
              "-c",
              PYDICOM,
              file.toString(),
              raw.toString());
      assertThat(answer.status()).as(answer.text()).isZero();
      return Files.readAllBytes(raw);
    } finally {
      Files.deleteIfExists(raw);
    }
  }

  /** The same picture: as many pixels, and the same number in each sample. */
  public static void assertSameSamples(List<DecodedFrame> ours, List<DecodedFrame> theirs) {
    assertSameSamples("decoded", ours, theirs);
  }

  /**
   * The same picture.
   *
   * @param what for the message
   */
  public static void assertSameSamples(
      String what, List<DecodedFrame> ours, List<DecodedFrame> theirs) {
    assertThat(ours).as(what).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(differences(ours.get(i), theirs.get(i)))
          .as("%s: samples of frame %d that differ: %s, %s", what, i, ours.get(i), theirs.get(i))
          .isZero();
    }
  }

  /** The largest difference of two samples. */
  static long largestDifference(DecodedFrame a, DecodedFrame b) {
    long largest = 0;
    int count = a.samples().length / a.bytesPerSample();
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(value(a, i) - value(b, i)));
    }
    return largest;
  }

  private static long differences(DecodedFrame a, DecodedFrame b) {
    int count = a.rows() * a.columns() * a.samplesPerPixel();
    assertThat(b.rows() * b.columns() * b.samplesPerPixel()).isEqualTo(count);
    long differences = 0;
    for (int i = 0; i < count; i++) {
      if (value(a, i) != value(b, i)) {
        differences++;
      }
    }
    return differences;
  }

  /** A sample's number. */
  static long value(DecodedFrame frame, int index) {
    int bytes = frame.bytesPerSample();
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = value << 8 | (frame.samples()[index * bytes + i] & 0xFF);
    }
    int unused = 64 - 8 * bytes;
    return frame.signed() ? value << unused >> unused : value;
  }
}
