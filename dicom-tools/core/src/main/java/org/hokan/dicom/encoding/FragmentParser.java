package org.hokan.dicom.encoding;

import java.io.IOException;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/** Parses encapsulated data: items that are fragments (PS3.5 §A.4). */
final class FragmentParser {

  private final ParseState state;
  private final DataSetHandler handler;

  FragmentParser(ParseState state, DataSetHandler handler) {
    this.state = state;
    this.handler = handler;
  }

  void parse(Scope scope, ElementHeader element) throws IOException {
    handler.startFragments(element);
    long delimiter = WireForm.NO_DELIMITER;
    int index = 0;
    boolean more = true;
    while (more && !state.atTruncatedEnd) {
      if (!state.header.scan(scope.layout())) {
        state.truncatedAt(element.tag(), state.source.offset(), 8);
      } else if (state.header.tag == ParseState.ITEM) {
        parseFragment(index++, element);
      } else {
        more = false;
        if (state.header.tag == ParseState.SEQUENCE_DELIMITER) {
          delimiter = state.takeDelimiter();
        } else {
          notAFragment(index, element);
        }
      }
    }
    handler.endFragments(fragmentsForm(scope, element, delimiter));
  }

  private void notAFragment(int index, ElementHeader element) {
    if (index == 0) {
      throw Faults.at(
          element.tag(),
          state.source.offset(),
          Faults.name(state.header.tag) + " inside a value of undefined length",
          "an item; PS3.5 §A.4");
    }
    state.leniencies.add(Leniency.MISSING_DELIMITER);
  }

  private void parseFragment(int index, ElementHeader element) throws IOException {
    state.count();
    if (state.header.length == WireForm.UNDEFINED) {
      throw Faults.at(
          element.tag(),
          state.source.offset(),
          "a fragment of undefined length",
          "a defined one; PS3.5 §A.4");
    }
    if ((state.header.length & 1) != 0) {
      state.leniencies.add(Leniency.ODD_LENGTH);
    }
    long length = state.header.length;
    state.source.take(8);
    ValueStream value =
        new ValueStream(state.source, element.tag(), length, 1, state.keepTruncated);
    handler.fragment(index, value);
    state.finish(value, element.tag());
  }

  private WireForm fragmentsForm(Scope scope, ElementHeader element, long delimiter) {
    WireForm form = element.form();
    if (form.layout() == Layout.ANY && delimiter == 0) {
      return WireForm.PLAIN_UNDEFINED;
    }
    boolean headerIsPlain = form.layout() == Layout.ANY;
    boolean implicit = scope.layout() == Layout.IMPLICIT_LE;
    return new WireForm(
        scope.layout(),
        headerIsPlain ? (implicit ? Header.IMPLICIT : Header.LONG) : form.header(),
        headerIsPlain && !implicit ? element.vr().code() : form.vrCode(),
        form.reserved(),
        WireForm.UNDEFINED,
        delimiter,
        Layout.ANY);
  }
}
