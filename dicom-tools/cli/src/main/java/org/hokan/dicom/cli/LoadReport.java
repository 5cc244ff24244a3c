package org.hokan.dicom.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a load run measured, without its warm-up.
 *
 * @param micros response times in ascending order, in microseconds: from the first byte sent to the
 *     answer
 * @param bytes of data sets that were answered with success or a warning
 * @param failures what went wrong, each kind with how often
 */
record LoadReport(
    int associations, long[] micros, long bytes, Duration lasted, Map<String, Long> failures) {

  LoadReport {
    micros = micros.clone();
    Arrays.sort(micros);
    failures = new LinkedHashMap<>(failures);
  }

  long stored() {
    return micros.length;
  }

  double imagesPerSecond() {
    return stored() / seconds();
  }

  double megabytesPerSecond() {
    return bytes / 1e6 / seconds();
  }

  private double seconds() {
    return Math.max(1, lasted.toNanos()) / 1e9;
  }

  /**
   * The response time in milliseconds that this part of all did not exceed; 0 for none.
   *
   * @param part 0 to 1
   */
  double milliseconds(double part) {
    if (micros.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(part * micros.length);
    return micros[Math.max(0, rank - 1)] / 1e3;
  }

  boolean complete() {
    return failures.isEmpty() && micros.length > 0;
  }

  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("associations", associations);
    map.put("stored", stored());
    map.put("bytes", bytes);
    map.put("seconds", seconds());
    map.put("imagesPerSecond", imagesPerSecond());
    map.put("megabytesPerSecond", megabytesPerSecond());
    for (int percent : List.of(50, 90, 99, 100)) {
      map.put(percent == 100 ? "maxMs" : "p" + percent + "Ms", milliseconds(percent / 100.0));
    }
    map.put("failures", failures);
    return map;
  }
}
