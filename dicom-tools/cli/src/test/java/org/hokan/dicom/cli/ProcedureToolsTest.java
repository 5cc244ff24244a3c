package org.hokan.dicom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationProposal;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.EventReporter;
import org.hokan.dicom.net.service.NResult;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dicom commit} and {@code dicom mpps} against a small SCP on a real socket. */
class ProcedureToolsTest {
  private static final Uid COMMITMENT = Uids.StorageCommitmentPushModel;
  private static final Uid MPPS = Uids.ModalityPerformedProcedureStep;

  @TempDir private Path folder;
  private final List<DataSet> created = new CopyOnWriteArrayList<>();
  private final List<DataSet> set = new CopyOnWriteArrayList<>();
  private final List<Uid> steps = new CopyOnWriteArrayList<>();

  /** Where the SCP reports to; 0: on the association of the request. */
  private volatile int reportPort;

  private volatile Outcome answer = Outcome.SUCCESS;
  private volatile Uid failing = Uid.of("1.2.3");
  private DicomServer server;
  private final DicomClient client = DicomClient.builder().build();

  @BeforeEach
  void start() throws IOException {
    Samples.exam(folder);
    Services services =
        Services.builder()
            .action(COMMITMENT, this::action)
            .create(
                MPPS,
                (request, attributes, context) -> {
                  created.add(attributes);
                  steps.add(request.affectedSopInstanceUid().orElseThrow());
                  return NResult.of(answer);
                })
            .set(
                MPPS,
                (request, modifications, context) -> {
                  set.add(modifications);
                  steps.add(request.requestedSopInstanceUid());
                  return NResult.of(answer);
                })
            .build();
    server = DicomServer.builder().services(services).start();
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private NResult action(
      NActionRq request, DataSet information, ServiceContext context, EventReporter reporter) {
    if (answer.status().isSuccess()) {
      CompletableFuture<Void> unused =
          CompletableFuture.runAsync(() -> report(result(information), reporter));
      assertThat(unused).isNotCancelled();
    }
    return NResult.of(answer);
  }

  private DataSet result(DataSet information) {
    List<DataSet> good = new ArrayList<>();
    List<DataSet> bad = new ArrayList<>();
    for (DataSet item : information.items(Tag.ReferencedSOPSequence)) {
      if (item.uid(Tag.ReferencedSOPInstanceUID).orElseThrow().equals(failing)) {
        bad.add(item.toBuilder().integer(Tag.FailureReason, 0x0112).build());
      } else {
        good.add(item);
      }
    }
    DataSet.Builder result =
        DataSet.builder()
            .uid(Tag.TransactionUID, information.uid(Tag.TransactionUID).orElseThrow())
            .sequence(Tag.ReferencedSOPSequence, good);
    return bad.isEmpty() ? result.build() : result.sequence(Tag.FailedSOPSequence, bad).build();
  }

  private void report(DataSet result, EventReporter reporter) {
    int event = result.contains(Tag.FailedSOPSequence) ? 2 : 1;
    try {
      if (reportPort == 0) {
        reporter.report(Uids.StorageCommitmentPushModelInstance, event, result);
        return;
      }
      AssociationProposal proposal =
          AssociationProposal.to("ENDO1", "127.0.0.1", reportPort)
              .proposeAsScp(COMMITMENT, Syntaxes.PLAIN)
              .build();
      try (ClientAssociation association = client.connect(proposal)) {
        association.report(COMMITMENT, Uids.StorageCommitmentPushModelInstance, event, result);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Cli commit(Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("commit", "--call", "S@127.0.0.1:" + server.port(), folder));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private Cli mpps(Object... more) {
    List<Object> args = new ArrayList<>(List.of("mpps"));
    args.addAll(List.of(more));
    args.addAll(List.of("--call", "S@127.0.0.1:" + server.port(), "--as", "ENDO1", folder));
    return Cli.run(args.toArray());
  }

  @Test
  void commitSaysThatAllObjectsAreCommitted() {
    Cli all = commit();
    assertThat(all.out()).startsWith("committed 3 objects, failed 0");
    assertThat(all.status()).isZero();
  }

  @Test
  void commitNamesWhatFailedAndWhy() {
    failing = Samples.instance(2);
    Cli some = commit();
    assertThat(some.status()).isEqualTo(Main.FAILED);
    assertThat(some.out())
        .startsWith("committed 2 objects, failed 1")
        .contains(failing + ": 0112H no such object instance");
    Cli json = commit("--json");
    assertThat(json.out())
        .contains("\"reported\":true")
        .contains("\"sopInstanceUid\":\"" + failing + "\"");
  }

  @Test
  void commitNamesAFileWithoutUidAndAsksForTheOthers() throws IOException {
    Path without =
        Path.of(System.getProperty("hokan.root"), "test-data", "charsets", "empty_charset_LEI.dcm");
    java.nio.file.Files.copy(without, folder.resolve("damaged.dcm"));
    Cli others = commit();
    assertThat(others.out()).startsWith("committed 3 objects, failed 0");
    assertThat(others.err()).contains("damaged.dcm: not asked for: no SOP Class UID in it");
    assertThat(others.status()).isEqualTo(Main.FAILED);
  }

  @Test
  void commitTakesTheReportOnAnAssociationOfThePeer() throws IOException {
    try (java.net.ServerSocket free = new java.net.ServerSocket(0)) {
      reportPort = free.getLocalPort();
    }
    Cli all = commit("--port", reportPort);
    assertThat(all.out()).startsWith("committed 3 objects, failed 0");
    assertThat(all.status()).isZero();
  }

  @Test
  void commitSaysWhenItIsRefusedAndWhenNoReportComes() {
    answer = Outcome.of(Status.NOT_AUTHORIZED, "not you");
    Cli refused = commit();
    assertThat(refused.status()).isEqualTo(Main.FAILED);
    assertThat(refused.out()).contains("refused: 0124H refused: not authorized: not you");
    answer = Outcome.of(new Status(0x0001)); // a warning: taken, and nothing is told
    Cli silent = commit("--wait", "1");
    assertThat(silent.status()).isEqualTo(Main.FAILED);
    assertThat(silent.out()).contains("accepted, but no report within 1 s");
  }

  @Test
  void commitWithPortAndUidUsesThem() throws IOException {
    CommitmentClient scu =
        new CommitmentClient(
            new PeerAddress("S", "127.0.0.1", server.port()),
            "ENDO1",
            org.hokan.dicom.net.association.AssociationLimits.DEFAULT,
            OptionalInt.empty());
    CommitmentClient.Result result =
        scu.commit(
            java.util.Optional.of(Uid.of("1.2.3.9")),
            List.of(new CommitmentClient.Reference(Uids.CTImageStorage, Samples.instance(1))),
            java.time.Duration.ofSeconds(10));
    assertThat(result.transactionUid()).isEqualTo(Uid.of("1.2.3.9"));
    assertThat(result.committed()).containsExactly(Samples.instance(1));
  }

  @Test
  void mppsBeginsAStepAndEndsItWithItsImages() {
    Cli begun = mpps("create");
    assertThat(begun.status()).as(begun.err()).isZero();
    String uid = begun.out().substring(0, begun.out().indexOf(' '));
    DataSet step = created.get(0);
    assertThat(step.string(Tag.PerformedProcedureStepStatus)).contains("IN PROGRESS");
    assertThat(step.string(Tag.PerformedStationAETitle)).contains("ENDO1");
    assertThat(step.string(Tag.PatientName).orElseThrow()).contains("山田");
    DataSet scheduled = step.items(Tag.ScheduledStepAttributesSequence).get(0);
    assertThat(scheduled.uid(Tag.StudyInstanceUID)).contains(Samples.STUDY);
    Cli completed = mpps("complete", "--uid", uid);
    assertThat(completed.out())
        .isEqualTo("%s COMPLETED, 3 objects of study %s%n".formatted(uid, Samples.STUDY));
    assertThat(steps).containsExactly(Uid.of(uid), Uid.of(uid));
    DataSet series = set.get(0).items(Tag.PerformedSeriesSequence).get(0);
    assertThat(series.uid(Tag.SeriesInstanceUID)).contains(Samples.SERIES);
    assertThat(series.items(Tag.ReferencedImageSequence)).hasSize(3);
  }

  @Test
  void mppsNamesAFileThatIsDamagedAndTellsOfTheOthers() throws IOException {
    byte[] whole = java.nio.file.Files.readAllBytes(folder.resolve("one.dcm"));
    java.nio.file.Files.write(folder.resolve("cut.dcm"), java.util.Arrays.copyOf(whole, 400));
    Cli others = mpps("discontinue");
    assertThat(others.out()).contains("DISCONTINUED, 3 objects");
    assertThat(others.err()).contains("cut.dcm: not in the list: ");
    assertThat(others.status()).isEqualTo(Main.FAILED);
  }

  @Test
  void mppsWithoutUidBeginsAndEndsAtOnce() {
    Cli discontinued = mpps("discontinue", "--json");
    assertThat(discontinued.status()).isZero();
    assertThat(discontinued.out()).contains("\"status\":\"DISCONTINUED\"");
    assertThat(created).hasSize(1);
    assertThat(set).hasSize(1);
  }

  @Test
  void mppsSaysWhatThePeerRefuses() {
    answer = Outcome.of(Status.DUPLICATE_SOP_INSTANCE);
    Cli refused = mpps("create");
    assertThat(refused.status()).isEqualTo(Main.FAILED);
    assertThat(refused.err()).contains("0111H duplicate SOP instance");
  }

  @Test
  void mppsWantsObjectsOfOneStudy() {
    Samples.write(
        folder,
        "other.dcm",
        Samples.ct(9).toBuilder().uid(Tag.StudyInstanceUID, Uid.of("1.2.9")).build(),
        org.hokan.dicom.encoding.TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    Cli two = mpps("create");
    assertThat(two.status()).isEqualTo(Main.FAILED);
    assertThat(two.err()).contains("objects of 2 studies (expected: of one study)");
  }
}
