package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is cut off the ends of packs in a folder of the pack's volume, each end a file of its
 * own that {@code tar} lists as far as it is whole. What does not fit into the bound is not cut.
 */
final class LocalCutEnds implements CutEnds {
  static final String FOLDER = "cut";

  /** Most that is kept on a volume. */
  static final long MOST_BYTES = 1L << 30;

  static final int MOST_ENDS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(LocalCutEnds.class);
  private static final int BUFFER = 1 << 16;
  private static final Pattern NAME =
      Pattern.compile("(.+/.+/\\d{19}(?:-\\d+)?\\.tar)\\.(\\d{1,18})\\.[0-9a-f]{8}");

  private final Volumes volumes;
  private final Replay.LivePacks live;
  private final List<Kept> kept = new CopyOnWriteArrayList<>();

  /** What this start cut off. Of the others nobody knows what was appended in their place since. */
  private final Set<Kept> cutNow = ConcurrentHashMap.newKeySet();

  private Consumer<PackRef> whenBack = pack -> {};

  private record Kept(Volume volume, CutEnd end) {
    Path path() {
      return volume.folder().resolve(FOLDER).resolve(end.name());
    }
  }

  private LocalCutEnds(Volumes volumes, Replay.LivePacks live) {
    this.volumes = volumes;
    this.live = live;
  }

  /** Finds what earlier starts have kept. */
  static LocalCutEnds open(Volumes volumes, Replay.LivePacks live) throws IOException {
    LocalCutEnds ends = new LocalCutEnds(volumes, live);
    for (Volume volume : volumes.all()) {
      ends.find(volume);
    }
    if (!ends.kept.isEmpty()) {
      LOG.warn(
          "{} ends of packs, cut off by starts, are kept aside; see hokan storage cut-ends list",
          ends.kept.size());
    }
    return ends;
  }

  private void find(Volume volume) throws IOException {
    Disk disk = volume.disk();
    Path root = volume.folder().resolve(FOLDER);
    for (String facility : disk.list(root)) {
      for (String storageClass : disk.list(root.resolve(facility))) {
        for (String file : disk.list(root.resolve(facility).resolve(storageClass))) {
          String name = facility + "/" + storageClass + "/" + file;
          Matcher parts = NAME.matcher(name);
          if (parts.matches()) {
            add(volume, name, parts);
          }
        }
      }
    }
  }

  private void add(Volume volume, String name, Matcher parts) {
    try (DiskFile file =
        volume.disk().open(volume.folder().resolve(FOLDER).resolve(name), Disk.Access.READ)) {
      kept.add(
          new Kept(
              volume,
              new CutEnd(
                  volume.id(),
                  name,
                  PackRef.PACKS + "/" + parts.group(1),
                  Long.parseLong(parts.group(2)),
                  Math.max(0, file.size() - TarHeader.TRAILER))));
    } catch (IOException e) {
      LOG.error("Cut end {} cannot be read and is passed over: {}", name, e.getMessage());
    }
  }

  /** Who is told of a pack that got its end back. */
  void whenBack(Consumer<PackRef> listener) {
    whenBack = listener;
  }

  /**
   * Keeps what stands behind the offset; durable. Nothing is kept where nothing but zeros is.
   *
   * @param atLeast entries reach up to there, whatever their bytes
   * @throws IOException when it cannot be kept: then it must not be cut off
   */
  Optional<CutEnd> keep(PackRef pack, DiskFile file, long offset, long atLeast) throws IOException {
    long end = Math.min(file.size(), Math.max(atLeast, contentEnd(file, offset)));
    if (end <= offset) {
      return Optional.empty();
    }
    String name =
        "%s/%s.%d.%08x".formatted(pack.shelf(), pack.fileName(), offset, check(file, offset, end));
    Optional<Kept> before = found(name);
    if (before.isPresent()) {
      cutNow.add(before.get());
      return Optional.of(before.get().end());
    }
    admit(pack.volume(), end - offset);
    CutEnd cut = new CutEnd(pack.volume().id(), name, pack.name(), offset, end - offset);
    Kept fresh = new Kept(pack.volume(), cut);
    write(pack, file, fresh);
    kept.add(fresh);
    cutNow.add(fresh);
    LOG.warn(
        "Pack {}: {} bytes behind offset {} are not whole and are cut off; they are kept as {}",
        pack,
        cut.bytes(),
        offset,
        name);
    return Optional.of(cut);
  }

  private void admit(Volume volume, long bytes) throws IOException {
    List<CutEnd> there = on(volume);
    long total = bytes + bytes(there);
    if (total > MOST_BYTES || there.size() >= MOST_ENDS) {
      throw new IOException(
          "%d ends of packs with %d bytes would be kept (expected: at most %d with %d; see hokan storage cut-ends)"
              .formatted(there.size() + 1, total, MOST_ENDS, MOST_BYTES));
    }
  }

  private static void write(PackRef pack, DiskFile from, Kept cut) throws IOException {
    Disk disk = pack.volume().disk();
    Path fresh = PackBytes.beside(pack, "cut");
    try (DiskFile to = PackBytes.create(pack, fresh)) {
      copy(from, cut.end().offset(), to, 0, cut.end().bytes());
      PackBytes.finish(to, cut.end().bytes());
    }
    Path folder = Objects.requireNonNull(cut.path().getParent());
    disk.createFolder(folder);
    disk.rename(fresh, cut.path());
    disk.forceFolder(folder);
  }

  private static void copy(DiskFile from, long start, DiskFile to, long target, long length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (long done = 0; done < length; done += buffer.limit()) {
      fill(from, start + done, buffer, length - done);
      to.write(buffer, target + done);
    }
  }

  private static void fill(DiskFile file, long at, ByteBuffer buffer, long left)
      throws IOException {
    buffer.clear().limit((int) Math.min(buffer.capacity(), left));
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) <= 0) {
        throw new IOException("the file ends at %d".formatted(at + buffer.position()));
      }
    }
    buffer.flip();
  }

  private static int check(DiskFile file, long start, long end) throws IOException {
    CRC32C check = new CRC32C();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    for (long at = start; at < end; at += buffer.limit()) {
      fill(file, at, buffer, end - at);
      check.update(buffer.duplicate());
    }
    return (int) check.getValue();
  }

  /**
   * The end of the last block behind the offset that is not all zeros; what cannot be read is not.
   */
  static long contentEnd(DiskFile file, long offset) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long size = file.size();
    long last = offset;
    long at = offset;
    while (at < size) {
      try {
        fill(file, at, buffer, size - at);
        last = Math.max(last, contentEnd(buffer, at));
        at += buffer.limit();
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        long page = (at + buffer.position()) / PackReader.PAGE;
        at = Math.min(size, (page + 1) * PackReader.PAGE);
        last = at;
      }
    }
    return last;
  }

  private static long contentEnd(ByteBuffer buffer, long at) {
    int i = buffer.limit();
    while (i > 0 && buffer.get(i - 1) == 0) {
      i--;
    }
    return i == 0 ? 0 : TarHeader.padded(at + i);
  }

  @Override
  public List<CutEnd> all() {
    return kept.stream().map(Kept::end).toList();
  }

  @Override
  public boolean areMany() {
    return volumes.all().stream().map(this::on).anyMatch(LocalCutEnds::areMany);
  }

  private static boolean areMany(List<CutEnd> ends) {
    return ends.size() >= MOST_ENDS / 10 || bytes(ends) >= MOST_BYTES / 10;
  }

  private List<CutEnd> on(Volume volume) {
    return kept.stream().filter(each -> each.volume().equals(volume)).map(Kept::end).toList();
  }

  private static long bytes(List<CutEnd> ends) {
    return ends.stream().mapToLong(CutEnd::bytes).sum();
  }

  private Optional<Kept> found(String name) {
    return kept.stream().filter(each -> each.end().name().equals(name)).findFirst();
  }

  private Kept known(String name) {
    return found(name)
        .orElseThrow(
            () ->
                new StorageException(
                    "cut end '%s' is not there (expected: one that the list shows)"
                        .formatted(name)));
  }

  @Override
  public List<CutObject> objects(String name) {
    Kept cut = known(name);
    try (DiskFile file = cut.volume().disk().open(cut.path(), Disk.Access.READ)) {
      List<CutObject> objects = new ArrayList<>();
      for (PackReader.Entry entry : entries(file, cut.end())) {
        objects.add(
            new CutObject(
                cut.end().offset() + entry.headerOffset(),
                entry.header().name(),
                entry.header().digest(),
                entry.header().length(),
                entry.header().arrived(),
                PackRecovery.digest(file, entry).equals(entry.header().digest())));
      }
      return objects;
    } catch (IOException e) {
      throw new StorageException("cut end %s cannot be read".formatted(name), e);
    }
  }

  private static List<PackReader.Entry> entries(DiskFile file, CutEnd cut) throws IOException {
    List<PackReader.Entry> entries = new ArrayList<>();
    PackReader reader = PackReader.within(file, cut.name(), 0, cut.bytes());
    while (true) {
      try {
        Optional<PackReader.Entry> next = reader.next();
        if (next.isEmpty()) {
          return entries;
        }
        entries.add(next.get());
      } catch (DamagedPack e) {
        OptionalLong behind = reader.seek(reader.offset() + TarHeader.BLOCK, false);
        if (behind.isEmpty()) {
          return entries;
        }
        reader.moveTo(behind.getAsLong());
      }
    }
  }

  @Override
  public void forget(String name) {
    try {
      delete(known(name));
    } catch (IOException e) {
      throw new StorageException("cut end %s cannot be deleted".formatted(name), e);
    }
    LOG.info("Cut end {} is forgotten", name);
  }

  private void delete(Kept cut) throws IOException {
    cut.volume().disk().delete(cut.path());
    cut.volume().disk().forceFolder(Objects.requireNonNull(cut.path().getParent()));
    kept.remove(cut);
    cutNow.remove(cut);
  }

  @Override
  public int putBack(Map<String, Long> marks) {
    int count = 0;
    for (Kept cut : List.copyOf(cutNow)) {
      Optional<Long> mark =
          Optional.ofNullable(marks.get(cut.end().pack()))
              .filter(known -> known > cut.end().offset());
      try {
        if (mark.isPresent() && putBack(cut, mark.get())) {
          count++;
        }
      } catch (IOException e) {
        throw new StorageException("cut end %s cannot be put back".formatted(cut.end().name()), e);
      }
    }
    return count;
  }

  /**
   * Whether the pack ended where this was cut off; what was appended since is another matter. First
   * the pack is never to be appended to again: whatever stops the copying, nothing gets into its
   * place, and the end stays kept.
   */
  private boolean putBack(Kept cut, long mark) throws IOException {
    PackRef pack = PackRef.parse(cut.volume(), cut.end().pack());
    PackSummary before =
        PackBytes.told(pack)
            .map(PackRecovery.Outcome::summary)
            .orElse(PackSummary.empty(pack.firstSequence()));
    if (live.summary(pack).isPresent() || before.end() != cut.end().offset()) {
      return false;
    }
    LOG.error(
        "Pack {}: the index knows objects behind offset {}: that end was acknowledged, has been damaged since, and is put back; the pack is only read from now on",
        pack,
        before.end());
    Disk disk = pack.volume().disk();
    disk.createFolder(pack.folder());
    try (DiskFile from = disk.open(cut.path(), Disk.Access.READ);
        DiskFile to =
            disk.open(pack.path(), pack.exists() ? Disk.Access.WRITE : Disk.Access.CREATE)) {
      PackSummary after = after(before, from, cut.end(), mark);
      PackBytes.settle(pack, PackStatus.State.FAILED, after);
      copy(from, 0, to, before.end(), cut.end().bytes());
      PackBytes.finish(to, after.end());
    }
    delete(cut);
    whenBack.accept(pack);
    return true;
  }

  private static PackSummary after(PackSummary before, DiskFile from, CutEnd cut, long mark)
      throws IOException {
    PackSummary after = before;
    for (PackReader.Entry entry : entries(from, cut)) {
      after = after.plus(entry.header(), cut.offset() + entry.end());
    }
    return new PackSummary(
        Math.max(mark, cut.offset() + cut.bytes()),
        after.entries(),
        after.bytes(),
        after.firstSequence(),
        after.lastSequence());
  }
}
