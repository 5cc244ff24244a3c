package org.hokan.archive.index;

import java.util.Optional;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;

/**
 * Lets rows of instances point to their recompressed forms, or become those of what took their
 * place. One for which that was done already stays as it is: two nodes did it at once.
 */
final class Replacing {
  private final StatelessSession session;
  private final UsageCounter usage;

  Replacing(StatelessSession session, UsageCounter usage) {
    this.session = session;
    this.usage = usage;
  }

  /** {@link Outcome.Kind#REPLACED}, or {@link Outcome.Kind#DUPLICATE} when nothing was. */
  Outcome replace(ArrivedInstance arrival) {
    Recompressed form = arrival.recompressed().orElseThrow();
    InstanceEntity row = locked(arrival.facility(), arrival.sopInstanceUid()).orElseThrow();
    if (row.recompressed().isPresent() || !isOf(row, arrival)) {
      return Outcome.DUPLICATE;
    }
    StoredAt before = row.at();
    row.movedTo(arrival.at(), form);
    session.update(row);
    usage.smaller(row);
    return Outcome.replaced(before);
  }

  /**
   * The same two answers; the row is that of the new object from now on.
   *
   * @param image its attributes
   */
  Outcome supersede(ArrivedInstance arrival, DataSet image) {
    Predecessor before = arrival.predecessor().orElseThrow();
    Optional<InstanceEntity> found =
        locked(arrival.facility(), before.sopInstanceUid())
            .filter(row -> row.digest.equals(before.digest()) && !row.isSmaller())
            .filter(row -> !row.at().equals(arrival.at())) // done, though its end was not heard of
            .filter(row -> isOf(row, arrival));
    if (found.isEmpty()) {
      return Outcome.DUPLICATE;
    }
    InstanceEntity row = found.get();
    StoredAt at = row.at();
    String storageClass = row.storageClass;
    row.take(arrival);
    row.attributes = AttributeBytes.write(image);
    session.update(row);
    if (row.isSmaller()) {
      usage.smaller(row);
    }
    if (!row.storageClass.equals(storageClass)) {
      tellStudy(row, storageClass);
    }
    return Outcome.replaced(at);
  }

  /** A study is in the storage class of its first object. */
  private void tellStudy(InstanceEntity row, String before) {
    session
        .createMutationQuery(
            "update StudyEntity set storageClass = :now where storageClass = :before"
                + " and id = (select e.studyId from SeriesEntity e where e.id = :series)")
        .setParameter("now", row.storageClass)
        .setParameter("before", before)
        .setParameter("series", row.seriesId)
        .executeUpdate();
  }

  /** Not when it was destroyed and has come again since the form was made of it. */
  private static boolean isOf(InstanceEntity row, ArrivedInstance form) {
    return row.arrived.equals(Cut.toMicros(form.arrived()));
  }

  private Optional<InstanceEntity> locked(String facility, Uid sopInstanceUid) {
    return session
        .createSelectionQuery(
            "from InstanceEntity where sopInstanceUid = :uid and facility = :facility",
            InstanceEntity.class)
        .setParameter("uid", sopInstanceUid.value())
        .setParameter("facility", facility)
        .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
        .getResultList()
        .stream()
        .findFirst();
  }
}
