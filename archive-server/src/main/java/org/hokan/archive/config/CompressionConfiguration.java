package org.hokan.archive.config;

import java.time.LocalTime;

/**
 * Section {@code compression}.
 *
 * @param jobs run or none
 * @param coresPercent share of the processors
 * @param restFactor rest while objects are received, as a multiple of the work
 * @param marginPercent by which a result is to be smaller
 * @param nightFrom when compress=nightly begins
 * @param nightUntil when it ends
 */
public record CompressionConfiguration(
    String jobs,
    int coresPercent,
    int restFactor,
    int marginPercent,
    int attempts,
    LocalTime nightFrom,
    LocalTime nightUntil) {
  static CompressionConfiguration of(Values values) {
    return new CompressionConfiguration(
        values.get(Keys.COMPRESSION_JOBS),
        values.get(Keys.COMPRESSION_CORES),
        values.get(Keys.COMPRESSION_REST_FACTOR),
        values.get(Keys.COMPRESSION_MARGIN),
        values.get(Keys.COMPRESSION_ATTEMPTS),
        values.get(Keys.COMPRESSION_NIGHT_FROM),
        values.get(Keys.COMPRESSION_NIGHT_UNTIL));
  }
}
