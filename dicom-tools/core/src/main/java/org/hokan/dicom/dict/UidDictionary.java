package org.hokan.dicom.dict;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hokan.dicom.data.Uid;

/** The registry of UIDs (PS3.6 Annex A). Read when first asked; thread-safe. */
public final class UidDictionary {
  private static final Map<Uid, UidEntry> BY_UID = new LinkedHashMap<>(1024);

  static {
    for (String[] row : Tables.rows("uids.txt")) {
      Uid uid = new Uid(row[0]);
      BY_UID.put(uid, new UidEntry(uid, row[1], UidType.of(row[2]), row[3], row[4].equals("Y")));
    }
  }

  private UidDictionary() {}

  /** The registry's row for a UID; empty for private and unknown ones. */
  public static Optional<UidEntry> of(Uid uid) {
    return Optional.ofNullable(BY_UID.get(uid));
  }

  /** The name of a UID for people, or the UID itself where it has none. */
  public static String nameOf(Uid uid) {
    return of(uid).map(UidEntry::name).filter(name -> !name.isEmpty()).orElse(uid.value());
  }

  /** All of one type, retired ones too, in the order of the standard's table. */
  public static List<UidEntry> ofType(UidType type) {
    return BY_UID.values().stream().filter(entry -> entry.type() == type).toList();
  }

  /** All rows, in the order of the standard's table. */
  public static List<UidEntry> entries() {
    return List.copyOf(BY_UID.values());
  }
}
