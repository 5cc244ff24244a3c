package org.hokan.archive.storage;

/**
 * One pack as it is now.
 *
 * @param state see {@link State}
 * @param entries objects in it
 * @param bytes length of the objects, without headers
 * @param end offset after its last object; the greatest number when it is not known
 * @param fileLength length of the file, with headers and zeros written ahead; 0 when it is not
 *     known
 * @param firstSequence sequence of its first object
 * @param lastSequence sequence of its last object
 */
public record PackStatus(
    String volume,
    String pack,
    Shelf shelf,
    State state,
    long entries,
    long bytes,
    long end,
    long fileLength,
    long firstSequence,
    long lastSequence) {

  /**
   * Whether a mark at this offset says that all of it is known; not for an open pack, nor for one
   * of which the length is not known.
   */
  public boolean isCoveredBy(long mark) {
    return mark >= end;
  }

  /** A pack's life. */
  public enum State {
    /** Is being appended to, has zeros written ahead. */
    OPEN,
    /** Ended cleanly and not full: will be opened again by the shelf's next object. */
    CLOSED,
    /** Full: never changes again. */
    SEALED,
    /** A write or force failed: is read, and never written again. */
    FAILED,
    /** A file of its own for one large object: never changes. */
    LARGE
  }
}
