package org.hokan.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hokan.archive.storage.EntryFacts;
import org.hokan.archive.storage.Incoming;
import org.hokan.archive.storage.PackStore;
import org.hokan.archive.storage.Shelf;
import org.hokan.archive.storage.StorageSettings;
import org.hokan.archive.storage.StoredObject;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A still of 277 kB made durable: by the pack store, and as a measure of the disk by a bare loop of
 * write and force into a file of zeros that were written and forced before.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class PackAppend {
  private static final int LENGTH = 277_000;
  private static final int CHUNK = 65_536;
  private static final Shelf SHELF = new Shelf("bench", "ECONOMY");

  private static ByteBuffer image() {
    ByteBuffer image = ByteBuffer.allocateDirect(LENGTH);
    SplittableRandom random = new SplittableRandom(1);
    while (image.hasRemaining()) {
      image.put((byte) random.nextInt());
    }
    return image.flip();
  }

  /** A file of zeros that is written over from its start again and again. */
  @State(Scope.Benchmark)
  public static class Bare {
    private static final int PLACES = 1000;
    private final ByteBuffer image = image();
    private final MessageDigest sha256;
    private final Path folder;
    private final FileChannel channel;
    private long place;

    public Bare() {
      try {
        sha256 = MessageDigest.getInstance("SHA-256");
        folder = Temporary.folder();
        channel =
            FileChannel.open(
                folder.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        for (long at = 0; at < (long) PLACES * LENGTH; at += zeros.capacity()) {
          channel.write(zeros.clear(), at);
        }
        channel.force(true);
      } catch (IOException | NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    void append() throws IOException {
      channel.write(image.duplicate(), place++ % PLACES * LENGTH);
      channel.force(false);
    }

    byte[] digest() {
      sha256.update(image.duplicate());
      return sha256.digest();
    }

    @TearDown
    public void delete() throws IOException {
      channel.close();
      Temporary.delete(folder);
    }
  }

  /**
   * A store in its usual settings; a new one for each iteration, so that the disk does not fill.
   */
  @State(Scope.Benchmark)
  public static class Packs {
    private final ByteBuffer image = image();
    private final AtomicLong number = new AtomicLong();
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // by open, before anything else
    private PackStore store;

    @Setup(Level.Iteration)
    public void open() throws IOException {
      folder = Temporary.folder();
      store =
          PackStore.open(
              StorageSettings.builder(folder).minimumFreeSpace(0).build(), Clock.systemUTC());
    }

    @TearDown(Level.Iteration)
    public void delete() throws IOException {
      store.close();
      Temporary.delete(folder);
    }

    StoredObject put() {
      Incoming incoming = store.begin();
      for (int at = 0; at < LENGTH; at += CHUNK) {
        incoming.write(image.slice(at, Math.min(CHUNK, LENGTH - at)));
      }
      EntryFacts facts =
          new EntryFacts(
              "2.25." + number.incrementAndGet(), Instant.EPOCH, Map.of("calling", "ENDO1"));
      return incoming.commit(SHELF, facts).toCompletableFuture().join();
    }
  }

  @Benchmark
  public byte[] bareDigest(Bare bare) {
    return bare.digest();
  }

  @Benchmark
  public void bareAppendForce(Bare bare) throws IOException {
    bare.append();
  }

  @Benchmark
  public byte[] bareDigestAppendForce(Bare bare) throws IOException {
    bare.append();
    return bare.digest();
  }

  @Benchmark
  @Threads(1)
  public StoredObject packs1(Packs packs) {
    return packs.put();
  }

  @Benchmark
  @Threads(8)
  public StoredObject packs8(Packs packs) {
    return packs.put();
  }
}
