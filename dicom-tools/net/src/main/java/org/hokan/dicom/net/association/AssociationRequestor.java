package org.hokan.dicom.net.association;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.hokan.dicom.net.pdu.Pdu;

/** Asks for associations. Thread-safe. */
public final class AssociationRequestor {
  private final Transport transport;
  private final AssociationLimits limits;
  private final AssociationListener listener;
  private final AtomicLong held = new AtomicLong();

  /** On the given event loops, with limits for each association. */
  public AssociationRequestor(
      Transport transport, AssociationLimits limits, AssociationListener listener) {
    this.transport = transport;
    this.limits = limits;
    this.listener = listener;
  }

  /**
   * Connects and asks. The stage fails with an {@link AssociationException}: {@link
   * AssociationRejectedException} when the peer rejected.
   *
   * @param users gives the association's user once it stands, on the event loop
   */
  public CompletionStage<Association> request(
      AssociationProposal proposal, Function<Association, AssociationUser> users) {
    RequestorSide side = new RequestorSide(proposal, Negotiation.request(proposal, limits), users);
    Bootstrap bootstrap =
        ChannelSettings.apply(new Bootstrap(), limits)
            .group(transport.loops())
            .channel(Transport.channelType())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    transport.track(channel);
                    channel.pipeline().addLast(new AssociationHandler(side, limits, listener));
                  }
                });
    transport
        .names()
        .address(proposal.host(), limits.connectTimeout())
        .whenComplete(
            (address, failure) -> {
              if (failure == null) {
                connect(bootstrap, new InetSocketAddress(address, proposal.port()), side);
              } else {
                side.unreachable(failure);
              }
            });
    return side.result;
  }

  private static void connect(Bootstrap bootstrap, InetSocketAddress peer, RequestorSide side) {
    try {
      ChannelFuture connecting = bootstrap.connect(peer);
      if (connecting.isDone()) { // a listener is not told when the event loops have ended
        unlessConnected(connecting, side);
      } else {
        connecting.addListener(connected -> unlessConnected(connected, side));
      }
    } catch (RuntimeException | Error e) {
      side.unreachable(e);
    }
  }

  private static void unlessConnected(Future<?> connected, RequestorSide side) {
    if (!connected.isSuccess()) {
      side.unreachable(connected.cause());
    }
  }

  private final class RequestorSide implements Side {
    private final AssociationProposal proposal;
    private final Pdu.AAssociateRq request;
    private final Function<Association, AssociationUser> users;
    private final CompletableFuture<Association> result = new CompletableFuture<>();

    RequestorSide(
        AssociationProposal proposal,
        Pdu.AAssociateRq request,
        Function<Association, AssociationUser> users) {
      this.proposal = proposal;
      this.request = request;
      this.users = users;
    }

    void unreachable(Throwable failure) {
      Throwable cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      String why =
          cause instanceof TimeoutException
              ? "its name was not looked up in %s (expected: within it; connect timeout)"
                  .formatted(limits.connectTimeout())
              : cause.getMessage();
      failed(
          new AssociationException(
              "connection: to %s:%d failed: %s".formatted(proposal.host(), proposal.port(), why),
              cause));
    }

    @Override
    public Repeats repeats() {
      return new Repeats();
    }

    @Override
    public AtomicLong held() {
      return held;
    }

    @Override
    public void received(int bytes) {
      // One answer, of limited length.
    }

    @Override
    public boolean requestor() {
      return true;
    }

    @Override
    public Pdu.AAssociateRq request() {
      return request;
    }

    @Override
    public Optional<Pdu.AAssociateRj> indicated(Pdu.AAssociateRq rq, AssociationHandler handler) {
      throw new IllegalStateException("a requestor gets no A-ASSOCIATE indication");
    }

    @Override
    public AssociationUser established(Association association) {
      AssociationUser user = users.apply(association);
      result.complete(association);
      return user;
    }

    @Override
    public void rejected(Pdu.AAssociateRj rj) {
      failed(
          new AssociationRejectedException(
              proposal.calledAeTitle(), rj.result(), rj.source(), rj.reason()));
    }

    @Override
    public void failed(AssociationException cause) {
      result.completeExceptionally(cause);
    }

    @Override
    public void over() {
      // Nothing is counted on this side.
    }

    @Override
    public void closed(AssociationHandler handler) {
      // Nothing is counted on this side.
    }
  }
}
