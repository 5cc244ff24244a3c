package org.hokan.dicom.image.render;

import java.nio.ByteBuffer;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.image.codec.CodecException;

/**
 * A LUT with its descriptor (PS3.3 §C.11.1.1, §C.11.2.1.1, §C.7.6.3.1.5): values before the first
 * one mapped get the first entry, values after the last one the last. Immutable.
 */
final class LookupTable {
  private static final int MOST_ENTRIES = 65_536;

  private final int first;
  private final int bits;
  private final int[] entries;

  private LookupTable(int first, int bits, int[] entries) {
    this.first = first;
    this.bits = bits;
    this.entries = entries;
  }

  /**
   * The three values of a LUT Descriptor.
   *
   * @param entries 1 to 65536
   * @param first the value that the first entry is for
   * @param bits of an entry: 8 to 16
   */
  record Descriptor(int entries, int first, int bits) {

    /**
     * Reads one.
     *
     * @param signed whether values looked up can be negative
     */
    static Descriptor read(DataSet item, int tag, boolean signed) {
      List<Integer> values = item.integers(tag);
      if (values.size() != 3) {
        throw damaged(
            "%s LUT descriptor: %d values (expected: 3; PS3.3 §C.11.1.1)"
                .formatted(Element.format(tag), values.size()));
      }
      int count = values.get(0) & 0xFFFF;
      int start = values.get(1);
      int bits = values.get(2) & 0xFFFF;
      if (bits < 8 || bits > 16) {
        throw damaged(
            "%s LUT descriptor: entries of %d bits (expected: 8 to 16; PS3.3 §C.11.1.1)"
                .formatted(Element.format(tag), bits));
      }
      return new Descriptor(
          count == 0 ? MOST_ENTRIES : count, signed ? (short) start : start & 0xFFFF, bits);
    }
  }

  /** An item of Modality LUT Sequence or VOI LUT Sequence. */
  static LookupTable of(DataSet item, boolean signed) {
    Descriptor descriptor = Descriptor.read(item, Tag.LUTDescriptor, signed);
    return of(descriptor, data(item, Tag.LUTData));
  }

  /** A table whose entries are 8 or 16 bits wide: the data's length tells. */
  static LookupTable of(Descriptor descriptor, ByteBuffer data) {
    int count = descriptor.entries();
    boolean bytes = descriptor.bits() == 8 && data.remaining() < 2 * count;
    if (data.remaining() < (bytes ? count : 2 * count)) {
      throw damaged(
          "LUT data: %d bytes (expected: %d entries of %d bits; PS3.3 §C.11.1.1)"
              .formatted(data.remaining(), count, descriptor.bits()));
    }
    int[] entries = new int[count];
    for (int i = 0; i < count; i++) {
      entries[i] = bytes ? data.get() & 0xFF : data.getShort() & 0xFFFF;
    }
    return of(descriptor, entries);
  }

  /** A table of these entries; what a descriptor says too low of their bits is put right. */
  static LookupTable of(Descriptor descriptor, int[] entries) {
    int highest = 0;
    for (int entry : entries) {
      highest |= entry;
    }
    int needed = 32 - Integer.numberOfLeadingZeros(highest);
    return new LookupTable(descriptor.first(), Math.max(descriptor.bits(), needed), entries);
  }

  /** The value of a table's attribute, little endian. */
  static ByteBuffer data(DataSet item, int tag) {
    if (item.element(tag).orElse(null) instanceof ValueElement value) {
      return value.buffer();
    }
    throw damaged("%s LUT data: missing (expected: a table)".formatted(Element.format(tag)));
  }

  /** The entry for a value. */
  int entry(double value) {
    double at = Math.floor(value + 0.5) - first;
    return entries[(int) Math.max(0, Math.min(at, entries.length - 1))];
  }

  /** The entry for a value, 0 to 255: the 8 most significant bits. */
  byte high8(double value) {
    return (byte) (bits > 8 ? entry(value) >> (bits - 8) : entry(value));
  }

  /** As the modality's step: entries as they are. */
  GrayStage asModality() {
    return this::entry;
  }

  /** As the VOI's step: entries over the range of their bits, 0 to 1. */
  GrayStage asVoi() {
    double range = (1 << bits) - 1;
    return value -> entry(value) / range;
  }

  static CodecException damaged(String message) {
    return new CodecException(CodecException.Reason.DAMAGED, message);
  }
}
