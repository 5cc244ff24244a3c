package org.hokan.dicom.net.association;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.hokan.dicom.net.pdu.AbortReason;
import org.hokan.dicom.net.pdu.PduException;
import org.hokan.dicom.net.pdu.PresentationDataValue;

/**
 * Makes messages of presentation data values (PS3.8 §9.3.1, Annex E): a command set is gathered
 * within a limit, a data set is passed on as it comes. Messages do not interleave.
 */
final class MessageAssembler {
  private final Map<Integer, PresentationContext> contexts;
  private final int maxCommandLength;
  private final InboundFlow flow;
  private final AssociationUser user;
  private final ByteArrayOutputStream command = new ByteArrayOutputStream(256);
  private int contextId = -1;
  private boolean inData;
  private long dataBegan;

  MessageAssembler(
      Map<Integer, PresentationContext> contexts,
      int maxCommandLength,
      InboundFlow flow,
      AssociationUser user) {
    this.contexts = contexts;
    this.maxCommandLength = maxCommandLength;
    this.flow = flow;
    this.user = user;
  }

  /** Whether a message has begun and is not complete. */
  boolean midMessage() {
    return contextId >= 0;
  }

  /** For how long the data set that is coming has been; zero when none is. */
  Duration amidData() {
    return inData ? Duration.ofNanos(System.nanoTime() - dataBegan) : Duration.ZERO;
  }

  /** Takes the value over, also when it throws. */
  void add(PresentationDataValue value) {
    boolean passedOn = false;
    try {
      check(value);
      contextId = value.contextId();
      if (value.command()) {
        addCommand(value);
      } else {
        passedOn = true;
        addData(value);
      }
    } finally {
      if (!passedOn) {
        value.data().release();
      }
    }
  }

  private void check(PresentationDataValue value) {
    int id = value.contextId();
    if (!contexts.containsKey(id)) {
      throw problem(
          "presentation data value: context %d (expected: an accepted one; PS3.8 §9.3.5.1)", id);
    }
    if (contextId >= 0 && contextId != id) {
      throw problem(
          "presentation data value: context %d (expected: %d, the message's; PS3.8 §E.1)",
          id, contextId);
    }
    if (value.command() == inData) {
      throw problem(
          "presentation data value: %s (expected: %s; PS3.8 §E.2)",
          value.command() ? "command" : "data set", inData ? "data set" : "command");
    }
  }

  private static PduException problem(String message, Object... values) {
    return new PduException(AbortReason.UNEXPECTED_PDU_PARAMETER, message.formatted(values));
  }

  private void addCommand(PresentationDataValue value) {
    int length = value.data().readableBytes();
    if (command.size() + length > maxCommandLength) {
      throw problem(
          "command set: more than %d bytes (expected: at most %d)",
          maxCommandLength, maxCommandLength);
    }
    try {
      value.data().readBytes(command, length);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    if (value.last()) {
      ByteBuffer whole = ByteBuffer.wrap(command.toByteArray());
      command.reset();
      inData = user.command(context(), whole);
      dataBegan = System.nanoTime();
      contextId = inData ? contextId : -1;
    }
  }

  private PresentationContext context() {
    PresentationContext context = contexts.get(contextId);
    if (context == null) {
      throw new IllegalStateException("no context " + contextId);
    }
    return context;
  }

  private void addData(PresentationDataValue value) {
    if (value.last()) {
      inData = false;
      contextId = -1;
    }
    user.data(new Chunk(value.data(), value.last(), flow));
  }
}
