package org.hokan.archive.storage;

import java.time.Instant;
import java.util.Map;

/**
 * An object that is durable: what commit returns and replay visits; the two are equal.
 *
 * @param sequence strictly increasing over all packs of the node, with gaps: decides which of two
 *     objects came first
 * @param location where its bytes are
 * @param name the SOP Instance UID
 * @param digest SHA-256 in lower-case hex
 * @param length bytes of the object
 */
public record StoredObject(
    long sequence,
    Shelf shelf,
    Location location,
    String name,
    String digest,
    long length,
    Instant arrived,
    Map<String, String> facts) {

  /** What an index stores to say that it knows this object and all before it in the pack. */
  public Mark mark() {
    return new Mark(location.pack(), TarHeader.padded(location.offset() + length));
  }
}
