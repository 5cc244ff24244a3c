package org.hokan.archive.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Whether an object's bytes are those that were stored. The header before it names its SHA-256 and
 * its CRC-32C: where it names the digest that is expected and the CRC agrees, the bytes are whole,
 * for a thirtieth of the time that SHA-256 takes. In all other cases SHA-256 decides: the header
 * has no CRC, or is damaged itself. For one thread at a time.
 */
final class BodyProof {
  /** So many bytes before an object hold the records that are looked for. */
  static final int BEFORE = 3 * TarHeader.BLOCK;

  private final MessageDigest sha256 = Digests.sha256();
  private final CRC32C crc = new CRC32C();

  /**
   * @param before what stands before the object, at least {@link #BEFORE} bytes of it
   * @param digest SHA-256 in lower-case hex
   */
  boolean isWhole(ByteBuffer before, ByteBuffer object, String digest) {
    return agrees(before, object, digest) || sha256(object).equals(digest);
  }

  private boolean agrees(ByteBuffer before, ByteBuffer object, String digest) {
    crc.reset();
    crc.update(object.duplicate());
    byte[] expected = EntryHeader.bodyRecords(digest, Digests.hex(crc));
    return before(recordsEnd(before) - EntryHeader.CHECK_LENGTH, before, expected.length)
        .equals(ByteBuffer.wrap(expected));
  }

  /** The records are filled up with zeros to a block; the object's own header block follows. */
  private static int recordsEnd(ByteBuffer before) {
    int end = before.limit() - TarHeader.BLOCK;
    int least = end - TarHeader.BLOCK;
    while (end > Math.max(0, least) && before.get(end - 1) == 0) {
      end--;
    }
    return end;
  }

  private static ByteBuffer before(int end, ByteBuffer bytes, int count) {
    return end < count ? ByteBuffer.allocate(0) : bytes.slice(end - count, count);
  }

  private String sha256(ByteBuffer object) {
    sha256.update(object.duplicate());
    return HexFormat.of().formatHex(sha256.digest());
  }
}
