package org.hokan.archive.storage;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Measures appends of still images against a bare loop of write and force on the same disk in the
 * same run. Arguments: folder, number of objects. Not run by the build.
 */
final class AppendBenchmark {
  private static final int LENGTH = 277 * 1024;
  private static final int CHUNK = 64 * 1024;

  private AppendBenchmark() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    for (int round = 1; round <= 3; round++) {
      System.out.printf("round %d, %d objects of %d bytes%n", round, count, LENGTH);
      bare(folder, count, false);
      bare(folder, count, true);
      for (int threads : new int[] {1, 2, 8}) {
        store(folder, count, threads, 1);
      }
      store(folder, count, 2, 16);
    }
  }

  /** Into zeros that were written and forced before the clock starts. */
  private static void bare(Path folder, int count, boolean digest) throws Exception {
    Path file = folder.resolve("bare.bin");
    ByteBuffer body = ByteBuffer.allocateDirect(LENGTH).put(TestObjects.random(LENGTH, 1)).flip();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
      for (long at = 0; at < (long) count * LENGTH; at += zeros.capacity()) {
        channel.write(zeros.clear(), at);
      }
      channel.force(true);
      MessageDigest sha256 = Digests.sha256();
      long cpu = cpu();
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        if (digest) {
          sha256.update(body.duplicate());
          sha256.digest();
        }
        channel.write(body.duplicate(), (long) i * LENGTH);
        channel.force(false);
      }
      print(digest ? "bare loop with SHA-256" : "bare loop", count, start, cpu, "");
    }
    Files.delete(file);
  }

  /** As associations do it: each thread has so many objects on the way at once. */
  private static void store(Path folder, int count, int threads, int window) throws Exception {
    Path data = folder.resolve("store");
    StorageSettings settings = StorageSettings.builder(data).minimumFreeSpace(0).build();
    byte[] body = TestObjects.random(LENGTH, 1);
    try (PackStore store = PackStore.open(settings, Clock.systemUTC())) {
      AtomicInteger next = new AtomicInteger();
      List<Thread> running = new ArrayList<>();
      long cpu = cpu();
      long start = System.nanoTime();
      for (int t = 0; t < threads; t++) {
        Thread thread = new Thread(() -> send(store, body, next, count, window));
        running.add(thread);
        thread.start();
      }
      for (Thread thread : running) {
        thread.join();
      }
      StorageVitals vitals = store.vitals();
      print(
          "store, %d threads x %d".formatted(threads, window),
          count,
          start,
          cpu,
          ", %d groups, %d forces".formatted(vitals.commitGroups(), vitals.forces()));
    }
    delete(data);
  }

  private static void send(
      PackStore store, byte[] body, AtomicInteger next, int count, int window) {
    Semaphore free = new Semaphore(window);
    ByteBuffer direct = ByteBuffer.allocateDirect(LENGTH).put(body).flip();
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      free.acquireUninterruptibly();
      Incoming incoming = store.begin();
      for (int at = 0; at < LENGTH; at += CHUNK) {
        incoming.write(direct.slice(at, Math.min(CHUNK, LENGTH - at)));
      }
      incoming
          .commit(TestObjects.ENDO, TestObjects.facts("1.2.826.0.1.3680043.8.498." + i))
          .whenComplete((stored, failure) -> free.release());
    }
    free.acquireUninterruptibly(window);
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void print(String what, int count, long start, long cpu, String more) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "  %-24s %6.0f objects/s, %5.0f MB/s, %4.0f us of CPU each%s%n",
        what, count / seconds, count / seconds * LENGTH / 1e6, (cpu() - cpu) / 1e3 / count, more);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
