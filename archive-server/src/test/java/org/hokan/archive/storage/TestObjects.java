package org.hokan.archive.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/** Objects to store, and how they go in and out. */
final class TestObjects {
  static final Shelf ENDO = new Shelf("demo", "ECONOMY");
  static final Instant ARRIVED = Instant.parse("2026-11-21T09:30:00.123456Z");

  private TestObjects() {}

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  static EntryFacts facts(String name) {
    return new EntryFacts(
        name, ARRIVED, Map.of("calling", "ENDO1", "called", "HOKAN", "peer", "192.0.2.7"));
  }

  static CompletableFuture<StoredObject> submit(
      PackStore store, Shelf shelf, String name, byte[] bytes) {
    Incoming incoming = store.begin();
    write(incoming, bytes);
    return incoming.commit(shelf, facts(name)).toCompletableFuture();
  }

  /** In chunks of an odd length. */
  static void write(Incoming incoming, byte[] bytes) {
    int chunk = 16_379;
    for (int at = 0; at < bytes.length; at += chunk) {
      incoming.write(ByteBuffer.wrap(bytes, at, Math.min(chunk, bytes.length - at)));
    }
  }

  static StoredObject put(PackStore store, Shelf shelf, String name, byte[] bytes) {
    return await(submit(store, shelf, name, bytes));
  }

  static <T> T await(CompletableFuture<T> future) {
    return future.orTimeout(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS).join();
  }

  static byte[] read(PackStore store, Location location) {
    try (InputStream in = store.open(location)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<StoredObject> replay(PackStore store, Map<String, Long> marks) {
    List<StoredObject> objects = new ArrayList<>();
    store.replay(marks, objects::add);
    return objects;
  }

  /** CRC-32C in lower-case hex. */
  static String crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Digests.hex(crc);
  }

  static String sha256(byte[] bytes) {
    MessageDigest digest = Digests.sha256();
    return HexFormat.of().formatHex(digest.digest(bytes));
  }
}
