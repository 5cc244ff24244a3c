package org.hokan.dicom.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSets;
import org.hokan.dicom.encoding.TransferSyntax;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Toolkits that nobody here wrote read what we write, and we read what they write. */
class PeersTest {

  private static final Map<String, TransferSyntax> DCMCONV =
      Map.of(
          "+ti", TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          "+te", TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          "+tb", TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          "+td", TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN);

  @TempDir private Path folder;

  private record Ran(int status, String output) {}

  private static Ran run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), output);
  }

  /** Skips the test where the tool is missing, unless the environment says it must be there. */
  private static void need(String... command) throws Exception {
    boolean there;
    try {
      there = run(List.of(command)).status() == 0;
    } catch (IOException e) {
      there = false;
    }
    if (Boolean.parseBoolean(System.getenv("HOKAN_TOOLS_REQUIRED"))) {
      assertThat(there).as("%s is installed", command[0]).isTrue();
    }
    assumeTrue(there, () -> "skipped: " + String.join(" ", command) + " does not work here");
  }

  private Path write(DataSet dataSet, TransferSyntax syntax, String name) throws IOException {
    FileMetaInformation meta =
        FileMetaInformation.of(
            Uid.of("1.2.840.10008.5.1.4.1.1.7"), Uid.of("1.2.3.4"), syntax.uid());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Part10.write(meta, dataSet, out);
    return Files.write(folder.resolve(name), out.toByteArray());
  }

  private static DataSet read(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      assertThat(file.leniencies()).isEmpty();
      return file.read();
    }
  }

  @Test
  void dcmtkConvertsOurObjectsToWhatWeWouldHaveWritten() throws Exception {
    need("dcmconv", "--version");
    for (long seed = 1; seed <= 3; seed++) {
      DataSet original = plain(seed);
      Path ours = write(original, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, "ours.dcm");
      for (Map.Entry<String, TransferSyntax> to : DCMCONV.entrySet()) {
        Path theirs = folder.resolve("theirs" + to.getKey() + ".dcm");
        Ran ran = run(List.of("dcmconv", to.getKey(), ours.toString(), theirs.toString()));
        assertThat(ran.status()).as("seed %d: %s", seed, ran.output()).isZero();
        try (Part10File file = Part10.open(theirs)) {
          assertThat(file.transferSyntax()).isEqualTo(to.getValue());
        }
        assertThat(read(theirs)).as("seed %d, %s", seed, to.getKey()).isEqualTo(original);
        // Without VRs an older dcmtk prints the sequences it has not heard of as bytes.
        if (to.getValue().explicitVr()) {
          Path again = write(original, to.getValue(), "again.dcm");
          assertThat(dump(again)).isEqualTo(dump(theirs));
        }
      }
    }
  }

  /** Without private elements, which dcmtk knows the VRs of, and with what every image has. */
  private static DataSet plain(long seed) {
    DataSet random = DataSets.random(new SplittableRandom(seed));
    DataSet.Builder builder = DataSet.builder();
    random.elements().stream()
        .filter(element -> (element.tag() & 0x10000) == 0)
        .forEach(builder::put);
    return builder
        .string(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
        .string(Tag.SOPInstanceUID, "1.2.3.4")
        .integer(Tag.Rows, 2)
        .integer(Tag.Columns, 2)
        .integer(Tag.BitsAllocated, 16)
        .bytes(Tag.PixelData, VR.OW, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
        .build();
  }

  /** The values as dcmdump prints them, whichever lengths sequences and items have. */
  private static String dump(Path path) throws Exception {
    Ran ran = run(List.of("dcmdump", "-q", "+L", "-Un", path.toString()));
    assertThat(ran.status()).as(ran.output()).isZero();
    List<String> lines = new ArrayList<>();
    for (String line : ran.output().lines().toList()) {
      boolean delimiter = line.contains("(fffe,e00d)") || line.contains("(fffe,e0dd)");
      if (!delimiter && !line.startsWith("(0002,") && line.contains(" #")) {
        lines.add(
            line.substring(0, line.lastIndexOf(" #")).replaceAll("with \\w+ length", "").strip());
      }
    }
    return String.join("\n", lines);
  }

  @Test
  void pydicomReadsTheSameTextsNumbersAndItems() throws Exception {
    need("/usr/bin/python3", "-c", "import pydicom");
    DataSet dataSet =
        DataSet.builder()
            .string(Tag.SpecificCharacterSet, "ISO_IR 192")
            .string(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.7")
            .string(Tag.SOPInstanceUID, "1.2.3.4")
            .string(Tag.PatientName, "Yamada^Tarou=山田^太郎")
            .integer(Tag.Rows, 513)
            .doubles(Tag.PixelSpacing, 0.5, 0.25)
            .doubles(Tag.RealWorldValueSlope, 2.5)
            .longs(Tag.FrameIncrementPointer, VR.AT, 0x00181063)
            .sequence(
                Tag.ReferencedImageSequence,
                DataSet.builder().string(Tag.ReferencedSOPInstanceUID, "1.2.3").build())
            .build();
    String script =
        "import pydicom,sys\nd=pydicom.dcmread(sys.argv[1])\n"
            + "print(str(d.PatientName)=='Yamada^Tarou=\\u5c71\\u7530^\\u592a\\u90ce', d.Rows,"
            + " [float(x) for x in d.PixelSpacing], d.RealWorldValueSlope,"
            + " hex(d.FrameIncrementPointer),"
            + " d.ReferencedImageSequence[0].ReferencedSOPInstanceUID)";
    for (TransferSyntax syntax : DCMCONV.values()) {
      Path ours = write(dataSet, syntax, "ours.dcm");
      Ran ran = run(List.of("/usr/bin/python3", "-c", script, ours.toString()));
      assertThat(ran.output().trim())
          .as("%s", syntax)
          .isEqualTo("True 513 [0.5, 0.25] 2.5 0x181063 1.2.3");
    }
  }

  @Test
  void dcmtkDumpsWhatWeReadFromObjectsOfOthers() throws Exception {
    need("dcmdump", "--version");
    for (String name : List.of("seg-implicit", "sr-explicit", "mr-big-endian", "sr-deflated")) {
      Path original = TestObjects.object(name);
      try (Part10File file = Part10.open(original)) {
        DataSet dataSet = file.read();
        FileMetaInformation meta = file.metaInformation().orElseThrow();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Part10.write(meta, dataSet, out);
        Path ours = Files.write(folder.resolve(name + ".dcm"), out.toByteArray());
        assertThat(dump(ours)).isEqualTo(dump(original));
      }
    }
  }
}
