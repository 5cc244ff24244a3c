package org.hokan.dicom.net.association;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up on threads of its own, for the system's look-up blocks for as long as a name
 * server does not answer: nobody waits for that but who asked for the name. Each name is looked up
 * once at a time. Thread-safe.
 */
final class HostNames implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int KEEP_SECONDS = 10;

  private final Lookup lookup;
  private final ExecutorService threads;
  private final Map<String, CompletableFuture<InetAddress>> underWay = new ConcurrentHashMap<>();

  /** The system's look-up; blocks. */
  interface Lookup {
    InetAddress address(String host) throws UnknownHostException;
  }

  HostNames(String threadName, Lookup lookup) {
    this.lookup = lookup;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory(threadName, true));
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  /**
   * The address of a host, given by name or as an address.
   *
   * @return fails with an {@link UnknownHostException}, or a {@link
   *     java.util.concurrent.TimeoutException} after the deadline
   */
  CompletableFuture<InetAddress> address(String host, Duration deadline) {
    InetAddress known =
        host.contains("%") ? null : NetUtil.createInetAddressFromIpAddressString(host);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    try {
      return underWay
          .computeIfAbsent(host, this::begin)
          .copy()
          .orTimeout(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<InetAddress> begin(String host) {
    return CompletableFuture.supplyAsync(() -> lookUp(host), threads);
  }

  private InetAddress lookUp(String host) {
    try {
      return lookup.address(host);
    } catch (UnknownHostException e) {
      throw new CompletionException(e);
    } finally {
      underWay.remove(host);
    }
  }

  /** Ends the threads; whoever waits is told at its deadline. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
