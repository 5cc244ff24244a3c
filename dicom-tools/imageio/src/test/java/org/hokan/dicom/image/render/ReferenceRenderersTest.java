package org.hokan.dicom.image.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every picture of the test data as dcmtk renders it. Its greys are cut off where ours are rounded,
 * so they may be 1 below. The system property {@code hokan.samples} names another folder.
 */
class ReferenceRenderersTest {
  private static final Path OBJECTS = Path.of(System.getProperty("hokan.root"), "test-data");

  @TestFactory
  Stream<DynamicTest> rendersEveryPictureAsDcmtkDoes() throws IOException {
    Path root = Path.of(System.getProperty("hokan.samples", OBJECTS.toString()));
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(file -> file.toString().endsWith(".dcm"))
          .sorted()
          .filter(ReferenceRenderersTest::hasPicture)
          .forEach(
              file ->
                  tests.add(
                      DynamicTest.dynamicTest(
                          root.relativize(file).toString(), () -> compare(file))));
    }
    assertThat(tests).as("pictures in %s", root).isNotEmpty();
    return tests.stream();
  }

  private static boolean hasPicture(Path path) {
    try (FrameReader reader = FrameReader.open(path)) {
      FrameCodecs.standard()
          .decode(
              reader.frame(reader.frameCount() - 1),
              reader.image(),
              reader.transferSyntax(),
              CodecLimits.DEFAULT);
      return true;
    } catch (IOException | RuntimeException none) {
      return false; // such files are the parsers' and the decoders' tests
    }
  }

  private static void compare(Path file) throws IOException, InterruptedException {
    try (FrameReader reader = FrameReader.open(file)) {
      int last = reader.frameCount() - 1;
      assumeThat(reader.attributes().contains(Tag.ICCProfile)).as("dcmtk knows no ICC").isFalse();
      Rendering ours = Images.render(file, last, RenderOptions.DEFAULT);
      assumeThat(ours.picture().getWidth()).as("square").isEqualTo(reader.image().columns());
      assumeThat(ours.picture().getHeight()).as("square").isEqualTo(reader.image().rows());
      int[] theirs = Dcmtk.samples(file, last, options(reader.attributes(), reader.image()));
      assertThat(Dcmtk.farthest(Images.samples(ours), theirs))
          .as("difference, %s", file.getFileName())
          .isLessThanOrEqualTo(1);
    }
  }

  /**
   * What has dcmtk do what the object says; by itself it takes no window, believes the attributes
   * of a JPEG stream's colours, and shows single bits in half of the range.
   */
  private static List<String> options(DataSet object, ImagePixel image) {
    if (image.samplesPerPixel() > 1) {
      return List.of("+cg");
    }
    if (object.contains(Tag.VOILUTSequence)) {
      return List.of("+Wl", "1");
    }
    if (object.contains(Tag.WindowCenter)) {
      return List.of("+Wi", "1");
    }
    boolean wholeRange =
        image.bitsStored() == 8
            && !object.contains(Tag.RescaleSlope)
            && object.string(Tag.SegmentationType).orElse("FRACTIONAL").equals("FRACTIONAL");
    return wholeRange ? List.of() : List.of("+Wm");
  }
}
