package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.json.DicomJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonToolTest {
  @TempDir private Path folder;

  @Test
  void printsAFileAsDicomJson() {
    Path file =
        Samples.write(folder, "a.dcm", Samples.ct(1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Cli json = Cli.run("json", file);
    assertThat(json.status()).isZero();
    assertThat(json.out())
        .contains("\"Alphabetic\":\"Yamada^Tarou\"")
        .doesNotContain("\"00020010\"");
    assertThat(DicomJson.INLINE.read(json.out()).string(Tag.PatientName))
        .hasValue("Yamada^Tarou=山田^太郎");
  }

  @Test
  void makesTheSameObjectOfItsJsonAlsoWhenItIsCompressed() throws IOException {
    Path file =
        Samples.write(folder, "e.dcm", Samples.endoscopy(1), TransferSyntax.JPEG_BASELINE_8BIT);
    Path json = folder.resolve("e.json");
    Path copy = folder.resolve("copy.dcm");
    assertThat(Cli.run("json", "--meta", "--indent", 2, file, "--out", json).status()).isZero();
    assertThat(Cli.run("json", "--reverse", json, "--out", copy).status()).isZero();
    try (Part10File was = Part10.open(file);
        Part10File is = Part10.open(copy)) {
      assertThat(is.transferSyntax()).isEqualTo(TransferSyntax.JPEG_BASELINE_8BIT);
      DataSet original = was.read();
      assertThat(is.read()).isEqualTo(original);
    }
  }

  @Test
  void leavesLongValuesOutWhenAskedTo() {
    Path file =
        Samples.write(folder, "e.dcm", Samples.endoscopy(1), TransferSyntax.JPEG_BASELINE_8BIT);
    Cli json = Cli.run("json", "--bulk-over", 1000, file);
    assertThat(json.out())
        .contains("\"BulkDataURI\":\"" + file.toUri() + "#7FE00010\"")
        .hasSizeLessThan(3000);
  }

  @Test
  void fetchesNothingThatJsonNamesByUri() throws IOException {
    Path json = folder.resolve("x.json");
    Files.writeString(
        json, "{\"7FE00010\":{\"vr\":\"OB\",\"BulkDataURI\":\"file:///etc/passwd\"}}");
    Cli back = Cli.run("json", "--reverse", json, "--out", folder.resolve("x.dcm"));
    assertThat(back.status()).isEqualTo(Main.FAILED);
    assertThat(back.err()).contains("BulkDataURI");
    assertThat(folder.resolve("x.dcm")).doesNotExist();
  }

  @Test
  void saysWhatAFileCannotBeWithout() throws IOException {
    Path json = folder.resolve("x.json");
    Files.writeString(json, "{\"00100020\":{\"vr\":\"LO\",\"Value\":[\"1\"]}}");
    Cli back = Cli.run("json", "--reverse", json, "--out", folder.resolve("x.dcm"));
    assertThat(back.status()).isEqualTo(Main.FAILED);
    assertThat(back.err()).contains("(0008,0016) is missing");
    Files.writeString(json, "{ nonsense");
    assertThat(Cli.run("json", "--reverse", json, "--out", folder.resolve("x.dcm")).status())
        .isEqualTo(Main.FAILED);
  }
}
