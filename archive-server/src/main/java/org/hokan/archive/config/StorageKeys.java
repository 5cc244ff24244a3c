package org.hokan.archive.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keys {@code storage.*}, in the order of the file. */
final class StorageKeys {
  static final KeyTable KEYS = new KeyTable();

  static final Key<List<Path>> VOLUMES =
      KEYS.list(
          "storage.volumes",
          ValueType.paths(),
          "Root folders, each on a disk of its own or not; a new pack is begun where most space is"
              + " free. Empty: the folder 'volume' in the data directory.");
  static final Key<Long> PACK_SIZE =
      KEYS.key(
          "storage.pack-size",
          ValueType.bytes("8KiB", "1TiB"),
          "1GiB",
          "A pack of this size is sealed and never changes again.");
  static final Key<Long> LARGE_OBJECT_SIZE =
      KEYS.key(
          "storage.large-object-size",
          ValueType.bytes("4KiB", "256MiB"),
          "16MiB",
          "An object of this size or more gets a file of its own.");
  static final Key<Long> WRITE_AHEAD_MIN =
      KEYS.key(
          "storage.write-ahead-min",
          ValueType.bytes("4KiB", "1GiB"),
          "1MiB",
          "First step of zeros written ahead in a pack.");
  static final Key<Long> WRITE_AHEAD_MAX =
      KEYS.key(
          "storage.write-ahead-max",
          ValueType.bytes("4KiB", "1GiB"),
          "64MiB",
          "Largest step; steps grow with the traffic.");
  static final Key<Long> MEMORY_BUDGET =
      KEYS.key(
          "storage.memory-budget",
          ValueType.bytes("0B", "1TiB"),
          "64MiB",
          "Memory for objects being received, all together; beyond it they go to temporary files.");
  static final Key<Long> MINIMUM_FREE_SPACE =
      KEYS.key(
          "storage.minimum-free-space",
          ValueType.bytes("0B", "1PiB"),
          "1GiB",
          "Of a volume, and of a copy volume; below it nothing is accepted (status A700H).");
  static final Key<Duration> IDLE_CLOSE =
      KEYS.key(
          "storage.idle-close",
          ValueType.duration("0s", "7d"),
          "2m",
          "A pack without arrivals for so long is cut to its end and closed.");
  static final Key<Integer> WRITERS =
      KEYS.key(
          "storage.writers", ValueType.integer(1, 256), "4", "Threads that write and force packs.");

  static final Key<List<Path>> COPY_VOLUMES =
      KEYS.list(
          "storage.copy-volumes",
          ValueType.paths(),
          "Root folders on other disks: packs of storage class DELUXE are kept there, too, under the"
              + " same names. Empty: there are no second copies.");
  static final Key<String> COPIES =
      KEYS.key(
          "storage.copies",
          ValueType.word("before-success", "soon-after"),
          "before-success",
          "When the second copy is forced to disk: before Success is sent, or within seconds after.");
  static final Key<String> COPY_UNAVAILABLE =
      KEYS.key(
          "storage.copy-unavailable",
          ValueType.word("refuse", "owe"),
          "refuse",
          "With before-success, while no copy volume can be written: objects of that class are refused"
              + " (status A700H), or accepted on the first volume, their copies owed.");
  static final Key<String> COPY_SAME_DISK =
      KEYS.key(
          "storage.copy-same-disk",
          ValueType.word("refuse", "allow"),
          "refuse",
          "Whether the node starts with a copy volume on the file system of a first volume.");
  static final Key<Duration> SCRUB_PERIOD =
      KEYS.key(
          "storage.scrub-period",
          ValueType.duration("0s", "1000d"),
          "30d",
          "All that is stored, copies too, is read and compared with its digest once in this time; 0s:"
              + " never.");
  static final Key<Long> SCRUB_RATE =
      KEYS.key(
          "storage.scrub-rate",
          ValueType.bytes("1KiB", "1TiB"),
          "32MiB",
          "Most bytes a second that this reads, also when the period is then exceeded.");
  static final Key<Long> COMPACTION_RATE =
      KEYS.key(
          "storage.compaction-rate",
          ValueType.bytes("1KiB", "1TiB"),
          "20MiB",
          "Most bytes that compaction reads in a second; it writes as many.");
  static final Key<Integer> COMPACTION_THRESHOLD =
      KEYS.key(
          "storage.compaction-threshold",
          ValueType.integer(1, 100),
          "30",
          "Percent of a sealed pack's bytes that are dead when it is written anew without them.");
  static final Key<Duration> COMPACTION_GRACE =
      KEYS.key(
          "storage.compaction-grace",
          ValueType.duration("0s", "3650d"),
          "7d",
          "How long bytes stay on disk after it was decided to drop them.");

  private StorageKeys() {}
}
