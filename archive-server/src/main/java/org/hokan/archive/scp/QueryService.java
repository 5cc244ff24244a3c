package org.hokan.archive.scp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.IdentifierMismatchException;
import org.hokan.archive.index.Index;
import org.hokan.archive.index.IndexQuery;
import org.hokan.archive.index.QueryRoot;
import org.hokan.archive.ingest.Ingest;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.service.FindResponder;
import org.hokan.dicom.net.service.QueryScp;
import org.hokan.dicom.net.service.ServiceContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** C-FIND (PS3.4 §C.4.1), on what was acknowledged before it came. */
final class QueryService implements QueryScp {
  private static final Logger LOG = LoggerFactory.getLogger(QueryService.class);

  private final Callers callers;
  private final Ingest ingest;
  private final Index index;
  private final Audit audit;
  private final int maxMatches;
  private final Clock clock;

  /**
   * @param maxMatches most that are told of one query
   */
  QueryService(Callers callers, DicomServices.Rooms rooms, int maxMatches, Clock clock) {
    this.callers = callers;
    this.ingest = rooms.ingest();
    this.index = rooms.index();
    this.audit = rooms.audit();
    this.maxMatches = maxMatches;
    this.clock = clock;
  }

  @Override
  public Outcome find(
      CFindRq request, DataSet identifier, ServiceContext context, FindResponder responder)
      throws IOException {
    ApplicationEntity caller = callers.require(context, Permission.QUERY);
    Freshness.require(ingest);
    Matches matches = new Matches(responder, maxMatches);
    try {
      index.query(
          query(request.affectedSopClassUid(), identifier, caller, context),
          matches::send,
          matches::flush);
    } catch (IdentifierMismatchException e) {
      return Outcome.of(Status.IDENTIFIER_DOES_NOT_MATCH, String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      audit(caller, identifier, context, matches.sent);
    }
    if (responder.isCancelled()) {
      return Outcome.of(Status.CANCEL);
    }
    if (matches.more) {
      LOG.info(
          "{} {} query ended: more than {} matches",
          context.association().id(),
          caller.title(),
          maxMatches);
      return Outcome.of(
          Status.OUT_OF_RESOURCES, "more than %d matches; narrow the query".formatted(maxMatches));
    }
    Freshness.requireWhole(ingest);
    return Outcome.SUCCESS;
  }

  private static IndexQuery query(
      Uid model, DataSet identifier, ApplicationEntity caller, ServiceContext context) {
    QueryRoot root = SopClasses.isPatientRoot(model) ? QueryRoot.PATIENT : QueryRoot.STUDY;
    QueryNegotiation negotiated = QueryNegotiation.of(context.association(), model);
    return IndexQuery.builder(caller.facility(), root, identifier)
        .retrieveAeTitle(context.association().calledAeTitle())
        .relational(negotiated.relational())
        .combinedDateTime(negotiated.combinedDateTime())
        .build();
  }

  private void audit(
      ApplicationEntity caller, DataSet identifier, ServiceContext context, long sent) {
    audit.accessed(
        AuditEvent.access(clock.instant(), caller.title(), "query")
            .peer(Callers.address(context))
            .facility(caller.facility())
            .patientId(identifier.string(Tag.PatientID).orElse(""))
            .study(identifier.string(Tag.StudyInstanceUID).orElse(""))
            .objects(sent)
            .detail(identifier.string(Tag.QueryRetrieveLevel).orElse(""))
            .build());
  }

  /** Sends matches until the peer cancels, or has got as many as may be. */
  private static final class Matches {
    private final FindResponder responder;
    private final int most;
    private long sent;
    private boolean more;

    Matches(FindResponder responder, int most) {
      this.responder = responder;
      this.most = most;
    }

    boolean send(DataSet match) {
      more = sent == most;
      if (more || responder.isCancelled()) {
        return false;
      }
      try {
        responder.pending(match);
        sent++;
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void flush() {
      try {
        responder.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
