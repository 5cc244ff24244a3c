package org.hokan.archive.storage;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The file systems of this machine, on a medium that takes its time to force. */
public final class SlowDisk extends LocalDisk {
  private final Duration force;

  private SlowDisk(Duration force) {
    this.force = force;
  }

  /** A store whose every force takes so long, with one writer. */
  public static PackStore store(StorageSettings settings, Clock clock, Duration force) {
    return LocalPackStore.open(settings, clock, new SlowDisk(force), Workers.start(1));
  }

  @Override
  public DiskFile open(Path path, Access access) throws IOException {
    DiskFile file = super.open(path, access);
    return (DiskFile)
        Proxy.newProxyInstance(
            DiskFile.class.getClassLoader(),
            new Class<?>[] {DiskFile.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("force")) {
                LockSupport.parkNanos(force.toNanos());
              }
              try {
                return method.invoke(file, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
