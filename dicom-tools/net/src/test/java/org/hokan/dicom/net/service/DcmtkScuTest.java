package org.hokan.dicom.net.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hokan.dicom.net.service.Loopback.CT;
import static org.hokan.dicom.net.service.Loopback.EXPLICIT;
import static org.hokan.dicom.net.service.Loopback.IMPLICIT;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_FIND;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_GET;
import static org.hokan.dicom.net.service.Loopback.STUDY_ROOT_MOVE;
import static org.hokan.dicom.net.service.Loopback.instance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dcmtk's clients against our server. */
class DcmtkScuTest {
  @TempDir private Path folder;
  private final KeepingStorage storage = new KeepingStorage();
  private DicomServer server;
  private DicomClient client;
  private volatile int destinationPort;

  @BeforeEach
  void start() throws Exception {
    client = DicomClient.builder().build();
    QueryScp query =
        (request, identifier, context, responder) -> {
          for (int i = 1; i <= 3; i++) {
            responder.pending(identifier.toBuilder().uid(0x00080018, instance(i)).build());
          }
          return Outcome.SUCCESS;
        };
    Services services =
        Services.builder()
            .storage(List.of(CT), storage)
            .query(List.of(STUDY_ROOT_FIND), query)
            .move(List.of(STUDY_ROOT_MOVE), this::move)
            .get(List.of(STUDY_ROOT_GET), this::get)
            .build();
    server =
        Loopback.server(services)
            .retrievable(List.of(CT))
            .limits(AssociationLimits.builder().maxPduLength(16_384).build())
            .start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static OutgoingObject slice(int number) {
    byte[] bytes =
        DataSetWriter.toBytes(Dcmtk.slice(number), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    return new OutgoingObject(CT, instance(number), EXPLICIT, StoreSource.of(bytes));
  }

  private RetrieveResult get(
      org.hokan.dicom.net.dimse.DimseRequest.CGetRq request,
      org.hokan.dicom.data.DataSet identifier,
      ServiceContext context,
      GetResponder responder)
      throws java.io.IOException {
    for (int i = 1; i <= 3; i++) {
      responder.store(slice(i));
      responder.progress(3 - i, i, 0, 0);
    }
    return RetrieveResult.ended(3, 0, 0, List.of());
  }

  private RetrieveResult move(
      org.hokan.dicom.net.dimse.DimseRequest.CMoveRq request,
      org.hokan.dicom.data.DataSet identifier,
      ServiceContext context,
      RetrieveResponder responder)
      throws java.io.IOException {
    AssociationProposal proposal =
        AssociationProposal.to(request.moveDestination(), "127.0.0.1", destinationPort)
            .from("SERVER")
            .propose(CT, List.of(EXPLICIT))
            .build();
    MoveOriginator originator =
        new MoveOriginator(context.association().callingAeTitle(), request.messageId());
    try (ClientAssociation association = client.connect(proposal)) {
      for (int i = 1; i <= 3; i++) {
        association.store(slice(i), originator);
        responder.progress(3 - i, i, 0, 0);
      }
    }
    return RetrieveResult.ended(3, 0, 0, List.of());
  }

  private String port() {
    return String.valueOf(server.port());
  }

  @Test
  void echoscuIsAnswered() throws Exception {
    Dcmtk.run(folder, "echoscu", "-v", "127.0.0.1", port()).succeeded();
  }

  @Test
  void storescuStoresWhatTheFilesHold() throws Exception {
    String one = Dcmtk.file(folder, 1).toString();
    String two = Dcmtk.file(folder, 2).toString();
    Dcmtk.run(folder, "storescu", "-v", "-xe", "127.0.0.1", port(), one, two).succeeded();
    for (int i = 1; i <= 2; i++) {
      assertThat(storage.objects.get(instance(i))).isEqualTo(dataSetBytes(Dcmtk.file(folder, i)));
    }
  }

  private static byte[] dataSetBytes(Path file) throws Exception {
    try (Part10File part10 = Part10.open(file)) {
      return part10.dataSet().readAllBytes();
    }
  }

  @Test
  void findscuGetsTheMatches() throws Exception {
    Dcmtk.Run run =
        Dcmtk.run(
            folder,
            "findscu",
            "-v",
            "-S",
            "-k",
            "QueryRetrieveLevel=IMAGE",
            "-k",
            "PatientID=P1",
            "-k",
            "SOPInstanceUID",
            "127.0.0.1",
            port());
    assertThat(run.succeeded().output()).contains("1.2.3.1", "1.2.3.2", "1.2.3.3");
  }

  @Test
  void findscuCancels() throws Exception {
    Dcmtk.run(
            folder,
            "findscu",
            "-v",
            "-S",
            "--cancel",
            "1",
            "-k",
            "QueryRetrieveLevel=IMAGE",
            "127.0.0.1",
            port())
        .succeeded();
  }

  @Test
  void getscuGetsTheObjects() throws Exception {
    Path out = Files.createDirectory(folder.resolve("got"));
    Dcmtk.run(
            folder,
            "getscu",
            "-v",
            "-S",
            "-k",
            "QueryRetrieveLevel=STUDY",
            "-k",
            "StudyInstanceUID=1.2.3",
            "-od",
            out.toString(),
            "127.0.0.1",
            port())
        .succeeded();
    assertReceived(out);
  }

  @Test
  void movescuMovesToItself() throws Exception {
    Path out = Files.createDirectory(folder.resolve("moved"));
    destinationPort = Dcmtk.freePort();
    Dcmtk.run(
            folder,
            "movescu",
            "-v",
            "-S",
            "--port",
            String.valueOf(destinationPort),
            "-k",
            "QueryRetrieveLevel=STUDY",
            "-k",
            "StudyInstanceUID=1.2.3",
            "-od",
            out.toString(),
            "127.0.0.1",
            port())
        .succeeded();
    assertReceived(out);
  }

  private static void assertReceived(Path out) throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.list(out)) {
      files = found.sorted().toList();
    }
    assertThat(files).hasSize(3);
    for (Path file : files) {
      try (Part10File part10 = Part10.open(file)) {
        Optional<Uid> uid = part10.metaInformation().orElseThrow().mediaStorageSopInstanceUid();
        assertThat(uid).isPresent();
        assertThat(dataSetBytes(file)).isNotEmpty();
      }
    }
  }

  @Test
  void whatStandsAtThePlaceOfImplicitIsTaken() throws Exception {
    Path file = Dcmtk.file(folder, 5);
    Dcmtk.run(folder, "storescu", "-v", "-xi", "127.0.0.1", port(), file.toString()).succeeded();
    assertThat(storage.contexts.get(instance(5)).presentationContext().transferSyntax())
        .isEqualTo(IMPLICIT);
  }
}
