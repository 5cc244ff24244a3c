package org.hokan.dicom.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.dict.ElementDictionary;
import org.jspecify.annotations.Nullable;

/**
 * Elements in ascending order of their tags (PS3.5 §7.1). Immutable and thread-safe.
 *
 * <p>A missing attribute and an empty one are told apart by {@link #contains}; the accessors of
 * values answer "nothing" to both, and to a number or UID that does not follow its VR. The bytes
 * are always there in {@link #element}.
 */
public final class DataSet implements Iterable<Element> {

  static final int SPECIFIC_CHARACTER_SET = 0x00080005;

  private static final DataSet EMPTY =
      new DataSet(new Element[0], List.of(), SpecificCharacterSet.DEFAULT);

  private final Element[] elements;
  private final List<Element> asRead;
  private final SpecificCharacterSet characterSet;

  private DataSet(Element[] elements, List<Element> asRead, SpecificCharacterSet inherited) {
    this.elements = elements;
    this.asRead = asRead;
    this.characterSet = Values.characterSet(find(SPECIFIC_CHARACTER_SET), inherited);
  }

  /** The data set without elements. */
  public static DataSet empty() {
    return EMPTY;
  }

  /** A builder of a new data set in the default character repertoire. */
  public static Builder builder() {
    return new Builder(EMPTY.characterSet);
  }

  /** A builder of an item whose texts are in its parent's character set unless it names its own. */
  public static Builder builder(SpecificCharacterSet inherited) {
    return new Builder(inherited);
  }

  /**
   * A data set as a reader found it.
   *
   * @param elements in the order of the wire, which should ascend but need not; where a tag comes
   *     twice the last one counts
   * @param inherited the parent's character set, for an item
   */
  public static DataSet asRead(List<Element> elements, SpecificCharacterSet inherited) {
    if (isAscending(elements)) {
      return new DataSet(elements.toArray(new Element[0]), List.of(), inherited);
    }
    Element[] sorted = elements.stream().filter(DataSet::isReal).toArray(Element[]::new);
    Arrays.sort(sorted, (a, b) -> Integer.compareUnsigned(a.tag(), b.tag()));
    return new DataSet(lastOfEach(sorted), List.copyOf(elements), inherited);
  }

  /** A builder that starts with these elements. */
  public Builder toBuilder() {
    return new Builder(characterSet).putAll(this);
  }

  /** The element with this tag. */
  public Optional<Element> element(int tag) {
    return Optional.ofNullable(find(tag));
  }

  /**
   * A private element by its creator (PS3.5 §7.8.1).
   *
   * @param group an odd group number
   * @param elementLowByte the last byte of the element number, 00H to FFH
   */
  public Optional<Element> element(String privateCreator, int group, int elementLowByte) {
    for (int block = 0x10; block <= 0xFF; block++) {
      if (string(group << 16 | block).filter(privateCreator::equals).isPresent()) {
        return element(group << 16 | block << 8 | elementLowByte);
      }
    }
    return Optional.empty();
  }

  /** Whether the attribute is present, be it empty. */
  public boolean contains(int tag) {
    return find(tag) != null;
  }

  /** The first value as text, decoded and trimmed as its VR says; numbers in decimal. */
  public Optional<String> string(int tag) {
    return find(tag) instanceof ValueElement value
        ? Values.first(value, characterSet)
        : Optional.empty();
  }

  /** All values as texts; an empty one among several is an empty text. */
  public List<String> strings(int tag) {
    return find(tag) instanceof ValueElement value
        ? Values.strings(value, characterSet)
        : List.of();
  }

  /** The first value as UID. */
  public Optional<Uid> uid(int tag) {
    return string(tag).filter(Uid::isUid).map(Uid::new);
  }

  /** The first value as a whole number that an int holds. */
  public Optional<Integer> integer(int tag) {
    return first(integers(tag));
  }

  /** All values as whole numbers; empty when one of them is none or beyond an int. */
  public List<Integer> integers(int tag) {
    List<Long> all = longs(tag);
    return all.stream().allMatch(n -> n == n.intValue())
        ? all.stream().map(Long::intValue).toList()
        : List.of();
  }

  /** The first value as a whole number. */
  public Optional<Long> longValue(int tag) {
    return first(longs(tag));
  }

  /** All values as whole numbers; empty when one of them is none. */
  public List<Long> longs(int tag) {
    return find(tag) instanceof ValueElement value ? Values.longs(value) : List.of();
  }

  /** The first value as a number. */
  public Optional<Double> doubleValue(int tag) {
    return first(doubles(tag));
  }

  /** All values as numbers; empty when one of them is none. */
  public List<Double> doubles(int tag) {
    return find(tag) instanceof ValueElement value ? Values.doubles(value) : List.of();
  }

  /** The first value as a person's name. */
  public Optional<PersonName> personName(int tag) {
    return string(tag).map(PersonName::parse);
  }

  /** The items of a sequence; none when it is absent, empty or no sequence. */
  public List<DataSet> items(int tag) {
    return find(tag) instanceof SequenceElement sequence ? sequence.items() : List.of();
  }

  /** The character set of the texts: the own one, or what an item inherits from its parent. */
  public SpecificCharacterSet characterSet() {
    return characterSet;
  }

  /** The number of elements. */
  public int size() {
    return elements.length;
  }

  /** Whether there is no element. */
  public boolean isEmpty() {
    return elements.length == 0;
  }

  /** The elements in ascending order of tags. */
  public List<Element> elements() {
    return Collections.unmodifiableList(Arrays.asList(elements));
  }

  /**
   * Everything in the order of the wire: the same as {@link #elements} for a well-formed data set,
   * and otherwise also duplicates, stray delimiters and bytes that are no element.
   */
  public List<Element> asRead() {
    return asRead.isEmpty() ? elements() : asRead;
  }

  @Override
  public Iterator<Element> iterator() {
    return elements().iterator();
  }

  /** The same elements, their texts in this character set unless they name their own. */
  DataSet inheriting(SpecificCharacterSet parent) {
    if (contains(SPECIFIC_CHARACTER_SET) || parent.equals(characterSet)) {
      return this;
    }
    Element[] inherited = elements.clone();
    for (int i = 0; i < inherited.length; i++) {
      if (inherited[i] instanceof SequenceElement sequence) {
        inherited[i] = sequence.inheriting(parent);
      }
    }
    return new DataSet(inherited, asRead, parent);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataSet that && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  /** The number of elements; never their values, which could be a patient's. */
  @Override
  public String toString() {
    return "data set of " + elements.length + " elements";
  }

  private @Nullable Element find(int tag) {
    int low = 0;
    int high = elements.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = Integer.compareUnsigned(elements[middle].tag(), tag);
      if (order == 0) {
        return elements[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private static boolean isAscending(List<Element> elements) {
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      if (!isReal(element)
          || (i > 0 && Integer.compareUnsigned(elements.get(i - 1).tag(), element.tag()) >= 0)) {
        return false;
      }
    }
    return true;
  }

  /** Stray delimiters and torn ends stand among the elements as read, but are none. */
  private static boolean isReal(Element element) {
    return element.tag() >>> 16 != 0xFFFE && element.wireForm().header() != WireForm.Header.RAW;
  }

  private static Element[] lastOfEach(Element[] sorted) {
    List<Element> kept = new ArrayList<>(sorted.length);
    for (int i = 0; i < sorted.length; i++) {
      if (i + 1 == sorted.length || sorted[i].tag() != sorted[i + 1].tag()) {
        kept.add(sorted[i]);
      }
    }
    return kept.toArray(new Element[0]);
  }

  private static <T> Optional<T> first(List<T> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  /**
   * Makes a data set; tags in any order. Not thread-safe.
   *
   * <p>Texts are encoded by {@link #build}, in the character set that (0008,0005) then names, or
   * else the one inherited.
   */
  public static final class Builder {

    private final SpecificCharacterSet inherited;
    private final ElementMap pending = new ElementMap();

    private Builder(SpecificCharacterSet inherited) {
      this.inherited = inherited;
    }

    /** Texts, their VR from the dictionary; none for an empty attribute. */
    public Builder string(int tag, String... values) {
      return strings(tag, List.of(values));
    }

    /** Texts with a VR of the caller's choice, as private attributes need. */
    public Builder string(int tag, VR vr, String... values) {
      pending.putText(tag, vr, List.of(values));
      return this;
    }

    /** Texts, their VR from the dictionary; none for an empty attribute. */
    public Builder strings(int tag, List<String> values) {
      pending.putText(tag, ElementDictionary.vrOf(tag), values);
      return this;
    }

    /** Person names. */
    public Builder personName(int tag, PersonName... values) {
      pending.putText(tag, VR.PN, Arrays.stream(values).map(PersonName::format).toList());
      return this;
    }

    /** A UID. */
    public Builder uid(int tag, Uid... values) {
      pending.putText(tag, VR.UI, Arrays.stream(values).map(Uid::value).toList());
      return this;
    }

    /** Whole numbers, their VR from the dictionary, binary or text. */
    public Builder integer(int tag, int... values) {
      return longs(
          tag, ElementDictionary.vrOf(tag), Arrays.stream(values).asLongStream().toArray());
    }

    /** Whole numbers with a VR of the caller's choice. */
    public Builder longs(int tag, VR vr, long... values) {
      return vr.isText()
          ? string(tag, vr, Arrays.stream(values).mapToObj(Long::toString).toArray(String[]::new))
          : put(Element.of(tag, vr, Values.bytesOf(tag, vr, values)));
    }

    /** Numbers, their VR (FL, FD, OF, OD or DS) from the dictionary. */
    public Builder doubles(int tag, double... values) {
      return doubles(tag, ElementDictionary.vrOf(tag), values);
    }

    /** Numbers with a VR of the caller's choice: FL, FD, OF, OD or DS. */
    public Builder doubles(int tag, VR vr, double... values) {
      return vr.isText()
          ? string(tag, vr, Arrays.stream(values).mapToObj(Values::decimal).toArray(String[]::new))
          : put(Element.of(tag, vr, Values.bytesOf(tag, vr, values)));
    }

    /** A value as bytes in little endian order, padded to an even length if need be. */
    public Builder bytes(int tag, VR vr, byte[] value) {
      return put(Element.of(tag, vr, value));
    }

    /** A sequence of items. */
    public Builder sequence(int tag, List<DataSet> items) {
      return put(Element.sequence(tag, items));
    }

    /** A sequence of items. */
    public Builder sequence(int tag, DataSet... items) {
      return sequence(tag, List.of(items));
    }

    /** An attribute without a value, its VR from the dictionary. */
    public Builder empty(int tag) {
      VR vr = ElementDictionary.vrOf(tag);
      return put(vr == VR.SQ ? Element.sequence(tag, List.of()) : Element.of(tag, vr, new byte[0]));
    }

    /** This element, in place of one with the same tag. */
    public Builder put(Element element) {
      pending.put(element);
      return this;
    }

    /** All elements of that data set, in place of those with the same tags. */
    public Builder putAll(DataSet dataSet) {
      dataSet.forEach(pending::put);
      return this;
    }

    /** Without this attribute. */
    public Builder remove(int tag) {
      pending.remove(tag);
      return this;
    }

    /** The data set. */
    public DataSet build() {
      SpecificCharacterSet characterSet =
          Values.characterSet(
              pending.resolved(SPECIFIC_CHARACTER_SET, inherited).orElse(null), inherited);
      return new DataSet(pending.resolveAll(characterSet), List.of(), inherited);
    }
  }
}
