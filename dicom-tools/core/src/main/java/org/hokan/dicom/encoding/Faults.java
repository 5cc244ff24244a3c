package org.hokan.dicom.encoding;

import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.dict.ElementDictionary;

/** The messages of refusals: tag, offset, what came, what was expected. */
final class Faults {

  private Faults() {}

  static DataSetException at(int tag, long offset, String came, String expected) {
    return new DataSetException(message(tag, offset, came, expected));
  }

  private static String message(int tag, long offset, String came, String expected) {
    return "%s: %s at offset %d (expected: %s)".formatted(name(tag), came, offset, expected);
  }

  static TooManyElementsException tooMany(int tag, long offset, int most) {
    return new TooManyElementsException(
        message(
            tag,
            offset,
            "element number " + (most + 1L),
            "at most " + most + " elements, items and fragments"),
        most);
  }

  static TruncatedDataException truncated(int tag, long offset, long missing) {
    return new TruncatedDataException(
        "%s: the data end at offset %d (expected: at least %d more bytes; PS3.5 §7.1)"
            .formatted(name(tag), offset, missing),
        offset + missing);
  }

  static String name(int tag) {
    if (tag == 0) {
      return "data set";
    }
    return ElementDictionary.keywordOf(tag)
        .map(keyword -> Element.format(tag) + " " + keyword)
        .orElseGet(() -> Element.format(tag));
  }
}
