package org.hokan.archive.billing;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;

/**
 * Charges of second copies that could not be made when their examinations were settled: each waits
 * until its copy is there, and is made then, once. What it costs is what it would have cost at
 * once: the contract's price on the day of the examination's first image. Thread-safe.
 */
public final class CopyCharges {
  private final Database database;
  private final Function<Tx, ContractBook> contracts;
  private final Clock clock;

  CopyCharges(Database database, Function<Tx, ContractBook> contracts, Clock clock) {
    this.database = database;
    this.contracts = contracts;
    this.clock = clock;
  }

  /**
   * An examination whose charge waits.
   *
   * @param studyRecord the number of its record with which the copy came to be owed
   */
  public record Owed(long studyRecord, String facility, String studyInstanceUid) {}

  /**
   * An examination of which all is kept a second time.
   *
   * @param first when its first image arrived
   */
  public record Made(Owed owed, Instant first) {}

  /**
   * Those that wait, in the order in which they came.
   *
   * @param after the last {@link Owed#studyRecord} of the page before; 0: from the start
   */
  public List<Owed> owed(long after, int most) {
    return database.read(
        tx ->
            tx
                .session()
                .createSelectionQuery(
                    "from CopyOwedRow where studyRecord > :after order by studyRecord",
                    CopyOwedRow.class)
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultList()
                .stream()
                .map(row -> new Owed(row.studyRecord, row.facility, row.study))
                .toList());
  }

  /** How many wait. */
  public long count() {
    return database.read(
        tx ->
            tx.session()
                .createSelectionQuery("select count(*) from CopyOwedRow", Long.class)
                .getSingleResult());
  }

  /** Whether the charge of a study waits. */
  public boolean isOwed(String facility, String studyInstanceUid) {
    return database.read(tx -> isOwed(tx, facility, studyInstanceUid));
  }

  /** Charges those that wait still, in one transaction. */
  public void charge(List<Made> made) {
    database.run(
        tx -> {
          Appender appender = Appender.begin(tx, clock); // with its lock: nobody else charges
          ServiceRecorder services = new ServiceRecorder(tx, appender, contracts.apply(tx));
          for (Made copy : made) {
            Owed owed = copy.owed();
            if (forget(tx, owed.facility(), owed.studyInstanceUid())) {
              services.record(use(owed.facility(), owed.studyInstanceUid(), copy.first()));
            }
          }
          appender.finish();
        });
  }

  /** What a settlement does about a study's copy. */
  static Optional<BillingRecord> settle(
      Tx tx, ServiceRecorder services, StudyUsage usage, long studyRecord) {
    ServiceUse use = use(usage.facility(), usage.studyInstanceUid(), usage.first());
    return switch (usage.secondCopy()) {
      case NONE -> Optional.empty();
      case MADE -> services.record(use);
      case OWED -> {
        if (services.isToRecord(use) && !isOwed(tx, usage.facility(), usage.studyInstanceUid())) {
          tx.session().insert(new CopyOwedRow(studyRecord, usage));
        }
        yield Optional.empty();
      }
    };
  }

  /** The study is destroyed, or its copy charged; answers whether the charge waited. */
  static boolean forget(Tx tx, String facility, String studyInstanceUid) {
    return tx.session()
            .createMutationQuery(
                "delete from CopyOwedRow where facility = :facility and study = :study")
            .setParameter("facility", facility)
            .setParameter("study", studyInstanceUid)
            .executeUpdate()
        == 1;
  }

  private static boolean isOwed(Tx tx, String facility, String studyInstanceUid) {
    return tx.session()
            .createSelectionQuery(
                "select count(*) from CopyOwedRow where facility = :facility and study = :study",
                Long.class)
            .setParameter("facility", facility)
            .setParameter("study", studyInstanceUid)
            .getSingleResult()
        > 0;
  }

  /** A study's second copy is one fact, however many of its images come late. */
  static ServiceUse use(String facility, String study, Instant first) {
    return ServiceUse.charged(facility, RecordType.COPY, study, "copy of study " + study, first);
  }
}
