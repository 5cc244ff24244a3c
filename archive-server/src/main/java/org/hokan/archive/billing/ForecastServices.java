package org.hokan.archive.billing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hokan.archive.db.Tx;

/**
 * The services that rules billed for examinations so far, and are expected to bill for each that
 * comes: as many for each examination as in the months that are known. Not thread-safe.
 */
final class ForecastServices {
  /** What sums of shares may lack of one. */
  private static final double NEARLY = 1e-9;

  private final Map<String, Double> perExam;
  private final Map<String, Double> owed = new HashMap<>();

  private ForecastServices(Map<String, Double> perExam) {
    this.perExam = perExam;
  }

  /**
   * Reads what was billed.
   *
   * @param upTo the last month that is known
   * @param exams that began in the months that are known
   */
  static ForecastServices of(Tx tx, String facility, int upTo, long exams) {
    Map<String, Double> perExam = new TreeMap<>();
    tx.session()
        .createSelectionQuery(
            "select item, count(*) from LedgerRow where facility = :facility and type in (:types)"
                + " and billingMonth <= :last and fact like :facts group by item",
            Object[].class)
        .setParameter("facility", facility)
        .setParameterList("types", RecordType.forRules())
        .setParameter("last", upTo)
        .setParameter("facts", NamedUse.FACTS)
        .getResultList()
        .forEach(
            row ->
                perExam.put((String) row[0], (double) Ledger.whole(row[1]) / Math.max(1, exams)));
    return new ForecastServices(perExam);
  }

  /** Those of the next examination that is taken. */
  List<String> next() {
    List<String> billed = new ArrayList<>();
    perExam.forEach(
        (service, share) -> {
          double sum = owed.merge(service, share, Double::sum);
          if (sum >= 1 - NEARLY) {
            owed.put(service, sum - 1);
            billed.add(service);
          }
        });
    return billed;
  }

  /** How they were found; none where there are none. */
  List<String> says() {
    return perExam.isEmpty()
        ? List.of()
        : List.of(
            "What rules bill for examinations is expected as in the known months: %s."
                .formatted(
                    perExam.entrySet().stream()
                        .map(
                            each ->
                                String.format(
                                    Locale.ROOT,
                                    "%.3f x %s for each",
                                    each.getValue(),
                                    each.getKey()))
                        .collect(Collectors.joining(", "))));
  }
}
