package org.hokan.archive.billing;

import java.time.YearMonth;
import java.util.Map;
import org.joda.money.Money;

/**
 * A month under the real or the simulated contract.
 *
 * @param exams that began in it
 * @param images that were taken
 * @param bytes that were taken
 * @param keptBytes all that is kept at its end
 * @param savedBytes what compression saves of that
 * @param charges by what is charged; without tax
 * @param net their sum
 * @param tax on it
 */
public record SimulatedMonth(
    YearMonth month,
    long exams,
    long images,
    long bytes,
    long keptBytes,
    long savedBytes,
    Map<RecordType, Money> charges,
    Money net,
    Money tax) {}
