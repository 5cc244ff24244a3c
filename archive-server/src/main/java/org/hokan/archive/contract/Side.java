package org.hokan.archive.contract;

/** Who speaks. */
public enum Side {
  PROVIDER,
  FACILITY;

  public Side other() {
    return this == PROVIDER ? FACILITY : PROVIDER;
  }
}
