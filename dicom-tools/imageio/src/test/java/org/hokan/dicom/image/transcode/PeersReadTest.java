package org.hokan.dicom.image.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    for (Path source : TestObjects.all()) {
      if (isDeflated(source)) {
        continue; // dciodvfy does not inflate
      }
      byte[] object = TestObjects.bytes(source);
      byte[] plain;
      try {
        plain = TestObjects.transcoded(object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      } catch (TranscodingException | DataSetException notDecoded) {
        continue; // shown elsewhere
      }
      Path file = Files.write(folder.resolve(source.getFileName()), plain);
      Set<String> added = complaints(file);
      added.removeAll(complaints(source));
      assertThat(added).as("of %s", source.getFileName()).isEmpty();
    }
  }

  private static boolean isDeflated(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      return file.transferSyntax().deflated();
    }
  }

  private static Set<String> complaints(Path file) throws IOException, InterruptedException {
    return ExternalTool.run("dicom3tools", "dciodvfy", file.toString())
        .text()
        .lines()
        .filter(line -> line.startsWith("Error"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
