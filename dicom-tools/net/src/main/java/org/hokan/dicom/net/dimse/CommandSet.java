package org.hokan.dicom.net.dimse;

import java.nio.ByteBuffer;

/**
 * The codec between command sets on the wire (PS3.7 §6.3: Implicit VR Little Endian, group 0000)
 * and {@link DimseMessage}. Stateless, thread-safe. Every field's presence and value is checked
 * against PS3.7 §9.3, §10.3 and Annex E; where real peers are known to be lenient, so is {@link
 * #decode}.
 */
public final class CommandSet {
  /** Longer command sets than this many bytes are refused; usual ones have less than 300. */
  public static final int MAX_LENGTH = 65_536;

  private CommandSet() {}

  /**
   * Reads the message from the buffer's position to its limit; the buffer itself is left as it was.
   *
   * @throws CommandException when the bytes are no command set that the standard has; no other
   *     exception leaves
   */
  public static DimseMessage decode(ByteBuffer bytes) {
    if (bytes.remaining() > MAX_LENGTH) {
      throw new CommandException(
          "command set: %d bytes (expected: at most %d)".formatted(bytes.remaining(), MAX_LENGTH));
    }
    return CommandReader.read(new CommandElements(bytes));
  }

  /**
   * The bytes of the message, with Command Group Length and Command Data Set Type. An error comment
   * is cut to 64 characters, and what is not ASCII in it becomes a question mark.
   */
  public static byte[] encode(DimseMessage message) {
    return CommandWriter.write(message);
  }
}
