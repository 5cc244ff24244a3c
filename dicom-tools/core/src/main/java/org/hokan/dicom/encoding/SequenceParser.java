package org.hokan.dicom.encoding;

import java.io.IOException;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/** Parses sequences and their items (PS3.5 §7.5). */
final class SequenceParser {

  private static final int ITEM = ParseState.ITEM;
  private static final int ITEM_DELIMITER = ParseState.ITEM_DELIMITER;
  private static final int SEQUENCE_DELIMITER = ParseState.SEQUENCE_DELIMITER;

  private final ParseState state;
  private final DataSetHandler handler;
  private final ElementParser elements;

  SequenceParser(ParseState state, DataSetHandler handler, ElementParser elements) {
    this.state = state;
    this.handler = handler;
    this.elements = elements;
  }

  /** Whether a sequence's value starts as one does; some objects have something else there. */
  boolean holdsItems(ElementHeader element, Scope scope) throws IOException {
    if (element.length() == 0) {
      return true;
    }
    Layout content = ElementVrs.contentLayout(element.form(), scope.layout());
    if (state.source.require(4) && element.length() >= 8) {
      int tag = state.source.tag(0, content == Layout.EXPLICIT_BE);
      if (tag == ITEM || tag == SEQUENCE_DELIMITER) {
        return true;
      }
    }
    state.leniencies.add(Leniency.SEQUENCE_WITHOUT_ITEMS);
    return false;
  }

  void parse(Scope scope, ElementHeader element, boolean signed) throws IOException {
    if (scope.depth() >= state.limits.maxNesting()) {
      throw Faults.at(
          element.tag(),
          element.offset(),
          "sequences nested deeper than " + state.limits.maxNesting(),
          "at most " + state.limits.maxNesting());
    }
    handler.startSequence(element);
    boolean undefined = element.undefinedLength();
    Layout content = contentLayout(element, scope.layout());
    long start = state.source.offset();
    long end = undefined ? scope.end() : start + element.length();
    Scope inside = scope.inside(content, end, undefined, signed);
    long delimiter = parseItems(inside, element);
    long length = state.source.offset() - start - (delimiter == WireForm.NO_DELIMITER ? 0 : 8);
    handler.endSequence(sequenceForm(scope, element, content, length, delimiter));
  }

  /** Layout inside VR UN is implicit (PS3.5 §6.2.2), but some writers put explicit VRs there. */
  private Layout contentLayout(ElementHeader element, Layout around) throws IOException {
    Layout content = ElementVrs.contentLayout(element.form(), around);
    if (content == around || !state.source.require(16) || state.source.tag(0, false) != ITEM) {
      return content;
    }
    return ItemPeek.hasExplicitVr(state.source) ? Layout.EXPLICIT_LE : content;
  }

  private WireForm sequenceForm(
      Scope scope, ElementHeader element, Layout content, long length, long delimiter) {
    WireForm form = element.form();
    boolean undefined = element.undefinedLength();
    if (form.layout() == Layout.ANY
        && state.isRegular(undefined, element.length(), length, delimiter)) {
      return undefined ? WireForm.PLAIN_UNDEFINED : WireForm.PLAIN;
    }
    boolean headerIsPlain = form.layout() == Layout.ANY;
    Header asHeader = scope.layout() == Layout.IMPLICIT_LE ? Header.IMPLICIT : Header.LONG;
    return new WireForm(
        scope.layout(),
        headerIsPlain ? asHeader : form.header(),
        headerIsPlain && asHeader == Header.LONG ? VR.SQ.code() : form.vrCode(),
        form.reserved(),
        element.length(),
        delimiter,
        content);
  }

  /** Parses the items of a sequence; answers its delimiter's length, or that it had none. */
  private long parseItems(Scope scope, ElementHeader sequence) throws IOException {
    Items items = new Items();
    while (!state.atTruncatedEnd && state.source.offset() < scope.end()) {
      if (!state.header.scan(scope.layout())) {
        state.truncatedAt(sequence.tag(), state.source.offset(), 8);
        break;
      }
      switch (state.header.tag) {
        case ITEM -> parseItem(scope, items);
        case SEQUENCE_DELIMITER -> {
          items.close();
          return state.takeDelimiter();
        }
        case ITEM_DELIMITER -> {
          if (!items.takeNeedlessDelimiter()) {
            items.close();
            return WireForm.NO_DELIMITER;
          }
        }
        default -> {
          items.close();
          return WireForm.NO_DELIMITER;
        }
      }
    }
    items.close();
    return WireForm.NO_DELIMITER;
  }

  /** Holds an item's end back until it is seen whether a needless delimiter follows. */
  private final class Items {
    private int index;
    private boolean open;
    private WireForm form = WireForm.PLAIN;
    private Layout around = Layout.ANY;
    private long declaredLength;

    void start(long length) throws IOException {
      close();
      handler.startItem(index++, length);
    }

    void end(Layout layout, long declared, WireForm itemForm) {
      open = true;
      around = layout;
      declaredLength = declared;
      form = itemForm;
    }

    /** Whether the delimiter may belong to the item before; else it closes something outside. */
    boolean takeNeedlessDelimiter() {
      if (!open || declaredLength == WireForm.UNDEFINED || form.delimiterLength() >= 0) {
        return false;
      }
      state.leniencies.add(Leniency.NEEDLESS_DELIMITER);
      form = WireForm.item(around, declaredLength, state.takeDelimiter());
      return true;
    }

    void close() throws IOException {
      if (open) {
        open = false;
        handler.endItem(form);
      }
    }
  }

  private void parseItem(Scope scope, Items items) throws IOException {
    state.count();
    long declaredLength = state.header.length;
    items.start(declaredLength);
    state.source.take(8);
    boolean undefined = declaredLength == WireForm.UNDEFINED;
    long start = state.source.offset();
    long end = undefined ? scope.end() : start + declaredLength;
    Scope inside = scope.item(end, undefined);
    long delimiter = elements.parse(inside);
    long length = state.source.offset() - start - (delimiter == WireForm.NO_DELIMITER ? 0 : 8);
    WireForm form =
        state.isRegular(undefined, declaredLength, length, delimiter)
            ? (undefined ? WireForm.PLAIN_UNDEFINED : WireForm.PLAIN)
            : WireForm.item(scope.layout(), declaredLength, delimiter);
    items.end(scope.layout(), declaredLength, form);
  }
}
