package org.hokan.dicom.encoding;

import java.util.List;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/** Small things about {@link WireForm}. */
final class Forms {

  private Forms() {}

  /** None when there is nothing to remember of any. */
  static List<WireForm> unlessPlain(List<WireForm> forms) {
    for (WireForm form : forms) {
      if (form != WireForm.PLAIN) {
        return forms;
      }
    }
    return List.of();
  }

  /** The canonical header as it stood there, with the length that was declared. */
  static WireForm canonical(ElementHeader header) {
    boolean implicit = header.layout() == Layout.IMPLICIT_LE;
    Header form = header.vr().longForm() ? Header.LONG : Header.SHORT;
    return new WireForm(
        header.layout(),
        implicit ? Header.IMPLICIT : form,
        implicit ? 0 : header.vr().code(),
        0,
        header.length(),
        WireForm.NO_DELIMITER,
        Layout.ANY);
  }
}
