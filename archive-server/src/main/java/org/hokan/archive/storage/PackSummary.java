package org.hokan.archive.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What is known of a pack without reading it. For an open pack it is a lower bound, written after
 * each batch: everything before {@code end} is forced and was acknowledged, more may follow; for
 * all others it is exact. A lost or damaged one costs a scan of the pack, and the difference
 * between a last batch that is torn and one that was damaged later.
 *
 * @param end offset after the last entry
 * @param bytes length of the objects, without headers
 */
record PackSummary(long end, long entries, long bytes, long firstSequence, long lastSequence) {
  /** Length of its text in the file beside the pack: written over in place, in one sector. */
  static final int TEXT_LENGTH = 256;

  private static final Pattern TEXT =
      Pattern.compile(
          "(hokan-pack 1 end=(\\d{1,18}) entries=(\\d{1,18}) bytes=(\\d{1,18})"
              + " first=(\\d{1,18}) last=(\\d{1,18})) check=([0-9a-f]{1,8}) *\n");

  static PackSummary empty(long firstSequence) {
    return new PackSummary(0, 0, 0, firstSequence, 0);
  }

  PackSummary plus(EntryHeader entry, long newEnd) {
    return new PackSummary(
        newEnd, entries + 1, bytes + entry.length(), firstSequence, entry.sequence());
  }

  /** With an end that is this at least. */
  PackSummary upTo(long least) {
    return new PackSummary(Math.max(end, least), entries, bytes, firstSequence, lastSequence);
  }

  void writeTo(DiskFile file) throws IOException {
    // Not by a formatter: it is written for each batch.
    String text =
        "hokan-pack 1 end="
            + end
            + " entries="
            + entries
            + " bytes="
            + bytes
            + " first="
            + firstSequence
            + " last="
            + lastSequence;
    String checked = text + " check=" + check(text);
    String line = checked + " ".repeat(TEXT_LENGTH - 1 - checked.length()) + "\n";
    file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String check(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(StandardCharsets.US_ASCII));
    return Long.toHexString(crc.getValue());
  }

  static Optional<PackSummary> readFrom(DiskFile file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(TEXT_LENGTH);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) > 0) {
      // until full or at the end
    }
    Matcher text =
        TEXT.matcher(new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1));
    if (!text.matches() || !check(text.group(1)).equals(text.group(7))) {
      return Optional.empty();
    }
    return Optional.of(
        new PackSummary(
            Long.parseLong(text.group(2)),
            Long.parseLong(text.group(3)),
            Long.parseLong(text.group(4)),
            Long.parseLong(text.group(5)),
            Long.parseLong(text.group(6))));
  }
}
