package org.hokan.dicom.encoding;

import java.io.IOException;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Layout;

/** Headers of elements and items to bytes (PS3.5 §7.1.2, §7.1.3, §7.5). */
final class HeaderWriter {

  private final ByteSink sink;

  HeaderWriter(ByteSink sink) {
    this.sink = sink;
  }

  /** Exactly as it was. */
  void bound(int tag, WireForm form, boolean bigEndian) throws IOException {
    switch (form.header()) {
      case RAW -> {}
      case IMPLICIT -> {
        sink.tag(tag, bigEndian);
        sink.u32(form.declaredLength(), bigEndian);
      }
      case SHORT -> {
        sink.tag(tag, bigEndian);
        sink.u16(form.vrCode(), true);
        sink.u16((int) form.declaredLength(), bigEndian);
      }
      case LONG -> {
        sink.tag(tag, bigEndian);
        sink.u16(form.vrCode(), true);
        sink.u16(form.reserved(), bigEndian);
        sink.u32(form.declaredLength(), bigEndian);
      }
    }
  }

  /** As a parser told it, in the layout that it stood in. */
  void asRead(ElementHeader header, Layout layout) throws IOException {
    if (header.form().binds(layout)) {
      bound(header.tag(), header.form(), layout == Layout.EXPLICIT_BE);
    } else {
      canonical(header.tag(), header.vr(), header.length(), layout);
    }
  }

  /** As the standard has it. */
  void canonical(int tag, VR vr, long length, Layout layout) throws IOException {
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    sink.tag(tag, bigEndian);
    if (layout == Layout.IMPLICIT_LE) {
      sink.u32(length, false);
      return;
    }
    sink.u16(vr.code(), true);
    if (vr.longForm()) {
      sink.u16(0, bigEndian);
      sink.u32(length, bigEndian);
    } else {
      sink.u16((int) length, bigEndian);
    }
  }

  /** Of an item or a delimiter. */
  void item(int tag, long length, Layout layout) throws IOException {
    boolean bigEndian = layout == Layout.EXPLICIT_BE;
    sink.tag(tag, bigEndian);
    sink.u32(length, bigEndian);
  }
}
