package org.hokan.dicom.net.association;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.dicom.net.pdu.AbortReason;
import org.hokan.dicom.net.pdu.Pdu;
import org.hokan.dicom.net.pdu.PduDecoder;
import org.hokan.dicom.net.pdu.PduException;
import org.hokan.dicom.net.pdu.PduLimits;
import org.hokan.dicom.net.pdu.PduWriter;
import org.hokan.dicom.net.pdu.PresentationDataValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upper layer protocol machine of one connection, run by {@link StateTable}. Everything happens
 * on the connection's event loop; other threads come in by {@link #execute}.
 */
final class AssociationHandler extends ChannelDuplexHandler implements PduDecoder.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(AssociationHandler.class);

  /** Aborted associations with a peer that are told of in a minute. */
  private static final int MOST_TOLD = 20;

  private static final AtomicLong IDS = new AtomicLong();

  private final String id = "A" + IDS.incrementAndGet();
  private final Side side;
  private final AssociationLimits limits;
  private final AssociationListener listener;
  private final PduDecoder decoder;
  private final CompletableFuture<AssociationEnd> end = new CompletableFuture<>();
  private State state = State.STA1;
  private Optional<Pdu.AAssociateRq> request = Optional.empty();
  private Optional<Established> established = Optional.empty();
  private boolean dataWanted;
  private boolean undecodable;
  private boolean abortedAgain;
  private volatile InetSocketAddress peer = new InetSocketAddress(0);
  private Timer artim = Timer.NONE;
  private Timer answerTimer = Timer.NONE;
  private Timer watchTimer = Timer.NONE;
  private final Traffic traffic = new Traffic();
  private final Watch watch;

  @SuppressWarnings("NullAway.Init") // set by handlerAdded, before anything else is called
  private ChannelHandlerContext context;

  AssociationHandler(Side side, AssociationLimits limits, AssociationListener listener) {
    this.side = side;
    this.limits = limits;
    this.listener = listener;
    this.watch = new Watch(limits, traffic);
    this.decoder = new PduDecoder(PduLimits.withMaxDataPduLength(limits.maxPduLength()), this);
  }

  // ---- from other threads

  void execute(Runnable task) {
    context.executor().execute(task);
  }

  /** Nothing happens once the association is no more. */
  void abort(String why) {
    if (end.isDone()) {
      return;
    }
    Runnable abort = () -> on(Event.EVT15, new Problem(AbortReason.NOT_SPECIFIED, why));
    if (context.executor().inEventLoop()) {
      abort.run();
    } else {
      execute(abort);
    }
  }

  /** Whether so many bytes of all that was sent are written; on any thread. */
  boolean hasTaken(long bytes) {
    return traffic.hasTaken(bytes);
  }

  CompletionStage<AssociationEnd> release() {
    execute(() -> on(Event.EVT11, new Pdu.AReleaseRq()));
    return end;
  }

  /**
   * The local user's answer to the request that {@link Side#indicated} was told of.
   *
   * @throws IllegalArgumentException when no PDU can hold it; the request still waits for its
   *     answer
   */
  void answer(Pdu.AAssociateAc acceptance) {
    ByteBuf bytes = Unpooled.buffer(512);
    PduWriter.write(acceptance, bytes);
    execute(() -> on(Event.EVT7, new Acceptance(acceptance, bytes)));
  }

  void answer(Pdu.AAssociateRj rejection) {
    execute(() -> on(Event.EVT8, rejection));
  }

  /** Ends the connection without a word. */
  void disconnect() {
    context.close();
  }

  String id() {
    return id;
  }

  InetSocketAddress peer() {
    return peer;
  }

  // ---- from Netty

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    if (side.requestor()) {
      on(Event.EVT1, side);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    peer = (InetSocketAddress) active.channel().remoteAddress();
    on(side.requestor() ? Event.EVT2 : Event.EVT5, side);
  }

  @Override
  public void channelInactive(ChannelHandlerContext inactive) {
    decoder.close();
    on(Event.EVT17, new Problem(AbortReason.NOT_SPECIFIED, "connection: closed by the peer"));
    artim.cancel();
    answerTimer.cancel();
    watchTimer.cancel();
    try {
      ended(AssociationEnd.CONNECTION_LOST, "connection: closed");
      side.failed(
          new AssociationException("association: the connection was closed before it stood"));
    } finally {
      side.closed(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext from, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      traffic.received(in.readableBytes());
      if (established.isEmpty()) {
        side.received(in.readableBytes());
      }
      if (!undecodable) {
        decoder.decode(in, from.alloc());
      }
    } catch (PduException e) {
      undecodable = true;
      on(Event.EVT19, new Problem(e.reason(), String.valueOf(e.getMessage())));
    } finally {
      in.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext from) {
    established.ifPresent(e -> e.user.readComplete());
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext changed) {
    established.ifPresent(e -> e.outbox.roomChanged());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("{} connection: {}", id, cause.getMessage());
      from.close();
      return;
    }
    LOG.error("{} aborted: a callback failed", id, cause);
    undecodable = true;
    on(Event.EVT15, new Problem(AbortReason.NOT_SPECIFIED, "a callback failed"));
  }

  /** P-DATA of the local user; our own PDUs go past this by the context. */
  @Override
  public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
    if (StateTable.cell(Event.EVT9, state).isEmpty()) {
      ReferenceCountUtil.release(message);
      promise.setFailure(new AssociationException("association: not established any more"));
      return;
    }
    on(Event.EVT9, message);
    send((ByteBuf) message, promise);
  }

  private void send(ByteBuf bytes, ChannelPromise promise) {
    int length = bytes.readableBytes();
    traffic.sending(length);
    context.write(bytes, promise).addListener(done -> traffic.sent(length));
  }

  private void send(Pdu pdu) {
    ByteBuf out = context.alloc().buffer(256);
    try {
      PduWriter.write(pdu, out);
    } catch (RuntimeException | Error e) {
      out.release();
      throw e;
    }
    send(out);
  }

  private void send(ByteBuf pdu) {
    send(pdu, context.newPromise());
    context.flush();
  }

  // ---- from the decoder

  @Override
  public void pdu(Pdu pdu) {
    switch (pdu.type()) {
      case A_ASSOCIATE_RQ -> on(Event.EVT6, pdu);
      case A_ASSOCIATE_AC -> on(Event.EVT3, pdu);
      case A_ASSOCIATE_RJ -> on(Event.EVT4, pdu);
      case P_DATA_TF -> ((Pdu.PDataTf) pdu).release();
      case A_RELEASE_RQ -> on(Event.EVT12, pdu);
      case A_RELEASE_RP -> on(Event.EVT13, pdu);
      case A_ABORT -> on(Event.EVT16, pdu);
    }
  }

  @Override
  public void data(long lengthBytes) {
    dataWanted = false;
    on(Event.EVT10, new Problem(AbortReason.UNEXPECTED_PDU, "P-DATA-TF: unexpected in " + state));
  }

  @Override
  public void value(PresentationDataValue value) {
    traffic.payload(value.data().readableBytes());
    if (dataWanted && established.isPresent()) {
      established.get().assembler.add(value);
    } else {
      value.data().release();
    }
  }

  @Override
  public boolean goOn() {
    return state != State.STA1;
  }

  // ---- the machine

  private void on(Event event, Object primitive) {
    Optional<Transition> cell = StateTable.cell(event, state);
    if (cell.isEmpty()) {
      LOG.debug("{} {} in {}: nothing to do", id, event, state);
      return;
    }
    state = cell.get().next();
    try {
      perform(cell.get(), primitive);
    } catch (RuntimeException | Error e) {
      // Amid an action no deadline may run: the end of the connection ends all there is.
      LOG.error("{} closed: {} failed", id, cell.get().action(), e);
      if (established.isEmpty()) {
        side.failed(new AssociationException("association: " + cell.get().action() + " failed", e));
      }
      context.close();
    }
  }

  private void perform(Transition transition, Object primitive) {
    switch (transition.action()) {
      case AE_1, AA_6, DT_1, AR_7 -> {} // done by the transport, by no one, by write()
      case AE_2 -> sendRequest();
      case AE_3 -> establish((Pdu.AAssociateAc) primitive);
      case AE_4 -> rejected((Pdu.AAssociateRj) primitive);
      case AE_5 -> startArtim();
      case AE_6 -> indicate((Pdu.AAssociateRq) primitive, transition);
      case AE_7 -> accept((Acceptance) primitive);
      case AE_8 -> reject((Pdu.AAssociateRj) primitive);
      case DT_2, AR_6 -> dataWanted = true;
      case AR_1 -> requestRelease();
      case AR_2 -> {
        ended(AssociationEnd.RELEASED, "released by the peer");
        on(Event.EVT14, primitive);
      }
      case AR_3 -> {
        answerTimer.cancel();
        ended(AssociationEnd.RELEASED, "released");
        context.close();
      }
      case AR_4 -> {
        send(new Pdu.AReleaseRp());
        startArtim();
      }
      case AR_5, AA_5 -> artim.cancel();
      case AR_8 -> collide(transition, primitive);
      case AR_9 -> send(new Pdu.AReleaseRp());
      case AR_10 -> on(Event.EVT14, primitive);
      case AA_1 -> abortByUser(primitive);
      case AA_2 -> {
        artim.cancel();
        context.close();
      }
      case AA_3 -> abortedByPeer((Pdu.AAbort) primitive);
      case AA_4 -> ended(AssociationEnd.CONNECTION_LOST, text(primitive));
      case AA_7 -> abortAgain(primitive);
      case AA_8 -> abortByProvider(primitive);
    }
  }

  private void sendRequest() {
    request = Optional.of(side.request());
    send(side.request());
    answerTimer =
        timer(
            limits.associateTimeout(),
            "A-ASSOCIATE: no answer for %s (expected: within it; associate timeout)"
                .formatted(limits.associateTimeout()));
  }

  private Timer timer(Duration after, String problem) {
    return Timer.start(
        context.executor(),
        after,
        () -> on(Event.EVT15, new Problem(AbortReason.NOT_SPECIFIED, problem)));
  }

  private void startArtim() {
    artim.cancel();
    artim =
        Timer.start(
            context.executor(),
            limits.artimTimeout(),
            () -> {
              LOG.debug("{} ARTIM expired in {}", id, state);
              if (state == State.STA2) {
                tellSilent();
              }
              on(Event.EVT18, side);
            });
  }

  /** Told once in a while only: a port scan is no flood of lines. */
  private void tellSilent() {
    side.repeats()
        .tell("silent " + peer.getAddress())
        .ifPresent(
            more ->
                LOG.info(
                    "{} connection from {} closed: no association was asked for within {}{}",
                    id,
                    peer,
                    limits.artimTimeout(),
                    Repeats.more(more)));
  }

  private void indicate(Pdu.AAssociateRq rq, Transition transition) {
    artim.cancel();
    request = Optional.of(rq);
    Optional<Pdu.AAssociateRj> refusal = side.indicated(rq, this);
    if (refusal.isPresent()) {
      state = transition.alternative();
      reject(refusal.get());
      return;
    }
    answerTimer =
        Timer.start(
            context.executor(),
            limits.associateTimeout(),
            () -> on(Event.EVT8, new Pdu.AAssociateRj(2, 1, 1)));
  }

  private void reject(Pdu.AAssociateRj rejection) {
    answerTimer.cancel();
    side.over();
    LOG.debug(
        "{} rejected {} -> {} from {}: {}",
        id,
        request.map(rq -> AssociationInfo.printable(rq.callingAeTitle())).orElse(""),
        request.map(rq -> AssociationInfo.printable(rq.calledAeTitle())).orElse(""),
        peer(),
        RejectReason.describe(rejection.result(), rejection.source(), rejection.reason()));
    request = Optional.empty();
    send(rejection);
    startArtim();
  }

  private void rejected(Pdu.AAssociateRj rejection) {
    answerTimer.cancel();
    side.rejected(rejection);
    context.close();
  }

  private void accept(Acceptance acceptance) {
    send(acceptance.bytes);
    establish(acceptance.pdu);
  }

  private void establish(Pdu.AAssociateAc acceptance) {
    answerTimer.cancel();
    Pdu.AAssociateRq rq = request.orElseThrow();
    AssociationInfo info = Negotiation.info(id, peer(), side.requestor(), rq, acceptance);
    InboundFlow flow =
        new InboundFlow(context.channel(), side.held(), limits.maxQueuedBytes(), traffic::resumed);
    long most = info.maxPduLengthToPeer() == 0 ? Long.MAX_VALUE : info.maxPduLengthToPeer();
    int maxSent = (int) Math.max(64, Math.min(most, limits.maxSentPduLength()));
    Outbox outbox = new Outbox(context.channel(), maxSent, traffic.bytesSent());
    Association association = new Association(info, this, outbox, flow);
    established =
        Optional.of(
            new Established(association, outbox, flow, side.established(association), limits));
    request = Optional.empty();
    LOG.debug("{} established", association);
    listener.established(info);
    traffic.begin();
    watchTimer = Timer.repeat(context.executor(), watch.interval(), this::watch);
  }

  private void requestRelease() {
    send(new Pdu.AReleaseRq());
    answerTimer =
        timer(
            limits.releaseTimeout(),
            "A-RELEASE: no answer for %s (expected: within it; release timeout)"
                .formatted(limits.releaseTimeout()));
  }

  private void collide(Transition transition, Object primitive) {
    ended(AssociationEnd.RELEASED, "released by both");
    if (side.requestor()) {
      on(Event.EVT14, primitive);
    } else {
      state = transition.alternative();
    }
  }

  private void abortByUser(Object primitive) {
    answerTimer.cancel();
    tellAborted(primitive);
    startArtim();
    ended(AssociationEnd.ABORTED_HERE, text(primitive));
    // A service-user gives no reason (PS3.8 Table 9-26).
    send(new Pdu.AAbort(Pdu.AAbort.SERVICE_USER, AbortReason.NOT_SPECIFIED.code()));
  }

  private void abortByProvider(Object primitive) {
    answerTimer.cancel();
    tellAborted(primitive);
    startArtim();
    ended(AssociationEnd.ABORTED_HERE, text(primitive));
    send(new Pdu.AAbort(Pdu.AAbort.SERVICE_PROVIDER, reason(primitive).code()));
  }

  /** Said once: a peer that goes on, and may read nothing, would have one made of each PDU. */
  private void abortAgain(Object primitive) {
    if (abortedAgain) {
      context.close();
      return;
    }
    abortedAgain = true;
    send(new Pdu.AAbort(Pdu.AAbort.SERVICE_PROVIDER, reason(primitive).code()));
  }

  private void tellAborted(Object primitive) {
    tell("aborted: " + text(primitive));
  }

  /** A peer that comes again and again is told of some times a minute; a stranger once. */
  private void tell(String how) {
    side.repeats()
        .tell("abort " + peer.getAddress(), established.isPresent() ? MOST_TOLD : 1)
        .ifPresent(more -> LOG.info("{} {}{}", who(), how, Repeats.more(more)));
  }

  private void abortedByPeer(Pdu.AAbort abort) {
    answerTimer.cancel();
    String by = abort.source() == Pdu.AAbort.SERVICE_USER ? "service-user" : "service-provider";
    String why = "aborted by the peer's %s: %s".formatted(by, AbortReason.describe(abort.reason()));
    tell(why);
    ended(AssociationEnd.ABORTED_BY_PEER, why);
    side.failed(new AssociationException("association: " + why));
    context.close();
  }

  private String who() {
    return established.map(e -> e.association.toString()).orElseGet(() -> id + " from " + peer);
  }

  /** Tells everybody, once, that the association is no more; before it stood, that it will not. */
  private void ended(AssociationEnd how, String why) {
    dataWanted = false;
    side.over();
    AssociationException cause = new AssociationException("association: " + why);
    if (established.isEmpty()) {
      side.failed(cause);
      return;
    }
    if (end.isDone()) {
      return;
    }
    Established was = established.get();
    was.outbox.fail(cause);
    was.user.ended(how, cause);
    was.flow.readOn();
    listener.ended(
        was.association.info(),
        how,
        traffic.lasted(),
        traffic.bytesReceived(),
        traffic.bytesSent());
    end.complete(how);
    LOG.debug("{} ended: {}", who(), why);
  }

  private void watch() {
    if (established.isEmpty() || state != State.STA6) {
      return;
    }
    Established now = established.get();
    traffic.look(context.channel());
    boolean midMessage = !decoder.betweenPdus() || now.assembler.midMessage();
    watch
        .problem(now, midMessage)
        .ifPresent(
            problem -> {
              on(Event.EVT15, new Problem(AbortReason.NOT_SPECIFIED, problem.text()));
              if (problem.stuck()) {
                context.close();
              }
            });
  }

  private static String text(Object primitive) {
    return primitive instanceof Problem problem
        ? problem.text
        : "%s: unexpected".formatted(primitive instanceof Pdu pdu ? pdu.type() : "PDU");
  }

  private static AbortReason reason(Object primitive) {
    return primitive instanceof Problem problem ? problem.reason : AbortReason.UNEXPECTED_PDU;
  }

  /** An acceptance, and its bytes for the wire. */
  private record Acceptance(Pdu.AAssociateAc pdu, ByteBuf bytes) {}

  /** Why this side aborts. */
  private record Problem(AbortReason reason, String text) {}
}
