package org.hokan.archive.scp;

import java.io.IOException;
import java.time.Clock;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.IdentifierMismatchException;
import org.hokan.archive.index.QueryRoot;
import org.hokan.archive.index.RetrieveKeys;
import org.hokan.archive.ingest.Ingest;
import org.hokan.archive.retrieve.Destination;
import org.hokan.archive.retrieve.Retrieve;
import org.hokan.archive.retrieve.Selection;
import org.hokan.archive.retrieve.TooManyMatchesException;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.GetResponder;
import org.hokan.dicom.net.service.GetScp;
import org.hokan.dicom.net.service.MoveScp;
import org.hokan.dicom.net.service.RetrieveResponder;
import org.hokan.dicom.net.service.RetrieveResult;
import org.hokan.dicom.net.service.ServiceContext;
import org.hokan.dicom.net.service.ServiceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-MOVE and C-GET (PS3.4 §C.4.2, §C.4.3). */
final class RetrieveService implements MoveScp, GetScp {
  private static final Logger LOG = LoggerFactory.getLogger(RetrieveService.class);

  private final Callers callers;
  private final Ingest ingest;
  private final Retrieve retrieve;
  private final Audit audit;
  private final Clock clock;

  RetrieveService(Callers callers, Ingest ingest, Retrieve retrieve, Audit audit, Clock clock) {
    this.callers = callers;
    this.ingest = ingest;
    this.retrieve = retrieve;
    this.audit = audit;
    this.clock = clock;
  }

  @Override
  public RetrieveResult move(
      CMoveRq request, DataSet identifier, ServiceContext context, RetrieveResponder responder)
      throws IOException {
    ApplicationEntity caller = callers.require(context, Permission.RETRIEVE);
    Destination destination = destination(request.moveDestination(), caller);
    Selection rows = find(request.affectedSopClassUid(), identifier, caller);
    return retrieve.move(
        rows,
        destination,
        new MoveOriginator(caller.title(), request.messageId()),
        responder,
        result ->
            audit(
                caller, context, identifier, "retrieve.move to " + destination.aeTitle(), result));
  }

  @Override
  public RetrieveResult get(
      CGetRq request, DataSet identifier, ServiceContext context, GetResponder responder)
      throws IOException {
    ApplicationEntity caller = callers.require(context, Permission.RETRIEVE);
    Selection rows = find(request.affectedSopClassUid(), identifier, caller);
    return retrieve.get(
        rows, responder, result -> audit(caller, context, identifier, "retrieve.get", result));
  }

  /** Of the same facility, with an address, and allowed to receive. */
  private Destination destination(String title, ApplicationEntity caller) {
    return callers
        .entities()
        .find(title)
        .filter(entity -> entity.facility().equals(caller.facility()))
        .filter(ApplicationEntity::isMoveDestination)
        .map(
            entity ->
                new Destination(title, entity.host().orElseThrow(), entity.port().orElseThrow()))
        .orElseThrow(
            () ->
                new ServiceException(
                    Status.MOVE_DESTINATION_UNKNOWN,
                    "destination unknown, without address, or may not receive"));
  }

  private Selection find(Uid model, DataSet identifier, ApplicationEntity caller) {
    Freshness.require(ingest);
    QueryRoot root = SopClasses.isPatientRoot(model) ? QueryRoot.PATIENT : QueryRoot.STUDY;
    try {
      Selection rows = retrieve.find(caller.facility(), RetrieveKeys.of(root, identifier));
      Freshness.requireWhole(ingest);
      return rows;
    } catch (IdentifierMismatchException e) {
      throw new ServiceException(Status.IDENTIFIER_DOES_NOT_MATCH, String.valueOf(e.getMessage()));
    } catch (TooManyMatchesException e) {
      throw new ServiceException(
          Outcome.of(Status.OUT_OF_RESOURCES_FOR_MATCHES, String.valueOf(e.getMessage())));
    }
  }

  private void audit(
      ApplicationEntity caller,
      ServiceContext context,
      DataSet identifier,
      String action,
      RetrieveResult result) {
    LOG.info(
        "{} {} {} study {}: {} sent, {} failed, {} with a warning, {} not begun",
        context.association().id(),
        caller.title(),
        action,
        AssociationInfo.printable(identifier.string(Tag.StudyInstanceUID).orElse("")),
        result.completed(),
        result.failed(),
        result.warning(),
        result.remaining());
    audit.accessed(
        AuditEvent.access(clock.instant(), caller.title(), action)
            .peer(Callers.address(context))
            .facility(caller.facility())
            .patientId(identifier.string(Tag.PatientID).orElse(""))
            .study(identifier.string(Tag.StudyInstanceUID).orElse(""))
            .objects(result.completed() + result.warning())
            .build());
  }
}
