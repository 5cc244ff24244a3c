package org.hokan.dicom.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Encapsulated data: a Basic Offset Table, which may be empty, and fragments after it (PS3.5 §A.4).
 *
 * <p>Immutable. Fragment 0 is the Basic Offset Table.
 */
public final class FragmentsElement implements Element {

  private final int tag;
  private final VR vr;
  private final List<byte[]> fragments;
  private final WireForm wireForm;
  private final List<WireForm> itemForms;

  /**
   * As a reader found it; the fragments are given away by the caller.
   *
   * @param itemForms how each fragment's item stood on the wire; empty when every one is plain
   */
  public FragmentsElement(
      int tag, VR vr, List<byte[]> fragments, WireForm wireForm, List<WireForm> itemForms) {
    this.tag = tag;
    this.vr = vr;
    this.fragments = List.copyOf(fragments);
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
    return fragments.isEmpty();
  }

  @Override
  public WireForm wireForm() {
    return wireForm;
  }

  /** The number of items, the Basic Offset Table included. */
  public int count() {
    return fragments.size();
  }

  /** One item's bytes, read-only, no copy; index 0 is the Basic Offset Table. */
  public ByteBuffer fragment(int index) {
    return ByteBuffer.wrap(fragments.get(index)).asReadOnlyBuffer();
  }

  /** A copy of one item's bytes; index 0 is the Basic Offset Table. */
  public byte[] fragmentBytes(int index) {
    return fragments.get(index).clone();
  }

  /** Writes one item's bytes; index 0 is the Basic Offset Table. */
  public void writeFragment(int index, OutputStream out) throws IOException {
    out.write(fragments.get(index));
  }

  /** How the item with this index stood on the wire. */
  public WireForm itemForm(int index) {
    return index < itemForms.size() ? itemForms.get(index) : WireForm.PLAIN;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FragmentsElement that
        && tag == that.tag
        && vr == that.vr
        && Arrays.deepEquals(fragments.toArray(), that.fragments.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * tag + Arrays.deepHashCode(fragments.toArray());
  }

  @Override
  public String toString() {
    return "%s %s %d fragments".formatted(Element.format(tag), vr, fragments.size());
  }
}
