package org.hokan.dicom.encoding;

import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/** How many bytes {@link ElementWriter} will write. */
final class EncodedLengths {

  private static final int ITEM_HEADER = 8;
  private static final int DELIMITER = 8;

  private EncodedLengths() {}

  static long of(DataSet dataSet, Layout layout) {
    long length = 0;
    for (Element element : dataSet.asRead()) {
      length += of(element, layout);
    }
    return length;
  }

  /** The bytes of a group's elements after its group length (PS3.5 §7.2). */
  static long ofGroup(DataSet dataSet, int group, Layout layout) {
    long length = 0;
    for (Element element : dataSet.elements()) {
      if (element.tag() >>> 16 == group && (element.tag() & 0xFFFF) != 0) {
        length += of(element, layout);
      }
    }
    return length;
  }

  static long of(Element element, Layout layout) {
    if (element instanceof ValueElement value) {
      return ofValue(value, layout);
    }
    return element instanceof SequenceElement sequence
        ? ofSequence(sequence, layout)
        : ofFragments((FragmentsElement) element, layout);
  }

  private static long ofValue(ValueElement element, Layout layout) {
    WireForm form = element.wireForm();
    if (form.binds(layout)) {
      return headerLength(form.header()) + element.length();
    }
    if (isIrregular(element)) {
      return 0;
    }
    int padded = element.length() + (element.length() & 1);
    return headerLength(canonicalHeader(element, layout)) + padded;
  }

  /** Stray delimiters and torn ends: written only where they were read. */
  static boolean isIrregular(ValueElement element) {
    return element.tag() >>> 16 == 0xFFFE || element.wireForm().header() == Header.RAW;
  }

  static Header canonicalHeader(ValueElement element, Layout layout) {
    if (layout == Layout.IMPLICIT_LE) {
      return Header.IMPLICIT;
    }
    return element.vr().longForm() || element.length() > 0xFFFE ? Header.LONG : Header.SHORT;
  }

  static int headerLength(Header header) {
    return switch (header) {
      case RAW -> 0;
      case IMPLICIT, SHORT -> 8;
      case LONG -> 12;
    };
  }

  private static long ofSequence(SequenceElement element, Layout layout) {
    WireForm form = element.wireForm();
    long content = ofItems(element, contentLayout(form, layout));
    int header = layout == Layout.IMPLICIT_LE ? 8 : 12;
    return (form.binds(layout) ? headerLength(form.header()) : header)
        + content
        + delimiter(form, layout, content);
  }

  static Layout contentLayout(WireForm form, Layout layout) {
    return form.binds(layout) && form.content() != Layout.ANY ? form.content() : layout;
  }

  /** The bytes of a sequence's items, without the sequence's own header and delimiter. */
  static long ofItems(SequenceElement element, Layout layout) {
    long length = 0;
    for (int i = 0; i < element.items().size(); i++) {
      long content = of(element.items().get(i), layout);
      length += ITEM_HEADER + content + delimiter(element.itemForm(i), layout, content);
    }
    return length;
  }

  private static int delimiter(WireForm form, Layout layout, long content) {
    boolean delimited =
        form.binds(layout)
            ? form.delimiterLength() != WireForm.NO_DELIMITER
            : isUndefined(form, content);
    return delimited ? DELIMITER : 0;
  }

  /** Whether a sequence or item not bound by its form is written with undefined length. */
  static boolean isUndefined(WireForm form, long content) {
    return form.undefinedLength() || content >= WireForm.UNDEFINED;
  }

  private static long ofFragments(FragmentsElement element, Layout layout) {
    WireForm form = element.wireForm();
    long length = layout == Layout.IMPLICIT_LE ? 8 : 12;
    for (int i = 0; i < element.count(); i++) {
      length += ITEM_HEADER + element.fragment(i).remaining();
    }
    boolean bound = form.binds(layout);
    if (bound) {
      length += headerLength(form.header()) - (layout == Layout.IMPLICIT_LE ? 8 : 12);
    }
    return !bound || form.delimiterLength() != WireForm.NO_DELIMITER ? length + DELIMITER : length;
  }
}
