package org.hokan.dicom.net.service;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationException;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.PresentationContext;
import org.hokan.dicom.net.dimse.DimseRequest;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.DimseRequest.NCreateRq;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.NSetRq;
import org.hokan.dicom.net.dimse.DimseResponse;
import org.hokan.dicom.net.dimse.DimseResponse.CGetRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CMoveRsp;
import org.hokan.dicom.net.dimse.MoveOriginator;
import org.hokan.dicom.net.dimse.Outcome;
import org.hokan.dicom.net.dimse.Priority;
import org.hokan.dicom.net.dimse.SubOperations;
import org.hokan.dicom.net.service.Invocation.Answers;

/**
 * An association that this side asked for: operations wait on the caller's thread, each under the
 * deadlines of {@link AssociationLimits}, after which the association is aborted and an {@link
 * AssociationException} thrown. A status that is a failure is a result, no exception.
 *
 * <p>Thread-safe; as many operations run at once as were negotiated, by default one after another.
 */
public final class ClientAssociation implements AutoCloseable {
  private final Association association;
  private final Invoker invoker;
  private final Performer performer;
  private final AssociationLimits limits;
  private final GetStorage getStorage;

  ClientAssociation(DimseSession session, AssociationLimits limits, GetStorage getStorage) {
    this.association = session.association();
    this.invoker = session.invoker();
    this.performer = session.performer();
    this.limits = limits;
    this.getStorage = getStorage;
  }

  /** What was negotiated, and with whom. */
  public AssociationInfo info() {
    return association.info();
  }

  /** Whether it still stands, as far as this side has heard. */
  public boolean isEstablished() {
    return !invoker.hasEnded();
  }

  /** The transfer syntaxes accepted for a SOP class with this side as SCU; empty for none. */
  public Set<Uid> accepted(Uid abstractSyntax) {
    return invoker.accepted(abstractSyntax);
  }

  /** C-ECHO (PS3.7 §9.1.5). */
  public Outcome echo() throws IOException {
    PresentationContext context = invoker.context(Services.VERIFICATION);
    Invocation invocation = invoker.invoke(context, id -> new CEchoRq(id, Services.VERIFICATION));
    return invoker.last(invocation).command().outcome();
  }

  /**
   * C-STORE (PS3.7 §9.1.1).
   *
   * @throws NoPresentationContextException when the object's SOP class was not accepted in its
   *     transfer syntax; the association lives
   * @throws IOException also when the object can't be read; the association lives if nothing was
   *     sent yet
   */
  public Outcome store(OutgoingObject object) throws IOException {
    return invoker.store(object, Optional.empty());
  }

  /** C-STORE as a sub-operation of somebody's C-MOVE. */
  public Outcome store(OutgoingObject object, MoveOriginator originator) throws IOException {
    return invoker.store(object, Optional.of(originator));
  }

  /**
   * C-STORE that is not waited for: the next one can be made ready, and handed over, meanwhile. As
   * many are with the peer as were negotiated ({@code
   * AssociationProposal.Builder.asynchronousOperationsWindow}), by default one. One more that is at
   * hand in memory may be handed over; it leaves at the moment an answer comes.
   *
   * @throws NoPresentationContextException as {@link #store(OutgoingObject)}
   * @throws IOException also when the object can't be read; the association lives if nothing was
   *     sent yet
   */
  public StoreUnderWay begin(OutgoingObject object) throws IOException {
    return invoker.begin(object, Optional.empty());
  }

  /** As {@link #begin(OutgoingObject)}, as a sub-operation of somebody's C-MOVE. */
  public StoreUnderWay begin(OutgoingObject object, MoveOriginator originator) throws IOException {
    return invoker.begin(object, Optional.of(originator));
  }

  /**
   * C-FIND (PS3.7 §9.1.2).
   *
   * @param match gets each match as it comes, on the caller's thread; false sends C-CANCEL, and
   *     matches that still come are dropped
   * @return the last response's outcome: Success, Cancel, or a failure
   */
  public Outcome find(Uid sopClassUid, DataSet identifier, Predicate<DataSet> match)
      throws IOException {
    Response last =
        run(
            sopClassUid,
            id -> new CFindRq(id, sopClassUid, Priority.MEDIUM),
            identifier,
            Answers.PENDING,
            pending -> match.test(Identifiers.decode(pending.dataSet(), pending.context())));
    return last.command().outcome();
  }

  /**
   * C-MOVE (PS3.7 §9.1.4).
   *
   * @param progress gets the numbers of each pending response; false sends C-CANCEL
   */
  public RetrieveResult move(
      Uid sopClassUid, String destination, DataSet identifier, Predicate<SubOperations> progress)
      throws IOException {
    Response last =
        run(
            sopClassUid,
            id -> new CMoveRq(id, sopClassUid, Priority.MEDIUM, destination),
            identifier,
            Answers.PENDING,
            pending -> progress.test(subOperations(pending.command())));
    return result(last);
  }

  /**
   * C-GET (PS3.7 §9.1.3). The objects come on this association, in the contexts that were proposed
   * with {@code proposeAsScp}.
   *
   * @param storage takes the objects; called on worker threads
   * @param progress gets the numbers of each pending response; false sends C-CANCEL
   */
  public RetrieveResult get(
      Uid sopClassUid, DataSet identifier, StorageScp storage, Predicate<SubOperations> progress)
      throws IOException {
    try (GetStorage.Use use = getStorage.use(storage)) {
      Response last =
          run(
              sopClassUid,
              id -> new CGetRq(id, sopClassUid, Priority.MEDIUM),
              identifier,
              Answers.PENDING_AND_OBJECTS,
              pending -> progress.test(subOperations(pending.command())));
      return result(last);
    }
  }

  /**
   * N-ACTION (PS3.7 §10.1.4).
   *
   * @param information Action Information; an empty data set is not sent
   */
  public NResult action(Uid sopClassUid, Uid sopInstanceUid, int actionTypeId, DataSet information)
      throws IOException {
    return invoker.normalized(
        invoker.context(sopClassUid),
        id -> new NActionRq(id, sopClassUid, sopInstanceUid, actionTypeId, !information.isEmpty()),
        information);
  }

  /**
   * N-CREATE (PS3.7 §10.1.5).
   *
   * @param sopInstanceUid empty lets the peer make one, which the result then has
   * @param attributes Attribute List; an empty data set is not sent
   */
  public NResult create(Uid sopClassUid, Optional<Uid> sopInstanceUid, DataSet attributes)
      throws IOException {
    return invoker.normalized(
        invoker.context(sopClassUid),
        id -> new NCreateRq(id, sopClassUid, sopInstanceUid, !attributes.isEmpty()),
        attributes);
  }

  /**
   * N-SET (PS3.7 §10.1.3).
   *
   * @param modifications Modification List; at least one attribute
   */
  public NResult set(Uid sopClassUid, Uid sopInstanceUid, DataSet modifications)
      throws IOException {
    if (modifications.isEmpty()) {
      throw new IllegalArgumentException(
          "modifications: none (expected: one or more; PS3.7 §10.1.3)");
    }
    return invoker.normalized(
        invoker.context(sopClassUid),
        id -> new NSetRq(id, sopClassUid, sopInstanceUid),
        modifications);
  }

  /**
   * N-GET (PS3.7 §10.1.2).
   *
   * @param tags attributes asked for; none asks for all
   */
  public NResult attributes(Uid sopClassUid, Uid sopInstanceUid, List<Integer> tags)
      throws IOException {
    return invoker.normalized(
        invoker.context(sopClassUid),
        id -> new NGetRq(id, sopClassUid, sopInstanceUid, tags),
        DataSet.empty());
  }

  /**
   * N-EVENT-REPORT (PS3.7 §10.1.1): this side is SCP of the SOP class, as proposed with {@code
   * proposeAsScp}.
   *
   * @param information Event Information; an empty data set is not sent
   */
  public NResult report(Uid sopClassUid, Uid sopInstanceUid, int eventTypeId, DataSet information)
      throws IOException {
    return invoker.normalized(
        invoker.reporting(sopClassUid),
        id ->
            new NEventReportRq(
                id, sopClassUid, sopInstanceUid, eventTypeId, !information.isEmpty()),
        information);
  }

  private Response run(
      Uid sopClassUid,
      IntFunction<DimseRequest> request,
      DataSet identifier,
      Answers answers,
      Predicate<Response> pending)
      throws IOException {
    PresentationContext context = invoker.context(sopClassUid);
    Invocation invocation = invoker.invoke(context, request, identifier, answers);
    boolean finished = false;
    try {
      Response last = awaitLast(context, invocation, pending);
      finished = true;
      return last;
    } catch (DataSetException e) {
      throw new AssociationException("response: its data set can not be read", e);
    } finally {
      invoker.end(invocation);
      if (!finished) {
        association.abort("operation given up");
      }
    }
  }

  private Response awaitLast(
      PresentationContext context, Invocation invocation, Predicate<Response> pending)
      throws AssociationException {
    boolean cancelled = false;
    while (true) {
      Response response = invoker.next(invocation);
      if (!response.command().status().isPending()) {
        return response;
      }
      if (!cancelled && !pending.test(response)) {
        cancelled = true;
        invoker.cancel(context, invocation);
      }
    }
  }

  private static SubOperations subOperations(DimseResponse response) {
    if (response instanceof CMoveRsp move) {
      return move.subOperations();
    }
    return response instanceof CGetRsp get ? get.subOperations() : SubOperations.UNSAID;
  }

  private static RetrieveResult result(Response last) {
    SubOperations counts = subOperations(last.command());
    List<Uid> failed =
        last.dataSet().length == 0
            ? List.of()
            : Identifiers.failedUids(Identifiers.decode(last.dataSet(), last.context()));
    return new RetrieveResult(
        last.command().outcome(),
        counts.remaining().orElse(0),
        counts.completed().orElse(0),
        counts.failed().orElse(0),
        counts.warning().orElse(0),
        failed);
  }

  /**
   * Releases in order; after the release timeout it is aborted instead. What the peer asked for
   * before, such as to take an event, is answered first, as long as that takes no longer than the
   * release timeout. Waits for the end.
   */
  public void release() throws IOException {
    Duration patience = limits.releaseTimeout();
    Waiting.await(
        performer
            .answered()
            .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
            .thenCompose(answered -> association.release()),
        patience.multipliedBy(2).plus(limits.artimTimeout()),
        "release");
  }

  /** Ends the association at once. */
  public void abort() {
    association.abort("by this side");
  }

  /** Releases if the association still stands; never throws. */
  @Override
  public void close() {
    try {
      release();
    } catch (IOException e) {
      association.abort("release failed");
    }
  }
}
