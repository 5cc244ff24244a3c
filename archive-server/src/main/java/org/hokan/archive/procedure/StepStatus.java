package org.hokan.archive.procedure;

import java.util.Arrays;
import java.util.Optional;

/** Performed Procedure Step Status (0040,0252) (PS3.3 C.4.14). */
public enum StepStatus {
  IN_PROGRESS("IN PROGRESS"),
  DISCONTINUED("DISCONTINUED"),
  COMPLETED("COMPLETED");

  private final String word;

  StepStatus(String word) {
    this.word = word;
  }

  /** The attribute's value. */
  public String word() {
    return word;
  }

  /** Whether the step may no longer be updated. */
  public boolean isFinal() {
    return this != IN_PROGRESS;
  }

  static Optional<StepStatus> of(String word) {
    return Arrays.stream(values()).filter(status -> status.word.equals(word)).findFirst();
  }
}
