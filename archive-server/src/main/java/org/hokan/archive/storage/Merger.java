package org.hokan.archive.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Makes a pack whole again out of its copies: each entry from the one where it is whole. What is
 * whole nowhere stays as it is in the first of them. Writes nothing but the new file; for one use.
 */
final class Merger implements AutoCloseable {

  /**
   * What was made.
   *
   * @param summary of the new file
   * @param unrepaired entries and gaps that are whole nowhere
   * @param unread whether of these something is not as in the first source, which could not be read
   * @param borrowed entries that came from another than the first source
   */
  record Merged(PackSummary summary, int unrepaired, boolean unread, int borrowed) {}

  private record Source(DiskFile file, PackReader reader, long end) {}

  private final List<Source> sources = new ArrayList<>();
  private PackSummary summary;
  private int unrepaired;
  private boolean unread;
  private int borrowed;

  Merger(long firstSequence) {
    summary = PackSummary.empty(firstSequence);
  }

  /** One of the copies; the first one named keeps what is damaged in all. */
  void add(PackRef pack, long end) throws IOException {
    DiskFile file = pack.volume().disk().open(pack.path(), Disk.Access.READ);
    try {
      long until = Math.min(end, file.size());
      sources.add(new Source(file, PackReader.within(file, pack.name(), 0, until), until));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Writes the merged pack and forces it. */
  Merged writeTo(DiskFile target) throws IOException {
    long end = sources.stream().mapToLong(Source::end).max().orElse(0);
    long at = 0;
    while (at < end) {
      at = step(target, at, end);
    }
    PackBytes.finish(target, end);
    return new Merged(
        new PackSummary(
            end,
            summary.entries(),
            summary.bytes(),
            summary.firstSequence(),
            summary.lastSequence()),
        unrepaired,
        unread,
        borrowed);
  }

  private long step(DiskFile target, long at, long end) throws IOException {
    Optional<PackReader.Entry> damaged = Optional.empty();
    for (int i = 0; i < sources.size(); i++) {
      Source source = sources.get(i);
      Optional<PackReader.Entry> entry = entry(source, at);
      if (entry.isPresent() && isWhole(source, entry.get())) {
        borrowed += i == 0 ? 0 : 1;
        return take(target, source, entry.get());
      }
      damaged = damaged.or(() -> entry);
    }
    unrepaired++;
    if (damaged.isPresent()) {
      keep(target, at, damaged.get().end());
      summary = summary.plus(damaged.get().header(), damaged.get().end());
      return damaged.get().end();
    }
    long next = nextEntry(at, end);
    keep(target, at, next);
    return next;
  }

  private static Optional<PackReader.Entry> entry(Source source, long at) {
    try {
      source.reader().moveTo(at);
      return source.reader().next();
    } catch (DamagedPack | IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isWhole(Source source, PackReader.Entry entry) {
    try {
      return PackRecovery.digest(source.file(), entry).equals(entry.header().digest());
    } catch (IOException e) {
      return false;
    }
  }

  private long take(DiskFile target, Source source, PackReader.Entry entry) throws IOException {
    PackBytes.copy(source.file(), target, entry.headerOffset(), entry.end());
    summary = summary.plus(entry.header(), entry.end());
    return entry.end();
  }

  /** Bytes that are whole nowhere, as far as they can be read at all. */
  private void keep(DiskFile target, long from, long until) throws IOException {
    for (long at = from; at < until; at += TarHeader.BLOCK) {
      long end = Math.min(until, at + TarHeader.BLOCK);
      for (Source source : sources) {
        if (end <= source.end()) {
          if (copied(source, target, at, end)) {
            break;
          }
          unread |= source.equals(sources.get(0));
        }
      }
    }
  }

  private static boolean copied(Source source, DiskFile target, long at, long end)
      throws IOException {
    try {
      PackBytes.copy(source.file(), target, at, end);
      return true;
    } catch (IOException e) {
      target.write(Zeros.of((int) (end - at)), at);
      return false;
    }
  }

  /** Where, behind bytes that are none anywhere, an entry begins in one of them. */
  private long nextEntry(long at, long end) {
    long next = end;
    for (Source source : sources) {
      next = Math.min(next, nextEntry(source, at).orElse(end));
    }
    return next;
  }

  private static OptionalLong nextEntry(Source source, long at) {
    try {
      return source.reader().seek(at + TarHeader.BLOCK, false);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.file().close();
    }
  }
}
