package org.hokan.archive.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * A disk in memory that forgets, as real ones do, what was not forced: at a power cut each sector
 * written since the last force is there or not, each change of a folder since the last force of the
 * folder, too (of one folder, those made first). The n-th change can fail: the power goes, or the
 * device answers with an error once, or from then on until the process ends; a failed force drops
 * what it should have written, see {@link SimulatedFile}. Any thread may use it.
 */
final class SimulatedDisk implements Disk {
  static final int SECTOR = 512;

  /** Free where nothing else was said. */
  private static final long PLENTY = 1L << 40;

  /** What happens at the chosen operation. */
  enum Fault {
    NONE,
    POWER_CUT,
    IO_ERROR,
    DISK_FULL,
    /** From the chosen operation on each force is an error of the device. */
    FORCES_FAIL,
    /** From the chosen operation on each force finds no space. */
    FORCES_FULL,
    /** From the chosen operation on each change is an error of the device. */
    CHANGES_FAIL;

    private boolean isAt(long operation, long chosen, boolean force) {
      return switch (this) {
        case NONE -> false;
        case POWER_CUT, IO_ERROR, DISK_FULL -> operation == chosen;
        case FORCES_FAIL, FORCES_FULL -> operation >= chosen && force;
        case CHANGES_FAIL -> operation >= chosen;
      };
    }
  }

  /** Called after each write, with the disk as another process would see it. */
  interface Watcher {
    void changed(Path path, byte[] content) throws IOException;
  }

  private final Map<Path, SimulatedFile> names = new HashMap<>();
  private final Map<Path, SimulatedFile> durableNames = new HashMap<>();
  private final List<FolderChange> unforced = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(0);
  private Fault fault = Fault.NONE;
  private long faultAt;
  private long operations;
  private boolean dead;
  private int powerCycle;
  private Watcher watcher = (path, content) -> {};
  private final Map<Path, Long> usable = new HashMap<>();
  private final Map<Path, Long> capacities = new HashMap<>();
  private final Map<Path, Mount> mounts = new HashMap<>();
  private final Map<Path, Runnable> onceAsked = new HashMap<>();

  /** What has become of a file system that is not as it was. */
  enum Mount {
    GONE,
    READ_ONLY,
    /** What is read is an error of the device. */
    UNREADABLE,
    /** No more files can be opened for reading. */
    SHUT,
    /** Its folders cannot be listed. */
    UNLISTED,
    /** Another process has its locks. */
    HELD,
    /** What is opened is an error of the device. */
    UNOPENABLE,
    /** How long a file is that is open, is an error of the device, once. */
    UNSIZED,
    /** No space is left: no file is made, and none grows. */
    FULL,
    /** It does what nobody expects. */
    BROKEN
  }

  /** Names that change together: null content stands for none. */
  private record FolderChange(Path folder, Map<Path, SimulatedFile> puts, List<Path> removes) {}

  synchronized void failAt(long operation, Fault what, SplittableRandom chance) {
    fault = what;
    faultAt = operation;
    operations = 0;
    random = chance;
  }

  void watch(Watcher who) {
    watcher = who;
  }

  /** So much is free on the file system of that root folder, from now on; negative: not told. */
  void usable(Path root, long bytes) {
    usable.put(root, bytes);
  }

  /** The file system of that root folder has room for so many bytes in files, from now on. */
  void capacity(Path root, long bytes) {
    capacities.put(root, bytes);
  }

  /** Bytes of all files beneath. */
  synchronized long used(Path root) {
    return names.entrySet().stream()
        .filter(file -> file.getKey().startsWith(root))
        .mapToLong(file -> file.getValue().length())
        .sum();
  }

  /** The file system of that folder is unmounted, mounted read-only, or breaks. */
  void mount(Path folder, Mount how) {
    mounts.put(folder, how);
  }

  /** It is as it was. */
  void mountAgain(Path folder) {
    mounts.remove(folder);
  }

  /** Happens as soon as somebody has been told, the next time, whether the file is there. */
  void onceAskedFor(Path path, Runnable what) {
    onceAsked.put(path, what);
  }

  private boolean is(Path path, Mount how) {
    return mounts.entrySet().stream()
        .anyMatch(entry -> entry.getValue() == how && path.startsWith(entry.getKey()));
  }

  private void checkSane(Path path) {
    if (is(path, Mount.BROKEN)) {
      throw new IllegalStateException("what nobody expects");
    }
  }

  private void checkWritable(Path path) throws IOException {
    if (is(path, Mount.GONE)) {
      throw new NoSuchFileException(path.toString());
    }
    if (is(path, Mount.READ_ONLY)) {
      throw new IOException(path + ": Read-only file system");
    }
  }

  private void checkSpace(Path path) throws IOException {
    if (is(path, Mount.FULL)) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
  }

  synchronized long operations() {
    return operations;
  }

  List<String> log() {
    return log;
  }

  /**
   * The process ends, and the system goes on: what was not forced can still be read, and is lost at
   * a later power cut if nobody forces it.
   */
  synchronized void processEnd() {
    fault = Fault.NONE;
    dead = false;
    powerCycle++;
  }

  /**
   * The power goes and comes back.
   *
   * @param keep chance that something unforced is on the medium; 1 is {@link #processEnd} only
   */
  synchronized void powerCut(double keep, SplittableRandom chance) {
    processEnd();
    if (keep >= 1) {
      return;
    }
    names.values().forEach(file -> file.powerCut(keep, chance));
    durableNames.values().forEach(file -> file.powerCut(keep, chance));
    Map<Path, Boolean> stopped = new HashMap<>();
    for (FolderChange change : unforced) {
      boolean kept = !stopped.containsKey(change.folder()) && chance.nextDouble() < keep;
      if (kept) {
        apply(change);
      } else {
        stopped.put(change.folder(), true);
      }
    }
    unforced.clear();
    names.clear();
    names.putAll(durableNames);
  }

  private void apply(FolderChange change) {
    change.removes().forEach(durableNames::remove);
    durableNames.putAll(change.puts());
  }

  /** Counts a change; true when it is to fail. */
  private boolean fails(String what) throws IOException {
    return fails(what, false);
  }

  private boolean fails(String what, boolean force) throws IOException {
    if (dead) {
      throw new IOException("the power is gone");
    }
    operations++;
    log.add(operations + " " + what);
    return fault.isAt(operations, faultAt, force);
  }

  private boolean isFull() {
    return fault == Fault.DISK_FULL || fault == Fault.FORCES_FULL;
  }

  private IOException failure() {
    if (fault == Fault.POWER_CUT) {
      dead = true;
      return new IOException("the power is gone");
    }
    return new IOException(isFull() ? "No space left on device" : "Input/output error");
  }

  private void change(String what) throws IOException {
    if (fails(what)) {
      throw failure();
    }
  }

  private final class Handle implements DiskFile {
    private final Path path;
    private final SimulatedFile file;
    private final int born = powerCycle;
    private boolean open = true;

    Handle(Path path, SimulatedFile file) {
      this.path = path;
      this.file = file;
    }

    @Override
    public void write(ByteBuffer[] buffers, long position) throws IOException {
      int length = 0;
      for (ByteBuffer buffer : buffers) {
        length += buffer.remaining();
      }
      ByteBuffer all = ByteBuffer.allocate(length);
      for (ByteBuffer buffer : buffers) {
        all.put(buffer);
      }
      write(all.flip(), position);
    }

    @Override
    public void write(ByteBuffer buffer, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        checkWritable(path);
        if (position + buffer.remaining() > file.length()) {
          checkSpace(path);
        }
        boolean fails = fails("write " + path.getFileName() + " " + position);
        if (fails) {
          buffer.limit(buffer.position() + random.nextInt(buffer.remaining() + 1));
        }
        file.write(buffer, position);
        if (fails) {
          throw failure();
        }
        watcher.changed(path, file.content());
      }
    }

    @Override
    public void writeZeros(long from, long until) throws IOException {
      Zeros.write(this, from, until);
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        checkSane(path);
        if (is(path, Mount.UNREADABLE)) {
          throw new IOException("Input/output error");
        }
        if (position >= file.length()) {
          return -1;
        }
        int count = file.readable(position, buffer.remaining());
        if (count == 0 && buffer.hasRemaining()) {
          throw new IOException("Input/output error");
        }
        buffer.put(file.content(), (int) position, count);
        return count;
      }
    }

    @Override
    public void force(boolean metadata) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        checkWritable(path);
        if (fails("force " + path.getFileName(), true)) {
          if (fault != Fault.POWER_CUT && !isFull()) {
            file.forceFails();
          }
          throw failure();
        }
        file.force();
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        checkWritable(path);
        change("truncate " + path.getFileName());
        if (size < file.length()) {
          file.resize((int) size);
        }
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (SimulatedDisk.this) {
        check();
        if (mounts.remove(path, Mount.UNSIZED)) {
          throw new IOException("Input/output error");
        }
        return file.length();
      }
    }

    @Override
    public boolean isOpen() {
      return open && born == powerCycle;
    }

    private void check() throws IOException {
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
    }

    @Override
    public FileChannel channel() {
      throw new UnsupportedOperationException("a simulated file has no channel");
    }

    @Override
    public void close() {
      open = false;
    }
  }

  @Override
  public synchronized DiskFile open(Path path, Access access) throws IOException {
    if (is(path, Mount.UNOPENABLE)) {
      throw new FileSystemException(path.toString(), null, "Input/output error");
    }
    SimulatedFile file = is(path, Mount.GONE) ? null : names.get(path);
    if (access != Access.READ) {
      checkWritable(path);
    } else if (is(path, Mount.SHUT)) {
      throw new FileSystemException(path + ": Too many open files");
    }
    if (access == Access.CREATE) {
      if (file != null) {
        throw new FileAlreadyExistsException(path.toString());
      }
      checkSpace(path);
      change("create " + path.getFileName());
      SimulatedFile fresh = new SimulatedFile();
      names.put(path, fresh);
      unforced.add(new FolderChange(path.getParent(), Map.of(path, fresh), List.of()));
      return new Handle(path, fresh);
    }
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return new Handle(path, file);
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    SimulatedFile file = names.get(from);
    if (file == null) {
      throw new NoSuchFileException(from.toString());
    }
    checkWritable(to);
    change("rename " + from.getFileName() + " to " + to.getFileName());
    names.remove(from);
    names.put(to, file);
    if (from.getParent().equals(to.getParent())) {
      unforced.add(new FolderChange(to.getParent(), Map.of(to, file), List.of(from)));
    } else {
      unforced.add(new FolderChange(to.getParent(), Map.of(to, file), List.of()));
      unforced.add(new FolderChange(from.getParent(), Map.of(), List.of(from)));
    }
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    if (exists(path)) {
      checkWritable(path);
      change("delete " + path.getFileName());
      names.remove(path);
      unforced.add(new FolderChange(path.getParent(), Map.of(), List.of(path)));
    }
  }

  @Override
  public void createFolder(Path folder) {
    // folders are there and durable: their creation is tested on a real disk
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    if (fails("force folder " + folder.getFileName(), true)) {
      throw failure();
    }
    Iterator<FolderChange> changes = unforced.iterator();
    while (changes.hasNext()) {
      FolderChange change = changes.next();
      if (change.folder().equals(folder)) {
        apply(change);
        changes.remove();
      }
    }
  }

  @Override
  public synchronized List<String> list(Path folder) throws IOException {
    checkSane(folder);
    if (is(folder, Mount.UNLISTED)) {
      throw new IOException(folder + ": Input/output error");
    }
    TreeSet<String> children = new TreeSet<>();
    for (Path path : names.keySet()) {
      if (exists(path) && path.startsWith(folder) && path.getNameCount() > folder.getNameCount()) {
        children.add(path.getName(folder.getNameCount()).toString());
      }
    }
    return List.copyOf(children);
  }

  @Override
  public synchronized boolean exists(Path path) {
    boolean exists = names.containsKey(path) && !is(path, Mount.GONE);
    Runnable then = onceAsked.remove(path);
    if (then != null) {
      then.run();
    }
    return exists;
  }

  @Override
  public Object device(Path folder) {
    return folder.getName(1);
  }

  @Override
  public Closeable lock(Path path) throws IOException {
    if (is(path, Mount.HELD)) {
      throw new LocalDisk.LockHeld(path, new OverlappingFileLockException());
    }
    return () -> {};
  }

  @Override
  public long usableSpace(Path folder) throws IOException {
    long bytes = usableNow(folder);
    if (bytes < 0) {
      throw new IOException("Input/output error");
    }
    return bytes;
  }

  private long usableNow(Path folder) {
    for (Path root : capacities.keySet()) {
      if (folder.startsWith(root)) {
        return Math.max(0, capacities.get(root) - used(root));
      }
    }
    return usable.entrySet().stream()
        .filter(root -> folder.startsWith(root.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(PLENTY);
  }

  @Override
  public long totalSpace(Path folder) {
    return 1L << 41;
  }

  /** The sector of the file at the offset cannot be read from now on. */
  void spoil(Path path, long offset) {
    names.get(path).spoil(offset);
  }

  /** All of the file can be read again. */
  void heal(Path path) {
    names.get(path).heal();
  }

  /** Files below the folder. */
  List<Path> paths(Path folder) {
    return names.keySet().stream().filter(path -> path.startsWith(folder)).sorted().toList();
  }

  /** A file's bytes now. */
  byte[] content(Path path) {
    return names.get(path).content().clone();
  }
}
