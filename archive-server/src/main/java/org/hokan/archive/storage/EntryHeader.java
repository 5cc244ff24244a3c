package org.hokan.archive.storage;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What stands before an object in a pack: a PAX header block, its records, and the object's own
 * header block.
 *
 * <p>Our records bear the prefix {@value #PREFIX}: every {@code tar} takes them in silence, and
 * {@code tar --xattrs -x} gives them back as extended attributes {@code user.hokan.*} of the file.
 * The last of them, {@code check}, is the CRC-32C of the records before it and of the object's
 * header block. Before it stand the object's digest and its CRC-32C, where {@link BodyProof} finds
 * them without reading the whole header.
 *
 * @param batch sequence of the first entry of those that were written and forced together
 * @param digest SHA-256 of the object in lower-case hex
 * @param crc CRC-32C of the object in lower-case hex; empty in packs written before it was kept
 */
record EntryHeader(
    long sequence,
    long batch,
    String name,
    long length,
    String digest,
    Optional<String> crc,
    Instant arrived,
    Map<String, String> facts) {
  static final String PREFIX = "SCHILY.xattr.user.hokan.";

  /** Of facts; our own keys have none. */
  private static final String FACT = PREFIX + "fact.";

  /** Limit of the records' bytes; what a damaged header may ask for. */
  static final int MAX_RECORDS = 38 * TarHeader.BLOCK;

  /**
   * Length of every header that is written after its body, filled up by a comment: whole pages, so
   * that the body can be written past the system's cache.
   */
  static final int RESERVED = MAX_RECORDS + 2 * TarHeader.BLOCK;

  private static final String SEQUENCE = PREFIX + "sequence";
  private static final String BATCH = PREFIX + "batch";
  private static final String ARRIVED = PREFIX + "arrived";
  private static final String DIGEST = PREFIX + "sha256";
  private static final String CRC = PREFIX + "crc32c";
  private static final String CHECK = PREFIX + "check";
  private static final String SIZE = "size";

  /** The last record's bytes. */
  static final int CHECK_LENGTH = 3 + CHECK.length() + 1 + 8 + 1;

  private static final String PAX_FOLDER = "PaxHeaders/";

  /** As short as it can be, a multiple of a block. */
  byte[] encode() {
    ByteArrayOutputStream records = new ByteArrayOutputStream(1024);
    appendRecords(records);
    return finish(records);
  }

  /**
   * For an entry at this offset of its pack: short, but where the object is not small a comment
   * fills it up so that the object begins where it can be written past the system's cache.
   */
  byte[] encodeAt(long offset) {
    ByteArrayOutputStream own = new ByteArrayOutputStream(1024);
    appendRecords(own);
    long checked = TarHeader.padded(own.size() + CHECK_LENGTH);
    long over = (offset + 2 * TarHeader.BLOCK + checked) % DirectWrites.UNIT;
    long filled = checked + DirectWrites.UNIT - over;
    if (over == 0 || length < SegmentPool.SEGMENT || filled > MAX_RECORDS) {
      return finish(own);
    }
    ByteArrayOutputStream records = new ByteArrayOutputStream((int) filled);
    PaxRecords.appendComment(records, (int) filled - CHECK_LENGTH - own.size());
    records.writeBytes(own.toByteArray());
    return finish(records);
  }

  /** Exactly {@link #RESERVED} bytes. */
  byte[] encodeReserved() {
    ByteArrayOutputStream own = new ByteArrayOutputStream(1024);
    appendRecords(own);
    ByteArrayOutputStream records = new ByteArrayOutputStream(MAX_RECORDS);
    PaxRecords.appendComment(records, MAX_RECORDS - CHECK_LENGTH - own.size());
    records.writeBytes(own.toByteArray());
    return finish(records);
  }

  private void appendRecords(ByteArrayOutputStream to) {
    if (length > TarHeader.MAX_OCTAL_LENGTH) {
      PaxRecords.append(to, SIZE, Long.toString(length));
    }
    PaxRecords.append(to, SEQUENCE, Long.toString(sequence));
    PaxRecords.append(to, BATCH, Long.toString(batch));
    PaxRecords.append(to, ARRIVED, arrived.toString());
    facts.forEach((key, value) -> PaxRecords.append(to, FACT + key, value));
    crc.ifPresentOrElse(
        check -> to.writeBytes(bodyRecords(digest, check)),
        () -> PaxRecords.append(to, DIGEST, digest));
  }

  /** The records that stand before the last one: what the object's bytes are proven by. */
  static byte[] bodyRecords(String digest, String crc) {
    ByteArrayOutputStream records = new ByteArrayOutputStream(192);
    PaxRecords.append(records, DIGEST, digest);
    PaxRecords.append(records, CRC, crc);
    return records.toByteArray();
  }

  private byte[] finish(ByteArrayOutputStream records) {
    int recordsLength = records.size() + CHECK_LENGTH;
    if (recordsLength > MAX_RECORDS) {
      throw new IllegalArgumentException(
          "PAX header of %s: %d bytes (expected: <= %d)"
              .formatted(name, recordsLength, MAX_RECORDS));
    }
    int fileAt = TarHeader.BLOCK + (int) TarHeader.padded(recordsLength);
    byte[] bytes = new byte[fileAt + TarHeader.BLOCK];
    long time = arrived.getEpochSecond();
    TarHeader.write(bytes, fileAt, TarHeader.FILE, name, length, time);
    PaxRecords.append(
        records, CHECK, check(records.toByteArray(), 0, records.size(), bytes, fileAt));
    TarHeader.write(bytes, 0, TarHeader.PAX, PAX_FOLDER + name, recordsLength, time);
    System.arraycopy(records.toByteArray(), 0, bytes, TarHeader.BLOCK, recordsLength);
    return bytes;
  }

  private static String check(byte[] records, int from, int length, byte[] header, int fileAt) {
    CRC32C crc = new CRC32C();
    crc.update(records, from, length);
    crc.update(header, fileAt, TarHeader.BLOCK);
    return Digests.hex(crc);
  }

  /** Length of the whole header that begins with this PAX block, or -1 when it is none of ours. */
  static int encodedLength(byte[] block, int at) {
    if (!TarHeader.is(block, at, TarHeader.PAX)) {
      return -1;
    }
    long records = TarHeader.length(block, at).orElse(-1);
    if (records < CHECK_LENGTH || records > MAX_RECORDS) {
      return -1;
    }
    return 2 * TarHeader.BLOCK + (int) TarHeader.padded(records);
  }

  /**
   * Reads a header of {@link #encodedLength}.
   *
   * @throws IllegalArgumentException when it is damaged
   */
  static EntryHeader parse(byte[] bytes, int at) {
    int recordsAt = at + TarHeader.BLOCK;
    int recordsLength = (int) TarHeader.length(bytes, at).orElseThrow();
    int fileAt = recordsAt + (int) TarHeader.padded(recordsLength);
    if (!TarHeader.is(bytes, fileAt, TarHeader.FILE)) {
      throw new IllegalArgumentException("no header of a file after the PAX header");
    }
    int checked = recordsLength - CHECK_LENGTH;
    String check = check(bytes, recordsAt, checked, bytes, fileAt);
    Map<String, String> records = PaxRecords.parse(bytes, recordsAt, recordsAt + recordsLength);
    if (!check.equals(records.get(CHECK))) {
      throw new IllegalArgumentException("header's check differs");
    }
    return fromRecords(records, bytes, fileAt);
  }

  private static EntryHeader fromRecords(Map<String, String> records, byte[] bytes, int fileAt) {
    Map<String, String> facts = new TreeMap<>();
    records.forEach(
        (key, value) -> {
          if (key.startsWith(FACT)) {
            facts.put(key.substring(FACT.length()), value);
          }
        });
    long length =
        records.containsKey(SIZE)
            ? number(records, SIZE)
            : TarHeader.length(bytes, fileAt)
                .orElseThrow(() -> new IllegalArgumentException("no length of the object"));
    return new EntryHeader(
        number(records, SEQUENCE),
        number(records, BATCH),
        TarHeader.name(bytes, fileAt),
        length,
        required(records, DIGEST),
        Optional.ofNullable(records.get(CRC)),
        instant(required(records, ARRIVED)),
        facts);
  }

  private static long number(Map<String, String> records, String key) {
    long value = Long.parseLong(required(records, key));
    if (value < 0 || value > Long.MAX_VALUE / 2) {
      throw new IllegalArgumentException(key + ": " + value);
    }
    return value;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("no instant: " + text, e);
    }
  }

  private static String required(Map<String, String> records, String key) {
    String value = records.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no record " + key);
    }
    return value;
  }

  /** Whether a batch begins with it. */
  boolean startsBatch() {
    return sequence == batch;
  }

  StoredObject stored(PackRef pack, long bodyOffset) {
    Location location = new Location(pack.volume().id(), pack.name(), bodyOffset, length);
    return new StoredObject(
        sequence, pack.shelf(), location, name, digest, length, arrived, Map.copyOf(facts));
  }
}
