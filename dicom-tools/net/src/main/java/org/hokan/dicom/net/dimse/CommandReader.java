package org.hokan.dicom.net.dimse;

import static org.hokan.dicom.net.dimse.CommandTag.ACTION_TYPE_ID;
import static org.hokan.dicom.net.dimse.CommandTag.AFFECTED_SOP_CLASS_UID;
import static org.hokan.dicom.net.dimse.CommandTag.AFFECTED_SOP_INSTANCE_UID;
import static org.hokan.dicom.net.dimse.CommandTag.ATTRIBUTE_IDENTIFIER_LIST;
import static org.hokan.dicom.net.dimse.CommandTag.COMMAND_FIELD;
import static org.hokan.dicom.net.dimse.CommandTag.COMPLETED_SUB_OPERATIONS;
import static org.hokan.dicom.net.dimse.CommandTag.DATA_SET_TYPE;
import static org.hokan.dicom.net.dimse.CommandTag.ERROR_COMMENT;
import static org.hokan.dicom.net.dimse.CommandTag.ERROR_ID;
import static org.hokan.dicom.net.dimse.CommandTag.EVENT_TYPE_ID;
import static org.hokan.dicom.net.dimse.CommandTag.FAILED_SUB_OPERATIONS;
import static org.hokan.dicom.net.dimse.CommandTag.MESSAGE_ID;
import static org.hokan.dicom.net.dimse.CommandTag.MESSAGE_ID_BEING_RESPONDED_TO;
import static org.hokan.dicom.net.dimse.CommandTag.MOVE_DESTINATION;
import static org.hokan.dicom.net.dimse.CommandTag.MOVE_ORIGINATOR_AE_TITLE;
import static org.hokan.dicom.net.dimse.CommandTag.MOVE_ORIGINATOR_MESSAGE_ID;
import static org.hokan.dicom.net.dimse.CommandTag.OFFENDING_ELEMENT;
import static org.hokan.dicom.net.dimse.CommandTag.PRIORITY;
import static org.hokan.dicom.net.dimse.CommandTag.REMAINING_SUB_OPERATIONS;
import static org.hokan.dicom.net.dimse.CommandTag.REQUESTED_SOP_CLASS_UID;
import static org.hokan.dicom.net.dimse.CommandTag.REQUESTED_SOP_INSTANCE_UID;
import static org.hokan.dicom.net.dimse.CommandTag.STATUS;
import static org.hokan.dicom.net.dimse.CommandTag.WARNING_SUB_OPERATIONS;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.CommandField.Body;
import org.hokan.dicom.net.dimse.DimseMessage.CCancelRq;
import org.hokan.dicom.net.dimse.DimseRequest.CEchoRq;
import org.hokan.dicom.net.dimse.DimseRequest.CFindRq;
import org.hokan.dicom.net.dimse.DimseRequest.CGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.CMoveRq;
import org.hokan.dicom.net.dimse.DimseRequest.CStoreRq;
import org.hokan.dicom.net.dimse.DimseRequest.NActionRq;
import org.hokan.dicom.net.dimse.DimseRequest.NCreateRq;
import org.hokan.dicom.net.dimse.DimseRequest.NDeleteRq;
import org.hokan.dicom.net.dimse.DimseRequest.NEventReportRq;
import org.hokan.dicom.net.dimse.DimseRequest.NGetRq;
import org.hokan.dicom.net.dimse.DimseRequest.NSetRq;
import org.hokan.dicom.net.dimse.DimseResponse.CEchoRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CFindRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CGetRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CMoveRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CStoreRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NActionRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NCreateRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NDeleteRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NEventReportRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NGetRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NSetRsp;

/** Makes a message of a command set's elements, or says which field is wrong. */
final class CommandReader {
  private final CommandElements in;
  private final CommandField field;
  private final boolean dataSet;

  private CommandReader(CommandElements in, CommandField field, boolean dataSet) {
    this.in = in;
    this.field = field;
    this.dataSet = dataSet;
  }

  static DimseMessage read(CommandElements in) {
    CommandReader reader = opened(in);
    try {
      return reader.message();
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "%s: %s".formatted(reader.field, e.getMessage()), e, reader.refusal(), reader.dataSet);
    }
  }

  /** Reads what must be known before anything can be answered: which message, and what follows. */
  private static CommandReader opened(CommandElements in) {
    try {
      int value = in.requiredUs(COMMAND_FIELD);
      CommandField field =
          CommandField.of(value)
              .orElseThrow(
                  () ->
                      CommandElements.invalid(
                          COMMAND_FIELD, "%04XH".formatted(value), "a message of PS3.7 §E.1"));
      return new CommandReader(in, field, dataSetFollows(in, field));
    } catch (IllegalArgumentException e) {
      throw new CommandException("command set: " + e.getMessage(), e, null, false);
    }
  }

  /** Command Data Set Type; may be missing where the Command Field alone decides. */
  private static boolean dataSetFollows(CommandElements in, CommandField field) {
    OptionalInt type = in.us(DATA_SET_TYPE);
    if (type.isEmpty() && field.body() == Body.SOMETIMES) {
      throw CommandElements.missing(DATA_SET_TYPE);
    }
    if (type.isEmpty()) {
      return field.body() == Body.ALWAYS;
    }
    boolean follows = type.getAsInt() != CommandTag.NO_DATA_SET;
    if (field.body() != Body.SOMETIMES && follows != (field.body() == Body.ALWAYS)) {
      throw CommandElements.invalid(
          DATA_SET_TYPE,
          "%04XH in a %s".formatted(type.getAsInt(), field),
          follows ? "0101H, no data set" : "a data set; PS3.7 §9.3, §10.3");
    }
    return follows;
  }

  private DimseMessage message() {
    return switch (field) {
      case C_STORE_RQ -> store();
      case C_FIND_RQ -> new CFindRq(id(), affectedClass(), priority());
      case C_GET_RQ -> new CGetRq(id(), affectedClass(), priority());
      case C_MOVE_RQ -> new CMoveRq(id(), affectedClass(), priority(), destination());
      case C_ECHO_RQ -> new CEchoRq(id(), affectedClass());
      case C_CANCEL_RQ -> new CCancelRq(respondedTo());
      case N_EVENT_REPORT_RQ -> eventReport();
      case N_GET_RQ ->
          new NGetRq(
              id(), requestedClass(), requestedInstance(), in.tags(ATTRIBUTE_IDENTIFIER_LIST));
      case N_SET_RQ -> new NSetRq(id(), requestedClass(), requestedInstance());
      case N_ACTION_RQ -> action();
      case N_CREATE_RQ ->
          new NCreateRq(id(), affectedClass(), in.uid(AFFECTED_SOP_INSTANCE_UID), dataSet);
      case N_DELETE_RQ -> new NDeleteRq(id(), requestedClass(), requestedInstance());
      case C_STORE_RSP -> new CStoreRsp(respondedTo(), outcome(), affected());
      case C_FIND_RSP -> new CFindRsp(respondedTo(), outcome(), affected(), dataSet);
      case C_GET_RSP -> new CGetRsp(respondedTo(), outcome(), affected(), counts(), dataSet);
      case C_MOVE_RSP -> new CMoveRsp(respondedTo(), outcome(), affected(), counts(), dataSet);
      case C_ECHO_RSP -> new CEchoRsp(respondedTo(), outcome(), affected());
      case N_EVENT_REPORT_RSP ->
          new NEventReportRsp(respondedTo(), outcome(), affected(), in.us(EVENT_TYPE_ID), dataSet);
      case N_GET_RSP -> new NGetRsp(respondedTo(), outcome(), affected(), dataSet);
      case N_SET_RSP -> new NSetRsp(respondedTo(), outcome(), affected(), dataSet);
      case N_ACTION_RSP ->
          new NActionRsp(respondedTo(), outcome(), affected(), in.us(ACTION_TYPE_ID), dataSet);
      case N_CREATE_RSP -> new NCreateRsp(respondedTo(), outcome(), affected(), dataSet);
      case N_DELETE_RSP -> new NDeleteRsp(respondedTo(), outcome(), affected());
    };
  }

  private CStoreRq store() {
    return new CStoreRq(
        id(),
        affectedClass(),
        in.requiredUid(AFFECTED_SOP_INSTANCE_UID),
        priority(),
        moveOriginator());
  }

  private NEventReportRq eventReport() {
    return new NEventReportRq(
        id(),
        affectedClass(),
        in.requiredUid(AFFECTED_SOP_INSTANCE_UID),
        in.requiredUs(EVENT_TYPE_ID),
        dataSet);
  }

  private NActionRq action() {
    return new NActionRq(
        id(), requestedClass(), requestedInstance(), in.requiredUs(ACTION_TYPE_ID), dataSet);
  }

  private int id() {
    return in.requiredUs(MESSAGE_ID);
  }

  private int respondedTo() {
    return in.requiredUs(MESSAGE_ID_BEING_RESPONDED_TO);
  }

  private Uid affectedClass() {
    return in.requiredUid(AFFECTED_SOP_CLASS_UID);
  }

  private Uid requestedClass() {
    return in.requiredUid(REQUESTED_SOP_CLASS_UID);
  }

  private Uid requestedInstance() {
    return in.requiredUid(REQUESTED_SOP_INSTANCE_UID);
  }

  private Priority priority() {
    return Priority.of(in.us(PRIORITY).orElse(Priority.MEDIUM.value()));
  }

  private String destination() {
    return in.aeTitle(MOVE_DESTINATION)
        .orElseThrow(() -> CommandElements.missing(MOVE_DESTINATION));
  }

  /** Both of its elements are the sender's choice; one without the other says nothing usable. */
  private Optional<MoveOriginator> moveOriginator() {
    Optional<String> title = in.text(MOVE_ORIGINATOR_AE_TITLE).filter(Values::isAeTitle);
    OptionalInt id = in.us(MOVE_ORIGINATOR_MESSAGE_ID);
    if (title.isEmpty() || id.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new MoveOriginator(title.get(), id.getAsInt()));
  }

  private Outcome outcome() {
    return new Outcome(
        new Status(in.requiredUs(STATUS)),
        in.text(ERROR_COMMENT).map(CommandReader::printable).filter(text -> !text.isEmpty()),
        in.us(ERROR_ID),
        in.tags(OFFENDING_ELEMENT),
        in.tags(ATTRIBUTE_IDENTIFIER_LIST));
  }

  /**
   * A peer's text is shown to people: control characters must not reach a terminal or a log. What
   * is left at its ends is as insignificant as the spaces that came there (PS3.5 §6.2, LO).
   */
  private static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.chars()
        .limit(1024)
        .forEach(c -> printable.append(Character.isISOControl(c) ? ' ' : (char) c));
    return printable.toString().strip();
  }

  /** What a response says it is about is not needed, so a UID that is none counts as not said. */
  private Affected affected() {
    Predicate<String> isUid = Uid::isUid;
    return new Affected(
        in.text(AFFECTED_SOP_CLASS_UID).filter(isUid).map(Uid::of),
        in.text(AFFECTED_SOP_INSTANCE_UID).filter(isUid).map(Uid::of));
  }

  private SubOperations counts() {
    return new SubOperations(
        in.us(REMAINING_SUB_OPERATIONS),
        in.us(COMPLETED_SUB_OPERATIONS),
        in.us(FAILED_SUB_OPERATIONS),
        in.us(WARNING_SUB_OPERATIONS));
  }

  /** The response to a request with a wrong field; null when the Message ID is not known. */
  private @org.jspecify.annotations.Nullable DimseResponse refusal() {
    OptionalInt id = OptionalInt.empty();
    try {
      id = in.us(MESSAGE_ID);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (id.isEmpty()) {
      return null;
    }
    Outcome why =
        Outcome.of(Status.INVALID_ARGUMENT_VALUE, "a field of the command is missing or invalid");
    int to = id.getAsInt();
    return switch (field) {
      case C_STORE_RQ -> new CStoreRsp(to, why, affected());
      case C_FIND_RQ -> new CFindRsp(to, why, affected(), false);
      case C_GET_RQ -> new CGetRsp(to, why, affected(), SubOperations.UNSAID, false);
      case C_MOVE_RQ -> new CMoveRsp(to, why, affected(), SubOperations.UNSAID, false);
      case C_ECHO_RQ -> new CEchoRsp(to, why, affected());
      case N_EVENT_REPORT_RQ ->
          new NEventReportRsp(to, why, affected(), OptionalInt.empty(), false);
      case N_GET_RQ -> new NGetRsp(to, why, affected(), false);
      case N_SET_RQ -> new NSetRsp(to, why, affected(), false);
      case N_ACTION_RQ -> new NActionRsp(to, why, affected(), OptionalInt.empty(), false);
      case N_CREATE_RQ -> new NCreateRsp(to, why, affected(), false);
      case N_DELETE_RQ -> new NDeleteRsp(to, why, affected());
      case C_CANCEL_RQ,
          C_STORE_RSP,
          C_GET_RSP,
          C_FIND_RSP,
          C_MOVE_RSP,
          C_ECHO_RSP,
          N_EVENT_REPORT_RSP,
          N_GET_RSP,
          N_SET_RSP,
          N_ACTION_RSP,
          N_CREATE_RSP,
          N_DELETE_RSP ->
          null;
    };
  }
}
