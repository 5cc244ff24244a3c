package org.hokan.dicom.net.association;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the connections of an acceptor: those with an association, and those without one yet or
 * any more, which are pending. Keeps to {@link ConnectionLimits}, and to a number of bytes of
 * requests that have not been decided. Thread-safe.
 */
final class Connections {
  /** Of all undecided requests together; what is made of them takes a few times as much. */
  static final long MAX_REQUEST_BYTES = 16 << 20;

  private final ConnectionLimits limits;
  private final Set<Connection> open = new HashSet<>();
  private final Set<Connection> pending = new LinkedHashSet<>();
  private final Map<Object, Integer> associationsOf = new HashMap<>();
  private final Map<Object, Integer> pendingOf = new HashMap<>();
  private int associations;
  private long requestBytes;

  /** One connection; {@code close} may be called on any thread. */
  static final class Connection {
    private final Object peer;
    private final Runnable close;
    private boolean associated;
    private long requestBytes;

    /**
     * @param peer what peers are told apart by
     */
    Connection(Object peer, Runnable close) {
      this.peer = peer;
      this.close = close;
    }

    Object peer() {
      return peer;
    }

    void close() {
      close.run();
    }
  }

  Connections(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** A connection came; returns the one to close in its favour, if there are too many. */
  synchronized Optional<Connection> opened(Connection connection) {
    open.add(connection);
    wait(connection);
    if (pendingOf.getOrDefault(connection.peer, 0) > limits.maxPending() / 2) {
      return oldest(connection.peer);
    }
    return pending.size() > limits.maxPending() ? pending.stream().findFirst() : Optional.empty();
  }

  private Optional<Connection> oldest(Object peer) {
    return pending.stream().filter(connection -> connection.peer.equals(peer)).findFirst();
  }

  /** Bytes of a request came; returns who holds most, to be closed, if all hold too many. */
  synchronized Optional<Connection> received(Connection connection, int bytes) {
    connection.requestBytes += bytes;
    requestBytes += bytes;
    return requestBytes <= MAX_REQUEST_BYTES
        ? Optional.empty()
        : open.stream().max(Comparator.comparingLong(each -> each.requestBytes));
  }

  /** The request is decided: what was received of it no longer counts. */
  synchronized void decided(Connection connection) {
    requestBytes -= connection.requestBytes;
    connection.requestBytes = 0;
  }

  /** Whether there may be one more association; then it is counted. */
  synchronized boolean associate(Connection connection) {
    if (associations >= limits.maxAssociations()
        || associationsOf.getOrDefault(connection.peer, 0) >= limits.maxAssociationsPerPeer()) {
      return false;
    }
    associations++;
    associationsOf.merge(connection.peer, 1, Integer::sum);
    connection.associated = true;
    waitNoMore(connection);
    return true;
  }

  /** There is no association any more, or there will be none. May be called more than once. */
  synchronized void over(Connection connection) {
    decided(connection);
    if (connection.associated) {
      connection.associated = false;
      associations--;
      less(associationsOf, connection.peer);
      wait(connection);
    }
  }

  synchronized void closed(Connection connection) {
    over(connection);
    waitNoMore(connection);
    open.remove(connection);
  }

  private void wait(Connection connection) {
    if (open.contains(connection) && pending.add(connection)) {
      pendingOf.merge(connection.peer, 1, Integer::sum);
    }
  }

  private void waitNoMore(Connection connection) {
    if (pending.remove(connection)) {
      less(pendingOf, connection.peer);
    }
  }

  private static void less(Map<Object, Integer> counts, Object peer) {
    counts.computeIfPresent(peer, (each, count) -> count == 1 ? null : count - 1);
  }

  synchronized int associations() {
    return associations;
  }

  synchronized int pending() {
    return pending.size();
  }

  synchronized List<Connection> all() {
    return List.copyOf(open);
  }
}
