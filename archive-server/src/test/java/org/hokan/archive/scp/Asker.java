package org.hokan.archive.scp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.NResult;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;

/** An SCU of storage commitment that listens for its reports at a port of its own. */
public final class Asker implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  private final DicomServer server;

  /** What it answers to the next reports. */
  volatile Outcome answer = Outcome.SUCCESS;

  /** Is run once, before the next report is answered. */
  final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

  /**
   * A report.
   *
   * @param failed reasons by SOP Instance UID
   * @param own whether it came on an association that the SCP asked for
   */
  public record Report(
      int event, Uid transaction, List<Uid> committed, Map<String, Integer> failed, boolean own) {}

  /** At any free port of this machine. */
  public Asker() {
    this(0);
  }

  /** At this port of this machine. */
  public Asker(int port) {
    try {
      server =
          DicomServer.builder()
              .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .services(
                  Services.builder()
                      .eventReport(Uids.StorageCommitmentPushModel, this::report)
                      .build())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.port();
  }

  /** Takes a report, also of an association of its own. */
  NResult report(NEventReportRq request, DataSet information, ServiceContext context) {
    if (answer.status().isFailure()) {
      Outcome refused = answer;
      answer = Outcome.SUCCESS;
      return NResult.of(refused);
    }
    meanwhile.getAndSet(() -> {}).run();
    assertThat(request.affectedSopInstanceUid()).isEqualTo(Uids.StorageCommitmentPushModelInstance);
    Map<String, Integer> failed = new TreeMap<>();
    information
        .items(Tag.FailedSOPSequence)
        .forEach(
            item ->
                failed.put(
                    item.string(Tag.ReferencedSOPInstanceUID).orElseThrow(),
                    item.integer(Tag.FailureReason).orElseThrow()));
    reports.add(
        new Report(
            request.eventTypeId(),
            information.uid(Tag.TransactionUID).orElseThrow(),
            information.items(Tag.ReferencedSOPSequence).stream()
                .map(item -> item.uid(Tag.ReferencedSOPInstanceUID).orElseThrow())
                .toList(),
            failed,
            !context.association().requestor()));
    return NResult.of(Outcome.of(Status.SUCCESS));
  }

  /** The next report. */
  public Report next() throws InterruptedException {
    Report next = reports.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("a report").isNotNull();
    return Objects.requireNonNull(next);
  }

  /** Action Information of a request (PS3.4 Table J.3-1). */
  public static DataSet request(String transaction, Uid sopClass, String... instances) {
    List<DataSet> items =
        List.of(instances).stream()
            .map(
                uid ->
                    DataSet.builder()
                        .uid(Tag.ReferencedSOPClassUID, sopClass)
                        .uid(Tag.ReferencedSOPInstanceUID, Uid.of(uid))
                        .build())
            .toList();
    return DataSet.builder()
        .uid(Tag.TransactionUID, Uid.of(transaction))
        .sequence(Tag.ReferencedSOPSequence, items)
        .build();
  }

  @Override
  public void close() {
    server.close();
  }
}
