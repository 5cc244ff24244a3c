package org.hokan.dicom.image.codec;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.hokan.dicom.image.pixel.PixelDataException;

/** Runs a codec where it can do no harm: within a time, and with everything it throws contained. */
final class GuardedRun {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final ExecutorService THREADS = Executors.newCachedThreadPool(GuardedRun::thread);

  private GuardedRun() {}

  /**
   * Runs the work and waits for it.
   *
   * @throws CodecException when it fails, takes too long, or the caller is interrupted
   */
  static <T> T within(Duration time, FrameCodec codec, Callable<T> work) {
    Future<T> result = THREADS.submit(work);
    try {
      return result.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      throw contained(codec, failed.getCause() == null ? failed : failed.getCause());
    } catch (TimeoutException late) {
      throw new CodecException(
          CodecException.Reason.TIME,
          "%s: not done after %s (expected: less)".formatted(codec.facts().name(), time));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CodecException(
          CodecException.Reason.INTERRUPTED,
          "%s: interrupted".formatted(codec.facts().name()),
          interrupted);
    } finally {
      result.cancel(true);
    }
  }

  private static CodecException contained(FrameCodec codec, Throwable cause) {
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
        reason, "%s: %s".formatted(codec.facts().name(), cause.getClass().getSimpleName()), cause);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "codec-" + COUNT.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
