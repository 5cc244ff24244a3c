package org.hokan.dicom.data;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What a builder has been given so far: elements, and texts not encoded yet. */
final class ElementMap {

  private sealed interface Entry permits Ready, Text {}

  private record Ready(Element element) implements Entry {}

  private record Text(int tag, VR vr, List<String> values) implements Entry {}

  private final TreeMap<Integer, Entry> entries = new TreeMap<>(Integer::compareUnsigned);

  void put(Element element) {
    entries.put(element.tag(), new Ready(isGroupLength(element) ? unbound(element) : element));
  }

  private static boolean isGroupLength(Element element) {
    return (element.tag() & 0xFFFF) == 0;
  }

  /** A group length counts what is around it, so a changed data set needs it counted anew. */
  private static Element unbound(Element element) {
    return element instanceof ValueElement value && !value.isEmpty()
        ? Element.of(value.tag(), value.vr(), value.raw())
        : element;
  }

  void putText(int tag, VR vr, List<String> values) {
    if (!vr.isText() && vr != VR.UN) {
      throw new IllegalArgumentException(
          "%s: a text for VR %s (expected: a VR of characters; PS3.5 §6.2)"
              .formatted(Element.format(tag), vr));
    }
    entries.put(tag, new Text(tag, vr, List.copyOf(values)));
  }

  void remove(int tag) {
    entries.remove(tag);
  }

  Optional<Element> resolved(int tag, SpecificCharacterSet characterSet) {
    return Optional.ofNullable(entries.get(tag)).map(entry -> resolve(entry, characterSet));
  }

  Element[] resolveAll(SpecificCharacterSet characterSet) {
    return entries.values().stream()
        .map(entry -> resolve(entry, characterSet))
        .toArray(Element[]::new);
  }

  private static Element resolve(Entry entry, SpecificCharacterSet characterSet) {
    if (entry instanceof Text text) {
      String joined = String.join("\\", text.values());
      return Element.of(text.tag(), text.vr(), characterSet.encode(joined, text.vr()));
    }
    Element element = ((Ready) entry).element();
    return element instanceof SequenceElement sequence
        ? sequence.inheriting(characterSet)
        : element;
  }
}
