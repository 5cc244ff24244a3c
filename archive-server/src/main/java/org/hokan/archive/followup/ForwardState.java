package org.hokan.archive.followup;

/** How far an instance is on its way to another AE. */
public enum ForwardState {
  /** It is sent, or tried again later. */
  WAITING,
  SENT,
  /** It was tried as often as it may be; an operator can have it tried again. */
  GIVEN_UP
}
