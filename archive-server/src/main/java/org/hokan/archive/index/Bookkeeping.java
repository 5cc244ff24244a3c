package org.hokan.archive.index;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.hokan.archive.db.DatabaseKind;
import org.hokan.archive.db.Tx;

/** Marks of packs, counts of facilities, and the end of everything before a rebuild. */
final class Bookkeeping {
  /** Children first. */
  private static final List<String> DERIVED =
      List.of(
          "instance",
          "series",
          "study_sop_class",
          "study",
          "patient_name",
          "patient",
          "facility_usage",
          "quarantine",
          "pack_mark");

  private Bookkeeping() {}

  static Map<String, Long> marks(Tx tx) {
    Map<String, Long> marks = new HashMap<>();
    tx.session()
        .createSelectionQuery("from PackMarkEntity", PackMarkEntity.class)
        .getResultList()
        .forEach(row -> marks.put(row.pack, row.endOffset));
    return marks;
  }

  static void setMark(Tx tx, String pack, long endOffset) {
    StatelessSession session = tx.session();
    int known =
        session
            .createMutationQuery(
                "update PackMarkEntity set endOffset = greatest(endOffset, :offset) where pack = :pack")
            .setParameter("offset", endOffset)
            .setParameter("pack", pack)
            .executeUpdate();
    if (known == 0) {
      PackMarkEntity row = new PackMarkEntity();
      row.pack = pack;
      row.endOffset = endOffset;
      session.insert(row);
    }
  }

  static List<FacilityCounts> counts(Tx tx) {
    return tx
        .session()
        .createSelectionQuery(
            "from FacilityUsageEntity order by facility", FacilityUsageEntity.class)
        .getResultList()
        .stream()
        .map(FacilityUsageEntity::counts)
        .toList();
  }

  static FacilityCounts counts(Tx tx, String facility) {
    return Optional.ofNullable(tx.session().get(FacilityUsageEntity.class, facility))
        .map(FacilityUsageEntity::counts)
        .orElse(new FacilityCounts(facility, 0, 0, 0, 0, 0, 0, 0));
  }

  static List<Savings> savings(Tx tx) {
    return tx
        .session()
        .createSelectionQuery(
            "from FacilityUsageEntity order by facility", FacilityUsageEntity.class)
        .getResultList()
        .stream()
        .map(FacilityUsageEntity::savings)
        .toList();
  }

  static void clear(Tx tx) {
    if (tx.kind() == DatabaseKind.POSTGRESQL) {
      execute(tx, "truncate " + String.join(", ", DERIVED));
    } else {
      DERIVED.forEach(table -> execute(tx, "delete from " + table));
    }
  }

  private static void execute(Tx tx, String sql) {
    tx.session().createNativeMutationQuery(sql).executeUpdate();
  }
}
