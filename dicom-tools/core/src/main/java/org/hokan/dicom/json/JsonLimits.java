package org.hokan.dicom.json;

/**
 * Limits that JSON is read under, so that no sender can exhaust the reader's stack or memory.
 *
 * @param maxDepth nested objects and arrays; each level of sequences takes three
 * @param maxCharacters of one data set, from its opening to its closing brace
 * @param maxStringCharacters of one string: inline binary data needs 4 for 3 bytes
 */
public record JsonLimits(int maxDepth, long maxCharacters, int maxStringCharacters) {

  /** 192 levels, 512 Mi characters, 256 Mi characters in a string. */
  public static final JsonLimits DEFAULT = new JsonLimits(192, 512L << 20, 256 << 20);

  /** Refuses limits that let nothing through. */
  public JsonLimits {
    if (maxDepth < 3 || maxDepth > 1000 || maxCharacters < 2 || maxStringCharacters < 2) {
      throw new IllegalArgumentException(
          "JSON limits: depth %d, %d characters, %d in a string (expected: 3 to 1000, 2 or more, 2 or more)"
              .formatted(maxDepth, maxCharacters, maxStringCharacters));
    }
  }
}
