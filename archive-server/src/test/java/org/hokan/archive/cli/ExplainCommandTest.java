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
}
