package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hokan.dicom.cli.LoadUids.Kind;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.StorageSopClasses;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.Decision;
import org.hokan.dicom.net.association.RejectReason;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PduLimits;
import org.hokan.dicom.net.pdu.PduReader;
import org.hokan.dicom.net.pdu.PduWriter;
import org.hokan.dicom.net.pdu.PresentationContextAc;
import org.hokan.dicom.net.pdu.UserInformation;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.Services;
import org.hokan.dicom.net.service.StoreReception;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LoadToolTest {
  private static final AssociationLimits SHORT_PDUS =
      AssociationLimits.builder().maxPduLength(4096).build();

  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  @TempDir private Path folder;

  private FileReceiver receiver(AssociationLimits limits) throws IOException {
    return FileReceiver.start(
        new FileReceiver.Settings(
            Optional.empty(),
            "127.0.0.1",
            0,
            Optional.of(folder.resolve("out")),
            StorageSopClasses.all(),
            limits),
        received::add);
  }

  private static Cli load(int port, Object... more) {
    List<Object> words = new ArrayList<>(List.of("load", "--call", "ANY@127.0.0.1:" + port));
    words.addAll(List.of("--as", "LOAD1"));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private List<DataSet> dataSets() throws IOException {
    List<DataSet> dataSets = new ArrayList<>();
    for (Received each : received) {
      try (Part10File file = Part10.open(each.file().orElseThrow())) {
        DataSet dataSet = file.read();
        assertThat(dataSet.uid(Tag.SOPInstanceUID)).contains(each.sopInstanceUid());
        dataSets.add(dataSet);
      }
    }
    return dataSets;
  }

  private static Map<Uid, List<DataSet>> studies(List<DataSet> dataSets) {
    return dataSets.stream()
        .collect(
            Collectors.groupingBy(
                d -> d.uid(Tag.StudyInstanceUID).orElseThrow(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  @Test
  void storesAsManyStillsAsAskedInStudiesOfNewPatientsWhateverTheLengthOfThePdus()
      throws IOException {
    try (FileReceiver receiver = receiver(SHORT_PDUS)) {
      Cli load =
          load(
              receiver.port(),
              "--count",
              12,
              "--associations",
              3,
              "--size",
              "96x64",
              "--images-per-study",
              4);
      assertThat(load.err()).isEmpty();
      assertThat(load.status()).isZero();
      assertThat(load.lines().get(0)).startsWith("stored 12 images of ").contains("3 associations");
      assertThat(load.lines().get(1)).startsWith("response time: p50 ");
    }
    List<DataSet> dataSets = dataSets();
    assertThat(received.stream().map(Received::sopInstanceUid).distinct()).hasSize(12);
    studies(dataSets)
        .values()
        .forEach(
            study -> {
              assertThat(study).hasSizeLessThanOrEqualTo(4);
              assertThat(study.stream().map(d -> d.string(Tag.PatientID)).distinct()).hasSize(1);
              assertThat(study.stream().map(d -> d.uid(Tag.SeriesInstanceUID)).distinct())
                  .hasSize(1);
            });
    assertThat(dataSets)
        .allSatisfy(
            d -> {
              assertThat(d.uid(Tag.SOPClassUID)).contains(Uids.VLEndoscopicImageStorage);
              assertThat(d.element(Tag.PixelData)).get().isInstanceOf(FragmentsElement.class);
            });
  }

  @Test
  void twoRunsShareNoIdentifier() throws IOException {
    try (FileReceiver receiver = receiver(AssociationLimits.DEFAULT)) {
      load(receiver.port(), "--count", 3, "--size", "8x8");
      load(receiver.port(), "--count", 3, "--size", "8x8");
    }
    List<DataSet> dataSets = dataSets();
    assertThat(dataSets.stream().map(d -> d.uid(Tag.SOPInstanceUID)).distinct()).hasSize(6);
    assertThat(studies(dataSets)).hasSize(2);
  }

  @Test
  void sendsOwnFilesUnderNewUidsInTheirOwnSyntax() throws IOException {
    Path exam = folder.resolve("exam");
    Samples.exam(exam);
    Files.writeString(exam.resolve("readme.txt"), "about these pictures");
    try (FileReceiver receiver = receiver(AssociationLimits.DEFAULT)) {
      Cli load = load(receiver.port(), "--count", 9, "--files", exam);
      assertThat(load.status()).isZero();
      assertThat(load.err()).contains("readme.txt: no DICOM file");
    }
    assertThat(received.stream().map(Received::transferSyntaxUid))
        .contains(
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid(),
            TransferSyntax.JPEG_BASELINE_8BIT.uid());
    assertThat(dataSets())
        .hasSize(9)
        .noneMatch(d -> d.uid(Tag.StudyInstanceUID).equals(Optional.of(Samples.STUDY)))
        .allMatch(d -> d.string(Tag.PatientID).orElseThrow().length() == 16);
  }

  @Test
  void tellsWhatWasRefusedAndFails() throws IOException {
    Services full =
        Services.builder()
            .storage(
                StorageSopClasses.all(),
                (request, context) ->
                    StoreReception.refusing(Outcome.of(Status.OUT_OF_RESOURCES, "disk full")))
            .build();
    try (DicomServer server = server().services(full).start()) {
      Cli load = load(server.port(), "--count", 5, "--size", "8x8");
      assertThat(load.status()).isEqualTo(Main.FAILED);
      assertThat(load.out()).contains("stored no image").contains("failed 5 x: A700H");
      Cli json = load(server.port(), "--count", 2, "--size", "8x8", "--json");
      assertThat(json.out()).contains("\"stored\":0").contains("disk full\":2}");
    }
  }

  private static DicomServer.Builder server() {
    return DicomServer.builder()
        .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .closeTimeout(Duration.ofMillis(100));
  }

  @Test
  void saysWhyItIsNotLetIn() throws IOException {
    try (DicomServer server =
        server()
            .policy(request -> Decision.reject(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED))
            .start()) {
      Cli load = load(server.port(), "--size", "8x8");
      assertThat(load.status()).isEqualTo(Main.FAILED);
      assertThat(load.err()).contains("rejected").contains("calling-ae-title-not-recognized");
    }
  }

  /** Accepts one association with the first transfer syntax each, and reads nothing any more. */
  private static Thread acceptor(ServerSocket listening, long maxPduLength) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = listening.accept()) {
                accept(socket, maxPduLength);
                listening.accept().close(); // never: until the test closes it
              } catch (IOException e) {
                assertThat(listening.isClosed()).isTrue();
              }
            });
    thread.start();
    return thread;
  }

  private static void accept(Socket socket, long maxPduLength) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] header = in.readNBytes(PduReader.HEADER_LENGTH);
    byte[] body = in.readNBytes(ByteBuffer.wrap(header).getInt(2));
    Pdu.AAssociateRq rq =
        (Pdu.AAssociateRq)
            new PduReader(PduLimits.DEFAULT).read(Unpooled.wrappedBuffer(header, body));
    ByteBuf out = Unpooled.buffer();
    PduWriter.write(
        new Pdu.AAssociateAc(
            1,
            rq.calledAeTitle(),
            rq.callingAeTitle(),
            Pdu.DICOM_APPLICATION_CONTEXT,
            rq.presentationContexts().stream()
                .map(c -> PresentationContextAc.accepted(c.id(), c.transferSyntaxes().get(0)))
                .toList(),
            UserInformation.builder().maxPduLength(maxPduLength).build()),
        out);
    out.readBytes(socket.getOutputStream(), out.readableBytes());
  }

  @Test
  @Timeout(60)
  void givesAReceiverUpThatTakesNothing() throws Exception {
    DataSet large =
        Samples.ct(1).toBuilder().bytes(Tag.PixelData, VR.OW, new byte[40_000_000]).build();
    Samples.write(
        folder.resolve("exam"), "large.dcm", large, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread acceptor = acceptor(listening, 16_384);
    try (listening) {
      Cli load = load(listening.getLocalPort(), "--timeout", 1, "--files", folder.resolve("exam"));
      assertThat(load.status()).isEqualTo(Main.FAILED);
      assertThat(load.out()).contains("failed 1 x: write: the peer has not taken ");
    }
    acceptor.join();
  }

  @Test
  @Timeout(60)
  void saysThatNothingFitsIntoAReceiversPdus() throws Exception {
    ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread acceptor = acceptor(listening, 6);
    try (listening) {
      Cli load = load(listening.getLocalPort(), "--size", "8x8");
      assertThat(load.status()).isEqualTo(Main.FAILED);
      assertThat(load.err()).contains("the peer takes P-DATA-TF of 6 bytes");
    }
    acceptor.join();
  }

  @Test
  void dcmtkTakesTheStills() throws Exception {
    Path out = folder.resolve("dcmtk");
    try (Dcmtk storage = Dcmtk.storage(out)) {
      Cli load = load(storage.port(), "--duration", 1, "--count", 4);
      assertThat(load.status()).isZero();
    }
    try (Stream<Path> files = Files.list(out)) {
      List<Path> stored = files.filter(f -> f.getFileName().toString().startsWith("VL")).toList();
      assertThat(stored).hasSize(4);
      assertThat(Dcmtk.run("dcmdjpeg", stored.get(0).toString(), folder.resolve("raw").toString()))
          .as("its pictures can be decoded")
          .isZero();
    }
  }

  @Test
  void percentilesAreThoseOfTheSortedTimes() {
    long[] micros = new long[100];
    for (int i = 0; i < 100; i++) {
      micros[i] = (100 - i) * 1000L;
    }
    LoadReport report = new LoadReport(2, micros, 1_000_000, Duration.ofSeconds(2), Map.of());
    assertThat(report.milliseconds(0.5)).isEqualTo(50);
    assertThat(report.milliseconds(0.99)).isEqualTo(99);
    assertThat(report.milliseconds(1)).isEqualTo(100);
    assertThat(report.imagesPerSecond()).isEqualTo(50);
    assertThat(report.megabytesPerSecond()).isEqualTo(0.5);
    assertThat(report.complete()).isTrue();
  }

  @Test
  void identifiersHaveOneLengthWhateverTheirNumber() {
    LoadUids uids = new LoadUids(new SplittableRandom(3));
    for (long number : new long[] {0, 1, 999_999_999}) {
      for (Kind kind : Kind.values()) {
        assertThat(Uid.of(uids.uid(kind, number)).value()).hasSize(LoadUids.LENGTH);
      }
      assertThat(uids.patientId(number)).hasSize(LoadUids.PATIENT_ID_LENGTH);
    }
  }
}
