package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.json.DicomJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** find, move and get against an SCP of our own on a real socket. */
class QueryToolsTest {
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  @TempDir private Path folder;
  private FileReceiver viewer;
  private TestArchive archive;

  @BeforeEach
  void start() throws IOException {
    viewer =
        FileReceiver.start(
            FileReceiver.Settings.local("VIEWER1", 0, folder.resolve("viewer")), received::add);
    archive = new TestArchive("VIEWER1", viewer.port());
    keep(Samples.ct(1), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    keep(Samples.ct(2), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    keep(Samples.endoscopy(3), TransferSyntax.JPEG_BASELINE_8BIT);
    keep(
        Samples.ct(4).toBuilder()
            .uid(Tag.StudyInstanceUID, Uid.of("1.2.9"))
            .uid(Tag.SeriesInstanceUID, Uid.of("1.2.9.1"))
            .string(Tag.PatientID, "999")
            .build(),
        TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  private void keep(DataSet object, TransferSyntax syntax) {
    archive.objects.add(new TestArchive.Kept(object, syntax));
  }

  @AfterEach
  void stop() {
    archive.close();
    viewer.close();
  }

  private Cli run(String tool, Object... args) {
    List<Object> all =
        new ArrayList<>(List.of(tool, "--call", archive.address(), "--as", "VIEWER1"));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  @Test
  void findsStudiesAsATable() {
    Cli find = run("find", "--level", "STUDY", "-k", "PatientID=12345", "-k", "StationName");
    assertThat(find.status()).isZero();
    assertThat(find.err()).isEqualToIgnoringNewLines("1 match");
    assertThat(find.lines()).hasSize(2);
    assertThat(find.lines().get(0)).startsWith("PatientID  PatientName").endsWith("StationName");
    assertThat(find.lines().get(1))
        .startsWith("12345      Yamada^Tarou=山田^太郎  20261121")
        .contains(Samples.STUDY.value());
  }

  @Test
  void asksForTheGivenKeysOnlyWhenToldTo() {
    Cli find = run("find", "--level", "image", "--only", "-k", "InstanceNumber");
    assertThat(find.lines()).containsExactly("InstanceNumber", "1", "2", "3", "4");
  }

  @Test
  void findsAsDicomJson() throws IOException {
    Cli find = run("find", "--level", "IMAGE", "-k", "PatientID=12345", "--json");
    assertThat(find.status()).isZero();
    List<DataSet> matches = new ArrayList<>();
    DicomJson.INLINE.readAll(new StringReader(find.out()), matches::add);
    assertThat(matches).hasSize(3);
    assertThat(matches.get(0).uid(Tag.SOPInstanceUID)).hasValue(Samples.instance(1));
    assertThat(run("find", "-k", "PatientID=0", "--json").out()).isEqualToIgnoringNewLines("[]");
  }

  @Test
  void saysWhenNothingMatches() {
    Cli find = run("find", "-k", "PatientID=0");
    assertThat(find.status()).isZero();
    assertThat(find.out()).isEmpty();
    assertThat(find.err()).contains("no match");
  }

  @Test
  void stopsAfterAsManyMatchesAsWanted() {
    Cli find = run("find", "--level", "IMAGE", "--cancel-after", 2);
    assertThat(find.status()).isZero();
    assertThat(find.lines()).hasSize(3);
  }

  @Test
  void movesAStudyToADestinationByteForByte() {
    Cli move = run("move", "--to", "VIEWER1", "-k", "StudyInstanceUID=" + Samples.STUDY);
    assertThat(move.out()).isEqualToIgnoringNewLines("moved 3 objects");
    assertThat(move.status()).isZero();
    assertThat(received).hasSize(3);
    assertThat(Samples.dataSetBytes(folder.resolve("viewer/" + Samples.instance(3) + ".dcm")))
        .isEqualTo(DataSetWriter.toBytes(Samples.endoscopy(3), TransferSyntax.JPEG_BASELINE_8BIT));
  }

  @Test
  void saysWhyAMoveFailed() {
    Cli move = run("move", "--to", "NOBODY", "-k", "StudyInstanceUID=" + Samples.STUDY);
    assertThat(move.status()).isEqualTo(Main.FAILED);
    assertThat(move.out()).contains("A801H the move destination is not known to the peer");
    Cli json = run("move", "--to", "NOBODY", "-k", "StudyInstanceUID=1.2", "--json");
    assertThat(json.out()).contains("\"status\":\"A801H\"");
  }

  @Test
  void saysWhenNothingWasMoved() {
    Cli move = run("move", "--to", "VIEWER1", "-k", "StudyInstanceUID=1.2.3.4");
    assertThat(move.out()).contains("moved 0 objects").contains("nothing matches these keys");
  }

  @Test
  void getsObjectsInTheSyntaxesThatTheyAreKeptIn() {
    Path out = folder.resolve("got");
    Cli get = run("get", "--out", out, "-k", "StudyInstanceUID=" + Samples.STUDY);
    assertThat(get.out()).isEqualToIgnoringNewLines("fetched 3 objects");
    assertThat(get.status()).isZero();
    assertThat(Samples.dataSetBytes(out.resolve(Samples.instance(2) + ".dcm")))
        .isEqualTo(DataSetWriter.toBytes(Samples.ct(2), TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN));
    assertThat(Samples.dataSetBytes(out.resolve(Samples.instance(3) + ".dcm")))
        .isEqualTo(DataSetWriter.toBytes(Samples.endoscopy(3), TransferSyntax.JPEG_BASELINE_8BIT));
  }

  @Test
  void getsManyClassesInTheSyntaxesThatTheArchiveTells() {
    for (int i = 10; i < 60; i++) {
      DataSet odd =
          Samples.ct(i).toBuilder()
              .uid(Tag.SOPClassUID, ContextProposals.usualClasses().get(i % 14))
              .build();
      keep(
          odd,
          i < 30
              ? TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
              : TransferSyntax.EXPLICIT_VR_BIG_ENDIAN);
    }
    Cli get = run("get", "--out", folder.resolve("m"), "-k", "StudyInstanceUID=" + Samples.STUDY);
    assertThat(get.out()).isEqualToIgnoringNewLines("fetched 53 objects");
  }

  @Test
  void getsAPatientInThePatientRootModel() {
    Cli get = run("get", "--out", folder.resolve("p"), "--level", "PATIENT", "-k", "PatientID=999");
    assertThat(get.out()).isEqualToIgnoringNewLines("fetched 1 object");
  }

  @Test
  void namesTheObjectsThatCouldNotBeFetched() {
    Cli get =
        run(
            "get",
            "--out",
            folder.resolve("c"),
            "--sop-class",
            "CTImageStorage",
            "-k",
            "StudyInstanceUID=" + Samples.STUDY);
    assertThat(get.status()).isEqualTo(Main.FAILED);
    assertThat(get.out())
        .contains("fetched 2 objects, failed 1")
        .contains("failed: " + Samples.instance(3))
        .contains("B000H done, with failures or warnings");
  }
}
