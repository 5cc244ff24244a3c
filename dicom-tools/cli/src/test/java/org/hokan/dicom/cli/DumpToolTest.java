package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpToolTest {
  @TempDir private Path folder;

  private Path file(DataSet object) {
    return Samples.write(folder, "a.dcm", object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void listsOneLineAnElement() {
    Path file = file(Samples.ct(7));
    Cli dump = Cli.run("dump", file);
    assertThat(dump.status()).isZero();
    assertThat(dump.err()).isEmpty();
    assertThat(dump.lines())
        .startsWith("# " + file + ": 1.1 kB, Explicit VR Little Endian")
        .contains(
            "(0002,0010) UI TransferSyntaxUID               1.2.840.10008.1.2.1 (Explicit VR Little"
                + " Endian)",
            "(0008,0005) CS SpecificCharacterSet            \\ISO 2022 IR 87",
            "(0010,0010) PN PatientName                     Yamada^Tarou=山田^太郎",
            "(0020,0013) IS InstanceNumber                  7",
            "(0028,0010) US Rows                            16");
    assertThat(dump.lines().get(dump.lines().size() - 1))
        .startsWith("(7FE0,0010) OW PixelData                       07 07 07")
        .hasSize(120)
        .endsWith("…");
  }

  @Test
  void cutsNoLineWhenNotAskedTo() {
    Cli dump = Cli.run("dump", "--width", 0, file(Samples.ct(7)));
    assertThat(dump.lines().get(dump.lines().size() - 1)).endsWith("07… 512 bytes");
  }

  @Test
  void showsItemsAndTheirCharacterSets() {
    DataSet item =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.ScheduledProcedureStepDescription, "胃カメラ")
            .build();
    DataSet object =
        Samples.ct(1).toBuilder()
            .sequence(
                Tag.RequestAttributesSequence,
                item,
                DataSet.builder().string(Tag.RequestedProcedureID, "X").build())
            .build();
    assertThat(Cli.run("dump", file(object)).out())
        .contains(
            """
            (0040,0275) SQ RequestAttributesSequence       \
            """
                .stripTrailing())
        .contains("\n  item 1\n    (0008,0005) CS SpecificCharacterSet")
        .contains("    (0040,0007) LO ScheduledProcedureStepDescription 胃カメラ\n  item 2\n")
        .contains("    (0040,1001) SH RequestedProcedureID");
  }

  @Test
  void countsFragmentsOfCompressedPixels() {
    Path file =
        Samples.write(folder, "e.dcm", Samples.endoscopy(1), TransferSyntax.JPEG_BASELINE_8BIT);
    assertThat(Cli.run("dump", file).out())
        .contains("(7FE0,0010) OB PixelData                       encapsulated\n")
        .containsPattern("\n  no offset table, 1 fragment, [\\d,]+ bytes\n");
  }

  @Test
  void showsPrivateElementsAsTextWhereTheyLookLikeIt() {
    DataSet object =
        Samples.ct(1).toBuilder()
            .string(0x00090010, VR.LO, "HOKAN TEST")
            .bytes(0x00091001, VR.UN, "some text ".getBytes(StandardCharsets.US_ASCII))
            .bytes(0x00091002, VR.UN, new byte[] {1, 2})
            .build();
    assertThat(Cli.run("dump", file(object)).lines())
        .contains(
            "(0009,0010) LO private creator                 HOKAN TEST",
            "(0009,1001) UN private                         'some text'",
            "(0009,1002) UN private                         01 02");
  }

  @Test
  void keepsControlCharactersFromTheTerminal() {
    DataSet object =
        Samples.ct(1).toBuilder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.StudyDescription, "a\u001b[2Jb")
            .build();
    assertThat(Cli.run("dump", file(object)).out()).doesNotContain("\u001b").contains("a [2Jb");
  }

  @Test
  void showsWhatIsThereOfATornFileAndSaysSo() throws IOException {
    byte[] whole = Files.readAllBytes(file(Samples.ct(1)));
    Path torn = folder.resolve("torn.dcm");
    Files.write(torn, Arrays.copyOf(whole, whole.length - 100));
    Cli dump = Cli.run("dump", torn);
    assertThat(dump.out())
        .contains("(7FE0,0010) OW PixelData")
        .contains("# not as the standard has it: truncated");
  }

  @Test
  void saysWhichFileIsNoneAndGoesOnWithTheNext() throws IOException {
    Path text = folder.resolve("text");
    Files.writeString(text, "not DICOM at all, whatever you say, and a little longer than that");
    Cli dump = Cli.run("dump", text, folder.resolve("missing"), file(Samples.ct(1)));
    assertThat(dump.status()).isEqualTo(Main.FAILED);
    assertThat(dump.err()).contains(text + ": ").contains("missing: no such file");
    assertThat(dump.out()).contains("(0010,0020) LO PatientID");
  }

  @Test
  void printsJsonWithoutLongValues() {
    Cli dump = Cli.run("dump", "--json", file(Samples.ct(1)));
    assertThat(dump.status()).isZero();
    assertThat(dump.out()).contains("\"00100020\":{\"vr\":\"LO\",\"Value\":[\"12345\"]}");
    List<String> lines = dump.lines();
    assertThat(lines).hasSize(1);
  }
}
