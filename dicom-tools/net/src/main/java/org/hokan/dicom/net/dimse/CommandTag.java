package org.hokan.dicom.net.dimse;

/**
 * The elements of a command set that are in use (PS3.7 Table E.1-1). The number is the element
 * number within group 0000.
 */
enum CommandTag {
  GROUP_LENGTH(0x0000, "Command Group Length"),
  AFFECTED_SOP_CLASS_UID(0x0002, "Affected SOP Class UID"),
  REQUESTED_SOP_CLASS_UID(0x0003, "Requested SOP Class UID"),
  COMMAND_FIELD(0x0100, "Command Field"),
  MESSAGE_ID(0x0110, "Message ID"),
  MESSAGE_ID_BEING_RESPONDED_TO(0x0120, "Message ID Being Responded To"),
  MOVE_DESTINATION(0x0600, "Move Destination"),
  PRIORITY(0x0700, "Priority"),
  DATA_SET_TYPE(0x0800, "Command Data Set Type"),
  STATUS(0x0900, "Status"),
  OFFENDING_ELEMENT(0x0901, "Offending Element"),
  ERROR_COMMENT(0x0902, "Error Comment"),
  ERROR_ID(0x0903, "Error ID"),
  AFFECTED_SOP_INSTANCE_UID(0x1000, "Affected SOP Instance UID"),
  REQUESTED_SOP_INSTANCE_UID(0x1001, "Requested SOP Instance UID"),
  EVENT_TYPE_ID(0x1002, "Event Type ID"),
  ATTRIBUTE_IDENTIFIER_LIST(0x1005, "Attribute Identifier List"),
  ACTION_TYPE_ID(0x1008, "Action Type ID"),
  REMAINING_SUB_OPERATIONS(0x1020, "Number of Remaining Sub-operations"),
  COMPLETED_SUB_OPERATIONS(0x1021, "Number of Completed Sub-operations"),
  FAILED_SUB_OPERATIONS(0x1022, "Number of Failed Sub-operations"),
  WARNING_SUB_OPERATIONS(0x1023, "Number of Warning Sub-operations"),
  MOVE_ORIGINATOR_AE_TITLE(0x1030, "Move Originator Application Entity Title"),
  MOVE_ORIGINATOR_MESSAGE_ID(0x1031, "Move Originator Message ID");

  /** Command Data Set Type that says no data set follows; any other value says one does. */
  static final int NO_DATA_SET = 0x0101;

  private final int element;
  private final String title;

  CommandTag(int element, String title) {
    this.element = element;
    this.title = title;
  }

  int element() {
    return element;
  }

  /** For error messages, for instance {@code (0000,0100) Command Field}. */
  @Override
  public String toString() {
    return "(0000,%04X) %s".formatted(element, title);
  }
}
