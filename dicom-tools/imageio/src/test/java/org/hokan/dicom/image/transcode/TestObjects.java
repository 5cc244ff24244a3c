package org.hokan.dicom.image.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/** The test data's objects, and their transcodings. */
final class TestObjects {
  private static final Path DATA = Path.of(System.getProperty("hokan.root"), "test-data");

  private TestObjects() {}

  /**
   * All objects of the test data; the system property {@code hokan.samples} names another folder.
   */
  static List<Path> all() {
    String folder = System.getProperty("hokan.samples", "");
    Path root = folder.isEmpty() ? DATA.resolve("objects") : Path.of(folder);
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".dcm")).sorted().toList();
      assertThat(found).as("objects in %s", root).isNotEmpty();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of each kind; all of them when the run is over another folder. */
  static List<TransferSyntax> targets() {
    return System.getProperty("hokan.samples", "").isEmpty()
        ? List.of(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
            TransferSyntax.ENCAPSULATED_UNCOMPRESSED,
            TransferSyntax.RLE_LOSSLESS)
        : TransferSyntax.storable();
  }

  static Path file(String name) {
    return DATA.resolve("objects").resolve(name);
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static DataSet read(byte[] object) {
    try (Part10File file = Part10.open(new ByteArrayInputStream(object))) {
      return file.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Part 10 object of a data set. */
  static byte[] written(DataSet object, TransferSyntax syntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Part10.write(
          FileMetaInformation.of(
              object.uid(Tag.SOPClassUID).orElseThrow(),
              object.uid(Tag.SOPInstanceUID).orElseThrow(),
              syntax.uid()),
          object,
          out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] transcoded(byte[] object, TransferSyntax target, TranscodingOptions options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      Transcoder.standard().transcode(new ByteArrayInputStream(object), out, target, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] transcoded(byte[] object, TransferSyntax target) {
    return transcoded(object, target, TranscodingOptions.LOSSLESS);
  }
}
