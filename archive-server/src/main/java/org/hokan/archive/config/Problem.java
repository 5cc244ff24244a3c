package org.hokan.archive.config;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place where it stands, {@code hokan.yaml:12} or {@code --set}
 * @param message what is wrong and what was expected
 */
public record Problem(String place, String message) {
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
