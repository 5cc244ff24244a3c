package org.hokan.archive.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class ExplainCommandTest {
  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void aFailedCompressionDoesNotReadAsDone() throws Exception {
    JsonNode decision = json("{\"compression\": \"lossless\"}");
    assertThat(ExplainCommand.compression(decision, json("[{}, {\"storedAs\": \"JPEG XL\"}]")))
        .isEqualTo("to be compressed: lossless (1 of the 2 images below are)");
  }

  @Test
  void aVersionThatALaterOneFollowedDoesNotReadAsTheContractsEnd() throws Exception {
    String clause =
        "{\"from\": \"2026-10-01\", \"until\": \"%s\", \"terms\": {\"until\": \"2027-09-30\"}}";
    assertThat(ExplainCommand.days(json(clause.formatted("2026-11-26"))))
        .isEqualTo("2026-10-01 to 2027-09-30 (this version until 2026-11-26)");
    assertThat(ExplainCommand.days(json(clause.formatted("2027-09-30"))))
        .isEqualTo("2026-10-01 to 2027-09-30");
  }

  @Test
  void whatIsSavedIsSaidInBytes() throws Exception {
    assertThat(ExplainCommand.what(json("{\"type\": \"SAVING\", \"quantity\": 5000}")))
        .isEqualTo(" of 5000 bytes by compression");
  }

  @Test
  void whatIsLongerThanTheTerminalIsWideGoesOnFurtherIn() {
    String text =
        "    Under contract h-1 version 1, 2020-01-01 to 2099-12-31, capacity 1GB, and so on";
    assertThat(ExplainCommand.lines(text, 80))
        .containsExactly(
            "    Under contract h-1 version 1, 2020-01-01 to 2099-12-31, capacity 1GB, and so",
            "        on");
    assertThat(ExplainCommand.lines(text, Integer.MAX_VALUE)).containsExactly(text);
  }

  @Test
  void aRuleThatSaysHowSomethingIsKeptIsNamedBesideTheUnits() throws Exception {
    JsonNode decision =
        json(
            """
            {"storageClass": "DELUXE", "retention": "P20Y",
             "units": {"covering": ["FACILITY"], "storageClassBy": [], "copies": 1,
                       "copiesBy": ["FACILITY"], "retention": [{"unit": "FACILITY"}]}}
            """);
    assertThat(ExplainCommand.units(decision))
        .containsExactly(
            "Covered by unit FACILITY.",
            "Storage class DELUXE by the rule; copies: 1 by unit FACILITY; retention: as long as"
                + " the contract by unit FACILITY, P20Y by the rule, whichever ends last.");
    assertThat(ExplainCommand.units(json("{}"))).isEmpty();
  }
}
