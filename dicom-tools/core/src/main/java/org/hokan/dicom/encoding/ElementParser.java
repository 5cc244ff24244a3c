package org.hokan.dicom.encoding;

import java.io.IOException;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/** Parses the elements of a data set or of an item (PS3.5 §7.1). */
final class ElementParser {

  /** A stop tag that no element reaches. */
  static final int NEVER = 0xFFFF_FFFF;

  private static final int PIXEL_REPRESENTATION = 0x00280103;

  private final ParseState state;
  private final DataSetHandler handler;
  private final int stopTag;
  private final int onlyGroup;
  private final SequenceParser sequences;
  private final FragmentParser fragments;

  /**
   * @param stopTag elements of the data set itself are parsed up to this one
   * @param onlyGroup if not negative, only as long as they are of this group
   */
  ElementParser(ParseState state, DataSetHandler handler, int stopTag, int onlyGroup) {
    this.state = state;
    this.handler = handler;
    this.stopTag = stopTag;
    this.onlyGroup = onlyGroup;
    this.sequences = new SequenceParser(state, handler, this);
    this.fragments = new FragmentParser(state, handler);
  }

  /** Parses elements up to the scope's end; answers the delimiter's length, or that it had none. */
  long parse(Scope scope) throws IOException {
    boolean signed = scope.signed();
    int previous = 0;
    boolean first = true;
    while (state.source.offset() < scope.end()) {
      if (scope.depth() == 0 && stopsHere(scope)) {
        return WireForm.NO_DELIMITER;
      }
      if (!state.header.scan(scope.layout())) {
        tornHeader(scope);
        state.atEnd = true;
        return WireForm.NO_DELIMITER;
      }
      int tag = state.header.tag;
      if (tag >>> 16 == 0xFFFE) {
        if (endsElements(scope)) {
          return state.takeDelimiter();
        }
        if (closesOuter(scope)) {
          state.leniencies.add(Leniency.MISSING_DELIMITER);
          return WireForm.NO_DELIMITER;
        }
        strayDelimiter(scope);
        continue;
      }
      if (!first && Integer.compareUnsigned(tag, previous) <= 0) {
        state.leniencies.add(Leniency.TAGS_NOT_ASCENDING);
      }
      first = false;
      previous = tag;
      if (tag == PIXEL_REPRESENTATION && state.source.require(state.header.size + 2)) {
        signed = state.source.u16(state.header.size, scope.layout() == Layout.EXPLICIT_BE) == 1;
      }
      parseElement(scope, signed);
      if (state.atTruncatedEnd) {
        return WireForm.NO_DELIMITER;
      }
    }
    return WireForm.NO_DELIMITER;
  }

  /** Looks at nothing but the tag: what comes there may not be an element of this data set. */
  private boolean stopsHere(Scope scope) throws IOException {
    if (stopTag == NEVER && onlyGroup < 0 || !state.source.require(4)) {
      return false;
    }
    int tag = state.source.tag(0, scope.layout() == Layout.EXPLICIT_BE);
    if (onlyGroup >= 0) {
      return tag >>> 16 != onlyGroup;
    }
    return tag >>> 16 != 0xFFFE && Integer.compareUnsigned(tag, stopTag) >= 0;
  }

  private boolean endsElements(Scope scope) {
    return state.header.tag == ParseState.ITEM_DELIMITER && scope.delimited();
  }

  /** A delimiter of the sequence, or its next item, where an item's own delimiter is missing. */
  private boolean closesOuter(Scope scope) {
    return scope.depth() > 0 && scope.delimited() && state.header.tag != ParseState.ITEM_DELIMITER;
  }

  private void strayDelimiter(Scope scope) throws IOException {
    if (state.header.tag == ParseState.ITEM) {
      throw Faults.at(
          ParseState.ITEM,
          state.source.offset(),
          "an item outside of a sequence",
          "an element; PS3.5 §7.5");
    }
    state.count();
    state.leniencies.add(Leniency.STRAY_DELIMITER);
    long offset = state.source.offset();
    WireForm form = WireForm.item(scope.layout(), state.header.length, WireForm.NO_DELIMITER);
    ElementHeader stray =
        new ElementHeader(state.header.tag, VR.UN, 0, offset, scope.depth(), scope.layout(), form);
    state.source.take(8);
    handler.irregular(stray, new byte[0]);
  }

  /** Fewer bytes than a state.header has: the end inside something, or rubbish after everything. */
  private void tornHeader(Scope scope) throws IOException {
    boolean none = !state.source.require(1);
    if (none && scope.depth() == 0) {
      return;
    }
    if (scope.depth() > 0 || !isPadding()) {
      state.truncatedAt(0, state.source.offset(), Math.max(1, 8 - state.source.buffered()));
    }
  }

  private boolean isPadding() {
    for (int i = 0; i < state.source.buffered(); i++) {
      if (state.source.u8(i) != 0) {
        return false;
      }
    }
    return state.source.buffered() < 8;
  }

  /** What is left after the last element, or of it, is kept at the very end. */
  void keepRest(Layout layout) throws IOException {
    long offset = state.source.offset();
    byte[] left = state.source.read(12);
    if (left.length > 0) {
      state.leniencies.add(Leniency.TRAILING_BYTES);
      WireForm form = WireForm.raw(layout);
      handler.irregular(
          new ElementHeader(NEVER, VR.UN, left.length, offset, 0, layout, form), left);
    }
  }

  private void parseElement(Scope scope, boolean signed) throws IOException {
    state.count();
    boolean undefined = state.header.length == WireForm.UNDEFINED;
    VR vr = ElementVrs.resolve(state.header, signed, state.leniencies);
    ElementHeader element =
        new ElementHeader(
            state.header.tag,
            vr,
            state.header.length,
            state.source.offset(),
            scope.depth(),
            scope.layout(),
            form(scope, vr));
    state.source.take(state.header.size);
    if (undefined && vr != VR.SQ) {
      fragments.parse(scope, element);
    } else if (vr == VR.SQ && (undefined || sequences.holdsItems(element, scope))) {
      sequences.parse(scope, element, signed);
    } else {
      parseValue(scope, element);
    }
  }

  private WireForm form(Scope scope, VR vr) {
    boolean canonical =
        state.header.header == Header.IMPLICIT
            ? scope.layout() == Layout.IMPLICIT_LE
            : state.header.vr == vr
                && state.header.reserved == 0
                && vr.longForm() == (state.header.header == Header.LONG);
    boolean odd = state.header.length != WireForm.UNDEFINED && (state.header.length & 1) != 0;
    if (canonical && !odd && (state.header.tag & 0xFFFF) != 0) {
      return state.header.length == WireForm.UNDEFINED ? WireForm.PLAIN_UNDEFINED : WireForm.PLAIN;
    }
    return new WireForm(
        scope.layout(),
        state.header.header,
        state.header.vrCode,
        state.header.reserved,
        state.header.length,
        WireForm.NO_DELIMITER,
        scope.layout());
  }

  private void parseValue(Scope scope, ElementHeader element) throws IOException {
    if ((element.length() & 1) != 0) {
      state.leniencies.add(Leniency.ODD_LENGTH);
    }
    if (element.length() > scope.end() - state.source.offset()) {
      state.leniencies.add(Leniency.WRONG_LENGTH);
    }
    boolean swapped =
        scope.layout() == Layout.EXPLICIT_BE && element.form().vrCode() != VR.UN.code();
    int swapUnit = swapped ? element.vr().swapUnit() : 1;
    ValueStream value =
        new ValueStream(
            state.source, element.tag(), element.length(), swapUnit, state.keepTruncated);
    handler.value(element, value);
    state.finish(value, element.tag());
  }
}
