package org.hokan.dicom.image.codec;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * Runs work on a frame where it can do no harm: within a time, in a thread of its own kind, and
 * with everything it throws contained.
 */
public final class GuardedRun {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(GuardedRun::thread);

  /** How many of a kind took too long, were interrupted, and have not stopped yet. */
  private static final Map<String, AtomicInteger> LEFT_ALONE = new ConcurrentHashMap<>();

  /** Where as many are left alone, further ones of their kind are refused. */
  private static final int MOST_LEFT_ALONE =
      Math.max(2, Runtime.getRuntime().availableProcessors() / 2);

  private GuardedRun() {}

  /**
   * Runs the work and waits for it. What takes too long is interrupted, and left alone where it
   * does not stop; while some of a kind are, no more of that kind are begun, so that they cannot
   * take all processors.
   *
   * @param what the work's name, for messages
   * @throws CodecException when it fails, takes too long, or the caller is interrupted
   */
  public static <T> T within(Duration time, String what, Callable<T> work) {
    AtomicInteger leftAlone = LEFT_ALONE.computeIfAbsent(what, kind -> new AtomicInteger());
    if (leftAlone.get() >= MOST_LEFT_ALONE) {
      throw new CodecException(
          CodecException.Reason.TIME,
          "%s: %d earlier ones have not stopped yet (expected: fewer)"
              .formatted(what, leftAlone.get()));
    }
    AtomicBoolean over = new AtomicBoolean();
    Future<T> result =
        THREADS.submit(
            () -> {
              try {
                return work.call();
              } finally {
                if (!over.compareAndSet(false, true)) {
                  leftAlone.decrementAndGet();
                }
              }
            });
    try {
      return result.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw contained(what, failed.getCause() == null ? failed : failed.getCause());
    } catch (TimeoutException late) {
      throw new CodecException(
          CodecException.Reason.TIME,
          "%s: not done after %s (expected: less)".formatted(what, time));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CodecException(
          CodecException.Reason.INTERRUPTED, "%s: interrupted".formatted(what), interrupted);
    } finally {
      if (over.compareAndSet(false, true)) {
        leftAlone.incrementAndGet();
      }
      result.cancel(true);
    }
  }

  private static CodecException contained(String what, Throwable cause) {
    if (cause instanceof CodecException known) {
      return known;
    }
    if (cause instanceof PixelDataException damaged) {
      return new CodecException(
          CodecException.Reason.DAMAGED, String.valueOf(damaged.getMessage()), damaged);
    }
    CodecException.Reason reason =
        cause instanceof OutOfMemoryError
            ? CodecException.Reason.LIMIT
            : CodecException.Reason.FAILED;
    return new CodecException(
        reason, "%s: %s".formatted(what, cause.getClass().getSimpleName()), cause);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "codec-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
