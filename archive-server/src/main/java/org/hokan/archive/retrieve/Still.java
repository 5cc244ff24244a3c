package org.hokan.archive.retrieve;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.hokan.archive.storage.Digests;
import org.hokan.archive.storage.ObjectBuffer;

/** Memory for one still at a time, and the means to prove it. For one thread at a time. */
final class Still {
  private final MessageDigest sha256 = Digests.sha256();
  private final ObjectBuffer memory = ObjectBuffer.of(StoredSource.MOST_READ_WHOLE);

  ObjectBuffer memory() {
    return memory;
  }

  /** SHA-256 in lower-case hex. */
  String digest(ByteBuffer object) {
    sha256.update(object.duplicate());
    return HexFormat.of().formatHex(sha256.digest());
  }
}
