package org.hokan.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationReportTest {
  private static final String SIDE =
      """
      {"months": [{"month": "2026-05", "forecast": %1$s, "exams": 12000, "bytes": 3100000000000,
        "keptBytes": 6200000000000, "savedBytes": 310000000000, "net": "12000000",
        "total": "13200000", "currency": "JPY"}],
       "items": [{"type": "PROCESSING", "item": "x", "name": "CD copies", "quantity": 3,
        "amount": "%2$s", "currency": "JPY"}],
       "refused": {}, "leftOut": [], "usedUp": "", "notes": ["Storage rules: as they decided then."]}
      """;

  private static List<String> print(String task) throws IOException {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new SimulationReport(out, 80, new ObjectMapper().readTree(task)).print();
    return text.toString().lines().toList();
  }

  private static String both(String agreed, String simulated) {
    return "{\"was\": %s, \"would\": %s}"
        .formatted(SIDE.formatted(false, agreed), SIDE.formatted(false, simulated));
  }

  @Test
  void aMonthsMoneyStandsInItsRowIn80Columns() throws IOException {
    assertThat(print(both("1500", "1500")))
        .startsWith(
            "MONTH    TERMS      EXAMS    TAKEN     KEPT   SAVED       NET     TOTAL  IN",
            "2026-05  agreed     12000  3.10 TB  6.20 TB  310 GB  12000000  13200000  JPY",
            "         simulated  12000  3.10 TB  6.20 TB  310 GB  12000000  13200000  JPY",
            "sum      agreed     12000  3.10 TB                   12000000  13200000  JPY",
            "         simulated  12000  3.10 TB                   12000000  13200000  JPY");
  }

  @Test
  void whatBothHaveInCommonIsToldOnce() throws IOException {
    assertThat(print(both("1500", "1200")))
        .containsSubsequence(
            "As agreed:",
            "  charged, PROCESSING: 3 x CD copies, 1500 JPY",
            "Simulated:",
            "  charged, PROCESSING: 3 x CD copies, 1200 JPY",
            "Of both:",
            "  the capacity is used up in none of these months",
            "  Storage rules: as they decided then.")
        .doesNotHaveDuplicates();
  }

  @Test
  void aForecastSaysWhichMonthIsNone() throws IOException {
    String was =
        SIDE.formatted(true, "1500")
            .replace(
                "[{\"month\"",
                "[{\"month\": \"2026-04\", \"forecast\": false, \"exams\": 1, \"bytes\": 1, \"keptBytes\": 1, \"savedBytes\": 0, \"net\": \"1\", \"total\": \"1\", \"currency\": \"JPY\"}, {\"month\"");
    assertThat(print("{\"was\": " + was + "}")).anyMatch(line -> line.startsWith("2026-04 (past)"));
  }

  @Test
  void theSumOfAForecastIsThatOfTheMonthsToCome() throws IOException {
    String was =
        SIDE.formatted(true, "1500")
            .replace(
                "[{\"month\"",
                "[{\"month\": \"2026-04\", \"forecast\": false, \"exams\": 1, \"bytes\": 1, \"keptBytes\": 1, \"savedBytes\": 0, \"net\": \"1\", \"total\": \"1\", \"currency\": \"JPY\"}, {\"month\"");
    assertThat(print("{\"was\": " + was + "}"))
        .anyMatch(
            line ->
                line.startsWith("sum ") && line.contains(" 12000 ") && line.contains(" 12000000 "));
  }
}
