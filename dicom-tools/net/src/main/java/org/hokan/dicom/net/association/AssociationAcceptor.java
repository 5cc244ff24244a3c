package org.hokan.dicom.net.association;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.dicom.net.pdu.Pdu;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, and answers association requests as its policy decides. Thread-safe. */
public final class AssociationAcceptor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AssociationAcceptor.class);

  /** Connections that may be open without an association, as the one that is told of the limit. */
  private static final int SPARE_CONNECTIONS = 64;

  private final AcceptorSettings settings;
  private final Set<AssociationHandler> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger associations = new AtomicInteger();
  private volatile Optional<Channel> listening = Optional.empty();

  private AssociationAcceptor(AcceptorSettings settings) {
    this.settings = settings;
  }

  /** Listens from now on. */
  public static AssociationAcceptor listen(Transport transport, AcceptorSettings settings)
      throws IOException {
    AssociationAcceptor acceptor = new AssociationAcceptor(settings);
    ServerBootstrap bootstrap =
        ChannelSettings.apply(new ServerBootstrap(), settings.limits())
            .group(transport.loops())
            .channel(NioServerSocketChannel.class)
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
    return associations.get();
  }

  /** Takes no further connections. */
  public void stopListening() {
    listening.ifPresent(channel -> channel.close().awaitUninterruptibly());
  }

  /** Takes no further connections and cuts those there are. */
  @Override
  public void close() {
    stopListening();
    open.forEach(AssociationHandler::disconnect);
  }

  private void connected(Channel channel) {
    if (open.size() >= settings.maxAssociations() + SPARE_CONNECTIONS) {
      LOG.info("connection from {} closed: too many connections", channel.remoteAddress());
      channel.close();
      return;
    }
    AssociationHandler handler =
        new AssociationHandler(new AcceptorSide(), settings.limits(), settings.listener());
    open.add(handler);
    channel.pipeline().addLast(handler);
  }

  private final class AcceptorSide implements Side {
    private boolean counted;

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
      counted = true;
      if (associations.incrementAndGet() > settings.maxAssociations()) {
        over();
        return Optional.of(
            refuse(handler, rq, new Decision.Reject(false, RejectReason.LOCAL_LIMIT_EXCEEDED)));
      }
      try {
        settings.policyExecutor().execute(() -> decide(rq, handler));
        return Optional.empty();
      } catch (RejectedExecutionException e) {
        return Optional.of(
            refuse(handler, rq, new Decision.Reject(false, RejectReason.TEMPORARY_CONGESTION)));
      }
    }

    private void decide(Pdu.AAssociateRq rq, AssociationHandler handler) {
      Decision decision = decision(rq, handler);
      if (decision instanceof Decision.Accept accept) {
        handler.answer(Negotiation.acceptance(rq, accept, settings.limits()));
      } else {
        handler.answer(refuse(handler, rq, (Decision.Reject) decision));
      }
    }

    private Decision decision(Pdu.AAssociateRq rq, AssociationHandler handler) {
      if (!rq.applicationContextName().equals(Pdu.DICOM_APPLICATION_CONTEXT)) {
        return Decision.reject(RejectReason.APPLICATION_CONTEXT_NAME_NOT_SUPPORTED);
      }
      try {
        return settings.policy().decide(new AssociationRequest(handler.peer(), rq));
      } catch (RuntimeException e) {
        LOG.error("{} policy failed", handler.id(), e);
        return Decision.rejectForNow(RejectReason.NO_REASON_GIVEN);
      }
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
      open.remove(handler);
      over();
    }

    @Override
    public void over() {
      if (counted) {
        counted = false;
        associations.decrementAndGet();
      }
    }
  }
}
