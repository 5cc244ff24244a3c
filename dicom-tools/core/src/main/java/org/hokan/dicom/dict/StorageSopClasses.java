package org.hokan.dicom.dict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/**
 * The SOP classes of the Storage Service Class (PS3.4 §B.5), and those of PS3.6 that are storage by
 * name but not in that table: newer than it, retired, or of the sister standards for security and
 * industry; old objects are kept as well as new ones. Thread-safe.
 */
public final class StorageSopClasses {
  private static final Map<Uid, StorageSopClass> BY_UID = new LinkedHashMap<>();

  static {
    for (String[] row : Tables.rows("storage-sop-classes.txt")) {
      Uid uid = new Uid(row[0]);
      BY_UID.put(uid, new StorageSopClass(uid, row[1], Optional.of(row[2]), false));
    }
    for (UidEntry entry : UidDictionary.ofType(UidType.SOP_CLASS)) {
      if (isStorageByName(entry)) {
        BY_UID.putIfAbsent(
            entry.uid(),
            new StorageSopClass(entry.uid(), entry.name(), Optional.empty(), entry.retired()));
      }
    }
  }

  private StorageSopClasses() {}

  /** Whether objects of this class can be stored. */
  public static boolean contains(Uid sopClass) {
    return BY_UID.containsKey(sopClass);
  }

  /** The facts of a storage SOP class. */
  public static Optional<StorageSopClass> of(Uid sopClass) {
    return Optional.ofNullable(BY_UID.get(sopClass));
  }

  /** The UIDs of all, those of PS3.4's table first. */
  public static List<Uid> all() {
    return List.copyOf(BY_UID.keySet());
  }

  /** All, those of PS3.4's table first. */
  public static List<StorageSopClass> entries() {
    return List.copyOf(BY_UID.values());
  }

  private static boolean isStorageByName(UidEntry entry) {
    return entry.keyword().contains("Storage") && !entry.keyword().startsWith("StorageCommitment");
  }
}
