package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.OutgoingObject;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StorageScp;
import org.hokan.dicom.net.service.StoreReception;
import org.hokan.dicom.net.service.StoreSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreToolTest {
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  @TempDir private Path folder;
  private Path exam;
  private Path out;

  @BeforeEach
  void sampleFiles() {
    exam = folder.resolve("exam");
    out = folder.resolve("out");
    Samples.exam(exam);
  }

  private FileReceiver receiver() throws IOException {
    return FileReceiver.start(FileReceiver.Settings.local("VIEWER1", 0, out), received::add);
  }

  private static String call(FileReceiver receiver) {
    return "VIEWER1@127.0.0.1:" + receiver.port();
  }

  private static String call(DicomServer server) {
    return "REFUSER@127.0.0.1:" + server.port();
  }

  private static DicomServer refuser(StorageScp storage, AssociationLimits limits)
      throws IOException {
    return DicomServer.builder()
        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .services(Services.builder().storage(StorageSopClasses.all(), storage).build())
        .limits(limits)
        .closeTimeout(Duration.ofMillis(100))
        .start();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void sendsFilesAndFoldersByteForByteInTheirOwnSyntax(int associations) throws IOException {
    try (FileReceiver receiver = receiver()) {
      Cli store =
          Cli.run(
              "store",
              "--call",
              call(receiver),
              "--as",
              "ENDO1",
              "--associations",
              associations,
              exam);
      assertThat(store.err()).isEmpty();
      assertThat(store.status()).isZero();
      assertThat(store.lines().get(0)).startsWith("sent 3 objects, ");
    }
    assertThat(received).hasSize(3).allMatch(r -> r.senderAeTitle().equals("ENDO1"));
    for (Object[] pair : new Object[][] {{"one.dcm", 1}, {"deep/er/two.dcm", 2}, {"three", 3}}) {
      Path file = out.resolve(Samples.instance((int) pair[1]) + ".dcm");
      assertThat(Samples.dataSetBytes(file))
          .isEqualTo(Samples.dataSetBytes(exam.resolve((String) pair[0])));
    }
    assertThat(received.stream().map(Received::transferSyntaxUid))
        .contains(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.JPEG_BASELINE_8BIT.uid());
  }

  @Test
  void skipsAndCountsWhatIsNoDicom() throws IOException {
    Files.writeString(exam.resolve("readme.txt"), "about these pictures");
    Files.createFile(exam.resolve("empty"));
    try (FileReceiver receiver = receiver()) {
      Cli store = Cli.run("store", "--call", call(receiver), "-v", exam);
      assertThat(store.status()).isZero();
      assertThat(store.out())
          .contains("skipped 2 files that are no DICOM objects")
          .contains("skipped " + exam.resolve("readme.txt") + ": no DICOM file")
          .contains("sent " + exam.resolve("one.dcm") + ": 0000H");
    }
  }

  @Test
  void countsADicomFileThatLacksItsUidsAsFailed() throws IOException {
    DataSet nameless = DataSet.builder().string(Tag.PatientID, "1").build();
    FileMetaInformation meta =
        new FileMetaInformation(
            DataSet.builder()
                .uid(Tag.TransferSyntaxUID, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid())
                .build());
    try (OutputStream file = Files.newOutputStream(exam.resolve("nameless.dcm"))) {
      Part10.write(meta, nameless, file);
    }
    try (FileReceiver receiver = receiver()) {
      Cli store = Cli.run("store", "--call", call(receiver), exam);
      assertThat(store.status()).isEqualTo(Main.FAILED);
      assertThat(store.out())
          .contains("sent 3 objects")
          .contains("nameless.dcm: no SOP Class UID in it");
    }
  }

  @Test
  void saysWhenThereIsNothingToSend() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    try (FileReceiver receiver = receiver()) {
      Cli store = Cli.run("store", "--call", call(receiver), empty);
      assertThat(store.status()).isEqualTo(Main.FAILED);
      assertThat(store.out()).contains("nothing to send: no DICOM object in [" + empty);
    }
  }

  @Test
  void usesAsManyAssociationsAsMoreThan128ContextsNeed() throws IOException {
    List<Uid> classes = IntStream.range(0, 150).mapToObj(i -> Uid.of("1.2.3." + i)).toList();
    Path many = folder.resolve("many");
    for (int i = 0; i < classes.size(); i++) {
      DataSet object = Samples.ct(i).toBuilder().uid(Tag.SOPClassUID, classes.get(i)).build();
      Samples.write(many, i + ".dcm", object, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    }
    FileReceiver.Settings settings =
        new FileReceiver.Settings(
            Optional.empty(), "127.0.0.1", 0, Optional.empty(), classes, AssociationLimits.DEFAULT);
    try (FileReceiver receiver = FileReceiver.start(settings, received::add)) {
      SendReport report =
          new FolderSender(new PeerAddress("ANY", "127.0.0.1", receiver.port()), "ENDO1")
              .send(List.of(many), SendListener.NONE);
      assertThat(report.sent()).isEqualTo(150);
      assertThat(report.associations()).isEqualTo(2);
    }
    assertThat(received).hasSize(150).allMatch(r -> r.file().isEmpty());
  }

  @Test
  void tellsWhatThePeerDoesNotTakeAndSendsTheRest() throws IOException {
    DataSet odd = Samples.ct(9).toBuilder().uid(Tag.SOPClassUID, Uid.of("1.2.3.99")).build();
    Samples.write(exam, "odd.dcm", odd, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    try (FileReceiver receiver = receiver()) {
      Cli store = Cli.run("store", "--call", call(receiver), exam);
      assertThat(store.status()).isEqualTo(Main.FAILED);
      assertThat(store.out())
          .contains("sent 3 objects")
          .contains("failed 1 file:")
          .contains("odd.dcm: the peer does not take 1.2.3.99 in Explicit VR Little Endian");
    }
  }

  @Test
  void tellsStatusAndErrorCommentOfWhatThePeerRefuses() throws IOException {
    StorageScp full =
        (request, context) ->
            StoreReception.refusing(Outcome.of(Status.OUT_OF_RESOURCES, "disk full"));
    try (DicomServer server = refuser(full, AssociationLimits.DEFAULT)) {
      Cli store = Cli.run("store", "--call", call(server), exam);
      assertThat(store.status()).isEqualTo(Main.FAILED);
      assertThat(store.out())
          .contains("sent 0 objects")
          .contains("failed 3 files:")
          .contains("one.dcm: A700H refused: out of resources: disk full");
      Cli json = Cli.run("store", "--call", call(server), "--json", exam);
      assertThat(json.out())
          .contains("\"failed\":3")
          .contains("\"status\":\"A700H\",\"errorComment\":\"disk full\"");
    }
  }

  @Test
  void countsWarningsAsTaken() throws IOException {
    StorageScp coercing =
        (request, context) -> StoreReception.refusing(Outcome.of(Status.COERCION_OF_DATA_ELEMENTS));
    try (DicomServer server = refuser(coercing, AssociationLimits.DEFAULT)) {
      Cli store = Cli.run("store", "--call", call(server), exam);
      assertThat(store.status()).isZero();
      assertThat(store.out()).contains("sent 3 objects").contains("3 of them taken with a warning");
    }
  }

  @Test
  void goesOnOverAnotherAssociationWhenOneIsLost() throws IOException {
    StorageScp forgetful =
        (request, context) ->
            request.affectedSopInstanceUid().equals(Samples.instance(1))
                ? new NeverAnswering()
                : StoreReception.refusing(Outcome.SUCCESS);
    AssociationLimits impatient = PeerOptions.limits(Duration.ofMillis(300));
    try (DicomServer server = refuser(forgetful, AssociationLimits.DEFAULT)) {
      SendReport report =
          new FolderSender(new PeerAddress("X", "127.0.0.1", server.port()), "ENDO1", 1, impatient)
              .send(List.of(exam), SendListener.NONE);
      assertThat(report.sent()).isEqualTo(2);
      assertThat(report.failures())
          .singleElement()
          .satisfies(f -> assertThat(f.file()).isEqualTo(exam.resolve("one.dcm")));
      assertThat(report.associations()).isEqualTo(2);
    }
  }

  @Test
  void saysWhatToDoWhenNobodyListens() throws IOException {
    Cli store = Cli.run("store", "--call", "X@127.0.0.1:" + Dcmtk.freePort(), exam);
    assertThat(store.status()).isEqualTo(Main.FAILED);
    assertThat(store.err()).contains("dicom store: ").contains("Does the peer run");
  }

  @Test
  void saysWhatToDoWhenThePeerHasAnotherTitle() throws IOException {
    try (FileReceiver receiver = receiver()) {
      Cli echo = Cli.run("echo", "--call", "OTHER@127.0.0.1:" + receiver.port());
      assertThat(echo.status()).isEqualTo(Main.FAILED);
      assertThat(echo.err()).contains("another AE title than the one before the @");
      assertThat(Cli.run("echo", "--call", call(receiver)).out()).contains("answers 0000H success");
      assertThat(Cli.run("echo", "--call", call(receiver), "--json").out())
          .contains("\"status\":\"0000H\"");
    }
  }

  @Test
  void leavesNothingBehindOfAnObjectThatDoesNotComeWhole() throws IOException {
    StoreSource torn =
        new StoreSource() {
          @Override
          public long length() {
            return -1;
          }

          @Override
          public InputStream open() {
            return new SequenceInputStream(
                new ByteArrayInputStream(new byte[1_000_000]), new TornStream());
          }
        };
    try (FileReceiver receiver = receiver();
        Call call =
            Call.to(
                PeerOptions.proposal(PeerAddress.parse(call(receiver)), "ENDO1")
                    .propose(Uids.CTImageStorage, Syntaxes.PLAIN)
                    .build(),
                AssociationLimits.DEFAULT)) {
      assertThatThrownBy(
              () ->
                  call.association()
                      .store(
                          new OutgoingObject(
                              Uids.CTImageStorage,
                              Samples.instance(1),
                              TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN.uid(),
                              torn)))
          .isInstanceOf(IOException.class);
    }
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).isEmpty();
    }
    assertThat(received).isEmpty();
  }

  @Test
  void sendsToDcmtk() throws IOException {
    Path theirs = folder.resolve("theirs");
    try (Dcmtk peer = Dcmtk.storage(theirs)) {
      Cli store =
          Cli.run("store", "--call", "STORESCP@127.0.0.1:" + peer.port(), "--as", "ENDO1", exam);
      assertThat(store.status()).as(store.out() + store.err()).isZero();
    }
    try (Stream<Path> files = Files.list(theirs)) {
      assertThat(files.filter(file -> !file.endsWith("log.txt")).map(Samples::dataSetBytes))
          .hasSize(3);
    }
  }

  /** The sender's disk fails. */
  private static final class TornStream extends InputStream {
    @Override
    public int read() throws IOException {
      throw new IOException("torn");
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      throw new IOException("torn");
    }
  }

  /** Takes an object and never answers. */
  private static final class NeverAnswering implements StoreReception {
    @Override
    public void data(ByteBuffer chunk) {
      // Taken.
    }

    @Override
    public CompletionStage<Outcome> end() {
      return new CompletableFuture<>();
    }

    @Override
    public void aborted(Throwable cause) {
      // Nothing to give back.
    }
  }
}
