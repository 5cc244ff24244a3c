package org.hokan.dicom.encoding;

import java.io.IOException;
import java.util.Set;
import org.hokan.dicom.data.WireForm;

/** What the parsers of elements, sequences and fragments of one data set share. */
final class ParseState {

  static final int ITEM = 0xFFFEE000;
  static final int ITEM_DELIMITER = 0xFFFEE00D;
  static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;

  final ByteSource source;
  final HeaderScanner header;
  final ReadLimits limits;
  final Set<Leniency> leniencies;
  final boolean keepTruncated;

  /** Whether the bytes ended inside something: nothing more is to be parsed. */
  boolean atTruncatedEnd;

  /** Whether fewer bytes are left than a header has. */
  boolean atEnd;

  private int parts;

  ParseState(ByteSource source, ReadLimits limits, Set<Leniency> leniencies) {
    this.source = source;
    this.limits = limits;
    this.leniencies = leniencies;
    this.keepTruncated = limits.truncation() == ReadLimits.Truncation.KEEP;
    this.header = new HeaderScanner(source, leniencies);
  }

  /** Counts one more element, item or fragment. */
  void count() {
    if (++parts > limits.maxElements()) {
      throw Faults.tooMany(header.tag, source.offset(), limits.maxElements());
    }
  }

  /** The bytes end here: refuses that, or remembers it. */
  void truncatedAt(int tag, long offset, long missing) {
    if (!keepTruncated) {
      throw Faults.truncated(tag, offset, missing);
    }
    leniencies.add(Leniency.TRUNCATED);
    atTruncatedEnd = true;
  }

  /** Takes a delimiter; answers its length field. */
  long takeDelimiter() {
    if (header.length != 0) {
      leniencies.add(Leniency.DELIMITER_WITH_LENGTH);
    }
    source.take(8);
    return header.length;
  }

  /** Skips what a handler left of a value. */
  void finish(ValueStream value, int tag) throws IOException {
    if (!value.finish()) {
      truncatedAt(tag, source.offset(), 1);
    }
  }

  /** Whether a sequence or item stood on the wire as a writer would write it. */
  boolean isRegular(boolean undefined, long declaredLength, long length, long delimiter) {
    if (undefined) {
      if (delimiter == WireForm.NO_DELIMITER && !atTruncatedEnd) {
        leniencies.add(Leniency.MISSING_DELIMITER);
      }
      return delimiter == 0;
    }
    if (delimiter != WireForm.NO_DELIMITER) {
      leniencies.add(Leniency.NEEDLESS_DELIMITER);
      return false;
    }
    if (declaredLength != length && !atTruncatedEnd) {
      leniencies.add(Leniency.WRONG_LENGTH);
    }
    return declaredLength == length;
  }
}
