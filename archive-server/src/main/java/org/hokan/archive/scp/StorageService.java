package org.hokan.archive.scp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.ingest.Arrival;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.ingest.IngestOutcome;
import org.hokan.archive.ingest.IngestResult;
import org.hokan.archive.ingest.Reception;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.StorageScp;
import org.hokan.dicom.net.service.StoreReception;

/** C-STORE (PS3.4 Annex B). */
final class StorageService implements StorageScp {
  private final Callers callers;
  private final Ingest ingest;
  private final Audit audit;
  private final StoreLog log;
  private final Clock clock;

  StorageService(Callers callers, Ingest ingest, Audit audit, StoreLog log, Clock clock) {
    this.callers = callers;
    this.ingest = ingest;
    this.audit = audit;
    this.log = log;
    this.clock = clock;
  }

  @Override
  public StoreReception store(CStoreRq request, ServiceContext context) {
    ApplicationEntity caller = callers.require(context, Permission.STORE);
    Arrival arrival =
        new Arrival(
            caller.facility(),
            caller.title(),
            context.association().calledAeTitle(),
            Callers.address(context),
            request.affectedSopClassUid(),
            request.affectedSopInstanceUid(),
            context.presentationContext().transferSyntax());
    Reception reception = ingest.receive(arrival);
    return new StoreReception() {
      @Override
      public void data(ByteBuffer chunk) throws IOException {
        reception.data(chunk);
      }

      @Override
      public CompletionStage<Outcome> end() {
        return reception.end().thenApply(result -> answered(context, arrival, result));
      }

      @Override
      public void aborted(Throwable cause) {
        reception.aborted();
      }
    };
  }

  private Outcome answered(ServiceContext context, Arrival arrival, IngestResult result) {
    log.answered(context.association(), arrival, result);
    AuditEvent.Builder event =
        AuditEvent.access(clock.instant(), arrival.callingAe(), "store")
            .peer(arrival.peer())
            .facility(arrival.facility())
            .study(result.study())
            .detail(result.outcome().word());
    audit.accessed((result.outcome().isKept() ? event : event.failed()).build());
    Outcome outcome =
        Outcome.of(
            result.status().isPresent()
                ? new Status(result.status().getAsInt())
                : status(result.outcome()));
    return result.comment().isEmpty() ? outcome : outcome.withErrorComment(result.comment());
  }

  /** How an outcome is answered (PS3.4 §B.2.3). */
  static Status status(IngestOutcome outcome) {
    return switch (outcome) {
      case STORED, DUPLICATE, QUARANTINED -> Status.SUCCESS;
      case NOT_AUTHORIZED -> Status.NOT_AUTHORIZED;
      case OUT_OF_RESOURCES -> Status.OUT_OF_RESOURCES;
      case MISMATCH -> Status.DATA_SET_DOES_NOT_MATCH;
      case NOT_UNDERSTOOD -> Status.CANNOT_UNDERSTAND;
    };
  }
}
