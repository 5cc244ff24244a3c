package org.hokan.archive.index;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;

/**
 * Attributes as a column holds them: each element as tag, VR, length and value in little endian
 * order, a sequence as the number of its items and each item's length and elements.
 */
final class AttributeBytes {
  private static final int HEADER = 10;

  private AttributeBytes() {}

  static byte[] write(DataSet dataSet) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    dataSet.forEach(element -> write(element, out));
    return out.toByteArray();
  }

  private static void write(Element element, ByteArrayOutputStream out) {
    byte[] value;
    if (element instanceof SequenceElement sequence) {
      ByteArrayOutputStream items = new ByteArrayOutputStream();
      for (DataSet item : sequence.items()) {
        byte[] bytes = write(item);
        items.writeBytes(buffer(Integer.BYTES).putInt(bytes.length).array());
        items.writeBytes(bytes);
      }
      value = items.toByteArray();
    } else if (element instanceof ValueElement plain) {
      value = plain.bytes();
    } else {
      throw new IllegalArgumentException(
          "%s: fragments (expected: a value or a sequence)"
              .formatted(Element.format(element.tag())));
    }
    ByteBuffer header = buffer(HEADER).putInt(element.tag());
    out.writeBytes(header.putShort((short) element.vr().code()).putInt(value.length).array());
    out.writeBytes(value);
  }

  static DataSet read(byte[] bytes) {
    return read(
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), DataSet.empty().characterSet());
  }

  private static DataSet read(ByteBuffer in, SpecificCharacterSet inherited) {
    List<Element> elements = new ArrayList<>();
    SpecificCharacterSet set = inherited;
    while (in.hasRemaining()) {
      int tag = in.getInt();
      VR vr = VR.ofCode(in.getShort() & 0xFFFF);
      int length = in.getInt();
      ByteBuffer value = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      if (vr == VR.SQ) {
        elements.add(Element.sequence(tag, items(value, set)));
      } else {
        byte[] copy = new byte[length];
        value.get(copy);
        elements.add(Element.of(tag, vr == null ? VR.UN : vr, copy));
      }
      if (tag == org.hokan.dicom.dict.Tag.SpecificCharacterSet) {
        set = DataSet.asRead(elements, inherited).characterSet();
      }
    }
    return DataSet.asRead(elements, inherited);
  }

  private static List<DataSet> items(ByteBuffer in, SpecificCharacterSet inherited) {
    List<DataSet> items = new ArrayList<>();
    while (in.hasRemaining()) {
      int length = in.getInt();
      ByteBuffer item = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      items.add(read(item, inherited));
    }
    return items;
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
