package org.hokan.archive.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Sets how much the node logs. */
final class LogLevels {
  private LogLevels() {}

  /** Warnings only: for commands whose own output is what counts. */
  static void quiet() {
    set(Level.WARN);
  }

  /**
   * The node's own level, by name as the configuration has it. Libraries stay at warnings.
   *
   * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
   */
  static void set(String level) {
    set(Level.toLevel(level, Level.INFO));
  }

  private static void set(Level level) {
    if (LoggerFactory.getLogger("org.hokan") instanceof Logger logger) {
      logger.setLevel(level);
    }
  }
}
