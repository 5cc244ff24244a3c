package org.hokan.archive.web;

/**
 * How one part of the node is.
 *
 * @param name such as {@code storage} or {@code database}
 * @param state see {@link State}
 * @param detail for an operator; no patient data
 */
public record PartHealth(String name, State state, String detail) {

  /** How well it can do its work. */
  public enum State {
    UP,
    /** It can, but something is broken that somebody must look after. */
    DEGRADED,
    DOWN
  }

  /** A part that works or does not. */
  public PartHealth(String name, boolean up, String detail) {
    this(name, up ? State.UP : State.DOWN, detail);
  }

  /** Whether it can do its work. */
  public boolean up() {
    return state != State.DOWN;
  }
}
