package org.hokan.archive.storage;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Appends received objects to packs so that a crash at any instant leaves the whole object or none
 * of it.
 *
 * <p>The stage returned by {@link Incoming#commit} completes only after the bytes are forced to
 * disk; a C-STORE may be answered Success (PS3.4 §B.2.3) no earlier. Packs are ordinary TAR files
 * that any {@code tar} can list at any time. Thread-safe. All sizes are bytes.
 */
public interface PackStore extends AutoCloseable {

  /**
   * Opens the store on this machine's file systems. A new node's volumes are made; those that the
   * register knows must be there. Packs that a crash left open are ended: what was never wholly
   * written is cut off.
   *
   * @throws VolumeMissing when a known volume is not there, or a folder that is not empty is none
   * @throws VolumeInUse when another node has it open
   * @throws VolumeReadOnly when it cannot be written
   */
  static PackStore open(StorageSettings settings, Clock clock) {
    return LocalPackStore.open(settings, clock, new LocalDisk(), Workers.start(settings.writers()));
  }

  /**
   * Starts the reception of one object. Costs no thread, and no memory before its first byte.
   *
   * @throws SpaceExhausted when no volume has more free space than its reserve: answer A700H before
   *     a byte is taken
   * @throws VolumeMissing when the volume's marker file has gone since the start
   */
  Incoming begin();

  /**
   * The bytes of a stored object, from its first to its last; reads also from a pack that is being
   * written. A location that was learnt before a compaction leads to where the object is now.
   *
   * @throws PackGone when the pack is not there
   */
  InputStream open(Location location);

  /**
   * Reads a whole object, past the system's cache where that is possible, and proves it.
   *
   * @param digest SHA-256 in lower-case hex, as it was stored
   * @param buffer long enough for it
   * @return its bytes, in the buffer: valid until that is used again; empty when they are not those
   *     that were stored
   * @throws PackGone when the pack is not there
   * @throws StorageException when it cannot be read
   */
  Optional<ByteBuffer> read(Location location, String digest, ObjectBuffer buffer);

  /** The object as a region of a file, to be sent without passing through this process. */
  Slice slice(Location location);

  /**
   * Visits what was stored, in order of {@link StoredObject#sequence}, beyond the given marks.
   * Memory stays flat however large the packs are; bodies are not read. What is committed after the
   * call began may be visited or not.
   *
   * @param marks for each pack ({@link Mark#pack}) the offset up to which its objects are known
   *     already; a pack that is not named is visited from its start, so an empty map means all
   * @throws VolumeMissing when a first volume is away; nothing was visited then
   */
  void replay(Map<String, Long> marks, ReplayVisitor visitor);

  /**
   * Looks whether all first volumes are there now: what is on one that is away is not visited, and
   * whoever believed that it has gone would lose it.
   *
   * @throws VolumeMissing when one is away
   */
  void requireVolumes();

  /** Volumes with their space, shelves with their packs. Reads one small file per pack. */
  StorageStatus status();

  /** Every pack, in order of shelf and age. Reads one small file per pack. */
  List<PackStatus> packs();

  /** Names of all packs ({@link Location#pack}) that count; reads folders only. */
  Set<String> packNames();

  /**
   * Compares the packs that somebody knows with those that are there. What is on no volume is a
   * damage in {@link #scrub} from now on, until it is there again or not known any longer. Tells
   * nothing while a first volume is away. Reads folders only.
   *
   * @param known gives their names; asked again when one is not found, for it may have been removed
   *     meanwhile
   * @return the names of those that are on no volume
   */
  Set<String> missing(Supplier<Set<String>> known);

  /**
   * No new pack gets one of these names, wherever these packs are: what is remembered of a lost one
   * must not be taken for something in another.
   */
  void passOver(Set<String> packs);

  /**
   * Folders of volumes that held second copies until this store was opened: of a class that is not
   * copied, and of what was owed, nothing is there.
   */
  List<Path> formerCopies();

  /** Whether compaction has written the pack of that name anew, under the name of another. */
  boolean isReplaced(String pack);

  /** Figures that change with every object; from memory, for metrics. */
  StorageVitals vitals();

  /**
   * Reads every object again and compares its digest, also in the second copies; runs in the
   * calling thread beside all other work.
   *
   * @param repair whether what is damaged in one copy is replaced from the other
   */
  VerifyReport verify(boolean repair, Consumer<VerifyProgress> progress);

  /** The same, with repair. */
  default VerifyReport verify(Consumer<VerifyProgress> progress) {
    return verify(true, progress);
  }

  /**
   * Repairs an object that was found damaged from its second copy: reads it there, and lets {@link
   * #open} and {@link #read} take it from there until its pack is repaired, which a thread of the
   * store does afterwards.
   *
   * @param digest that it is to have: SHA-256 in lower-case hex
   * @return whether it is read whole from now on; false when no copy has it
   */
  boolean repair(Location location, String digest);

  /**
   * Whether an object may be lost: its volume is not configured, its pack is not there, or
   * something in it is known to be damaged. Asks the file system once, and reads nothing.
   */
  boolean isDoubtful(Location location);

  /** Whether what is stored on a shelf is to have a second copy, also while there is no volume. */
  boolean isToBeCopied(Shelf shelf);

  /**
   * How far the second copy of a pack reaches, as the copy itself says.
   *
   * @param pack its name ({@link Location#pack})
   * @return bytes from its start that are in the copy; 0 when none is there now; empty when the
   *     pack is not to have one
   */
  OptionalLong copiedUpTo(String pack);

  /**
   * Whether an object that is stored may lack the copy that it was to have before it is answered
   * Success: its copy is behind, or away, and objects without one are refused. Of a pack that is
   * not being written, asks the file system.
   */
  boolean isWithoutItsCopy(Location location);

  /** How far second copies are; from memory, for health and metrics. */
  CopyStatus copies();

  /** How far the reading again is, and what could not be repaired; from memory. */
  ScrubStatus scrub();

  /** What starts have cut off the ends of packs, and kept. */
  CutEnds cutEnds();

  /** Gives back the space of entries that are dead. */
  Compactor compactor();

  /**
   * A folder beside the packs on each volume, and on each copy volume that is there, for another
   * room's files that must be where the packs are.
   *
   * @param name of the folder
   */
  List<SideFolder> beside(String name);

  /**
   * Closes packs that were idle, looks after the volumes. To be called by a scheduler every few
   * seconds; does nothing that lasts.
   */
  void tick();

  /** Waits for what was committed, ends all packs cleanly and gives the volumes free. */
  @Override
  void close();
}
