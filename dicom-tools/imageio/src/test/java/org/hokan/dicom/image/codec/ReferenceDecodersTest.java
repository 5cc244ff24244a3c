package org.hokan.dicom.image.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.hokan.dicom.image.pixel.PixelDataException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every picture of the test data, sample by sample, against decoders that others wrote. The system
 * property {@code hokan.samples} names another folder to be run over, with everything below it.
 */
class ReferenceDecodersTest {
  private static final Path OBJECTS = Path.of(System.getProperty("hokan.root"), "test-data");

  @TestFactory
  Stream<DynamicTest> decodesEveryObjectAsOthersDo() throws IOException {
    String folder = System.getProperty("hokan.samples", "");
    Path root = folder.isEmpty() ? OBJECTS : Path.of(folder);
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : files) {
      if (hasPixels(file)) {
        tests.add(DynamicTest.dynamicTest(root.relativize(file).toString(), () -> compare(file)));
      }
    }
    assertThat(tests).as("pictures in %s", root).isNotEmpty();
    return tests.stream();
  }

  private static boolean hasPixels(Path path) {
    try (Part10File file = Part10.open(path)) {
      DataSet object = file.read();
      return object.contains(Tag.BitsAllocated)
          && (object.contains(Tag.PixelData) || object.contains(Tag.FloatPixelData))
          && FrameCodecs.standard().decoder(file.transferSyntax()).isPresent();
    } catch (IOException | RuntimeException notReadable) {
      return false; // such files are the parsers' tests
    }
  }

  /** What we cannot decode, others cannot either. */
  private static void compare(Path file) throws IOException, InterruptedException {
    try {
      Reference.ours(file);
    } catch (CodecException | PixelDataException notDecoded) {
      assertThatThrownBy(() -> Reference.decompressed(file, "dcmtk", "dcmdjpeg", "+cn"))
          .as("dcmdjpeg, where we say: %s", notDecoded.getMessage())
          .isInstanceOf(AssertionError.class);
      assertThatThrownBy(() -> Reference.decompressed(file, "libgdcm-tools", "gdcmconv", "--raw"))
          .as("gdcmconv, where we say: %s", notDecoded.getMessage())
          .isInstanceOf(AssertionError.class);
      return;
    }
    compareDecoded(file);
  }

  private static void compareDecoded(Path file) throws IOException, InterruptedException {
    String syntax;
    try (FrameReader reader = FrameReader.open(file)) {
      syntax = reader.transferSyntax().uid().value();
    }
    switch (syntax.replace("1.2.840.10008.1.2", "")) {
      case ".4.50", ".4.55" -> {
        sameAsDjpeg(file);
        sameAsTool(file, "dcmtk", "dcmdjpeg", "+cn");
      }
      case ".4.51", ".4.57", ".4.70" -> sameAsTool(file, "dcmtk", "dcmdjpeg", "+cn");
      case ".4.90" -> sameAsOpenJpeg(file, 0);
      case ".4.91" -> sameAsOpenJpeg(file, 2);
      case ".4.201", ".4.202", ".4.203" -> sameAsOpenJpeg(file, 0);
      case ".4.80", ".4.81" -> {
        if (image(file).bitsStored() % 8 == 0) { // others dcmtk refuses
          sameAsTool(file, "dcmtk", "dcmdjpls");
        } else { // refuses frames of several fragments without an offset table
          sameAsTool(file, "libgdcm-tools", "gdcmconv", "--raw");
        }
      }
      case ".5" -> {
        if (image(file).bitsAllocated() == 1) { // no other decoder at hand knows such
          sameAsOpenJpeg(file, twin(file));
        } else {
          sameAsTool(file, "dcmtk", "dcmdrle");
        }
      }
      default -> sameAsPydicom(file);
    }
  }

  private static ImagePixel image(Path file) throws IOException {
    try (FrameReader reader = FrameReader.open(file)) {
      return reader.image();
    }
  }

  /** The same picture as JPEG 2000, as its makers published it. */
  private static Path twin(Path file) {
    String name = file.getFileName().toString();
    return file.resolveSibling(
        switch (name) {
          case "seg-rle.dcm" -> "seg-jpeg2000.dcm";
          case "d085_liver_nonbyte_aligned_rle.dcm" -> "d084_liver_nonbyte_aligned_j2k.dcm";
          case "d086_liver_rle.dcm" -> "d082_liver_j2k.dcm";
          default -> throw new AssertionError(name + ": no other decoder (expected: a twin)");
        });
  }

  private static void sameAsOpenJpeg(Path file, Path twin)
      throws IOException, InterruptedException {
    List<DecodedFrame> frames = Reference.ours(file);
    try (FrameReader reader = FrameReader.open(twin)) {
      for (int i = 0; i < frames.size(); i++) {
        assertThat(frames.get(i)).isEqualTo(Reference.opj(reader.frame(i), frames.get(i)));
      }
    }
  }

  private static void sameAsTool(Path file, String debianPackage, String... command)
      throws IOException, InterruptedException {
    Reference.assertSameSamples(
        Reference.ours(file), Reference.decompressed(file, debianPackage, command));
  }

  private static void sameAsPydicom(Path file) throws IOException, InterruptedException {
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    for (DecodedFrame frame : Reference.ours(file)) {
      ours.writeBytes(frame.samples());
    }
    assertThat(ours.toByteArray()).isEqualTo(Reference.pydicom(file));
  }

  /**
   * @param tolerance of a sample: ISO/IEC 15444-4 allows a decoder more for irreversible streams
   */
  private static void sameAsOpenJpeg(Path file, int tolerance)
      throws IOException, InterruptedException {
    List<DecodedFrame> frames = Reference.ours(file);
    try (FrameReader reader = FrameReader.open(file)) {
      for (int i = 0; i < frames.size(); i++) {
        DecodedFrame theirs = Reference.opj(reader.frame(i), frames.get(i));
        assertThat(Reference.largestDifference(frames.get(i), theirs))
            .as("largest difference of a sample in frame %d", i)
            .isLessThanOrEqualTo(tolerance);
      }
    }
  }

  private static void sameAsDjpeg(Path file) throws IOException, InterruptedException {
    List<DecodedFrame> frames = Reference.ours(file);
    try (FrameReader reader = FrameReader.open(file)) {
      for (int i = 0; i < frames.size(); i++) {
        byte[] stream = reader.frame(i);
        ColorTruth truth = ColorTruth.of(JpegHeader.read(stream), reader.image());
        if (truth.evidence() != ColorTruth.Evidence.ATTRIBUTES) {
          DecodedFrame frame = frames.get(i);
          byte[] ours =
              (frame.samplesPerPixel() == 3 ? ColorConversion.toRgb(frame) : frame).samples();
          assertThat(ours).isEqualTo(Reference.djpeg(stream));
        }
      }
    }
  }
}
