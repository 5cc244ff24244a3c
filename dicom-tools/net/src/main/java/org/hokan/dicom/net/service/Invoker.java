package org.hokan.dicom.net.service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.dimse.CommandSet;
import org.hokan.dicom.net.dimse.DimseMessage;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;

/**
 * Invokes operations on the peer: numbers the messages, keeps to the negotiated window, and hands
 * responses to who waits for them. Thread-safe.
 */
final class Invoker {
  private final Association association;
  private final AssociationLimits limits;
  private final int window;
  private final Map<Integer, Invocation> underWay = new HashMap<>();
  private Optional<AssociationException> ended = Optional.empty();
  private int lastMessageId;

  Invoker(Association association, AssociationLimits limits) {
    this.association = association;
    this.limits = limits;
    int negotiated = association.info().maxOperationsInvoked();
    this.window = negotiated == 0 ? 65_535 : negotiated;
  }

  /** A context on which this side may be SCU of the SOP class. */
  PresentationContext context(Uid sopClass) throws NoPresentationContextException {
    return association.info().presentationContexts().stream()
        .filter(context -> context.abstractSyntax().equals(sopClass) && context.scu())
        .findFirst()
        .orElseThrow(() -> NoPresentationContextException.of(sopClass));
  }

  /**
   * A context on which this side may tell of events. A peer that takes the SOP class but does not
   * answer the proposed roles (PS3.7 §D.3.3.4) is told too: it can still refuse.
   */
  PresentationContext reporting(Uid sopClass) throws NoPresentationContextException {
    return association.info().presentationContexts().stream()
        .filter(context -> context.abstractSyntax().equals(sopClass))
        .max(Comparator.comparing(PresentationContext::scp))
        .orElseThrow(() -> NoPresentationContextException.of(sopClass));
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
                NoPresentationContextException.of(
                    object.sopClassUid(), object.transferSyntaxUid()));
  }

  /** Begins an operation without data set. */
  Invocation invoke(PresentationContext context, IntFunction<DimseRequest> request)
      throws AssociationException {
    Invocation invocation = begin();
    DimseMessage message = request.apply(invocation.messageId());
    association.send(context.id(), CommandSet.encode(message));
    return invocation;
  }

  /** Begins an operation with an identifier. */
  Invocation invoke(
      PresentationContext context, IntFunction<DimseRequest> request, DataSet identifier)
      throws AssociationException {
    byte[] dataSet = Identifiers.encode(identifier, context);
    Invocation invocation = begin();
    DimseMessage message = request.apply(invocation.messageId());
    association.send(context.id(), CommandSet.encode(message), dataSet);
    return invocation;
  }

  /** Sends an object; the invocation gets the one response. */
  Invocation invokeStore(OutgoingObject object, Optional<MoveOriginator> originator)
      throws IOException {
    PresentationContext context = context(object);
    Optional<ByteBuffer> whole = object.source().whole();
    if (whole.isPresent()) {
      return invokeStore(
          object,
          originator,
          command -> association.send(context.id(), command, whole.get().duplicate()));
    }
    try (InputStream dataSet = object.source().open()) {
      long length = object.source().length();
      return invokeStore(
          object, originator, command -> association.send(context.id(), command, dataSet, length));
    }
  }

  /** Sends a command and the data set that belongs to it. */
  private interface Sending {
    void send(byte[] command) throws IOException;
  }

  private Invocation invokeStore(
      OutgoingObject object, Optional<MoveOriginator> originator, Sending sending)
      throws IOException {
    Invocation invocation = begin();
    CStoreRq request =
        new CStoreRq(
            invocation.messageId(),
            object.sopClassUid(),
            object.sopInstanceUid(),
            Priority.MEDIUM,
            originator);
    try {
      sending.send(CommandSet.encode(request));
    } catch (IOException e) {
      end(invocation);
      throw e;
    }
    return invocation;
  }

  /** Sends an object and awaits the answer. */
  Outcome store(OutgoingObject object, Optional<MoveOriginator> originator) throws IOException {
    return last(invokeStore(object, originator)).command().outcome();
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
      Response response = invocation.next(limits.operationTimeout(), association::sinceReceived);
      association.letGo(response.dataSet().length);
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
        dataSet.isEmpty() ? invoke(context, request) : invoke(context, request, dataSet);
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

  private synchronized Invocation begin() throws AssociationException {
    while (underWay.size() >= window && ended.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssociationException("operation: interrupted", e);
      }
    }
    if (ended.isPresent()) {
      throw new AssociationException(String.valueOf(ended.get().getMessage()), ended.get());
    }
    do {
      lastMessageId = lastMessageId % 65_535 + 1;
    } while (underWay.containsKey(lastMessageId));
    Invocation invocation = new Invocation(lastMessageId);
    underWay.put(lastMessageId, invocation);
    return invocation;
  }

  /** No more responses are awaited. */
  synchronized void end(Invocation invocation) {
    underWay.remove(invocation.messageId());
    notifyAll();
  }

  /** On the event loop: who awaits this response. */
  synchronized Optional<Invocation> awaiting(int messageId) {
    return Optional.ofNullable(underWay.get(messageId));
  }

  synchronized boolean busy() {
    return !underWay.isEmpty();
  }

  /** The association is no more. */
  synchronized void fail(AssociationException cause) {
    ended = Optional.of(cause);
    underWay.values().forEach(invocation -> invocation.fail(cause));
    notifyAll();
  }
}
