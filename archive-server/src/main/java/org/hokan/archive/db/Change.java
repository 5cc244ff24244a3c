package org.hokan.archive.db;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A committed change of one row of a journaled table.
 *
 * @param number ascending in the order of the changes, with gaps
 * @param transaction equal for neighbours that were committed together
 * @param json {@code {"insert": TABLE, "row": {COLUMN: VALUE, ...}}}, or {@code update}, or {@code
 *     delete} with the row as it was
 */
public record Change(long number, String transaction, String json) {
  /**
   * Longest {@link #json} that a log can give back, in bytes of UTF-8. A row with the longest
   * request for commitment that can be configured, and its result, in hex, has half as many.
   */
  public static final int LONGEST = 64 << 20;

  /** One value may be nearly all of it: by itself the library takes 20 million characters. */
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(LONGEST).build())
              .build());

  /**
   * What a change says.
   *
   * @param json as {@link #json}
   * @throws IllegalArgumentException when it is not what the node wrote
   */
  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      // Its own message holds a part of the text, which may name a patient.
      throw new IllegalArgumentException("change: not JSON (expected: as the node wrote it)");
    }
  }
}
