package org.hokan.dicom.net.association;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A deadline on the event loop. */
interface Timer {
  Timer NONE = () -> {};

  void cancel();

  static Timer start(EventExecutor loop, Duration after, Runnable expired) {
    Future<?> scheduled = loop.schedule(expired, after.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  static Timer repeat(EventExecutor loop, Duration every, Runnable task) {
    Future<?> scheduled =
        loop.scheduleWithFixedDelay(task, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }
}
