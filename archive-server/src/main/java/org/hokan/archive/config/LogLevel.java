package org.hokan.archive.config;

/** How important a line of the log is. */
public enum LogLevel {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR
}
