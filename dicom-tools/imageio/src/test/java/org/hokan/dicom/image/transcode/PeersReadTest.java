package org.hokan.dicom.image.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.Reference;
import org.hokan.dicom.image.pixel.ExternalTool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we transcoded, read by others' toolkits. */
class PeersReadTest {
  /** Of dciodvfy, where it does not know a newer transfer syntax to be encapsulated. */
  private static final String UNKNOWN_SYNTAX = "illegal in non-encapsulated transfer syntax";

  @TempDir Path folder;

  private Path written(String name, TransferSyntax target) throws IOException {
    byte[] object = TestObjects.bytes(TestObjects.file(name));
    return Files.write(folder.resolve(name), TestObjects.transcoded(object, target));
  }

  @ParameterizedTest
  @CsvSource({
    "us-multiframe-rle.dcm, 1.2.840.10008.1.2.4.70, dcmdjpeg",
    "mr-explicit.dcm, 1.2.840.10008.1.2.4.70, dcmdjpeg",
    "mr-big-endian.dcm, 1.2.840.10008.1.2.5, dcmdrle",
    "endoscopy-jpeg-baseline.dcm, 1.2.840.10008.1.2.5, dcmdrle"
  })
  void dcmtkDecodesTheSameSamples(String name, String syntax, String tool) throws Exception {
    Path file =
        written(
            name,
            TransferSyntax.storable().stream()
                .filter(each -> each.uid().value().equals(syntax))
                .findFirst()
                .orElseThrow());

    Reference.assertSameSamples(Reference.ours(file), Reference.decompressed(file, "dcmtk", tool));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us-multiframe-rle.dcm",
        "mr-jpeg-lossless.dcm",
        "endoscopy-jpeg-baseline.dcm",
        "seg-rle.dcm"
      })
  void pydicomReadsTheSameSamples(String name) throws Exception {
    Path file = written(name, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    for (DecodedFrame frame : Reference.ours(file)) {
      ours.writeBytes(frame.samples());
    }

    assertThat(Reference.pydicom(file)).isEqualTo(ours.toByteArray());
  }

  @Test
  void dciodvfyHasNoComplaintThatItHadNotOfTheSource() throws Exception {
    List<TransferSyntax> targets = new ArrayList<>(TestObjects.targets());
    targets.add(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    targets.removeIf(TransferSyntax::deflated); // dciodvfy does not inflate
    List<String> added = new ArrayList<>();
    for (Path source : TestObjects.all()) {
      if (!isDeflated(source)) {
        added.addAll(added(source, targets));
      }
    }
    assertThat(added).isEmpty();
  }

  private List<String> added(Path source, List<TransferSyntax> targets) throws Exception {
    Set<String> before = complaints(source);
    List<String> added = new ArrayList<>();
    for (TransferSyntax target : targets) {
      byte[] result;
      try {
        result = TestObjects.transcoded(TestObjects.bytes(source), target);
      } catch (TranscodingException | DataSetException notDecoded) {
        continue; // shown elsewhere
      }
      Set<String> after = complaints(Files.write(folder.resolve(source.getFileName()), result));
      if (after.stream().anyMatch(each -> each.endsWith(UNKNOWN_SYNTAX))) {
        continue;
      }
      after.removeAll(before);
      after.removeIf(each -> isOfTheSource(target, each));
      after.forEach(each -> added.add("%s in %s: %s".formatted(source, target, each)));
    }
    return added;
  }

  /**
   * Planes follow each other in RLE (PS3.5 §G.2), where dciodvfy wants what native pixel data of
   * visible light has; and the palette's source has no Pixel Representation, without which dciodvfy
   * reads no table in Implicit VR.
   */
  private static boolean isOfTheSource(TransferSyntax target, String complaint) {
    return target.equals(TransferSyntax.RLE_LOSSLESS)
            && complaint.endsWith("attribute <Planar Configuration>")
        || target.equals(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN)
            && (complaint.contains("Missing Pixel Representation")
                || complaint.equals("Error - Dicom dataset read failed"));
  }

  private static boolean isDeflated(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      return file.transferSyntax().deflated();
    }
  }

  /** Those of the UIDs before the data set are of the data set's own, which they repeat. */
  private static Set<String> complaints(Path file) throws IOException, InterruptedException {
    return ExternalTool.run("dicom3tools", "dciodvfy", file.toString())
        .text()
        .lines()
        .filter(line -> line.startsWith("Error"))
        .filter(line -> !line.contains("(0x0002,0x000"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
