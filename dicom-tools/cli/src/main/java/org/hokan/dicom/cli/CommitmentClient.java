package org.hokan.dicom.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.Uids;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ClientAssociation;
import org.hokan.dicom.net.service.DicomClient;
import org.hokan.dicom.net.service.DicomServer;
import org.hokan.dicom.net.service.NResult;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.Services;

/**
 * An SCU of the Storage Commitment Push Model (PS3.4 Annex J): asks for safekeeping of objects and
 * awaits the result, which may come on the association of the request, kept open for it, or on one
 * of the SCP's at an own port.
 */
public final class CommitmentClient {
  private static final int REQUEST = 1;

  private final PeerAddress peer;
  private final String title;
  private final AssociationLimits limits;
  private final OptionalInt port;

  /**
   * @param title our own AE title
   * @param port where to listen for the result, 0 for any free one; empty: it must come on the
   *     association of the request
   */
  public CommitmentClient(
      PeerAddress peer, String title, AssociationLimits limits, OptionalInt port) {
    this.peer = peer;
    this.title = title;
    this.limits = limits;
    this.port = port;
  }

  /** An object, by its UIDs. */
  public record Reference(Uid sopClassUid, Uid sopInstanceUid) {}

  /** An object that the SCP does not commit to, and why (Failure Reason, PS3.3 C.14.1.1). */
  public record Failed(Uid sopInstanceUid, int reason) {}

  /**
   * What became of a request.
   *
   * @param answer to the request; when it is a failure nothing else follows
   * @param reported whether a result came in time
   */
  public record Result(
      Uid transactionUid,
      NResult answer,
      boolean reported,
      List<Uid> committed,
      List<Failed> failed) {}

  /**
   * Asks, and waits for the result.
   *
   * @param transactionUid empty: a new one
   * @param patience how long the result may take
   */
  public Result commit(Optional<Uid> transactionUid, List<Reference> references, Duration patience)
      throws IOException {
    Uid transaction = transactionUid.orElseGet(() -> Uid.of(UUID.randomUUID()));
    CompletableFuture<DataSet> report = new CompletableFuture<>();
    Services services =
        Services.builder()
            .eventReport(
                Uids.StorageCommitmentPushModel,
                (request, information, context) ->
                    heard(request, information, context, transaction, report))
            .build();
    if (port.isEmpty()) {
      return ask(transaction, references, patience, report);
    }
    try (DicomServer listening =
        DicomServer.builder()
            .address(new InetSocketAddress(port.getAsInt()))
            .services(services)
            .limits(limits)
            .start()) {
      return ask(transaction, references, patience, report);
    }
  }

  private Result ask(
      Uid transaction,
      List<Reference> references,
      Duration patience,
      CompletableFuture<DataSet> report)
      throws IOException {
    DataSet information = information(transaction, references);
    try (DicomClient client = DicomClient.builder().limits(limits).threads(1).build();
        ClientAssociation association =
            client.connect(
                PeerOptions.proposal(peer, title)
                    .propose(Uids.StorageCommitmentPushModel, Syntaxes.PLAIN)
                    .build(),
                (request, event, context) -> heard(request, event, context, transaction, report))) {
      NResult answer =
          association.action(
              Uids.StorageCommitmentPushModel,
              Uids.StorageCommitmentPushModelInstance,
              REQUEST,
              information);
      if (answer.status().isFailure()) {
        return new Result(transaction, answer, false, List.of(), List.of());
      }
      if (port.isPresent()) {
        association.release();
      }
      return awaited(transaction, answer, report, patience);
    }
  }

  private static NResult heard(
      NEventReportRq request,
      DataSet information,
      ServiceContext context,
      Uid transaction,
      CompletableFuture<DataSet> report) {
    if (!information.uid(Tag.TransactionUID).equals(Optional.of(transaction))) {
      return NResult.of(Outcome.of(Status.INVALID_ARGUMENT_VALUE, "unknown Transaction UID"));
    }
    report.complete(information);
    return NResult.SUCCESS;
  }

  private static DataSet information(Uid transaction, List<Reference> references) {
    return DataSet.builder()
        .uid(Tag.TransactionUID, transaction)
        .sequence(
            Tag.ReferencedSOPSequence,
            references.stream()
                .map(
                    reference ->
                        DataSet.builder()
                            .uid(Tag.ReferencedSOPClassUID, reference.sopClassUid())
                            .uid(Tag.ReferencedSOPInstanceUID, reference.sopInstanceUid())
                            .build())
                .toList())
        .build();
  }

  private static Result awaited(
      Uid transaction, NResult answer, CompletableFuture<DataSet> report, Duration patience)
      throws IOException {
    try {
      DataSet result = report.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      List<Uid> committed =
          result.items(Tag.ReferencedSOPSequence).stream()
              .flatMap(item -> item.uid(Tag.ReferencedSOPInstanceUID).stream())
              .toList();
      List<Failed> failed =
          result.items(Tag.FailedSOPSequence).stream()
              .map(
                  item ->
                      new Failed(
                          item.uid(Tag.ReferencedSOPInstanceUID).orElseThrow(),
                          item.integer(Tag.FailureReason).orElse(0)))
              .toList();
      return new Result(transaction, answer, true, committed, failed);
    } catch (TimeoutException e) {
      return new Result(transaction, answer, false, List.of(), List.of());
    } catch (ExecutionException e) {
      throw new IOException("report: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("report: interrupted", e);
    }
  }
}
