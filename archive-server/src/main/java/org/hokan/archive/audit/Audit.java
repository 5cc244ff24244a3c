package org.hokan.archive.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.db.ChangeLogException;
import org.hokan.archive.db.Database;
import org.hokan.archive.db.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail. Events are added and listed; nothing here changes or deletes one.
 *
 * <p>A change and its event are one transaction ({@link #record}): one is never without the other.
 * Accesses are queued and written in batches ({@link #accessed}); a full queue makes the caller
 * wait, and should the database stay away longer than that, the trail itself says how many events
 * are missing. Thread-safe.
 */
public final class Audit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  private final Database database;
  private final AccessQueue queue;

  public Audit(Database database, AuditSettings settings) {
    this.database = database;
    this.queue = new AccessQueue(settings, this::write);
  }

  /** The classes that {@link Database#open} must know. */
  public static List<Class<?>> entities() {
    return List.of(AuditEventEntity.class);
  }

  /** Adds an event in the transaction that makes the change which it tells of. */
  public void record(Tx tx, AuditEvent event) {
    tx.session().insert(AuditEventEntity.of(event));
  }

  /**
   * Adds an access soon: within about a second, unless the node is killed before. Equal accesses of
   * one batch become one event with the sum of their objects.
   */
  public void accessed(AuditEvent event) {
    queue.add(event);
  }

  /** Returns when all that was queued before is written, or could not be. */
  public void flush() {
    queue.flush();
  }

  /** How the queue does. */
  public AuditStatus status() {
    return queue.status();
  }

  /** The latest events that the filter lets through, latest first. */
  public List<AuditEvent> list(AuditFilter filter) {
    return database.read(tx -> list(tx, filter));
  }

  /** How many there are that a list would have without its limit. */
  public long count(AuditFilter filter) {
    return database.read(tx -> count(tx, filter));
  }

  /** Writes what is queued; afterwards accesses are refused. */
  @Override
  public void close() {
    queue.close();
  }

  private void write(List<AuditEvent> batch) {
    try {
      database.runForced(
          tx -> tx.session().insertMultiple(batch.stream().map(AuditEventEntity::of).toList()));
    } catch (ChangeLogException e) {
      if (!e.isMade()) {
        throw e;
      }
      // Written once is enough; the journal gets it when it can be written again.
      LOG.warn("audit trail: {}", e.getMessage());
    }
  }

  private static List<AuditEvent> list(Tx tx, AuditFilter filter) {
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(filter, values);
    SelectionQuery<AuditEventEntity> query =
        tx.session()
            .createSelectionQuery(
                "from AuditEventRow e" + where + " order by e.id desc", AuditEventEntity.class);
    values.forEach(query::setParameter);
    return query.setMaxResults(filter.limit()).getResultList().stream()
        .map(AuditEventEntity::event)
        .toList();
  }

  private static long count(Tx tx, AuditFilter filter) {
    Map<String, Object> values = new LinkedHashMap<>();
    String where = where(filter, values);
    SelectionQuery<Long> query =
        tx.session()
            .createSelectionQuery("select count(*) from AuditEventRow e" + where, Long.class);
    values.forEach(query::setParameter);
    return query.getSingleResult();
  }

  private static String where(AuditFilter filter, Map<String, Object> values) {
    List<String> conditions = new ArrayList<>();
    restrict(conditions, values, "e.kind = :kind", filter.kind());
    restrict(conditions, values, "e.facility = :facility", filter.facility());
    restrict(conditions, values, "e.actor = :actor", filter.actor());
    restrict(
        conditions, values, "left(e.action, length(:prefix)) = :prefix", filter.actionPrefix());
    restrict(conditions, values, "e.patientId = :patient", filter.patientId());
    restrict(conditions, values, "e.study = :study", filter.study());
    filter
        .story()
        .ifPresent(
            of -> {
              conditions.add(
                  "(e.study = :ofStudy"
                      + " or e.kind = :change and e.study = '' and e.patientId = :ofPatient"
                      + " and e.patientId <> '')");
              values.put("ofStudy", of.study());
              values.put("ofPatient", of.patientId());
              values.put("change", AuditEvent.Kind.CHANGE);
            });
    restrict(conditions, values, "e.happenedAt >= :since", filter.from());
    restrict(conditions, values, "e.happenedAt < :until", filter.until());
    restrict(conditions, values, "e.id < :before", filter.before());
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  private static void restrict(
      List<String> conditions, Map<String, Object> values, String condition, Optional<?> value) {
    if (value.isPresent()) {
      String name = condition.substring(condition.lastIndexOf(':') + 1);
      conditions.add(condition);
      values.put(name, value.get());
    }
  }
}
