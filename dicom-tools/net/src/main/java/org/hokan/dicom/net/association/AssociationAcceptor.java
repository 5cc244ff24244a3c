package org.hokan.dicom.net.association;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.dicom.net.pdu.Pdu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and answers association requests as its policy decides. Thread-safe. */
public final class AssociationAcceptor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssociationAcceptor.class);

  private final AcceptorSettings settings;
  private final Connections connections;
  private final Repeats repeats = new Repeats();
  private final AtomicLong held = new AtomicLong();
  private volatile Optional<Channel> listening = Optional.empty();

  AssociationAcceptor(AcceptorSettings settings) {
    this.settings = settings;
    this.connections = new Connections(settings.connections());
  }

  /** Listens from now on. */
  public static AssociationAcceptor listen(Transport transport, AcceptorSettings settings)
      throws IOException {
    AssociationAcceptor acceptor = new AssociationAcceptor(settings);
    ServerBootstrap bootstrap =
        ChannelSettings.apply(new ServerBootstrap(), settings.limits())
            .group(transport.loops())
            .channel(Transport.serverChannelType())
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    transport.track(channel);
                    acceptor.connected(channel);
                  }
                });
    ChannelFuture bound = bootstrap.bind(settings.address()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "%s: can not listen: %s".formatted(settings.address(), bound.cause().getMessage()),
          bound.cause());
    }
    transport.track(bound.channel());
    acceptor.listening = Optional.of(bound.channel());
    return acceptor;
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return listening
        .map(channel -> (InetSocketAddress) channel.localAddress())
        .orElse(settings.address());
  }

  /** How many associations there are. */
  public int associations() {
    return connections.associations();
  }

  /** How many connections are open without an association. */
  public int pendingConnections() {
    return connections.pending();
  }

  /** Bytes that came in and are not yet consumed. */
  public long queuedBytes() {
    return held.get();
  }

  /** Takes no further connections. */
  public void stopListening() {
    listening.ifPresent(channel -> channel.close().awaitUninterruptibly());
  }

  /** Takes no further connections and cuts those there are. */
  @Override
  public void close() {
    stopListening();
    connections.all().forEach(Connections.Connection::close);
  }

  void connected(Channel channel) {
    Object peer =
        channel.remoteAddress() instanceof InetSocketAddress address
            ? address.getAddress()
            : channel.id();
    Connections.Connection connection = new Connections.Connection(peer, channel::close);
    channel
        .pipeline()
        .addLast(
            new AssociationHandler(
                new AcceptorSide(connection), settings.limits(), settings.listener()));
    connections.opened(connection).ifPresent(this::drop);
  }

  private void drop(Connections.Connection connection) {
    drop(
        connection,
        "too many wait (expected: at most %d, half of them from one address)"
            .formatted(settings.connections().maxPending()));
  }

  private void dropOfMostBytes(Connections.Connection connection) {
    drop(
        connection,
        "requests that wait hold too much, and this one most (expected: at most %d bytes)"
            .formatted(Connections.MAX_REQUEST_BYTES));
  }

  /** Closes a connection that has no association, as the ARTIM timer would: without a word. */
  private void drop(Connections.Connection connection, String why) {
    repeats
        .tell("drop " + connection.peer())
        .ifPresent(
            more ->
                LOG.info(
                    "connection from {} closed before it asked: {}{}",
                    connection.peer(),
                    why,
                    Repeats.more(more)));
    settings.listener().dropped();
    connection.close();
  }

  private final class AcceptorSide implements Side {
    private final Connections.Connection connection;

    AcceptorSide(Connections.Connection connection) {
      this.connection = connection;
    }

    @Override
    public Repeats repeats() {
      return repeats;
    }

    @Override
    public AtomicLong held() {
      return held;
    }

    @Override
    public void received(int bytes) {
      connections.received(connection, bytes).ifPresent(AssociationAcceptor.this::dropOfMostBytes);
    }

    @Override
    public boolean requestor() {
      return false;
    }

    @Override
    public Pdu.AAssociateRq request() {
      throw new IllegalStateException("an acceptor sends no A-ASSOCIATE-RQ");
    }

    @Override
    public Optional<Pdu.AAssociateRj> indicated(Pdu.AAssociateRq rq, AssociationHandler handler) {
      if ((rq.protocolVersion() & 1) == 0) {
        return Optional.of(rejection(true, RejectReason.PROTOCOL_VERSION_NOT_SUPPORTED));
      }
      if (!connections.associate(connection)) {
        return Optional.of(refuseForNow(handler, rq, RejectReason.LOCAL_LIMIT_EXCEEDED));
      }
      try {
        settings.policyExecutor().execute(() -> decide(rq, handler));
        return Optional.empty();
      } catch (RejectedExecutionException e) {
        return Optional.of(refuseForNow(handler, rq, RejectReason.TEMPORARY_CONGESTION));
      }
    }

    private void decide(Pdu.AAssociateRq rq, AssociationHandler handler) {
      try {
        answer(rq, decision(rq, handler), handler);
      } catch (RuntimeException | Error e) {
        repeats
            .tell("policy " + connection.peer())
            .ifPresent(
                more -> LOG.error("{} policy failed{}", handler.id(), Repeats.more(more), e));
        answer(rq, Decision.rejectForNow(RejectReason.NO_REASON_GIVEN), handler);
      }
    }

    private Decision decision(Pdu.AAssociateRq rq, AssociationHandler handler) {
      return rq.applicationContextName().equals(Pdu.DICOM_APPLICATION_CONTEXT)
          ? settings.policy().decide(new AssociationRequest(handler.peer(), rq))
          : Decision.reject(RejectReason.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED);
    }

    private void answer(Pdu.AAssociateRq rq, Decision decision, AssociationHandler handler) {
      if (decision instanceof Decision.Reject reject) {
        handler.answer(refuse(handler, rq, reject));
        return;
      }
      handler.answer(Negotiation.acceptance(rq, (Decision.Accept) decision, settings.limits()));
    }

    /** A refusal of the acceptor itself: one log line for many of one peer. */
    private Pdu.AAssociateRj refuseForNow(
        AssociationHandler handler, Pdu.AAssociateRq rq, RejectReason reason) {
      repeats
          .tell("refuse %s %s".formatted(reason, connection.peer()))
          .ifPresent(
              more ->
                  LOG.info(
                      "{} association from {} at {} rejected: {}; there are {} associations{}",
                      handler.id(),
                      AssociationInfo.printable(rq.callingAeTitle()),
                      handler.peer(),
                      RejectReason.describe(2, reason.source(), reason.code()),
                      associations(),
                      Repeats.more(more)));
      return refuse(handler, rq, new Decision.Reject(false, reason));
    }

    private Pdu.AAssociateRj refuse(
        AssociationHandler handler, Pdu.AAssociateRq rq, Decision.Reject decision) {
      settings.listener().rejected(new AssociationRequest(handler.peer(), rq), decision);
      return rejection(decision.lasting(), decision.reason());
    }

    private Pdu.AAssociateRj rejection(boolean lasting, RejectReason reason) {
      return new Pdu.AAssociateRj(lasting ? 1 : 2, reason.source(), reason.code());
    }

    @Override
    public AssociationUser established(Association association) {
      connections.decided(connection);
      return settings.users().apply(association);
    }

    @Override
    public void rejected(Pdu.AAssociateRj rejection) {
      throw new IllegalStateException("an acceptor is not rejected");
    }

    @Override
    public void failed(AssociationException cause) {
      // The peer never had an association; there is nobody to tell.
    }

    @Override
    public void closed(AssociationHandler handler) {
      connections.closed(connection);
    }

    @Override
    public void over() {
      connections.over(connection);
    }
  }
}
