package org.hokan.archive.billing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hibernate.query.SelectionQuery;
import org.hokan.archive.billing.PeriodRecorder.Charged;
import org.hokan.archive.contract.BackupUnit;
import org.hokan.archive.contract.Days;
import org.hokan.archive.db.Tx;
import org.jspecify.annotations.Nullable;

/**
 * Finds, page by page, the patients or studies of a contract's unit for which something may be to
 * be charged. Memory does not grow with their number.
 */
final class KeptObjects {
  /** Any year for which a zone has rules and no list of changes. */
  private static final int LATER = 2100;

  private final Tx tx;
  private final ZoneId zone;
  private final Charged charged;
  private final String key;

  KeptObjects(Tx tx, ZoneId zone, Charged charged) {
    this.tx = tx;
    this.zone = zone;
    this.charged = charged;
    this.key = charged.unit() == BackupUnit.PATIENT ? "patient" : "study";
  }

  /**
   * Some objects.
   *
   * @param last the key with which it ends; empty: there are no more
   */
  record Page(List<KeptObject> objects, Optional<String> last) {}

  /**
   * The next ones by their key.
   *
   * @param due from the first to the last day that is to be charged
   * @param after the key with which the page before ended; empty: from the start
   */
  Page page(Period due, String after) {
    Optional<String> last = last(after);
    List<Object[]> rows = rows(due, after, last);
    List<String> destroyed =
        rows.stream().filter(row -> Ledger.whole(row[4]) < 0).map(row -> (String) row[0]).toList();
    Map<String, List<KeptObject.Time>> times = Map.of();
    Map<String, List<Period>> paid = Map.of();
    if (!destroyed.isEmpty()) {
      times = times(destroyed);
      paid = paid(destroyed);
    }
    List<KeptObject> objects = new ArrayList<>();
    for (Object[] row : rows) {
      String object = (String) row[0];
      objects.add(
          times.containsKey(object)
              ? new KeptObject(
                  object, times.get(object), held(), paid.getOrDefault(object, List.of()))
              : object(row));
    }
    return new Page(objects, last);
  }

  /**
   * The object with which a page ends, so that none holds more than some thousand records; sorted
   * as an index is, so that no more than the page is read.
   */
  private Optional<String> last(String after) {
    return tx
        .session()
        .createSelectionQuery(
            "select s.KEY from LedgerRow s where s.facility = :facility and s.KEY > :after order by s.facility, s.KEY"
                .replace("KEY", key),
            String.class)
        .setParameter("facility", charged.contract().facility())
        .setParameter("after", after)
        .setFirstResult(Ledger.PAGE - 1)
        .setMaxResults(1)
        .getResultList()
        .stream()
        .findFirst();
  }

  /**
   * Those that have not paid for the last due period yet, or that came before the first day that
   * they paid for: an exam can be reported after one that came later. Of those of which nothing is
   * left, the ones that have not paid for their last day. Of those that came again, also the ones
   * of which something was reported since they paid last: it can have come in between. Days are
   * compared as seconds, by the zone's least and most offset: where offsets change, a few objects
   * more are looked at.
   */
  private List<Object[]> rows(Period due, String after, Optional<String> last) {
    String query =
        """
        select s.KEY, min(s.firstArrival), min(p.periodFrom), max(p.periodUntil), min(s.images)
        from LedgerRow s
        left join LedgerRow p on p.contractId = :contract and p.unit = :unit and p.objectKey = s.KEY
        where s.facility = :facility and s.contractId in (:ids) and s.KEY > :after PAGE
        group by s.KEY
        having sum(s.images) <> 0 and coalesce(max(p.periodUntil), :never) < :last
        or sum(s.images) = 0 and extract(epoch from max(s.lastArrival)) + :most
        >= coalesce(extract(epoch from max(p.periodUntil)) + :day, :begin)
        or min(p.periodFrom) > :first
        and extract(epoch from min(s.firstArrival)) + :least < extract(epoch from min(p.periodFrom))
        or min(s.images) < 0 and max(case when s.images > 0 then s.number end) > max(p.number)
        order by s.KEY
        """
            .replace("PAGE", last.isPresent() ? "and s.KEY <= :end" : "")
            .replace("KEY", key);
    SelectionQuery<Object[]> rows =
        ofContract(query)
            .setParameter("contract", charged.contract().id())
            .setParameter("unit", charged.unit())
            .setParameter("after", after)
            .setParameter("never", LocalDate.EPOCH)
            .setParameter("last", due.until())
            .setParameter("first", due.from())
            .setParameter("least", offsets().min().orElseThrow() - 1)
            .setParameter("most", offsets().max().orElseThrow() + 1)
            .setParameter("day", Duration.ofDays(1).toSeconds())
            .setParameter("begin", Duration.ofDays(due.from().toEpochDay()).toSeconds());
    last.ifPresent(end -> rows.setParameter("end", end));
    return rows.getResultList();
  }

  private SelectionQuery<Object[]> ofContract(String query) {
    return tx.session()
        .createSelectionQuery(query, Object[].class)
        .setParameter("facility", charged.contract().facility())
        .setParameter("ids", charged.ids());
  }

  /** All that the zone ever had or will have, in seconds. */
  private LongStream offsets() {
    ZoneRules rules = zone.getRules();
    return Stream.concat(
            Stream.of(rules.getOffset(Instant.EPOCH)),
            Stream.concat(
                    rules.getTransitions().stream(),
                    rules.getTransitionRules().stream().map(rule -> rule.createTransition(LATER)))
                .flatMap(change -> Stream.of(change.getOffsetBefore(), change.getOffsetAfter())))
        .mapToLong(ZoneOffset::getTotalSeconds);
  }

  /** One of which nothing was destroyed. */
  private KeptObject object(@Nullable Object[] row) {
    KeptObject.Time time = new KeptObject.Time(day(row[1]), Optional.empty());
    List<Period> paid =
        Optional.ofNullable((LocalDate) row[2])
            .map(from -> new Period(from, Objects.requireNonNull((LocalDate) row[3])))
            .stream()
            .toList();
    return new KeptObject((String) row[0], List.of(time), held(), paid);
  }

  private Days held() {
    return charged.contract().daysOf(charged.unit(), Days.ALWAYS);
  }

  private LocalDate day(@Nullable Object instant) {
    return LocalDate.ofInstant((Instant) Objects.requireNonNull(instant), zone);
  }

  /** Each time ends when nothing is left. */
  private Map<String, List<KeptObject.Time>> times(List<String> objects) {
    Map<String, List<KeptObject.Time>> times = new HashMap<>();
    Map<String, Long> images = new HashMap<>();
    for (Object[] row : arrivals(objects)) {
      String object = (String) row[0];
      List<KeptObject.Time> all = times.computeIfAbsent(object, o -> new ArrayList<>());
      long before = images.getOrDefault(object, 0L);
      long now = before + Ledger.whole(row[1]);
      images.put(object, now);
      LocalDate since = day(row[2]);
      if (before != 0) {
        LocalDate known = all.remove(all.size() - 1).since();
        since = known.isBefore(since) ? known : since;
      }
      all.add(new KeptObject.Time(since, now == 0 ? Optional.of(day(row[3])) : Optional.empty()));
    }
    return times;
  }

  private List<Object[]> arrivals(List<String> objects) {
    return ofContract(
            "select s.KEY, s.images, s.firstArrival, s.lastArrival from LedgerRow s where s.facility = :facility and s.contractId in (:ids) and s.images is not null and s.KEY in (:objects) order by s.number"
                .replace("KEY", key))
        .setParameterList("objects", objects)
        .getResultList();
  }

  private Map<String, List<Period>> paid(List<String> objects) {
    Map<String, List<Period>> paid = new HashMap<>();
    tx.session()
        .createSelectionQuery(
            "select objectKey, periodFrom, periodUntil from LedgerRow where contractId = :contract and unit = :unit and objectKey in (:objects)",
            Object[].class)
        .setParameter("contract", charged.contract().id())
        .setParameter("unit", charged.unit())
        .setParameterList("objects", objects)
        .getResultList()
        .forEach(
            row ->
                paid.computeIfAbsent((String) row[0], object -> new ArrayList<>())
                    .add(new Period((LocalDate) row[1], (LocalDate) row[2])));
    return paid;
  }
}
