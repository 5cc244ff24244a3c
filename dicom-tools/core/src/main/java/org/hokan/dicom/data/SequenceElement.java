package org.hokan.dicom.data;

import java.util.List;

/** A sequence of items (PS3.5 §7.5). Immutable. */
public final class SequenceElement implements Element {

  private final int tag;
  private final VR vr;
  private final List<DataSet> items;
  private final WireForm wireForm;
  private final List<WireForm> itemForms;

  /**
   * As a reader found it.
   *
   * @param itemForms how each item stood on the wire; empty when every item is plain
   */
  public SequenceElement(
      int tag, VR vr, List<DataSet> items, WireForm wireForm, List<WireForm> itemForms) {
    this.tag = tag;
    this.vr = vr;
    this.items = List.copyOf(items);
    this.wireForm = wireForm;
    this.itemForms = List.copyOf(itemForms);
  }

  @Override
  public int tag() {
    return tag;
  }

  @Override
  public VR vr() {
    return vr;
  }

  @Override
  public boolean isEmpty() {
    return items.isEmpty();
  }

  @Override
  public WireForm wireForm() {
    return wireForm;
  }

  /** The items in their order. */
  public List<DataSet> items() {
    return items;
  }

  /** How the item with this index stood on the wire. */
  public WireForm itemForm(int index) {
    return index < itemForms.size() ? itemForms.get(index) : WireForm.PLAIN;
  }

  /** The same sequence whose items read their texts in this character set, unless they name one. */
  SequenceElement inheriting(SpecificCharacterSet characterSet) {
    List<DataSet> inherited = items.stream().map(item -> item.inheriting(characterSet)).toList();
    return new SequenceElement(tag, vr, inherited, wireForm, itemForms);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SequenceElement that
        && tag == that.tag
        && vr == that.vr
        && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    return 31 * tag + items.hashCode();
  }

  @Override
  public String toString() {
    return "%s %s %d items".formatted(Element.format(tag), vr, items.size());
  }
}
