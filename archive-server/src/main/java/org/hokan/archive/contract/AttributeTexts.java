package org.hokan.archive.contract;

import java.util.AbstractMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.dict.ElementDictionary;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an object by keyword (PS3.6 §6), as a condition reads them: texts, several
 * values with a backslash between, numbers in decimal. Sequences and bulk data are not there. What
 * is not asked for is not decoded. Immutable.
 */
final class AttributeTexts extends AbstractMap<String, String> {
  private final DataSet head;

  AttributeTexts(DataSet head) {
    this.head = head;
  }

  @Override
  public @Nullable String get(@Nullable Object keyword) {
    return text(keyword).orElse(null);
  }

  @Override
  public boolean containsKey(@Nullable Object keyword) {
    return text(keyword).isPresent();
  }

  /** All of them, for a condition that goes through them. */
  @Override
  public Set<Entry<String, String>> entrySet() {
    TreeMap<String, String> all = new TreeMap<>();
    head.elements()
        .forEach(
            element ->
                ElementDictionary.keywordOf(element.tag())
                    .ifPresent(
                        keyword -> text(element).ifPresent(value -> all.put(keyword, value))));
    return Set.copyOf(all.entrySet());
  }

  private Optional<String> text(@Nullable Object keyword) {
    OptionalInt tag =
        keyword instanceof String word ? ElementDictionary.tagOf(word) : OptionalInt.empty();
    if (tag.isEmpty()) {
      return Optional.empty();
    }
    return head.element(tag.getAsInt()).flatMap(this::text);
  }

  private Optional<String> text(Element element) {
    return element instanceof ValueElement
        ? Optional.of(String.join("\\", head.strings(element.tag())))
        : Optional.empty();
  }
}
