package org.hokan.archive.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores objects from several threads, tells of each on its standard output, until it is killed.
 */
final class KilledStore {
  private static final int THREADS = 6;

  private KilledStore() {}

  public static void main(String[] args) {
    PackStore store = PackStore.open(KillTest.settings(Path.of(args[0])), Clock.systemUTC());
    AtomicInteger next = new AtomicInteger();
    for (int t = 0; t < THREADS; t++) {
      new Thread(() -> storeForEver(store, args[1], next)).start();
    }
  }

  private static void storeForEver(PackStore store, String run, AtomicInteger next) {
    while (true) {
      int i = next.incrementAndGet();
      SplittableRandom random = new SplittableRandom(i);
      int length = random.nextInt(20) == 0 ? 700_000 : random.nextInt(100_000);
      Shelf shelf = new Shelf("f" + random.nextInt(2), "ECONOMY");
      StoredObject stored =
          TestObjects.put(store, shelf, run + "." + i, TestObjects.random(length, i));
      synchronized (System.out) {
        System.out.println(stored.name() + " " + stored.digest() + " stored");
        System.out.flush();
      }
    }
  }
}
