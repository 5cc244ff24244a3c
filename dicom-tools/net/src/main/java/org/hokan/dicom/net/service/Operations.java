package org.hokan.dicom.net.service;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.Burst;
import org.hokan.dicom.net.association.Repeats;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.DimseResponse.CFindRsp;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.hokan.dicom.net.dimse.SubOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs C-FIND, C-MOVE and C-GET providers, each on the calling thread (PS3.4 §C.4), and hands what
 * is asked of normalized objects on.
 */
final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int MOST_GATHERED = 32_768;

  private final Association association;
  private final Invoker invoker;
  private final Services services;
  private final Workers workers;
  private final NormalizedOperations normalized;

  Operations(
      Association association,
      Invoker invoker,
      AssociationLimits limits,
      Services services,
      Workers workers) {
    this.association = association;
    this.invoker = invoker;
    this.services = services;
    this.workers = workers;
    this.normalized = new NormalizedOperations(invoker, limits, services);
  }

  /** A last response, and its data set or nothing. */
  record Last(DimseResponse response, byte[] dataSet) {}

  /** Runs the provider to its end and gives its last response to {@code answer}. */
  void run(Performed operation, byte[] identifier, Consumer<Last> answer) {
    if (operation.isCancelled() && !NormalizedOperations.isOne(operation.request())) {
      // It waited, and nobody awaits it any more.
      Outcome cancelled = Outcome.of(Status.CANCEL);
      answer.accept(new Last(operation.request().respond(cancelled), new byte[0]));
      return;
    }
    Last last;
    try {
      last = perform(operation, identifier);
    } catch (IOException | RuntimeException | Error e) {
      if (Failures.unexpected(e)) {
        LOG.error("{} {} provider failed", association, operation.request().commandField(), e);
      }
      Outcome outcome = Failures.outcome(e, failure(operation.request()));
      last = new Last(operation.request().respond(outcome), new byte[0]);
    }
    answer.accept(last);
  }

  /** The status of what went wrong without a status of its own. */
  static Status failure(DimseRequest request) {
    return NormalizedOperations.isOne(request)
        ? Status.PROCESSING_FAILURE
        : Status.UNABLE_TO_PROCESS;
  }

  private Last perform(Performed operation, byte[] identifier) throws IOException {
    DimseRequest request = operation.request();
    DataSet keys = requested(operation, identifier);
    if (NormalizedOperations.isOne(request)) {
      return normalized.perform(operation, keys);
    }
    Uid sopClass = request.sopClassUid();
    if (request instanceof CFindRq find) {
      QueryScp provider = services.query(sopClass).orElseThrow();
      Outcome outcome =
          provider.find(find, keys, operation.context(), new Finding(operation, find));
      return new Last(find.respond(outcome), new byte[0]);
    }
    Retrieving retrieving = new Retrieving(operation);
    RetrieveResult result =
        request instanceof CMoveRq move
            ? services
                .move(sopClass)
                .orElseThrow()
                .move(move, keys, operation.context(), retrieving)
            : services
                .get(sopClass)
                .orElseThrow()
                .get((CGetRq) request, keys, operation.context(), retrieving);
    return last(operation, result);
  }

  private DataSet requested(Performed operation, byte[] identifier) {
    DimseRequest request = operation.request();
    try {
      return Identifiers.requested(identifier, operation.context().presentationContext(), request);
    } catch (DataSetException e) {
      workers
          .repeats()
          .tell("data set " + workers.party().apply(association.info()))
          .ifPresent(
              more ->
                  LOG.info(
                      "{} {} refused: {}{}",
                      association,
                      request.commandField(),
                      e.getMessage(),
                      Repeats.more(more)));
      throw Identifiers.refusal(request, e);
    }
  }

  private static Last last(Performed operation, RetrieveResult result) {
    boolean list =
        !result.outcome().status().equals(Status.SUCCESS)
            && !result.failedSopInstanceUids().isEmpty();
    SubOperations counts =
        result.outcome().status().equals(Status.CANCEL)
            ? SubOperations.underWay(
                result.remaining(), result.completed(), result.failed(), result.warning())
            : SubOperations.ended(result.completed(), result.failed(), result.warning());
    byte[] dataSet =
        list
            ? Identifiers.encode(
                Identifiers.failed(result.failedSopInstanceUids()),
                operation.context().presentationContext())
            : new byte[0];
    return new Last(respond(operation.request(), result.outcome(), counts, list), dataSet);
  }

  private static DimseResponse respond(
      DimseRequest request, Outcome outcome, SubOperations counts, boolean withDataSet) {
    return request instanceof CMoveRq move
        ? move.respond(outcome, counts, withDataSet)
        : ((CGetRq) request).respond(outcome, counts, withDataSet);
  }

  /** Sends matches. */
  private final class Finding implements FindResponder {
    private final Performed operation;
    private final CFindRq request;

    Finding(Performed operation, CFindRq request) {
      this.operation = operation;
      this.request = request;
    }

    @Override
    public void pending(DataSet match) throws IOException {
      send(request.respondPending(), match);
    }

    @Override
    public void pendingWithWarning(DataSet match) throws IOException {
      CFindRsp pending = request.respondPending();
      send(
          new CFindRsp(
              pending.messageIdBeingRespondedTo(),
              Outcome.of(Status.PENDING_WITH_WARNING),
              pending.affected(),
              true),
          match);
    }

    private void send(CFindRsp response, DataSet match) throws AssociationException {
      byte[] bytes = Identifiers.encode(match, operation.context().presentationContext());
      Burst burst = operation.burst(association);
      burst.add(operation.contextId(), CommandSet.encode(response), bytes);
      if (burst.length() > MOST_GATHERED) {
        burst.send();
      }
    }

    @Override
    public void flush() throws IOException {
      operation.burst(association).send();
    }

    @Override
    public boolean isCancelled() {
      return operation.isCancelled();
    }
  }

  /** Sends progress, and for C-GET the objects. */
  private final class Retrieving implements GetResponder {
    private final Performed operation;

    Retrieving(Performed operation) {
      this.operation = operation;
    }

    @Override
    public void progress(int remaining, int completed, int failed, int warning) throws IOException {
      SubOperations counts = SubOperations.underWay(remaining, completed, failed, warning);
      DimseResponse pending = respond(operation.request(), Outcome.PENDING, counts, false);
      association.sendWaiting(operation.contextId(), CommandSet.encode(pending));
    }

    @Override
    public boolean isCancelled() {
      return operation.isCancelled();
    }

    @Override
    public Set<Uid> accepted(Uid sopClassUid) {
      return invoker.accepted(sopClassUid);
    }

    @Override
    public StoreUnderWay begin(OutgoingObject object) throws IOException {
      return invoker.begin(object, Optional.empty());
    }
  }
}
