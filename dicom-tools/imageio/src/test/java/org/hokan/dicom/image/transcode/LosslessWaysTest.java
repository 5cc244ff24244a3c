package org.hokan.dicom.image.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.ColorConversion;
import org.hokan.dicom.image.codec.ColorModel;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.Reference;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every object of the test data in every syntax that loses nothing: the same samples, and the same
 * attributes but for those that must follow. The system property {@code hokan.samples} names
 * another folder to be run over.
 */
class LosslessWaysTest {
  private static final Set<Integer> FOLLOWING =
      Set.of(
          Tag.PixelData,
          Tag.ExtendedOffsetTable,
          Tag.ExtendedOffsetTableLengths,
          Tag.PhotometricInterpretation,
          Tag.PlanarConfiguration,
          Tag.BitsAllocated,
          Tag.BitsStored,
          Tag.HighBit,
          Tag.LossyImageCompression,
          Tag.LossyImageCompressionMethod,
          Tag.LossyImageCompressionRatio,
          Tag.DataSetTrailingPadding);

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> keepEverySampleAndEveryOtherAttribute() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path file : TestObjects.all()) {
      tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> everyWay(file)));
    }
    return tests.stream();
  }

  private void everyWay(Path file) throws IOException {
    byte[] object = TestObjects.bytes(file);
    TransferSyntax source;
    DataSet before;
    try (Part10File opened = Part10.open(new ByteArrayInputStream(object))) {
      source = opened.transferSyntax();
      before = opened.read();
    } catch (DataSetException broken) {
      return; // the parsers' tests
    }
    for (TransferSyntax target : TestObjects.targets()) {
      if (!target.equals(source)
          && Transcoder.standard().refusal(source, target, TranscodingOptions.LOSSLESS).isEmpty()) {
        way(object, before, source, target);
      }
    }
  }

  private void way(byte[] object, DataSet before, TransferSyntax source, TransferSyntax target)
      throws IOException {
    byte[] result;
    try {
      result = TestObjects.transcoded(object, target);
    } catch (TranscodingException e) {
      boolean image = before.contains(Tag.PixelData);
      assertThat(e.reason())
          .as("%s: %s", target, e.getMessage())
          .isEqualTo(
              image ? TranscodingException.Reason.PIXELS : TranscodingException.Reason.OBJECT);
      return;
    }
    assertThat(differing(rest(TestObjects.read(result)), reread(rest(before), target)))
        .as("attributes that differ in %s", target)
        .isEmpty();
    if (target.equals(TransferSyntax.JPEG_XL_JPEG_RECOMPRESSION)) {
      sameStreams(object, result);
    } else if (before.contains(Tag.PixelData)
        && before.contains(Tag.BitsAllocated)
        && canDecode(source)) {
      Reference.assertSameSamples(target.toString(), frames(result), frames(object));
    }
  }

  /** Of the syntax that the streams have, whatever the object says. */
  private void sameStreams(byte[] object, byte[] recompressed) throws IOException {
    try (FrameReader before = FrameReader.open(written(object))) {
      TransferSyntax syntax =
          TransferSyntax.orUnknown(JpegHeader.read(before.frame(0)).transferSyntaxUid());
      Path restored = written(TestObjects.transcoded(recompressed, syntax));
      try (FrameReader after = FrameReader.open(restored)) {
        assertThat(after.frameCount()).isEqualTo(before.frameCount());
        for (int i = 0; i < before.frameCount(); i++) {
          assertThat(after.frame(i)).as("stream of frame %d", i).isEqualTo(before.frame(i));
        }
      }
    }
  }

  private static List<String> differing(DataSet after, DataSet before) {
    return Stream.concat(after.elements().stream(), before.elements().stream())
        .map(Element::tag)
        .distinct()
        .filter(tag -> !after.element(tag).equals(before.element(tag)))
        .map(tag -> "%s, expected %s".formatted(after.element(tag), before.element(tag)))
        .toList();
  }

  /** As it is when it has been in the syntax: implicit VRs are the dictionary's. */
  private static DataSet reread(DataSet dataSet, TransferSyntax target) {
    TransferSyntax plain =
        target.explicitVr()
            ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN
            : TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
    return DataSetReader.read(DataSetWriter.toBytes(dataSet, plain), plain);
  }

  private static DataSet rest(DataSet dataSet) {
    DataSet.Builder rest = withoutGroupLengths(dataSet).toBuilder();
    FOLLOWING.forEach(rest::remove);
    return rest.build();
  }

  /** In items neither: they are not counted anew where objects are written as they come. */
  private static DataSet withoutGroupLengths(DataSet dataSet) {
    DataSet top = Attributes.withoutGroupLengths(dataSet);
    DataSet.Builder all = top.toBuilder();
    for (Element element : top.elements()) {
      List<DataSet> items = top.items(element.tag());
      List<DataSet> rest = items.stream().map(LosslessWaysTest::withoutGroupLengths).toList();
      if (!rest.equals(items)) {
        all.put(Element.sequence(element.tag(), rest));
      }
    }
    return all.build();
  }

  private List<DecodedFrame> frames(byte[] object) throws IOException {
    return shown(Reference.ours(written(object)));
  }

  private Path written(byte[] object) throws IOException {
    return Files.write(Files.createTempFile(folder, "object", ".dcm"), object);
  }

  private static List<DecodedFrame> shown(List<DecodedFrame> frames) {
    return frames.stream()
        .map(
            frame ->
                frame.colorModel() == ColorModel.YBR_FULL ? ColorConversion.toRgb(frame) : frame)
        .toList();
  }

  private static boolean canDecode(TransferSyntax syntax) {
    return FrameCodecs.standard().decoder(syntax).isPresent();
  }
}
