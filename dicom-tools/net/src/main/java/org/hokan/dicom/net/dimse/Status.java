package org.hokan.dicom.net.dimse;

/**
 * Status (0000,0900) of a response (PS3.7 Annex C). What a code means beyond its category depends
 * on the operation; {@link #meaning(CommandField)} tells it. Services may send codes that are not
 * listed here. Immutable.
 *
 * @param code the 16-bit number on the wire
 */
public record Status(int code) {
  /** Success (PS3.7 §C.1.1). */
  public static final Status SUCCESS = new Status(0x0000);

  /** Matches or sub-operations are continuing (PS3.7 §C.1.2). */
  public static final Status PENDING = new Status(0xFF00);

  /** Matches are continuing, an Optional Key was not supported (PS3.4 Table C.4-1). */
  public static final Status PENDING_WITH_WARNING = new Status(0xFF01);

  /** Ended by C-CANCEL (PS3.7 §C.3). */
  public static final Status CANCEL = new Status(0xFE00);

  // Of any service: PS3.7 §C.4, §C.5.
  public static final Status NO_SUCH_ATTRIBUTE = new Status(0x0105);
  public static final Status INVALID_ATTRIBUTE_VALUE = new Status(0x0106);
  public static final Status ATTRIBUTE_LIST_ERROR = new Status(0x0107);
  public static final Status PROCESSING_FAILURE = new Status(0x0110);
  public static final Status DUPLICATE_SOP_INSTANCE = new Status(0x0111);
  public static final Status NO_SUCH_SOP_INSTANCE = new Status(0x0112);
  public static final Status NO_SUCH_EVENT_TYPE = new Status(0x0113);
  public static final Status NO_SUCH_ARGUMENT = new Status(0x0114);
  public static final Status INVALID_ARGUMENT_VALUE = new Status(0x0115);
  public static final Status ATTRIBUTE_VALUE_OUT_OF_RANGE = new Status(0x0116);
  public static final Status INVALID_OBJECT_INSTANCE = new Status(0x0117);
  public static final Status NO_SUCH_SOP_CLASS = new Status(0x0118);
  public static final Status CLASS_INSTANCE_CONFLICT = new Status(0x0119);
  public static final Status MISSING_ATTRIBUTE = new Status(0x0120);
  public static final Status MISSING_ATTRIBUTE_VALUE = new Status(0x0121);
  public static final Status SOP_CLASS_NOT_SUPPORTED = new Status(0x0122);
  public static final Status NO_SUCH_ACTION = new Status(0x0123);
  public static final Status NOT_AUTHORIZED = new Status(0x0124);
  public static final Status DUPLICATE_INVOCATION = new Status(0x0210);
  public static final Status UNRECOGNIZED_OPERATION = new Status(0x0211);
  public static final Status MISTYPED_ARGUMENT = new Status(0x0212);
  public static final Status RESOURCE_LIMITATION = new Status(0x0213);

  /** C-STORE: refused, out of resources (PS3.4 §B.2.3); C-FIND: the same (PS3.4 Table C.4-1). */
  public static final Status OUT_OF_RESOURCES = new Status(0xA700);

  /** C-STORE: the data set does not match the SOP class, refused (PS3.4 §B.2.3). */
  public static final Status DATA_SET_DOES_NOT_MATCH = new Status(0xA900);

  /** C-STORE: cannot understand (PS3.4 §B.2.3). */
  public static final Status CANNOT_UNDERSTAND = new Status(0xC000);

  /** C-STORE: kept with changed data elements (PS3.4 §B.2.3). */
  public static final Status COERCION_OF_DATA_ELEMENTS = new Status(0xB000);

  /** C-STORE: kept without some elements (PS3.4 §B.2.3). */
  public static final Status ELEMENTS_DISCARDED = new Status(0xB006);

  /** C-STORE: kept, the data set does not match the SOP class (PS3.4 §B.2.3). */
  public static final Status DATA_SET_DOES_NOT_MATCH_KEPT = new Status(0xB007);

  /** C-FIND, C-MOVE, C-GET: the identifier does not match the SOP class (PS3.4 §C.4). */
  public static final Status IDENTIFIER_DOES_NOT_MATCH = new Status(0xA900);

  /** C-FIND, C-MOVE, C-GET: unable to process (PS3.4 §C.4). */
  public static final Status UNABLE_TO_PROCESS = new Status(0xC000);

  /** C-FIND: there are more matches than the responder tells (PS3.4 Table C.4-1). */
  public static final Status MATCHES_LIMITED = new Status(0xB001);

  /** C-MOVE, C-GET: unable to calculate the number of matches (PS3.4 Tables C.4-2, C.4-3). */
  public static final Status OUT_OF_RESOURCES_FOR_MATCHES = new Status(0xA701);

  /** C-MOVE, C-GET: unable to perform sub-operations (PS3.4 Tables C.4-2, C.4-3). */
  public static final Status OUT_OF_RESOURCES_FOR_SUB_OPERATIONS = new Status(0xA702);

  /** C-MOVE: the destination is not known (PS3.4 Table C.4-2). */
  public static final Status MOVE_DESTINATION_UNKNOWN = new Status(0xA801);

  /** C-MOVE, C-GET: done, with failures or warnings (PS3.4 Tables C.4-2, C.4-3). */
  public static final Status SUB_OPERATIONS_WITH_FAILURES = new Status(0xB000);

  /** What a code says to do next (PS3.7 §C.1 to §C.5). */
  public enum Category {
    SUCCESS,
    WARNING,
    FAILURE,
    CANCEL,
    PENDING
  }

  public Status {
    Values.us("Status", code);
  }

  /** The category by the ranges of PS3.7 Annex C; a code outside of them all is a failure. */
  public Category category() {
    return switch (code) {
      case 0x0000 -> Category.SUCCESS;
      case 0xFF00, 0xFF01 -> Category.PENDING;
      case 0xFE00 -> Category.CANCEL;
      case 0x0001, 0x0107, 0x0116 -> Category.WARNING;
      default -> (code & 0xF000) == 0xB000 ? Category.WARNING : Category.FAILURE;
    };
  }

  public boolean isSuccess() {
    return category() == Category.SUCCESS;
  }

  public boolean isPending() {
    return category() == Category.PENDING;
  }

  public boolean isFailure() {
    return category() == Category.FAILURE;
  }

  public boolean isWarning() {
    return category() == Category.WARNING;
  }

  /** What the code means as the answer to an operation, in a few words. */
  public String meaning(CommandField operation) {
    return StatusMeanings.of(code, operation);
  }

  /** The code as the standard writes it, for instance {@code A700H}. */
  @Override
  public String toString() {
    return "%04XH".formatted(code);
  }
}
