package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.InstanceRow;
import org.hokan.archive.index.Predecessor;
import org.hokan.archive.retrieve.Storescp;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.Location;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.recompress.Recipe;
import org.hokan.dicom.image.recompress.Recompression;
import org.hokan.dicom.image.transcode.BoundedLoss;
import org.hokan.dicom.image.transcode.Transcoder;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.StorageScp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetrieveServiceTest {
  private static final Uid MOVE = Uids.StudyRootQueryRetrieveInformationModelMove;
  private static final Uid GET = Uids.StudyRootQueryRetrieveInformationModelGet;
  private static final Uid IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN.uid();
  private static final DataSet FIRST = ScpNode.still("1", "1.2.1", "1.2.1.1");
  private static final DataSet SECOND = ScpNode.still("1", "1.2.1", "1.2.1.2");
  private static final AtomicInteger NUMBER = new AtomicInteger();

  @SuppressWarnings("NullAway.Init")
  private static ScpNode node;

  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private Viewer viewer;

  /** Each test's own destination. */
  private final String title = "VIEWER" + NUMBER.incrementAndGet();

  @BeforeAll
  static void start(@TempDir Path data) throws IOException {
    folder = data;
    node = new ScpNode(data).facility("demo").facility("other");
    node.entity("ENDO1", "demo", Permission.STORE).entity("ENDO2", "other", Permission.STORE);
    node.entity("ASKER", "demo", Permission.RETRIEVE);
    node.send("ENDO1", FIRST);
    node.send("ENDO1", SECOND);
    node.send("ENDO2", ScpNode.still("1", "1.2.2", "1.2.2.1"));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void open() throws IOException {
    viewer = new Viewer(ScpNode.SYNTAX.uid());
  }

  @AfterEach
  void close() {
    viewer.close();
  }

  @Test
  void aStudyReachesItsDestinationByteForByte() throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.RETRIEVE);

    RetrieveResult result = move(title, study("1.2.1"));

    assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
    assertThat(result.completed()).isEqualTo(2);
    assertThat(viewer.objects.get(new Uid("1.2.1.1"))).isEqualTo(ScpNode.bytes(FIRST));
    assertThat(viewer.objects.get(new Uid("1.2.1.2"))).isEqualTo(ScpNode.bytes(SECOND));
  }

  @Test
  void theDestinationIsToldWhoAskedAndCalledByTheNodesTitle() throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);

    move(title, study("1.2.1"));

    assertThat(viewer.requests)
        .extracting(request -> request.moveOriginator().map(MoveOriginator::aeTitle).orElse(""))
        .containsOnly("ASKER");
    assertThat(viewer.associations.element().callingAeTitle()).isEqualTo(ScpNode.TITLE);
    assertThat(viewer.associations.element().calledAeTitle()).isEqualTo(title);
  }

  @Test
  void aDestinationThatNobodyAdmittedIsUnknown() throws IOException {
    assertUnknown(move("NOBODY", study("1.2.1")));
  }

  @Test
  void aDestinationOfAnotherFacilityIsUnknown() throws IOException {
    node.entityAt(viewer.port(), title, "other", Permission.RETRIEVE, Permission.RECEIVE);

    assertUnknown(move(title, study("1.2.1")));
  }

  @Test
  void aDestinationWithoutAddressIsUnknown() throws IOException {
    node.entity(title, "demo", Permission.RETRIEVE);

    assertUnknown(move(title, study("1.2.1")));
  }

  @Test
  void aDestinationThatMayNeitherReceiveNorRetrieveIsUnknown() throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.STORE, Permission.QUERY);

    assertUnknown(move(title, study("1.2.1")));
  }

  private void assertUnknown(RetrieveResult result) {
    assertThat(result.outcome().status()).isEqualTo(Status.MOVE_DESTINATION_UNKNOWN);
    assertThat(viewer.requests).isEmpty();
  }

  @Test
  void studiesOfAnotherFacilityAreNotThere() throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);

    RetrieveResult result = move(title, study("1.2.2"));

    assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
    assertThat(result.completed()).isZero();
    assertThat(viewer.requests).isEmpty();
  }

  @Test
  void whatTheDestinationDoesNotTakeAsStoredIsGivenInASyntaxThatItTakes() throws IOException {
    try (Viewer implicitOnly = new Viewer(IMPLICIT)) {
      node.entityAt(implicitOnly.port(), title, "demo", Permission.RECEIVE);
      long before = node.retrieve.transcoded();

      RetrieveResult result = move(title, study("1.2.1"));

      assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
      assertThat(node.retrieve.transcoded() - before).isEqualTo(2);
      assertThat(implicitOnly.objects.get(new Uid("1.2.1.1"))).isEqualTo(implicit(FIRST));
      assertThat(implicitOnly.objects.get(new Uid("1.2.1.2"))).isEqualTo(implicit(SECOND));
    }
  }

  private static byte[] implicit(DataSet object) {
    return DataSetWriter.toBytes(object, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
  }

  @Test
  void whatTheDestinationTakesInNoSyntaxIsListedAsFailedWithTheReason() throws IOException {
    try (Viewer jpegOnly = new Viewer(TransferSyntax.JPEG_BASELINE_8BIT.uid())) {
      node.entityAt(jpegOnly.port(), title, "demo", Permission.RECEIVE);

      RetrieveResult result = move(title, study("1.2.1"));

      assertThat(result.outcome().status()).isEqualTo(Status.OUT_OF_RESOURCES_FOR_SUB_OPERATIONS);
      assertThat(result.outcome().errorComment().orElse("")).startsWith("not taken as stored");
      assertThat(result.failed()).isEqualTo(2);
      assertThat(result.failedSopInstanceUids())
          .containsExactlyInAnyOrder(new Uid("1.2.1.1"), new Uid("1.2.1.2"));
    }
  }

  @Test
  void theDestinationsWarningsAreCountedAsWarnings() throws IOException {
    viewer.answering(Outcome.of(Status.COERCION_OF_DATA_ELEMENTS));
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);

    RetrieveResult result = move(title, study("1.2.1"));

    assertThat(result.outcome().status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
    assertThat(result.warning()).isEqualTo(2);
    assertThat(result.failedSopInstanceUids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATIENT", "SERIES", "FRAME", ""})
  void anIdentifierWithoutItsKeysDoesNotMatch(String level) throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);
    DataSet keys =
        DataSet.builder()
            .string(Tag.QueryRetrieveLevel, level)
            .string(Tag.StudyInstanceUID, "1.2.1")
            .build();

    assertThat(move(title, keys).outcome().status()).isEqualTo(Status.IDENTIFIER_DOES_NOT_MATCH);
  }

  @Test
  void whoPrefersTheSmallerFormGetsItAsItIsStored() throws Exception {
    Uid jpegLs = TransferSyntax.JPEG_LS_LOSSLESS.uid();
    byte[] came = ScpNode.bytes(picture("1.2.6", "1.2.6.1"));
    byte[] smaller = storedSmaller(picture("1.2.6", "1.2.6.1"));
    try (Viewer onlySmaller = new Viewer(jpegLs);
        Viewer both = new Viewer(jpegLs, ScpNode.SYNTAX.uid())) {
      node.entityAt(onlySmaller.port(), title, "demo", Permission.RECEIVE);
      node.entityAt(both.port(), title + "B", "demo", Permission.RECEIVE);

      move(title, study("1.2.6"));
      move(title + "B", study("1.2.6"));

      assertThat(onlySmaller.objects.get(new Uid("1.2.6.1"))).isEqualTo(smaller);
      assertThat(both.objects.get(new Uid("1.2.6.1"))).as("takes the first").isEqualTo(came);
    }
    get(List.of(jpegLs, ScpNode.SYNTAX.uid()), study("1.2.6"));
    assertThat(viewer.objects.get(new Uid("1.2.6.1"))).isEqualTo(smaller);
    get(List.of(ScpNode.SYNTAX.uid(), jpegLs), study("1.2.6"));
    assertThat(viewer.objects.get(new Uid("1.2.6.1"))).isEqualTo(came);
  }

  @Test
  void dcmtksReceiverThatPrefersTheSmallerFormGetsIt() throws Exception {
    byte[] smaller = storedSmaller(picture("1.2.7", "1.2.7.1"));
    try (Storescp storescp = new Storescp(Files.createDirectories(folder.resolve("+xt")), "+xt")) {
      node.entityAt(storescp.port(), title, "demo", Permission.RECEIVE);

      move(title, study("1.2.7"));

      assertThat(storescp.files()).hasSize(1);
      try (Part10File received = Part10.open(storescp.files().get(0))) {
        assertThat(received.transferSyntax()).isEqualTo(TransferSyntax.JPEG_LS_LOSSLESS);
        assertThat(received.readHead().size()).isPositive();
      }
      assertThat(smaller).isNotEmpty();
    }
  }

  @Test
  void whatLostSomethingIsFoundAndSentUnderItsNewUidOnly() throws Exception {
    DataSet picture = picture("1.2.8", "1.2.8.1");
    node.send("ENDO1", picture);
    assertThat(node.ingest.awaitIndexed()).isTrue();
    InstanceRow row = node.index.instance("demo", new Uid("1.2.8.1")).orElseThrow();
    Uid successor = Predecessor.successorUid("demo", row.sopInstanceUid());
    ByteArrayOutputStream lossy = new ByteArrayOutputStream();
    new BoundedLoss(Transcoder.standard())
        .compress(node.store.open(location(row)), lossy, 2, uid -> successor);
    try (Incoming incoming = node.store.begin()) {
      incoming.write(ByteBuffer.wrap(lossy.toByteArray()));
      node.ingest
          .supersede(row, incoming, successor, BoundedLoss.TARGET.uid())
          .toCompletableFuture()
          .join();
    }

    RetrieveResult result = get(BoundedLoss.TARGET.uid(), study("1.2.8"));

    assertThat(result.completed()).isEqualTo(1);
    assertThat(viewer.objects).containsOnlyKeys(successor);
    assertThat(node.index.instance("demo", row.sopInstanceUid())).isEmpty();
  }

  private static DataSet picture(String study, String instance) {
    return ScpNode.still("1", study, instance).toBuilder()
        .integer(Tag.SamplesPerPixel, 1)
        .string(Tag.PhotometricInterpretation, "MONOCHROME2")
        .integer(Tag.Rows, 64)
        .integer(Tag.Columns, 64)
        .integer(Tag.BitsAllocated, 8)
        .integer(Tag.BitsStored, 8)
        .integer(Tag.HighBit, 7)
        .integer(Tag.PixelRepresentation, 0)
        .bytes(Tag.PixelData, VR.OB, new byte[64 * 64])
        .build();
  }

  private static Location location(InstanceRow row) {
    return new Location(row.at().volume(), row.at().pack(), row.at().offset(), row.at().length());
  }

  /** Stores it, and its JPEG-LS form in its place; answers the data set of that. */
  private static byte[] storedSmaller(DataSet object) throws Exception {
    node.send("ENDO1", object);
    assertThat(node.ingest.awaitIndexed()).isTrue();
    Uid uid = object.uid(Tag.SOPInstanceUID).orElseThrow();
    InstanceRow row = node.index.instance("demo", uid).orElseThrow();
    ByteArrayOutputStream smaller = new ByteArrayOutputStream();
    Recipe recipe =
        new Recompression()
            .compress(node.store.open(location(row)), TransferSyntax.JPEG_LS_LOSSLESS, smaller);
    try (Incoming incoming = node.store.begin()) {
      incoming.write(ByteBuffer.wrap(smaller.toByteArray()));
      node.ingest.replace(row, incoming, recipe).toCompletableFuture().join();
    }
    assertThat(node.ingest.awaitIndexed()).isTrue();
    try (Part10File file = Part10.open(new ByteArrayInputStream(smaller.toByteArray()))) {
      return file.dataSet().readAllBytes();
    }
  }

  @Test
  void moreThanOneOperationMaySendIsRefusedAsAWhole() throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);
    for (int i = 1; i <= ScpNode.MOST + 1; i++) {
      node.send("ENDO1", ScpNode.still("1", "1.2.3", "1.2.3." + i));
    }

    RetrieveResult result = move(title, study("1.2.3"));

    assertThat(result.outcome().status()).isEqualTo(Status.OUT_OF_RESOURCES_FOR_MATCHES);
    assertThat(viewer.requests).isEmpty();
  }

  @Test
  void getSendsOnTheAskersAssociation() throws IOException {
    RetrieveResult result = get(ScpNode.SYNTAX.uid(), study("1.2.1"));

    assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
    assertThat(viewer.objects.get(new Uid("1.2.1.1"))).isEqualTo(ScpNode.bytes(FIRST));
    assertThat(viewer.objects).hasSize(2);
  }

  @Test
  void getGivesWhatTheAskerDoesNotTakeAsStoredInASyntaxThatItTakes() throws IOException {
    RetrieveResult result = get(IMPLICIT, study("1.2.1"));

    assertThat(result.outcome().status()).isEqualTo(Status.SUCCESS);
    assertThat(viewer.objects.get(new Uid("1.2.1.1"))).isEqualTo(implicit(FIRST));
  }

  @Test
  void getListsWhatTheAskerTakesInNoSyntax() throws IOException {
    RetrieveResult result = get(TransferSyntax.JPEG_BASELINE_8BIT.uid(), study("1.2.1"));

    assertThat(result.outcome().status()).isEqualTo(Status.OUT_OF_RESOURCES_FOR_SUB_OPERATIONS);
    assertThat(result.failedSopInstanceUids()).hasSize(2);
  }

  @Test
  void anObjectThatCannotBeReadIsListedAndTheOthersAreSent() throws Exception {
    node.send("ENDO1", ScpNode.still("1", "1.2.4", "1.2.4.1"));
    node.send("ENDO1", ScpNode.still("1", "1.2.4", "1.2.4.2"));
    node.send("ENDO1", ScpNode.still("1", "1.2.4", "1.2.4.3"));
    damage("1.2.4.2");
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);

    RetrieveResult moved = move(title, study("1.2.4"));
    RetrieveResult got = get(ScpNode.SYNTAX.uid(), study("1.2.4"));

    for (RetrieveResult result : List.of(moved, got)) {
      assertThat(result.outcome().status()).isEqualTo(Status.SUB_OPERATIONS_WITH_FAILURES);
      assertThat(result.completed()).isEqualTo(2);
      assertThat(result.failedSopInstanceUids()).containsExactly(new Uid("1.2.4.2"));
    }
  }

  /** Makes the File Meta Information of a stored object unreadable, as a dying disk does. */
  private static void damage(String instance) throws Exception {
    assertThat(node.ingest.awaitIndexed()).isTrue();
    InstanceRow row = node.index.instance("demo", new Uid(instance)).orElseThrow();
    Path pack = folder.resolve("volume").resolve(row.at().pack());
    try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
      file.seek(row.at().offset() + 128);
      byte[] noise = new byte[64];
      java.util.Arrays.fill(noise, (byte) 0xFF);
      file.write(noise);
    }
  }

  @Test
  void theTrailSaysWhoFetchedWhatAndWhereTo() throws IOException {
    node.entityAt(viewer.port(), title, "demo", Permission.RECEIVE);

    move(title, study("1.2.1"));

    AuditEvent event =
        node.trail("ASKER").stream()
            .filter(each -> each.action().equals("retrieve.move to " + title))
            .findFirst()
            .orElseThrow();
    assertThat(event.study()).isEqualTo("1.2.1");
    assertThat(event.objects()).isEqualTo(2);
  }

  @Test
  void theTrailSaysWhatWasFetchedAlsoWhereTheAskerWasLost() throws IOException {
    node.entity("BREAKER", "demo", Permission.RETRIEVE);
    try (ClientAssociation association = getting("BREAKER", List.of(ScpNode.SYNTAX.uid()))) {
      StorageScp breaking =
          (request, context) -> {
            if (!viewer.objects.isEmpty()) {
              association.abort();
            }
            return viewer.store(request, context);
          };

      assertThatThrownBy(() -> association.get(GET, study("1.2.1"), breaking, progress -> true))
          .isInstanceOf(AssociationException.class);
    }

    await().until(() -> !node.trail("BREAKER").isEmpty());
    assertThat(node.trail("BREAKER"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.action()).isEqualTo("retrieve.get");
              assertThat(event.objects()).isEqualTo(1);
            });
  }

  private static DataSet study(String uid) {
    return DataSet.builder()
        .string(Tag.QueryRetrieveLevel, "STUDY")
        .string(Tag.StudyInstanceUID, uid)
        .build();
  }

  private static RetrieveResult move(String destination, DataSet keys) throws IOException {
    try (ClientAssociation association = node.asking("ASKER", MOVE)) {
      return association.move(MOVE, destination, keys, progress -> true);
    }
  }

  private RetrieveResult get(Uid syntax, DataSet keys) throws IOException {
    return get(List.of(syntax), keys);
  }

  private RetrieveResult get(List<Uid> syntaxes, DataSet keys) throws IOException {
    try (ClientAssociation association = getting("ASKER", syntaxes)) {
      return association.get(GET, keys, viewer, progress -> true);
    }
  }

  private static ClientAssociation getting(String as, List<Uid> syntaxes) throws IOException {
    return node.connect(
        node.proposal(as)
            .propose(GET, List.of(ScpNode.SYNTAX.uid()))
            .proposeAsScp(ScpNode.ENDOSCOPIC, syntaxes));
  }
}
