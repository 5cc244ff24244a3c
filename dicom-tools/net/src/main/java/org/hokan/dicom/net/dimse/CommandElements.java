package org.hokan.dicom.net.dimse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.hokan.dicom.data.Uid;

/**
 * The elements of one received command set, found in one pass and read on demand. Implicit VR
 * Little Endian (PS3.7 §6.3.1). Not thread-safe.
 *
 * <p>Lenient where real peers are: Command Group Length is not needed and not believed; elements
 * may come in any order; a zero byte may be left at the end; values may have an odd length; UIDs
 * and strings may end in any number of spaces and zeros.
 */
final class CommandElements {
  private static final int MAX_ELEMENTS = 128;
  private static final int HEADER_LENGTH = 8;

  private final ByteBuffer bytes;
  private final int[] elements = new int[MAX_ELEMENTS];
  private final int[] offsets = new int[MAX_ELEMENTS];
  private final int[] lengths = new int[MAX_ELEMENTS];
  private int count;

  CommandElements(ByteBuffer source) {
    bytes = source.slice().order(ByteOrder.LITTLE_ENDIAN);
    int offset = 0;
    while (bytes.limit() - offset >= HEADER_LENGTH) {
      offset = index(offset);
    }
    if (offset < bytes.limit() && !(bytes.limit() - offset == 1 && bytes.get(offset) == 0)) {
      throw new CommandException(
          "command set: %d bytes left at offset %d (expected: an element of at least 8; PS3.7 §6.3.1)"
              .formatted(bytes.limit() - offset, offset));
    }
  }

  private int index(int offset) {
    int group = bytes.getShort(offset) & 0xFFFF;
    int element = bytes.getShort(offset + 2) & 0xFFFF;
    long length = bytes.getInt(offset + 4) & 0xFFFF_FFFFL;
    int left = bytes.limit() - offset - HEADER_LENGTH;
    if (group != 0) {
      throw new CommandException(
          "command set: element (%04X,%04X) at offset %d (expected: group 0000 only; PS3.7 §6.3.1)"
              .formatted(group, element, offset));
    }
    if (length > left) {
      throw new CommandException(
          "(0000,%04X): length %d at offset %d (expected: at most the %d bytes that are left; PS3.7 §6.3.1)"
              .formatted(element, length, offset, left));
    }
    keep(element, offset + HEADER_LENGTH, (int) length);
    return offset + HEADER_LENGTH + (int) length;
  }

  private void keep(int element, int offset, int length) {
    if (count == MAX_ELEMENTS) {
      throw new CommandException(
          "command set: more than %d elements (expected: fewer; PS3.7 Table E.1-1 has %d in use)"
              .formatted(MAX_ELEMENTS, CommandTag.values().length));
    }
    if (find(element) >= 0) {
      throw new CommandException(
          "(0000,%04X): given twice (expected: once; PS3.5 §7.1)".formatted(element));
    }
    elements[count] = element;
    offsets[count] = offset;
    lengths[count++] = length;
  }

  private int find(int element) {
    for (int i = 0; i < count; i++) {
      if (elements[i] == element) {
        return i;
      }
    }
    return -1;
  }

  /** A US value; absent when the element is missing or empty. */
  OptionalInt us(CommandTag tag) {
    int i = find(tag.element());
    if (i < 0 || lengths[i] == 0) {
      return OptionalInt.empty();
    }
    if (lengths[i] != 2) {
      throw invalid(tag, lengths[i] + " bytes", "2, VR US; PS3.7 Annex E");
    }
    return OptionalInt.of(bytes.getShort(offsets[i]) & 0xFFFF);
  }

  int requiredUs(CommandTag tag) {
    return us(tag).orElseThrow(() -> missing(tag));
  }

  Optional<Uid> uid(CommandTag tag) {
    Optional<String> text = text(tag);
    if (text.isPresent() && !Uid.isUid(text.get())) {
      throw invalid(
          tag,
          "%d characters that are no UID".formatted(text.get().length()),
          "1 to 64 of 0-9 and '.'; PS3.5 §9.1");
    }
    return text.map(Uid::of);
  }

  Uid requiredUid(CommandTag tag) {
    return uid(tag).orElseThrow(() -> missing(tag));
  }

  Optional<String> aeTitle(CommandTag tag) {
    Optional<String> title = text(tag);
    if (title.isPresent() && !Values.isAeTitle(title.get())) {
      throw invalid(
          tag,
          "%d characters".formatted(title.get().length()),
          "an AE title: 1 to 16 of the default repertoire, no backslash; PS3.5 §6.2");
    }
    return title;
  }

  /** The value without spaces and zeros around it; absent when nothing is left. */
  Optional<String> text(CommandTag tag) {
    int i = find(tag.element());
    if (i < 0) {
      return Optional.empty();
    }
    int start = offsets[i];
    int end = start + lengths[i];
    while (end > start && isPadding(bytes.get(end - 1))) {
      end--;
    }
    while (start < end && isPadding(bytes.get(start))) {
      start++;
    }
    if (start == end) {
      return Optional.empty();
    }
    byte[] value = new byte[end - start];
    bytes.get(start, value);
    return Optional.of(new String(value, StandardCharsets.ISO_8859_1));
  }

  private static boolean isPadding(byte b) {
    return b == ' ' || b == 0;
  }

  List<Integer> tags(CommandTag tag) {
    int i = find(tag.element());
    if (i < 0) {
      return List.of();
    }
    if (lengths[i] % 4 != 0) {
      throw invalid(tag, lengths[i] + " bytes", "a multiple of 4, VR AT; PS3.5 §6.2");
    }
    List<Integer> tags = new ArrayList<>(lengths[i] / 4);
    for (int offset = offsets[i]; offset < offsets[i] + lengths[i]; offset += 4) {
      int group = bytes.getShort(offset) & 0xFFFF;
      tags.add((group << 16) | (bytes.getShort(offset + 2) & 0xFFFF));
    }
    return tags;
  }

  static IllegalArgumentException missing(CommandTag tag) {
    return new IllegalArgumentException(
        "%s: missing or empty (expected: a value; PS3.7 §9.3, §10.3)".formatted(tag));
  }

  static IllegalArgumentException invalid(CommandTag tag, String came, String expected) {
    return new IllegalArgumentException("%s: %s (expected: %s)".formatted(tag, came, expected));
  }
}
