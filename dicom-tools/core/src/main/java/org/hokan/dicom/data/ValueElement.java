package org.hokan.dicom.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** An element whose value is a run of bytes, held in little endian byte order. Immutable. */
public final class ValueElement implements Element {

  private static final byte[] NOTHING = {};

  private final int tag;
  private final VR vr;
  private final byte[] value;
  private final WireForm wireForm;

  private ValueElement(int tag, VR vr, byte[] value, WireForm wireForm) {
    this.tag = tag;
    this.vr = vr;
    this.value = value;
    this.wireForm = wireForm;
  }

  /**
   * An element as a reader found it: nothing is padded, and the bytes are not copied.
   *
   * @param value little endian; given away by the caller, who must not change it any more
   */
  public static ValueElement asRead(int tag, VR vr, byte[] value, WireForm wireForm) {
    return new ValueElement(tag, vr, value, wireForm);
  }

  static ValueElement padded(int tag, VR vr, byte[] bytes) {
    byte[] value = Arrays.copyOf(bytes, bytes.length + (bytes.length & 1));
    if (value.length > bytes.length) {
      value[bytes.length] = vr.padding();
    }
    return new ValueElement(tag, vr, value.length == 0 ? NOTHING : value, WireForm.PLAIN);
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
    return value.length == 0;
  }

  @Override
  public WireForm wireForm() {
    return wireForm;
  }

  /** The length of the value in bytes. */
  public int length() {
    return value.length;
  }

  /** A copy of the value, little endian. */
  public byte[] bytes() {
    return value.clone();
  }

  /** The value itself, read-only and in little endian order; no copy. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(value).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes the value as it is held. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(value);
  }

  /** The value without a copy, for this package's decoding only. */
  byte[] raw() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ValueElement that
        && tag == that.tag
        && vr == that.vr
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * tag + Arrays.hashCode(value);
  }

  /** Tag, VR and length; never the value, which could be a patient's. */
  @Override
  public String toString() {
    return "%s %s %d bytes".formatted(Element.format(tag), vr, value.length);
  }
}
