package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Damage to packs, and visitors that meet it. */
final class PackFiles {
  private PackFiles() {}

  /** Changes one byte. */
  static void flip(Path file, long offset) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, offset);
      one.put(0, (byte) (one.get(0) ^ 0x55));
      channel.write(one.flip(), offset);
    }
  }

  /** The whole of a compaction but the removal of the old pack. */
  static Replacement compact(
      Compactor compactor, PackStatus pack, Collection<DeadEntry> dead, Throttle throttle) {
    try (Compactor.Rewritten fresh = compactor.rewrite(pack, dead, throttle)) {
      fresh.place();
      return fresh.replacement();
    }
  }

  /** A visitor that counts damages and goes on. */
  static ReplayVisitor stepOver(List<StoredObject> objects, AtomicInteger damages) {
    return new ReplayVisitor() {
      @Override
      public void object(StoredObject object) {
        objects.add(object);
      }

      @Override
      public void damaged(DamagedPack damage) {
        damages.incrementAndGet();
      }
    };
  }
}
