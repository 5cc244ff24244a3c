package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscodeToolTest {
  private static final Path OBJECTS =
      Path.of(System.getProperty("hokan.root"), "test-data", "objects");
  private static final Path JPEG = OBJECTS.resolve("endoscopy-jpeg-baseline.dcm");
  private static final Path RGB = OBJECTS.resolve("rgb-jpeg-lossless.dcm");

  @TempDir private Path folder;

  @Test
  void writesAFileInTheSyntaxNamed() throws IOException {
    Path plain = folder.resolve("deep").resolve("plain.dcm");

    Cli done = Cli.run("transcode", JPEG, plain, "--to", "explicit");

    assertThat(done.err()).isEmpty();
    assertThat(done.status()).isZero();
    assertThat(done.out()).contains("JPEG Baseline").contains("to Explicit VR Little Endian");
    try (Part10File file = Part10.open(plain)) {
      assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
      assertThat(file.readHead().string(Tag.PhotometricInterpretation)).contains("RGB");
    }
  }

  @Test
  void aFolderBecomesAFolderWithTheSameNames() throws IOException {
    Samples.exam(folder.resolve("exam"));

    Cli done =
        Cli.run(
            "transcode",
            folder.resolve("exam"),
            folder.resolve("out"),
            "--to",
            "1.2.840.10008.1.2");

    assertThat(done.status()).isEqualTo(Main.FAILED); // one picture lacks its attributes
    assertThat(done.err()).contains("three: ").contains("Bits Allocated");
    assertThat(done.out()).contains("transcoded 2, failed 1");
    try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
      assertThat(files.filter(Files::isRegularFile).map(folder.resolve("out")::relativize))
          .containsExactlyInAnyOrder(Path.of("one.dcm"), Path.of("deep", "er", "two.dcm"));
    }
  }

  @Test
  void whatLosesSomethingMustBeAllowedAndGetsAnotherUid() throws IOException {
    Path small = folder.resolve("small.dcm");
    List<Object> command = List.of("transcode", RGB, small, "--to", "jpeg-baseline", "--json");

    Cli refused = Cli.run(command.toArray());
    Cli done = Cli.run(Stream.concat(command.stream(), Stream.of("--allow-lossy")).toArray());

    assertThat(refused.status()).isEqualTo(Main.FAILED);
    assertThat(refused.out()).contains("\"failure\":\"pixels would lose something");
    assertThat(done.out()).contains("\"derivedUid\":\"2.25.");
    try (Part10File file = Part10.open(small)) {
      DataSet head = file.readHead();
      Uid instance = head.uid(Tag.SOPInstanceUID).orElseThrow();
      assertThat(done.out()).contains(instance.value());
      assertThat(file.metaInformation().flatMap(FileMetaInformation::mediaStorageSopInstanceUid))
          .contains(instance);
    }
  }

  @Test
  void aResultBelowWhatIsReadIsWrongUsage() throws IOException {
    Samples.exam(folder);

    Cli wrong = Cli.run("transcode", folder, folder.resolve("out"), "--to", "explicit");

    assertThat(wrong.status()).isEqualTo(Main.WRONG_USAGE);
  }

  @Test
  void anUnknownSyntaxIsWrongUsage() {
    Cli wrong = Cli.run("transcode", JPEG, folder.resolve("out.dcm"), "--to", "jpg");

    assertThat(wrong.status()).isEqualTo(Main.WRONG_USAGE);
    assertThat(wrong.err()).contains("--to jpg (expected: a UID, or one of [implicit, explicit");
  }
}
