package org.hokan.dicom.net.dimse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.net.dimse.DimseMessage.CCancelRq;
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
import org.hokan.dicom.net.dimse.DimseResponse.CGetRsp;
import org.hokan.dicom.net.dimse.DimseResponse.CMoveRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NActionRsp;
import org.hokan.dicom.net.dimse.DimseResponse.NEventReportRsp;

/**
 * Writes one message as a command set: its fields are gathered first and then written in ascending
 * order of tags, as PS3.5 §7.1 has it.
 */
final class CommandWriter {
  private static final int GROUP_LENGTH_ELEMENT_LENGTH = 12;
  private static final int DATA_SET_FOLLOWS = 0x0000;
  private static final int MAX_COMMENT = 64;

  /** The values by tag, in the ascending order that the tags are declared in. */
  private final Map<CommandTag, byte[]> values = new EnumMap<>(CommandTag.class);

  private int length;

  private CommandWriter() {}

  static byte[] write(DimseMessage message) {
    CommandWriter out = new CommandWriter();
    out.us(CommandTag.COMMAND_FIELD, message.commandField().value());
    out.us(
        CommandTag.DATA_SET_TYPE, message.hasDataSet() ? DATA_SET_FOLLOWS : CommandTag.NO_DATA_SET);
    if (message instanceof DimseRequest request) {
      out.request(request);
    } else if (message instanceof DimseResponse response) {
      out.response(response);
    } else if (message instanceof CCancelRq cancel) {
      out.us(CommandTag.MESSAGE_ID_BEING_RESPONDED_TO, cancel.messageIdBeingRespondedTo());
    }
    return out.bytes();
  }

  private void request(DimseRequest request) {
    us(CommandTag.MESSAGE_ID, request.messageId());
    if (request instanceof CStoreRq store) {
      store(store);
    } else if (request instanceof CFindRq find) {
      us(CommandTag.PRIORITY, find.priority().value());
    } else if (request instanceof CGetRq get) {
      us(CommandTag.PRIORITY, get.priority().value());
    } else if (request instanceof CMoveRq move) {
      us(CommandTag.PRIORITY, move.priority().value());
      text(CommandTag.MOVE_DESTINATION, move.moveDestination());
    } else if (request instanceof NEventReportRq report) {
      uid(CommandTag.AFFECTED_SOP_INSTANCE_UID, report.affectedSopInstanceUid());
      us(CommandTag.EVENT_TYPE_ID, report.eventTypeId());
    } else if (request instanceof NCreateRq create) {
      create
          .affectedSopInstanceUid()
          .ifPresent(uid -> uid(CommandTag.AFFECTED_SOP_INSTANCE_UID, uid));
    } else {
      requested(request);
    }
    boolean requested = values.containsKey(CommandTag.REQUESTED_SOP_INSTANCE_UID);
    uid(
        requested ? CommandTag.REQUESTED_SOP_CLASS_UID : CommandTag.AFFECTED_SOP_CLASS_UID,
        request.sopClassUid());
  }

  private void store(CStoreRq store) {
    us(CommandTag.PRIORITY, store.priority().value());
    uid(CommandTag.AFFECTED_SOP_INSTANCE_UID, store.affectedSopInstanceUid());
    store
        .moveOriginator()
        .ifPresent(
            originator -> {
              text(CommandTag.MOVE_ORIGINATOR_AE_TITLE, originator.aeTitle());
              us(CommandTag.MOVE_ORIGINATOR_MESSAGE_ID, originator.messageId());
            });
  }

  /** The requests that name a Requested SOP Instance. */
  private void requested(DimseRequest request) {
    if (request instanceof NGetRq get) {
      uid(CommandTag.REQUESTED_SOP_INSTANCE_UID, get.requestedSopInstanceUid());
      tags(CommandTag.ATTRIBUTE_IDENTIFIER_LIST, get.attributeIdentifiers());
    } else if (request instanceof NSetRq set) {
      uid(CommandTag.REQUESTED_SOP_INSTANCE_UID, set.requestedSopInstanceUid());
    } else if (request instanceof NActionRq action) {
      uid(CommandTag.REQUESTED_SOP_INSTANCE_UID, action.requestedSopInstanceUid());
      us(CommandTag.ACTION_TYPE_ID, action.actionTypeId());
    } else if (request instanceof NDeleteRq delete) {
      uid(CommandTag.REQUESTED_SOP_INSTANCE_UID, delete.requestedSopInstanceUid());
    }
  }

  private void response(DimseResponse response) {
    us(CommandTag.MESSAGE_ID_BEING_RESPONDED_TO, response.messageIdBeingRespondedTo());
    response.affected().sopClassUid().ifPresent(u -> uid(CommandTag.AFFECTED_SOP_CLASS_UID, u));
    response
        .affected()
        .sopInstanceUid()
        .ifPresent(u -> uid(CommandTag.AFFECTED_SOP_INSTANCE_UID, u));
    outcome(response.outcome());
    if (response instanceof CMoveRsp move) {
      counts(move.subOperations(), move.status());
    } else if (response instanceof CGetRsp get) {
      counts(get.subOperations(), get.status());
    } else if (response instanceof NEventReportRsp report) {
      us(CommandTag.EVENT_TYPE_ID, report.eventTypeId());
    } else if (response instanceof NActionRsp action) {
      us(CommandTag.ACTION_TYPE_ID, action.actionTypeId());
    }
  }

  private void outcome(Outcome outcome) {
    us(CommandTag.STATUS, outcome.status().code());
    comment(outcome.errorComment());
    us(CommandTag.ERROR_ID, outcome.errorId());
    tags(CommandTag.OFFENDING_ELEMENT, outcome.offendingElements());
    tags(CommandTag.ATTRIBUTE_IDENTIFIER_LIST, outcome.attributeIdentifiers());
  }

  /** PS3.4 §C.4.2.1.6: only Pending and Cancel tell how many remain. */
  private void counts(SubOperations counts, Status status) {
    boolean underWay = status.isPending() || status.category() == Status.Category.CANCEL;
    SubOperations told = underWay ? counts : counts.withoutRemaining();
    us(CommandTag.REMAINING_SUB_OPERATIONS, told.remaining());
    us(CommandTag.COMPLETED_SUB_OPERATIONS, told.completed());
    us(CommandTag.FAILED_SUB_OPERATIONS, told.failed());
    us(CommandTag.WARNING_SUB_OPERATIONS, told.warning());
  }

  private void comment(Optional<String> comment) {
    if (comment.isEmpty()) {
      return;
    }
    StringBuilder ascii = new StringBuilder(MAX_COMMENT);
    comment
        .get()
        .codePoints()
        .limit(MAX_COMMENT)
        .forEach(c -> ascii.append(c >= 0x20 && c < 0x7F && c != '\\' ? (char) c : '?'));
    String stripped = ascii.toString().strip();
    if (!stripped.isEmpty()) {
      text(CommandTag.ERROR_COMMENT, stripped);
    }
  }

  private void uid(CommandTag tag, Uid uid) {
    put(tag, padded(uid.value(), (byte) 0));
  }

  private void text(CommandTag tag, String value) {
    put(tag, padded(value, (byte) ' '));
  }

  private static byte[] padded(String value, byte padding) {
    byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
    if (bytes.length % 2 == 0) {
      return bytes;
    }
    byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
    even[bytes.length] = padding;
    return even;
  }

  private void us(CommandTag tag, OptionalInt value) {
    if (value.isPresent()) {
      us(tag, value.getAsInt());
    }
  }

  private void us(CommandTag tag, int value) {
    put(tag, new byte[] {(byte) value, (byte) (value >> 8)});
  }

  private void tags(CommandTag tag, List<Integer> tags) {
    if (tags.isEmpty()) {
      return;
    }
    byte[] value = new byte[tags.size() * 4];
    int at = 0;
    for (int each : tags) {
      value[at++] = (byte) (each >> 16);
      value[at++] = (byte) (each >> 24);
      value[at++] = (byte) each;
      value[at++] = (byte) (each >> 8);
    }
    put(tag, value);
  }

  private void put(CommandTag tag, byte[] value) {
    values.put(tag, value);
    length += 8 + value.length;
  }

  private byte[] bytes() {
    byte[] bytes = new byte[GROUP_LENGTH_ELEMENT_LENGTH + length];
    int at = header(bytes, 0, CommandTag.GROUP_LENGTH, 4);
    at = int32(bytes, at, length);
    for (Map.Entry<CommandTag, byte[]> each : values.entrySet()) {
      byte[] value = each.getValue();
      at = header(bytes, at, each.getKey(), value.length);
      System.arraycopy(value, 0, bytes, at, value.length);
      at += value.length;
    }
    return bytes;
  }

  private static int header(byte[] bytes, int at, CommandTag tag, int valueLength) {
    bytes[at + 2] = (byte) tag.element();
    bytes[at + 3] = (byte) (tag.element() >> 8);
    return int32(bytes, at + 4, valueLength);
  }

  private static int int32(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
    return at + 4;
  }
}
