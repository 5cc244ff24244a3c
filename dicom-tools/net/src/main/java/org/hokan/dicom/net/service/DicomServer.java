package org.hokan.dicom.net.service;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.association.AcceptorSettings;
import org.hokan.dicom.net.association.Association;
import org.hokan.dicom.net.association.AssociationAcceptor;
import org.hokan.dicom.net.association.AssociationInfo;
import org.hokan.dicom.net.association.AssociationLimits;
import org.hokan.dicom.net.association.AssociationListener;
import org.hokan.dicom.net.association.AssociationPolicy;
import org.hokan.dicom.net.association.AssociationUser;
import org.hokan.dicom.net.association.ConnectionLimits;
import org.hokan.dicom.net.association.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for associations and has providers answer what comes. Runs from {@link Builder#start} to
 * {@link #close}. Thread-safe.
 */
public final class DicomServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DicomServer.class);

  private final Transport transport;
  private final Workers workers;
  private final AssociationLimits limits;
  private final Services services;
  private final Duration closeTimeout;
  private final AssociationAcceptor acceptor;
  private final Set<DimseSession> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closing = new AtomicBoolean();
  private final CountDownLatch drained = new CountDownLatch(1);

  private DicomServer(Builder builder) throws IOException {
    limits = builder.limits;
    services = builder.services;
    closeTimeout = builder.closeTimeout;
    transport = Transport.open("dicom-server", builder.eventLoopThreads);
    workers = Workers.of("dicom-worker", builder.workerThreads, builder.operations, builder.party);
    AcceptorSettings settings =
        new AcceptorSettings(
            builder.address,
            limits,
            builder.connections,
            builder.effectivePolicy(),
            workers.decisions(),
            builder.listener,
            this::session);
    acceptor = listen(settings);
  }

  private AssociationAcceptor listen(AcceptorSettings settings) throws IOException {
    try {
      return AssociationAcceptor.listen(transport, settings);
    } catch (IOException e) {
      transport.close();
      workers.close();
      throw e;
    }
  }

  /** A builder with the defaults: any free port, Verification only, whoever calls. */
  public static Builder builder() {
    return new Builder();
  }

  /** The port it listens on. */
  public int port() {
    return address().getPort();
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return acceptor.address();
  }

  /** How many associations there are now. */
  public int associations() {
    return acceptor.associations();
  }

  /** How many connections are open without an association. */
  public int pendingConnections() {
    return acceptor.pendingConnections();
  }

  /** Bytes of objects and requests that came in and are not yet consumed. */
  public long queuedBytes() {
    return acceptor.queuedBytes();
  }

  private AssociationUser session(Association association) {
    DimseSession session = new DimseSession(association, limits, services, workers, this::ended);
    sessions.add(session);
    if (closing.get()) {
      session.performer().drain();
    }
    return session;
  }

  private void ended(DimseSession session) {
    sessions.remove(session);
    if (closing.get() && sessions.isEmpty()) {
      drained.countDown();
    }
  }

  /**
   * Takes no further associations, lets operations under way end for the close timeout, then aborts
   * what is left and ends the threads.
   */
  @Override
  public void close() {
    if (closing.getAndSet(true)) {
      return;
    }
    acceptor.stopListening();
    sessions.forEach(session -> session.performer().drain());
    if (sessions.isEmpty()) {
      drained.countDown();
    }
    try {
      if (!drained.await(closeTimeout.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.info("closing with {} associations under way", sessions.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.forEach(session -> session.association().abort("server closes"));
    acceptor.close();
    // Providers hear of the end on the workers, and some still answer: the event loops go last.
    transport.disconnect();
    workers.close();
    transport.close();
  }

  /** Gathers settings; not thread-safe. */
  public static final class Builder {
    private InetSocketAddress address = new InetSocketAddress(0);
    private AssociationLimits limits = AssociationLimits.DEFAULT;
    private AssociationListener listener = AssociationListener.NONE;
    private Services services = Services.builder().build();
    private Collection<Uid> retrievable = List.of();
    private List<AssociationPolicy> policy = List.of();
    private ConnectionLimits connections = ConnectionLimits.DEFAULT;
    private int eventLoopThreads = Math.min(4, Runtime.getRuntime().availableProcessors());
    private int workerThreads = 2 * Runtime.getRuntime().availableProcessors();
    private OperationLimits operations = OperationLimits.DEFAULT;
    private Function<AssociationInfo, String> party = AssociationInfo::peerAeTitle;
    private Duration closeTimeout = Duration.ofSeconds(10);

    private Builder() {}

    /** Where to listen; port 0 for any free one. */
    public Builder address(InetSocketAddress value) {
      address = value;
      return this;
    }

    /** Listens on all addresses; 0 for any free port. */
    public Builder port(int port) {
      return address(new InetSocketAddress(port));
    }

    /** What each association works under. */
    public Builder limits(AssociationLimits value) {
      limits = value;
      return this;
    }

    /** Who hears of associations. */
    public Builder listener(AssociationListener value) {
      listener = value;
      return this;
    }

    /** Who answers what. */
    public Builder services(Services value) {
      services = value;
      return this;
    }

    /**
     * Storage classes that the C-GET provider may send, for the policy that is there by default.
     */
    public Builder retrievable(Collection<Uid> sopClassUids) {
      retrievable = List.copyOf(sopClassUids);
      return this;
    }

    /** Who decides on associations; by default everybody may do all that the services offer. */
    public Builder policy(AssociationPolicy value) {
      policy = List.of(value);
      return this;
    }

    /** Above this, requests are rejected (transient, local limit exceeded). */
    public Builder maxAssociations(int count) {
      connections = connections.withMaxAssociations(count);
      return this;
    }

    /** The same of one IP address. */
    public Builder maxAssociationsPerPeer(int count) {
      connections = connections.withMaxAssociationsPerPeer(count);
      return this;
    }

    /** Above this, of connections without an association the one that waits longest is closed. */
    public Builder maxPendingConnections(int count) {
      connections = connections.withMaxPending(count);
      return this;
    }

    /** Threads that read and write sockets. */
    public Builder eventLoopThreads(int count) {
      eventLoopThreads = count;
      return this;
    }

    /** Threads that handle arriving objects. */
    public Builder workerThreads(int count) {
      workerThreads = count;
      return this;
    }

    /** Most C-FIND, C-MOVE and C-GET at once; others wait. */
    public Builder operationThreads(int count) {
      operations = operations.withThreads(count);
      return this;
    }

    /** How many of them there may be. */
    public Builder operations(OperationLimits value) {
      operations = value;
      return this;
    }

    /**
     * Who shares one portion of the operations: by default each AE title; or a hospital, by whom an
     * AE title belongs to. Called on worker threads; thread-safe.
     */
    public Builder party(Function<AssociationInfo, String> value) {
      party = value;
      return this;
    }

    /** How long {@link DicomServer#close} lets operations run on. */
    public Builder closeTimeout(Duration value) {
      closeTimeout = value;
      return this;
    }

    private AssociationPolicy effectivePolicy() {
      return policy.isEmpty() ? services.capabilities(retrievable)::accept : policy.get(0);
    }

    /** Listens from now on. */
    public DicomServer start() throws IOException {
      return new DicomServer(this);
    }
  }
}
