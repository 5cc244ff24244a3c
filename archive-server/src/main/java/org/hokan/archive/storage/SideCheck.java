package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Reads one file of a pack, the first or the copy, from its first entry to its end and compares
 * every digest.
 *
 * @param entries whose header could be read
 * @param bytes of these objects
 * @param chain a check over sequence, place and digest of all entries: equal when two files hold
 *     the same objects at the same places
 * @param end offset after the last entry
 */
record SideCheck(List<Damage> damages, long entries, long bytes, long chain, long end) {
  private static final int READ = 256 * 1024;

  /** Whether a damage stands at its end: nobody knows what is behind. */
  boolean stopped() {
    return !damages.isEmpty() && damages.get(damages.size() - 1).offset() >= end;
  }

  /** Whether all is as it came. */
  boolean sound() {
    return damages.isEmpty();
  }

  /**
   * Reads the file.
   *
   * @param path where it is; the pack's own, or one that is to take its place
   * @param end where its entries end; negative when that is to be found
   * @param read takes the length of each object that was read
   */
  static SideCheck of(PackRef pack, Path path, long end, PackCheck.Way way) {
    Entries reading = new Entries(pack, way);
    try (DiskFile file = pack.volume().disk().open(path, Disk.Access.READ)) {
      PackReader reader = reader(pack, file, end);
      boolean more = true;
      while (more) {
        more = reading.entry(file, reader);
      }
      return reading.result(reader.offset());
    } catch (IOException e) {
      reading.damage(0, "cannot be read: " + e.getMessage());
      return reading.result(0);
    }
  }

  private static PackReader reader(PackRef pack, DiskFile file, long end) throws IOException {
    if (end >= 0) {
      return PackReader.within(file, pack.name(), 0, end);
    }
    return pack.large()
        ? PackReader.large(file, pack.name(), 0)
        : PackReader.scanning(file, pack.name(), 0);
  }

  /** The same with one more damage. */
  SideCheck with(Damage damage) {
    List<Damage> more = new ArrayList<>(damages);
    more.add(damage);
    return new SideCheck(List.copyOf(more), entries, bytes, chain, end);
  }

  private static final class Entries {
    private final PackRef pack;
    private final PackCheck.Way way;
    private final List<Damage> damages = new ArrayList<>();
    private final CRC32C chain = new CRC32C();
    private long entries;
    private long bytes;

    Entries(PackRef pack, PackCheck.Way way) {
      this.pack = pack;
      this.way = way;
    }

    boolean entry(DiskFile file, PackReader reader) throws IOException {
      try {
        Optional<PackReader.Entry> next = reader.next();
        if (next.isPresent()) {
          compare(file, next.get());
        }
        return next.isPresent();
      } catch (DamagedPack e) {
        damage(e.offset(), e.problem());
        OptionalLong behind = reader.seek(reader.offset() + TarHeader.BLOCK, false);
        behind.ifPresent(reader::moveTo);
        return behind.isPresent();
      }
    }

    private void compare(DiskFile file, PackReader.Entry entry) {
      EntryHeader header = entry.header();
      String found = digest(file, entry, way.pace());
      if (!found.equals(header.digest())) {
        damage(
            entry.bodyOffset(),
            "%s: SHA-256 %s (expected: %s)".formatted(header.name(), found, header.digest()));
      }
      entries++;
      bytes += header.length();
      String link = header.sequence() + " " + entry.headerOffset() + " " + header.digest();
      chain.update(link.getBytes(StandardCharsets.US_ASCII));
      way.read().accept(header.length());
    }

    private void damage(long offset, String text) {
      damages.add(Damage.of(pack, offset, text));
    }

    SideCheck result(long end) {
      return new SideCheck(List.copyOf(damages), entries, bytes, chain.getValue(), end);
    }
  }

  /** SHA-256 of the entry's body as it is on the disk, or why it cannot be read. */
  private static String digest(DiskFile file, PackReader.Entry entry, Pace pace) {
    MessageDigest sha256 = Digests.sha256();
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ, entry.header().length() + 1));
    long end = entry.bodyOffset() + entry.header().length();
    long at = entry.bodyOffset();
    try {
      while (at < end) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
        pace.take(buffer.remaining());
        int count = file.read(buffer, at);
        if (count <= 0) {
          return "none: the file ends at offset " + at;
        }
        sha256.update(buffer.flip());
        at += count;
      }
    } catch (IOException e) {
      return "none: " + e.getMessage();
    }
    return HexFormat.of().formatHex(sha256.digest());
  }
}
