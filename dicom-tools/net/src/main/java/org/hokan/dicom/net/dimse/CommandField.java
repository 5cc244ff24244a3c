package org.hokan.dicom.net.dimse;

import java.util.Optional;

/**
 * Command Field (0000,0100): which message a command set is (PS3.7 §E.1, Table E.1-1). The value is
 * the 16-bit number on the wire; a response has its request's value with bit 15 set.
 */
public enum CommandField {
  C_STORE_RQ(0x0001, Body.ALWAYS),
  C_STORE_RSP(0x8001, Body.NEVER),
  C_GET_RQ(0x0010, Body.ALWAYS),
  C_GET_RSP(0x8010, Body.SOMETIMES),
  C_FIND_RQ(0x0020, Body.ALWAYS),
  C_FIND_RSP(0x8020, Body.SOMETIMES),
  C_MOVE_RQ(0x0021, Body.ALWAYS),
  C_MOVE_RSP(0x8021, Body.SOMETIMES),
  C_ECHO_RQ(0x0030, Body.NEVER),
  C_ECHO_RSP(0x8030, Body.NEVER),
  N_EVENT_REPORT_RQ(0x0100, Body.SOMETIMES),
  N_EVENT_REPORT_RSP(0x8100, Body.SOMETIMES),
  N_GET_RQ(0x0110, Body.NEVER),
  N_GET_RSP(0x8110, Body.SOMETIMES),
  N_SET_RQ(0x0120, Body.ALWAYS),
  N_SET_RSP(0x8120, Body.SOMETIMES),
  N_ACTION_RQ(0x0130, Body.SOMETIMES),
  N_ACTION_RSP(0x8130, Body.SOMETIMES),
  N_CREATE_RQ(0x0140, Body.SOMETIMES),
  N_CREATE_RSP(0x8140, Body.SOMETIMES),
  N_DELETE_RQ(0x0150, Body.NEVER),
  N_DELETE_RSP(0x8150, Body.NEVER),
  C_CANCEL_RQ(0x0FFF, Body.NEVER);

  /** Whether a data set follows the command set of a message. */
  enum Body {
    ALWAYS,
    NEVER,
    SOMETIMES
  }

  private final int value;
  private final Body body;

  CommandField(int value, Body body) {
    this.value = value;
    this.body = body;
  }

  /** The number on the wire, 0 to 65535. */
  public int value() {
    return value;
  }

  /** True for the response to an operation or notification. */
  public boolean isResponse() {
    return (value & 0x8000) != 0;
  }

  Body body() {
    return body;
  }

  /** The message with this number, or empty when the standard has none. */
  public static Optional<CommandField> of(int value) {
    for (CommandField field : VALUES) {
      if (field.value == value) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** As the standard writes it, for instance {@code C-STORE-RQ}. */
  @Override
  public String toString() {
    return name().replace('_', '-');
  }

  private static final CommandField[] VALUES = values();
}
