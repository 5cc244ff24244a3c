package org.hokan.dicom.encoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/** Elements to bytes (PS3.5 §7.1, §7.5, §A.4). */
final class ElementWriter {

  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_DELIMITER = 0xFFFEE00D;
  private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;

  private final ByteSink sink;
  private final HeaderWriter headers;

  ElementWriter(ByteSink sink) {
    this.sink = sink;
    this.headers = new HeaderWriter(sink);
  }

  void write(DataSet dataSet, Layout layout) throws IOException {
    for (Element element : dataSet.asRead()) {
      write(element, dataSet, layout);
    }
  }

  /** Writes one element; a group length needs the data set around it to be counted. */
  void write(Element element, DataSet around, Layout layout) throws IOException {
    if (element instanceof ValueElement value) {
      writeValue(around, value, layout);
    } else if (element instanceof SequenceElement sequence) {
      writeSequence(sequence, layout);
    } else {
      writeFragments((FragmentsElement) element, layout);
    }
  }

  private void writeValue(DataSet dataSet, ValueElement element, Layout layout) throws IOException {
    WireForm form = element.wireForm();
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    if (form.binds(layout)) {
      headers.bound(element.tag(), form, bigEndian);
      boolean swapped = bigEndian && form.vrCode() != VR.UN.code();
      writeBytes(element, swapped ? element.vr().swapUnit() : 1);
    } else if (isGroupLength(element)) {
      long length = EncodedLengths.ofGroup(dataSet, element.tag() >>> 16, layout);
      headers.canonical(element.tag(), VR.UL, 4, layout);
      sink.u32(length, bigEndian);
    } else if (!EncodedLengths.isIrregular(element)) {
      int padding = element.length() & 1;
      VR written = wireVr(element, layout);
      headers.canonical(element.tag(), written, element.length() + padding, layout);
      writeBytes(element, bigEndian ? written.swapUnit() : 1);
      if (padding != 0) {
        sink.u8(element.vr().padding());
      }
    }
  }

  private static boolean isGroupLength(ValueElement element) {
    return (element.tag() & 0xFFFF) == 0 && element.vr() == VR.UL && element.length() == 4;
  }

  /** UN where the value is too long for its VR's 16-bit length (PS3.5 §6.2.2). */
  private static VR wireVr(ValueElement element, Layout layout) {
    boolean tooLong =
        !element.vr().longForm() && EncodedLengths.canonicalHeader(element, layout) == Header.LONG;
    return tooLong ? VR.UN : element.vr();
  }

  private void writeBytes(ValueElement element, int swapUnit) throws IOException {
    if (swapUnit == 1) {
      if (element.length() > 1024) {
        element.writeTo(sink.stream());
      } else {
        ByteBuffer buffer = element.buffer();
        while (buffer.hasRemaining()) {
          sink.u8(buffer.get());
        }
      }
      return;
    }
    byte[] chunk = new byte[Math.min(element.length(), 1 << 16)];
    ByteBuffer buffer = element.buffer();
    while (buffer.hasRemaining()) {
      int length = Math.min(chunk.length, buffer.remaining());
      buffer.get(chunk, 0, length);
      ByteOrders.swap(chunk, 0, length, swapUnit);
      sink.bytes(chunk, length);
    }
  }

  private void writeSequence(SequenceElement element, Layout layout) throws IOException {
    WireForm form = element.wireForm();
    Layout content = EncodedLengths.contentLayout(form, layout);
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    if (form.binds(layout)) {
      headers.bound(element.tag(), form, bigEndian);
      writeItems(element, content);
      delimiter(SEQUENCE_DELIMITER, form.delimiterLength(), content);
      return;
    }
    long length = EncodedLengths.ofItems(element, content);
    boolean undefined = EncodedLengths.isUndefined(form, length);
    headers.canonical(element.tag(), VR.SQ, undefined ? WireForm.UNDEFINED : length, layout);
    writeItems(element, content);
    delimiter(SEQUENCE_DELIMITER, undefined ? 0 : WireForm.NO_DELIMITER, layout);
  }

  private void writeItems(SequenceElement element, Layout layout) throws IOException {
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    for (int i = 0; i < element.items().size(); i++) {
      DataSet item = element.items().get(i);
      WireForm form = element.itemForm(i);
      long length = form.declaredLength();
      long delimiter = form.delimiterLength();
      if (!form.binds(layout)) {
        length = EncodedLengths.of(item, layout);
        boolean undefined = EncodedLengths.isUndefined(form, length);
        length = undefined ? WireForm.UNDEFINED : length;
        delimiter = undefined ? 0 : WireForm.NO_DELIMITER;
      }
      headers.item(ITEM, length, layout);
      write(item, layout);
      delimiter(ITEM_DELIMITER, delimiter, layout);
    }
  }

  private void delimiter(int tag, long length, Layout layout) throws IOException {
    if (length != WireForm.NO_DELIMITER) {
      headers.item(tag, length, layout);
    }
  }

  private void writeFragments(FragmentsElement element, Layout layout) throws IOException {
    WireForm form = element.wireForm();
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    if (form.binds(layout)) {
      headers.bound(element.tag(), form, bigEndian);
    } else {
      VR vr = element.vr().longForm() ? element.vr() : VR.OB;
      headers.canonical(element.tag(), vr, WireForm.UNDEFINED, layout);
    }
    for (int i = 0; i < element.count(); i++) {
      WireForm itemForm = element.itemForm(i);
      ByteBuffer fragment = element.fragment(i);
      long length = itemForm.binds(layout) ? itemForm.declaredLength() : fragment.remaining();
      headers.item(ITEM, length, layout);
      element.writeFragment(i, sink.stream());
    }
    long delimiter = form.binds(layout) ? form.delimiterLength() : 0;
    delimiter(SEQUENCE_DELIMITER, delimiter, layout);
  }
}
