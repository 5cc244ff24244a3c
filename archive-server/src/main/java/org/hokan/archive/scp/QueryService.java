package org.hokan.archive.scp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import org.hokan.archive.ae.ApplicationEntity;
import org.hokan.archive.ae.Permission;
import org.hokan.archive.audit.Audit;
import org.hokan.archive.audit.AuditEvent;
import org.hokan.archive.index.Asker;
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
  private final QueryLimits limits;
  private final Clock clock;

  QueryService(Callers callers, DicomServices.Rooms rooms, QueryLimits limits, Clock clock) {
    this.callers = callers;
    this.ingest = rooms.ingest();
    this.index = rooms.index();
    this.audit = rooms.audit();
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public Outcome find(
      CFindRq request, DataSet identifier, ServiceContext context, FindResponder responder)
      throws IOException {
    ApplicationEntity caller = callers.require(context, Permission.QUERY);
    Freshness.require(ingest);
    Matches matches = new Matches(responder, limits);
    try {
      index.query(
          query(request.affectedSopClassUid(), identifier, caller, context),
          matches::send,
          matches);
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
    Optional<String> ended = matches.ended();
    if (ended.isPresent()) {
      LOG.info("{} {} query ended: {}", context.association().id(), caller.title(), ended.get());
      return Outcome.of(Status.OUT_OF_RESOURCES, ended.get() + "; narrow the query");
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

  /** Sends matches until the peer cancels, has got as many as may be, or none is found for long. */
  private static final class Matches implements Asker {
    private final FindResponder responder;
    private final QueryLimits limits;
    private volatile long foundNanos = System.nanoTime();
    private volatile boolean late;
    private long sent;
    private boolean more;

    Matches(FindResponder responder, QueryLimits limits) {
      this.responder = responder;
      this.limits = limits;
    }

    boolean send(DataSet match) {
      more = sent == limits.maxMatches();
      if (more || responder.isCancelled()) {
        return false;
      }
      try {
        responder.pending(match);
        foundNanos = System.nanoTime();
        sent++;
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** To wait for the peer is no search. */
    @Override
    public void beforeReading() {
      long begin = System.nanoTime();
      try {
        responder.flush();
        foundNanos += System.nanoTime() - begin;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean hasGone() {
      late |= System.nanoTime() - foundNanos > limits.longestSearch().toNanos();
      return late || responder.isCancelled();
    }

    /** Why no more is told than was. */
    Optional<String> ended() {
      if (more) {
        return Optional.of("more than %d matches".formatted(limits.maxMatches()));
      }
      return late
          ? Optional.of("nothing found for " + limits.longestSearch().toSeconds() + " s")
          : Optional.empty();
    }
  }
}
