package org.hokan.dicom.net.service;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.PreparedMessage;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.service.Invocation.Answers;

/**
 * Invokes operations on the peer: numbers the messages, keeps to the negotiated window, and hands
 * responses to who waits for them. Thread-safe.
 */
final class Invoker implements Invocation.Lateness {
  private final Association association;
  private final Patience patience;
  private final int window;
  private final Map<Integer, Invocation> underWay = new LinkedHashMap<>();
  private Optional<Handed> queued = Optional.empty();
  private Optional<AssociationException> ended = Optional.empty();
  private int lastMessageId;

  Invoker(Association association, Patience patience) {
    this.association = association;
    this.patience = patience;
    int negotiated = association.info().maxOperationsInvoked();
    this.window = negotiated == 0 ? 65_535 : negotiated;
  }

  /** A context on which this side may be SCU of the SOP class. */
  PresentationContext context(Uid sopClass) throws NoPresentationContextException {
    return association.info().presentationContexts().stream()
        .filter(context -> context.abstractSyntax().equals(sopClass) && context.scu())
        .findFirst()
        .orElseThrow(() -> none(sopClass));
  }

  /**
   * A context on which this side may tell of events. A peer that takes the SOP class but does not
   * answer the proposed roles (PS3.7 §D.3.3.4) is told too: it can still refuse.
   */
  PresentationContext reporting(Uid sopClass) throws NoPresentationContextException {
    return association.info().presentationContexts().stream()
        .filter(context -> context.abstractSyntax().equals(sopClass))
        .max(Comparator.comparing(PresentationContext::scp))
        .orElseThrow(() -> none(sopClass));
  }

  Set<Uid> accepted(Uid sopClass) {
    Set<Uid> syntaxes = new LinkedHashSet<>();
    association.info().presentationContexts().stream()
        .filter(context -> context.abstractSyntax().equals(sopClass) && context.scu())
        .forEach(context -> syntaxes.add(context.transferSyntax()));
    return syntaxes;
  }

  private PresentationContext context(OutgoingObject object) throws NoPresentationContextException {
    return association.info().presentationContexts().stream()
        .filter(context -> context.abstractSyntax().equals(object.sopClassUid()) && context.scu())
        .filter(context -> context.transferSyntax().equals(object.transferSyntaxUid()))
        .findFirst()
        .orElseThrow(
            () ->
                isRejectedByUser(object.sopClassUid())
                    ? NoPresentationContextException.rejectedByUser(object.sopClassUid())
                    : NoPresentationContextException.of(
                        object.sopClassUid(), object.transferSyntaxUid()));
  }

  private NoPresentationContextException none(Uid sopClass) {
    return isRejectedByUser(sopClass)
        ? NoPresentationContextException.rejectedByUser(sopClass)
        : NoPresentationContextException.of(sopClass);
  }

  private boolean isRejectedByUser(Uid sopClass) {
    return association.info().rejectedByUser().contains(sopClass);
  }

  /** Begins an operation without data set, which has one response. */
  Invocation invoke(PresentationContext context, IntFunction<DimseRequest> request)
      throws AssociationException {
    Invocation invocation = begin(Answers.ONE);
    DimseMessage message = request.apply(invocation.messageId());
    association.send(context.id(), CommandSet.encode(message));
    sent(invocation);
    return invocation;
  }

  /** Begins an operation with an identifier. */
  Invocation invoke(
      PresentationContext context,
      IntFunction<DimseRequest> request,
      DataSet identifier,
      Answers answers)
      throws AssociationException {
    byte[] dataSet = Identifiers.encode(identifier, context);
    Invocation invocation = begin(answers);
    DimseMessage message = request.apply(invocation.messageId());
    association.send(context.id(), CommandSet.encode(message), dataSet);
    sent(invocation);
    return invocation;
  }

  private void sent(Invocation invocation) {
    invocation.sent(association.handedOver());
  }

  /**
   * Hands an object over. One that is at hand in memory is sent now or, when the window is full, by
   * the event loop as soon as an answer makes room; one such may wait, with a second one this
   * waits. One that is streamed is sent when this returns.
   */
  StoreUnderWay begin(OutgoingObject object, Optional<MoveOriginator> originator)
      throws IOException {
    PresentationContext context = context(object);
    Optional<WholeData> whole = object.source().whole();
    if (whole.isPresent()) {
      Handed handed = handed(context, object, originator, whole.get());
      handOver(handed);
      return handed;
    }
    try (InputStream dataSet = object.source().open()) {
      Invocation invocation = begin(Answers.ONE);
      try {
        byte[] command = command(invocation, object, originator);
        association.send(context.id(), command, dataSet, object.source().length());
        sent(invocation);
      } catch (IOException | RuntimeException | Error e) {
        end(invocation);
        throw e;
      }
      return new Streamed(this, invocation);
    }
  }

  private Handed handed(
      PresentationContext context,
      OutgoingObject object,
      Optional<MoveOriginator> originator,
      WholeData data) {
    Invocation invocation = numbered(Answers.ONE);
    byte[] command;
    try {
      command = command(invocation, object, originator);
    } catch (RuntimeException | Error e) {
      data.giveBack().run();
      throw e;
    }
    return new Handed(
        invocation, association.prepare(context.id(), command, data.bytes(), data.giveBack()));
  }

  private static byte[] command(
      Invocation invocation, OutgoingObject object, Optional<MoveOriginator> originator) {
    return CommandSet.encode(
        new CStoreRq(
            invocation.messageId(),
            object.sopClassUid(),
            object.sopInstanceUid(),
            Priority.MEDIUM,
            originator));
  }

  /** Sends an object and awaits the answer. */
  Outcome store(OutgoingObject object, Optional<MoveOriginator> originator) throws IOException {
    return begin(object, originator).outcome();
  }

  private record Streamed(Invoker invoker, Invocation invocation) implements StoreUnderWay {
    @Override
    public Outcome outcome() throws AssociationException {
      return invoker.last(invocation).command().outcome();
    }

    @Override
    public boolean withdraw() {
      return false;
    }
  }

  /** An object whose message is ready. */
  private final class Handed implements StoreUnderWay {
    private final Invocation invocation;
    private final PreparedMessage message;

    Handed(Invocation invocation, PreparedMessage message) {
      this.invocation = invocation;
      this.message = message;
    }

    @Override
    public Outcome outcome() throws AssociationException {
      if (isQueued(this)) {
        sendQueued();
      }
      return last(invocation).command().outcome();
    }

    @Override
    public boolean withdraw() {
      synchronized (Invoker.this) {
        boolean waits = isQueued(this);
        if (waits) {
          queued = Optional.empty();
          message.drop();
        }
        return waits;
      }
    }

    private void send() throws AssociationException {
      try {
        association.send(message);
        sent(invocation);
      } catch (AssociationException e) {
        end(invocation);
        throw e;
      }
    }
  }

  private void handOver(Handed next) throws AssociationException {
    boolean mine = true;
    try {
      sendQueued();
      mine = false;
      if (isTurnOf(next)) {
        next.send();
      }
    } finally {
      if (mine) {
        next.message.drop();
      }
    }
  }

  /**
   * Whether it is to be sent now; if not, it is queued, or dropped when nothing is sent any more.
   */
  private synchronized boolean isTurnOf(Handed next) throws AssociationException {
    if (ended.isPresent()) {
      next.message.drop();
      throw ended(ended.get());
    }
    if (underWay.size() >= window) {
      queued = Optional.of(next);
      return false;
    }
    underWay.put(next.invocation.messageId(), next.invocation);
    return true;
  }

  private synchronized boolean isQueued(Handed handed) {
    return queued.isPresent() && queued.get() == handed;
  }

  /** Until nothing is queued: sends what is, as soon as the window has room. */
  private void sendQueued() throws AssociationException {
    Optional<Handed> turn = awaitTurn();
    if (turn.isPresent()) {
      turn.get().send();
    }
  }

  private synchronized Optional<Handed> awaitTurn() throws AssociationException {
    awaitAnswer(() -> queued.isPresent() && underWay.size() >= window);
    Optional<Handed> turn = queued;
    queued = Optional.empty();
    turn.ifPresent(next -> underWay.put(next.invocation.messageId(), next.invocation));
    return turn;
  }

  /** While this holds: waits for an answer that changes it, and looks whether one is late. */
  private void awaitAnswer(BooleanSupplier full) throws AssociationException {
    while (full.getAsBoolean()) {
      awaitChange(patience.interval());
      if (full.getAsBoolean()) {
        look();
      }
    }
  }

  /** Without an answer in time the association is aborted, whoever of those that wait looks. */
  @Override
  public synchronized void look() throws AssociationException {
    if (patience.isOver(underWay.values())) {
      AssociationException late =
          new AssociationException(
              "operation: no response for %s (expected: within it; operation timeout)"
                  .formatted(patience.timeout()));
      association.abort(String.valueOf(late.getMessage()));
      throw late;
    }
  }

  private void awaitChange(Duration most) throws AssociationException {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, most.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssociationException("operation: interrupted", e);
    }
  }

  private static AssociationException ended(AssociationException cause) {
    return new AssociationException(String.valueOf(cause.getMessage()), cause);
  }

  /** Awaits the only response of an operation. */
  Response last(Invocation invocation) throws AssociationException {
    try {
      return next(invocation);
    } finally {
      end(invocation);
    }
  }

  /** Awaits the next response; without one in time the association is aborted. */
  Response next(Invocation invocation) throws AssociationException {
    try {
      Response response = invocation.next(patience.interval(), this);
      association.letGo(response.cost());
      return response;
    } catch (AssociationException e) {
      association.abort(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** An operation or notification on a normalized object, from its request to its response. */
  NResult normalized(
      PresentationContext context, IntFunction<DimseRequest> request, DataSet dataSet)
      throws AssociationException {
    Invocation invocation =
        dataSet.isEmpty()
            ? invoke(context, request)
            : invoke(context, request, dataSet, Answers.ONE);
    Response response = last(invocation);
    try {
      Optional<DataSet> reply =
          response.dataSet().length == 0
              ? Optional.empty()
              : Optional.of(Identifiers.decode(response.dataSet(), response.context()));
      DimseResponse command = response.command();
      return new NResult(command.outcome(), command.affected().sopInstanceUid(), reply);
    } catch (DataSetException e) {
      association.abort("response: its data set can not be read");
      throw new AssociationException("response: its data set can not be read", e);
    }
  }

  /** Waits for the end of the association, at most so long; whether it has ended. */
  synchronized boolean awaitEnd(Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (ended.isEmpty() && until - System.nanoTime() > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
    }
    return ended.isPresent();
  }

  void cancel(PresentationContext context, Invocation invocation) {
    DimseMessage cancel = new DimseMessage.CCancelRq(invocation.messageId());
    association.send(context.id(), CommandSet.encode(cancel));
  }

  private synchronized Invocation begin(Answers answers) throws AssociationException {
    awaitAnswer(() -> underWay.size() >= window && ended.isEmpty());
    if (ended.isPresent()) {
      throw ended(ended.get());
    }
    Invocation invocation = numbered(answers);
    underWay.put(invocation.messageId(), invocation);
    return invocation;
  }

  private synchronized Invocation numbered(Answers answers) {
    do {
      lastMessageId = lastMessageId % 65_535 + 1;
    } while (underWay.containsKey(lastMessageId));
    return new Invocation(lastMessageId, answers);
  }

  /** No more responses are awaited. */
  synchronized void end(Invocation invocation) {
    underWay.remove(invocation.messageId(), invocation);
    notifyAll();
  }

  /** On the event loop: a response came. The last one makes room for what is queued. */
  void answered(Invocation invocation, Response response) {
    int cost = response.cost();
    if (cost > 0) {
      association.hold(cost);
    }
    if (!response.command().status().isPending()) {
      makeRoom(invocation);
    }
    invocation.add(response);
  }

  private synchronized void makeRoom(Invocation answered) {
    end(answered);
    if (queued.isPresent() && underWay.size() < window) {
      Handed next = queued.get();
      int id = next.invocation.messageId();
      // First, for the association may fail while it is sent.
      queued = Optional.empty();
      underWay.put(id, next.invocation);
      if (association.sendIfReady(next.message)) {
        sent(next.invocation);
      } else {
        queued = Optional.of(next);
        underWay.remove(id, next.invocation);
      }
    }
  }

  /** On the event loop: who awaits this response. */
  synchronized Optional<Invocation> awaiting(int messageId) {
    return Optional.ofNullable(underWay.get(messageId));
  }

  synchronized boolean hasEnded() {
    return ended.isPresent();
  }

  synchronized boolean busy() {
    return !underWay.isEmpty() || queued.isPresent();
  }

  /** The association is no more. */
  synchronized void fail(AssociationException cause) {
    ended = Optional.of(cause);
    underWay.values().forEach(invocation -> invocation.fail(cause));
    queued.ifPresent(
        handed -> {
          handed.message.drop();
          handed.invocation.fail(cause);
        });
    queued = Optional.empty();
    notifyAll();
  }
}
