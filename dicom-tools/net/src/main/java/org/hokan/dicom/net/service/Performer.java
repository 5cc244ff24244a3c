package org.hokan.dicom.net.service;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.Burst;
import org.hokan.dicom.net.association.Chunk;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.association.Repeats;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the operations that the peer asks for: finds the provider, feeds it, answers. What the
 * standard lets nobody do is refused with its status (PS3.7 Annex C), after the data set was read.
 */
final class Performer implements Inbox.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Performer.class);

  private final Association association;
  private final AssociationLimits limits;
  private final Services services;
  private final Workers workers;
  private final Inbox inbox;
  private final Operations operations;
  private static final int REQUEST_BYTES = 1024;

  /** By Message ID, which is free again with the last response. */
  private final Map<Integer, Performed> invoked = new ConcurrentHashMap<>();

  /** Whose last response has not been taken by the connection yet. */
  private final Set<Performed> unanswered = ConcurrentHashMap.newKeySet();

  private volatile boolean draining;
  private volatile boolean ended;
  // Used by the inbox's one thread at a time.
  private Receiver receiver = Receiver.NONE;

  Performer(
      Association association,
      Invoker invoker,
      AssociationLimits limits,
      Services services,
      Workers workers) {
    this.association = association;
    this.limits = limits;
    this.services = services;
    this.workers = workers;
    Inbox.Holding holding =
        new Inbox.Holding() {
          @Override
          public void hold(long bytes) {
            association.hold(bytes);
          }

          @Override
          public void letGo(long bytes) {
            association.letGo(bytes);
          }
        };
    this.inbox =
        new Inbox(workers.messages(), this, holding, association.info().maxOperationsPerformed());
    this.operations = new Operations(association, invoker, limits, services, workers);
  }

  // ---- on the event loop

  /**
   * @param length bytes of the command set
   */
  void begin(DimseRequest request, ServiceContext context, int length) {
    // Known from here on, so that a C-CANCEL right behind it finds it.
    Performed operation = new Performed(request, context);
    boolean duplicate = invoked.putIfAbsent(request.messageId(), operation) != null;
    unanswered.add(operation);
    boolean light = !(request instanceof CStoreRq);
    inbox.add(() -> perform(operation, duplicate), light, cost(length));
  }

  /** About what a request is as objects. */
  private static long cost(int length) {
    return REQUEST_BYTES + 4L * length;
  }

  /** A request whose command set is faulty: answers it after its data set. */
  void refuse(
      DimseResponse answer, PresentationContext context, boolean dataSetFollows, int length) {
    inbox.add(
        () -> {
          if (dataSetFollows) {
            receiver = skipThen(() -> answer(answer, context));
          } else {
            answer(answer, context);
          }
        },
        false,
        cost(length));
  }

  void cancel(int messageId) {
    Performed operation = invoked.get(messageId);
    if (operation != null) {
      operation.cancel();
    }
  }

  void data(Chunk chunk) {
    inbox.add(chunk);
  }

  void readComplete() {
    inbox.schedule();
  }

  boolean busy() {
    return inbox.busy();
  }

  /** On any thread: whether an object is on its way, or not answered yet. */
  boolean storing() {
    return unanswered.stream().anyMatch(each -> each.request() instanceof CStoreRq);
  }

  void ended(AssociationException cause) {
    ended = true;
    unanswered.forEach(Performed::cancel);
    inbox.end(cause);
  }

  /** Done when all that is under way now is answered, or at once when nobody takes answers. */
  CompletableFuture<Void> answered() {
    return ended
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.allOf(
            unanswered.stream().map(Performed::answered).toArray(CompletableFuture<?>[]::new));
  }

  /** No further requests: aborts once what is under way is answered. */
  void drain() {
    draining = true;
    abortIfDrained();
  }

  private void abortIfDrained() {
    if (draining && !inbox.busy()) {
      association.abort("server closes");
    }
  }

  // ---- on a worker thread

  @Override
  public void handle(Chunk chunk) {
    receiver.data(chunk.buffer());
    if (chunk.last()) {
      Receiver complete = receiver;
      receiver = Receiver.NONE;
      complete.end();
    }
  }

  @Override
  public void handleEnd(AssociationException cause) {
    receiver.aborted(cause);
    receiver = Receiver.NONE;
  }

  @Override
  public void handleFailure(Throwable failure) {
    LOG.error("{} message handling failed", association, failure);
    association.abort("message handling failed");
  }

  private void perform(Performed operation, boolean duplicate) {
    LOG.debug(
        "{} {} {}",
        association,
        operation.request().commandField(),
        operation.request().sopClassUid());
    receiver = Receiver.NONE;
    Optional<Outcome> refusal =
        duplicate ? Optional.of(Outcome.of(Status.DUPLICATE_INVOCATION)) : refusal(operation);
    if (refusal.isEmpty()) {
      dispatch(operation);
    } else if (operation.request().hasDataSet()) {
      receiver = skipThen(() -> answer(operation, refusal.get()));
    } else {
      answer(operation, refusal.get());
    }
  }

  private Optional<Outcome> refusal(Performed operation) {
    DimseRequest request = operation.request();
    PresentationContext context = operation.context().presentationContext();
    // A notification is the SCP's to invoke and the SCU's to perform (PS3.7 §10.1.1).
    boolean role = request instanceof NEventReportRq ? context.scu() : context.scp();
    if (!role || !request.sopClassUid().equals(context.abstractSyntax())) {
      return Optional.of(
          Outcome.of(Status.SOP_CLASS_NOT_SUPPORTED, "not on this presentation context"));
    }
    return services.performs(request.commandField(), request.sopClassUid())
        ? Optional.empty()
        : Optional.of(
            Outcome.of(
                services.has(request.sopClassUid())
                    ? Status.UNRECOGNIZED_OPERATION
                    : Status.SOP_CLASS_NOT_SUPPORTED));
  }

  private void dispatch(Performed operation) {
    if (operation.request() instanceof CStoreRq store) {
      receiver = storeReceiver(operation, store);
    } else if (operation.request() instanceof CEchoRq) {
      answer(operation, Outcome.SUCCESS);
    } else if (operation.request().hasDataSet()) {
      receiver =
          new IdentifierReceiver(
              limits.maxIdentifierLength(), workers.identifiers(), new Identified(operation));
    } else {
      run(operation, new byte[0]);
    }
  }

  private static Outcome tooLong(DimseRequest request) {
    return NormalizedOperations.isOne(request)
        ? Outcome.of(Status.RESOURCE_LIMITATION, "data set longer than allowed")
        : Outcome.of(Status.UNABLE_TO_PROCESS, "identifier longer than allowed");
  }

  private Receiver storeReceiver(Performed operation, CStoreRq request) {
    try {
      StoreReception reception =
          services
              .storage(request.affectedSopClassUid())
              .orElseThrow()
              .store(request, operation.context());
      return new StoreReceiver(
          reception, limits.operationTimeout(), outcome -> answer(operation, outcome));
    } catch (RuntimeException e) {
      if (Failures.unexpected(e)) {
        LOG.error("{} storage provider failed", association, e);
      }
      Outcome outcome = Failures.outcome(e, Status.PROCESSING_FAILURE);
      return skipThen(() -> answer(operation, outcome));
    }
  }

  private void run(Performed operation, byte[] identifier) {
    if (!workers
        .shares()
        .run(workers.party().apply(association.info()), new Identifying(operation, identifier))) {
      refuseForNow(operation, "too many operations wait; try again later");
    }
  }

  /** An operation with its identifier. */
  private final class Identifying implements Shares.Operation {
    private final Performed operation;
    private final byte[] identifier;

    Identifying(Performed operation, byte[] identifier) {
      this.operation = operation;
      this.identifier = identifier;
    }

    @Override
    public void run() {
      operations.run(operation, identifier, last -> answer(operation, last));
    }

    @Override
    public void dropped() {
      answer(operation, Outcome.of(Status.UNABLE_TO_PROCESS, "server closes"));
    }
  }

  private void refuseForNow(Performed operation, String why) {
    workers
        .repeats()
        .tell("operation " + workers.party().apply(association.info()))
        .ifPresent(
            more ->
                LOG.info(
                    "{} {} refused: {}{}",
                    association,
                    operation.request().commandField(),
                    why,
                    Repeats.more(more)));
    answer(operation, Outcome.of(outOfResources(operation.request()), why));
  }

  /** PS3.4 §C.4.1.1.4, §C.4.2.1.5, §C.4.3.1.4; PS3.7 Annex C. */
  private static Status outOfResources(DimseRequest request) {
    if (NormalizedOperations.isOne(request)) {
      return Status.RESOURCE_LIMITATION;
    }
    return request instanceof CFindRq
        ? Status.OUT_OF_RESOURCES
        : Status.OUT_OF_RESOURCES_FOR_SUB_OPERATIONS;
  }

  private static Receiver skipThen(Runnable task) {
    return new Skipping(task);
  }

  /** What becomes of a request whose identifier has come. */
  private final class Identified implements IdentifierReceiver.Taker {
    private final Performed operation;

    Identified(Performed operation) {
      this.operation = operation;
    }

    @Override
    public void whole(byte[] identifier) {
      operation.answered().thenRun(() -> workers.identifiers().give(identifier.length));
      run(operation, identifier);
    }

    @Override
    public void tooLong() {
      answer(operation, Performer.tooLong(operation.request()));
    }

    @Override
    public void noRoom() {
      refuseForNow(operation, "no memory for more identifiers; try again later");
    }
  }

  private void answer(Performed operation, Outcome outcome) {
    answer(operation, new Operations.Last(operation.request().respond(outcome), new byte[0]));
  }

  /** Sends the last response of an operation. */
  private void answer(Performed operation, Operations.Last last) {
    // First: the peer may use its Message ID again as soon as it has the answer (PS3.7 §9.1.3.1.1).
    invoked.remove(operation.request().messageId(), operation);
    if (last.dataSet().length > 0 || operation.burst().isPresent()) {
      try (Burst burst = operation.burst(association)) {
        burst.add(operation.contextId(), CommandSet.encode(last.response()), last.dataSet());
        burst.send();
      } catch (AssociationException e) {
        LOG.debug("{} lost before the last response", association);
      }
      finished(operation);
      return;
    }
    association
        .send(operation.contextId(), CommandSet.encode(last.response()))
        .whenComplete((sent, failure) -> finished(operation));
  }

  private void answer(DimseMessage answer, PresentationContext context) {
    association
        .send(context.id(), CommandSet.encode(answer))
        .whenComplete((sent, failure) -> done());
  }

  private void finished(Performed operation) {
    unanswered.remove(operation);
    operation.answered().complete(null);
    done();
  }

  private void done() {
    inbox.done();
    abortIfDrained();
  }
}
