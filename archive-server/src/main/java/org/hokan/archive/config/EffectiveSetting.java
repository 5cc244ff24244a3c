package org.hokan.archive.config;

/**
 * A key and the value that applies.
 *
 * @param value as text; masked when it is a secret
 * @param origin {@code default}, the line of the file, or {@code --set}
 */
public record EffectiveSetting(String key, String value, String origin) {
  static final String DEFAULT = "default";

  /** Whether nobody set it. */
  public boolean isDefault() {
    return origin.equals(DEFAULT);
  }

  @Override
  public String toString() {
    return "%s = %s (%s)".formatted(key, value, origin);
  }
}
