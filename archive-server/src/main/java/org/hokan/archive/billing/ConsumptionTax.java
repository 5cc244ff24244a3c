package org.hokan.archive.billing;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hokan.archive.contract.BillingTerms.Tax;

/** The rates of consumption tax, each from a day on. They are data: a new rate is a new line. */
final class ConsumptionTax {
  private static final NavigableMap<LocalDate, BigDecimal> JAPAN = read("consumption-tax-jp.csv");

  private ConsumptionTax() {}

  /** The rate in percent for what is done until this day; empty: not taxed. */
  static Optional<BigDecimal> rate(Tax tax, LocalDate day) {
    return switch (tax) {
      case NONE -> Optional.empty();
      case JP -> Optional.ofNullable(JAPAN.floorEntry(day)).map(entry -> entry.getValue());
    };
  }

  /** All that there ever were, and none. */
  static Set<Optional<BigDecimal>> rates() {
    return Stream.concat(
            Stream.of(Optional.<BigDecimal>empty()), JAPAN.values().stream().map(Optional::of))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static NavigableMap<LocalDate, BigDecimal> read(String name) {
    CSVFormat form =
        CSVFormat.RFC4180
            .builder()
            .setCommentMarker('#')
            .setHeader()
            .setSkipHeaderRecord(true)
            .get();
    NavigableMap<LocalDate, BigDecimal> rates = new TreeMap<>();
    try (InputStream in = ConsumptionTax.class.getResourceAsStream(name);
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
      for (CSVRecord line : form.parse(reader)) {
        rates.put(LocalDate.parse(line.get("from")), new BigDecimal(line.get("percent")));
      }
      return rates;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
