package org.hokan.dicom.net.dimse;

/**
 * Priority (0000,0700) of a C-STORE, C-FIND, C-MOVE or C-GET request (PS3.7 Annex E). A wish: no
 * peer has to heed it, so a missing or unknown value is read as {@link #MEDIUM}.
 */
public enum Priority {
  LOW(0x0002),
  MEDIUM(0x0000),
  HIGH(0x0001);

  private final int value;

  Priority(int value) {
    this.value = value;
  }

  /** The number on the wire. */
  public int value() {
    return value;
  }

  static Priority of(int value) {
    return switch (value) {
      case 0x0001 -> HIGH;
      case 0x0002 -> LOW;
      default -> MEDIUM;
    };
  }
}
