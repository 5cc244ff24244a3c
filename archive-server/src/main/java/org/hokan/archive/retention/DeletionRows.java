package org.hokan.archive.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.LockMode;
import org.hokan.archive.ae.ChangeRefusedException.Reason;
import org.hokan.archive.db.Tx;

/** The rows of lists. */
final class DeletionRows {
  private static final List<DeletionState> OPEN =
      List.of(
          DeletionState.PREPARING,
          DeletionState.PROPOSED,
          DeletionState.APPROVED,
          DeletionState.RUNNING);

  private DeletionRows() {}

  static Optional<DeletionListEntity> find(Tx tx, long id) {
    return Optional.ofNullable(tx.session().get(DeletionListEntity.class, id));
  }

  static DeletionListEntity locked(Tx tx, long id) {
    return Optional.ofNullable(
            tx.session().get(DeletionListEntity.class, id, LockMode.PESSIMISTIC_WRITE))
        .orElseThrow(
            () ->
                Words.refused(
                    Reason.NOT_FOUND,
                    "deletion %d: unknown (expected: a number that deletion list shows)",
                    id));
  }

  static Optional<DeletionListEntity> open(Tx tx, String facility) {
    return tx
        .session()
        .createSelectionQuery(
            "from DeletionListEntity where facility = :facility and state in (:open) order by id",
            DeletionListEntity.class)
        .setParameter("facility", facility)
        .setParameterList("open", OPEN)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .findFirst();
  }

  static boolean hasOccasion(Tx tx, String occasion) {
    return !tx.session()
        .createSelectionQuery(
            "select id from DeletionListEntity where occasion = :occasion", Long.class)
        .setParameter("occasion", occasion)
        .getResultList()
        .isEmpty();
  }

  static long count(Tx tx, DeletionState state) {
    return tx.session()
        .createSelectionQuery(
            "select count(*) from DeletionListEntity where state = :state", Long.class)
        .setParameter("state", state)
        .getSingleResult();
  }

  static List<DeletionListEntity> page(Tx tx, Optional<String> facility, long before, int max) {
    return tx.session()
        .createSelectionQuery(
            "from DeletionListEntity where id < :before and (:facility = '' or facility = :facility) order by id desc",
            DeletionListEntity.class)
        .setParameter("before", before)
        .setParameter("facility", facility.orElse(""))
        .setMaxResults(max)
        .getResultList();
  }

  static List<DeletionItemEntity> items(Tx tx, long list, long after, int max) {
    return tx.session()
        .createSelectionQuery(
            "from DeletionItemEntity where key.list = :list and key.place > :after order by key.place",
            DeletionItemEntity.class)
        .setParameter("list", list)
        .setParameter("after", after)
        .setMaxResults(max)
        .getResultList();
  }

  static Optional<DeletionItemEntity> next(Tx tx, long list) {
    return tx
        .session()
        .createSelectionQuery(
            "from DeletionItemEntity where key.list = :list and state = :state order by key.place",
            DeletionItemEntity.class)
        .setParameter("list", list)
        .setParameter("state", ItemState.PROPOSED)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .findFirst();
  }

  /** Lets another run try what failed. */
  static void again(Tx tx, long list) {
    tx.session()
        .createMutationQuery(
            "update DeletionItemEntity set state = :proposed, problem = '' where key.list = :list and state = :failed")
        .setParameter("proposed", ItemState.PROPOSED)
        .setParameter("failed", ItemState.FAILED)
        .setParameter("list", list)
        .executeUpdate();
  }

  static List<DeletionApprovalEntity> approvals(Tx tx, long list) {
    return tx.session()
        .createSelectionQuery(
            "from DeletionApprovalEntity where key.list = :list order by approvedAt, key.personKey",
            DeletionApprovalEntity.class)
        .setParameter("list", list)
        .getResultList();
  }

  static DeletionList list(Tx tx, DeletionListEntity row, int needed) {
    return new DeletionList(
        row.id,
        row.facility,
        row.state,
        row.note,
        row.proposedBy,
        row.proposedAt,
        row.studies,
        row.images,
        row.bytes,
        row.held,
        Optional.ofNullable(row.nextKeptUntil),
        approvals(tx, row.id).stream().map(approval -> approval.person).toList(),
        needed,
        row.decidedBy,
        Optional.ofNullable(row.decidedAt),
        row.runBy,
        Optional.ofNullable(row.endedAt),
        outcome(tx, row.id));
  }

  private static DeletionList.Outcome outcome(Tx tx, long list) {
    Map<ItemState, Long> counts = new HashMap<>();
    tx.session()
        .createSelectionQuery(
            "select state, count(*) from DeletionItemEntity where key.list = :list group by state",
            Object[].class)
        .setParameter("list", list)
        .getResultList()
        .forEach(row -> counts.put((ItemState) row[0], (Long) row[1]));
    return new DeletionList.Outcome(
        counts.getOrDefault(ItemState.DESTROYED, 0L),
        counts.getOrDefault(ItemState.KEPT, 0L),
        counts.getOrDefault(ItemState.FAILED, 0L));
  }
}
