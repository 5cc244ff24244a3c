package org.hokan.archive.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.Tag;

/** Character sets of attributes from several objects (PS3.5 §6.1.2). */
final class Texts {
  /** Holds every character: Unicode in UTF-8. */
  static final String UNICODE = "ISO_IR 192";

  private static final int ESCAPE = 0x1B;

  private Texts() {}

  /**
   * Whether it has texts that need a Specific Character Set: bytes beyond ASCII, or escape
   * sequences.
   */
  static boolean isExpanded(Element element) {
    if (element instanceof SequenceElement sequence) {
      return sequence.items().stream()
          .anyMatch(item -> item.elements().stream().anyMatch(Texts::isExpanded));
    }
    return element instanceof ValueElement value
        && value.vr().usesCharacterSet()
        && hasOtherBytes(value.buffer());
  }

  private static boolean hasOtherBytes(ByteBuffer bytes) {
    for (int i = bytes.position(); i < bytes.limit(); i++) {
      byte b = bytes.get(i);
      if (b < 0 || b == ESCAPE) {
        return true;
      }
    }
    return false;
  }

  /**
   * The union of both, in a character set that holds both; {@code first} has the say where it has a
   * value.
   */
  static DataSet merged(DataSet first, DataSet second) {
    boolean together =
        !first.contains(Tag.SpecificCharacterSet)
            || !second.contains(Tag.SpecificCharacterSet)
            || first.characterSet().equals(second.characterSet());
    if (together) {
      return united(first, second);
    }
    return united(inUnicode(first), inUnicode(second));
  }

  private static DataSet united(DataSet first, DataSet second) {
    DataSet.Builder all = second.toBuilder();
    for (Element element : first) {
      if (!element.isEmpty() || !second.contains(element.tag())) {
        all.put(element);
      }
    }
    return all.build();
  }

  /** The same texts in UTF-8. */
  static DataSet inUnicode(DataSet dataSet) {
    DataSet.Builder converted = DataSet.builder().string(Tag.SpecificCharacterSet, UNICODE);
    convert(dataSet, dataSet.characterSet(), converted);
    return converted.build();
  }

  /** The element's texts in UTF-8. */
  static Element inUnicode(Element element, SpecificCharacterSet from) {
    if (element instanceof SequenceElement sequence) {
      List<DataSet> items = new ArrayList<>();
      for (DataSet item : sequence.items()) {
        DataSet.Builder converted = DataSet.builder(SpecificCharacterSet.of(List.of(UNICODE)));
        convert(item, item.characterSet(), converted);
        items.add(converted.build());
      }
      return Element.sequence(element.tag(), items);
    }
    if (element instanceof ValueElement value && isExpanded(element)) {
      VR vr = value.vr();
      String text = from.decode(value.bytes(), vr);
      return Element.of(
          value.tag(), vr, SpecificCharacterSet.of(List.of(UNICODE)).encode(text, vr));
    }
    return element;
  }

  private static void convert(DataSet from, SpecificCharacterSet set, DataSet.Builder to) {
    for (Element element : from) {
      if (element.tag() != Tag.SpecificCharacterSet) {
        to.put(inUnicode(element, set));
      }
    }
  }
}
