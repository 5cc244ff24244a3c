package org.hokan.dicom.net.association;

import java.nio.ByteBuffer;

/**
 * The service-user of an association in the words of PS3.8 §7: gets what comes in. All calls come
 * on the association's event loop, one after another, and must return at once. A call that throws
 * aborts the association.
 */
public interface AssociationUser {
  /**
   * A whole command set came.
   *
   * @param context as accepted
   * @param command position to limit is the command set; the user's own
   * @return whether a data set follows; {@link #data} gets it then, and what follows it is the next
   *     command
   */
  boolean command(PresentationContext context, ByteBuffer command);

  /** Whether the data set that follows the last command is held whole, so it must end in time. */
  boolean gathers();

  /** The next bytes of the data set that follows the last command. The user releases the chunk. */
  void data(Chunk chunk);

  /** For now, all that had come is handed over: a moment to pass it on in one go. */
  void readComplete();

  /** Whether an operation is under way, so that silence is no reason to end the association. */
  boolean busy();

  /** The association is no more. Called once, last. */
  void ended(AssociationEnd end, AssociationException cause);
}
