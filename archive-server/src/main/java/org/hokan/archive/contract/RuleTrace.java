package org.hokan.archive.contract;

/**
 * What one rule said to one object.
 *
 * @param detail why the condition could not be worked out; empty otherwise
 */
public record RuleTrace(StorageRule rule, Outcome outcome, String detail) {
  /** A rule's answer. */
  public enum Outcome {
    /** Its condition holds: it decides. */
    MATCHED,
    NOT_MATCHED,
    /** Its condition cannot be worked out for this object: taken as not matching. */
    FAILED,
    /** An earlier rule decided, or no rule was asked. */
    NOT_REACHED
  }
}
