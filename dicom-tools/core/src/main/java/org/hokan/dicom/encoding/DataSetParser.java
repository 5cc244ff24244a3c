package org.hokan.dicom.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Header;
import org.hokan.dicom.data.WireForm.Layout;

/**
 * Tells a {@link DataSetHandler} of a data set's parts as they come from a stream, in any transfer
 * syntax, without ever holding more than one buffer of it.
 *
 * <p>Lets out nothing but {@link DataSetException}, the stream's own IOException and what the
 * handler throws. Reads one data set; not thread-safe. Does not close the stream.
 */
public final class DataSetParser {

  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_DELIMITER = 0xFFFEE00D;
  private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;
  private static final int PIXEL_REPRESENTATION = 0x00280103;
  private static final int NEVER = 0xFFFF_FFFF;
  private static final long NO_END = Long.MAX_VALUE;

  private final ByteSource source;
  private final ReadLimits limits;
  private final boolean keepTruncated;
  private final TransferSyntax declared;
  private final Set<Leniency> leniencies = EnumSet.noneOf(Leniency.class);
  private final HeaderScanner header;
  private Layout layout;
  private int parts;
  private boolean atTruncatedEnd;
  private boolean atEnd;
  private int onlyGroup = -1;

  /** A parser of the data set that starts with this stream's next byte. */
  public DataSetParser(InputStream in, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    this(ByteSource.of(in, false), syntax, limits, false);
  }

  /** A parser of the data set that starts with this stream's next byte, under usual limits. */
  public DataSetParser(InputStream in, TransferSyntax syntax) throws IOException {
    this(in, syntax, ReadLimits.DEFAULT);
  }

  DataSetParser(ByteSource raw, TransferSyntax syntax, ReadLimits limits, boolean moreToCome)
      throws IOException {
    this.limits = limits;
    this.keepTruncated = limits.truncation() == ReadLimits.Truncation.KEEP;
    this.declared = syntax;
    this.source = syntax.deflated() ? Deflated.inflate(raw, limits, moreToCome, leniencies) : raw;
    this.layout = Layouts.of(syntax);
    this.header = new HeaderScanner(source, leniencies);
  }

  static DataSetParser ofPrefix(
      byte[] bytes, int offset, int length, TransferSyntax syntax, ReadLimits limits, boolean whole)
      throws IOException {
    ByteSource source =
        syntax.deflated()
            ? ByteSource.of(new ByteArrayInputStream(bytes, offset, length), !whole)
            : ByteSource.of(bytes, offset, length, !whole);
    return new DataSetParser(source, syntax, limits, !whole);
  }

  /** Parses to the end. */
  public void parse(DataSetHandler handler) throws IOException {
    parseUntil(0xFFFF_FFFF, handler);
  }

  /**
   * Parses until just before the first element of the data set itself (not of an item) whose tag is
   * this one or a greater one.
   */
  public void parseUntil(int stopTag, DataSetHandler handler) throws IOException {
    layout = Layouts.detect(source, layout, leniencies);
    parseElements(new Scope(layout, 0, NO_END, false, false, stopTag), handler);
    if (atEnd || atTruncatedEnd) {
      keepRest(handler);
    }
  }

  /** Parses the elements of the data set itself as long as they are of this group. */
  public void parseGroup(int group, DataSetHandler handler) throws IOException {
    onlyGroup = group;
    parseUntil(NEVER, handler);
  }

  /** Bytes of the data set taken so far; of the inflated one, if it is deflated. */
  public long position() {
    return source.offset();
  }

  /** What was not parsed, for {@link #parseUntil}; inflated, if the data set is deflated. */
  public InputStream rest() {
    return source.rest();
  }

  /** The irregularities that were met and put up with so far. */
  public Set<Leniency> leniencies() {
    return Collections.unmodifiableSet(leniencies);
  }

  /** The transfer syntax that the data set turned out to have: mostly the declared one. */
  public TransferSyntax transferSyntax() {
    if (layout == Layouts.of(declared)) {
      return declared;
    }
    return switch (layout) {
      case IMPLICIT_LE -> TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
      case EXPLICIT_BE -> TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
      case EXPLICIT_LE, ANY -> TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    };
  }

  /**
   * The elements being parsed.
   *
   * @param end the offset where a defined length ends them
   * @param delimited whether an item delimiter ends them
   * @param signed whether Pixel Representation around them is 1
   */
  private record Scope(
      Layout layout, int depth, long end, boolean delimited, boolean signed, int stopTag) {

    Scope inside(Layout content, long itemEnd, boolean undefined, boolean signedNow) {
      return new Scope(content, depth + 1, itemEnd, undefined, signedNow, NEVER);
    }
  }

  /** Parses elements up to the scope's end; answers the delimiter's length, or that it had none. */
  private long parseElements(Scope scope, DataSetHandler handler) throws IOException {
    boolean signed = scope.signed();
    int previous = 0;
    boolean first = true;
    while (source.offset() < scope.end()) {
      if (scope.depth() == 0 && stopsHere(scope)) {
        return WireForm.NO_DELIMITER;
      }
      if (!header.scan(scope.layout())) {
        tornHeader(scope);
        atEnd = true;
        return WireForm.NO_DELIMITER;
      }
      int tag = header.tag;
      if (tag >>> 16 == 0xFFFE) {
        if (endsElements(scope)) {
          return takeDelimiter();
        }
        if (closesOuter(scope)) {
          leniencies.add(Leniency.MISSING_DELIMITER);
          return WireForm.NO_DELIMITER;
        }
        strayDelimiter(scope, handler);
        continue;
      }
      if (!first && Integer.compareUnsigned(tag, previous) <= 0) {
        leniencies.add(Leniency.TAGS_NOT_ASCENDING);
      }
      first = false;
      previous = tag;
      if (tag == PIXEL_REPRESENTATION && source.canPeek(header.size + 2)) {
        signed = source.u16(header.size, scope.layout() == Layout.EXPLICIT_BE) == 1;
      }
      parseElement(scope, signed, handler);
      if (atTruncatedEnd) {
        return WireForm.NO_DELIMITER;
      }
    }
    return WireForm.NO_DELIMITER;
  }

  /** Looks at nothing but the tag: what comes there may not be an element of this data set. */
  private boolean stopsHere(Scope scope) throws IOException {
    if (scope.stopTag() == NEVER && onlyGroup < 0 || !source.canPeek(4)) {
      return false;
    }
    int tag = source.tag(0, scope.layout() == Layout.EXPLICIT_BE);
    if (onlyGroup >= 0) {
      return tag >>> 16 != onlyGroup;
    }
    return tag >>> 16 != 0xFFFE && Integer.compareUnsigned(tag, scope.stopTag()) >= 0;
  }

  private boolean endsElements(Scope scope) {
    return header.tag == ITEM_DELIMITER && scope.delimited();
  }

  /** A delimiter of the sequence, or its next item, where an item's own delimiter is missing. */
  private boolean closesOuter(Scope scope) {
    return scope.depth() > 0 && scope.delimited() && header.tag != ITEM_DELIMITER;
  }

  private long takeDelimiter() {
    if (header.length != 0) {
      leniencies.add(Leniency.DELIMITER_WITH_LENGTH);
    }
    source.take(8);
    return header.length;
  }

  private void strayDelimiter(Scope scope, DataSetHandler handler) throws IOException {
    if (header.tag == ITEM) {
      throw Faults.at(
          ITEM, source.offset(), "an item outside of a sequence", "an element; PS3.5 §7.5");
    }
    count();
    leniencies.add(Leniency.STRAY_DELIMITER);
    long offset = source.offset();
    WireForm form = WireForm.item(scope.layout(), header.length, WireForm.NO_DELIMITER);
    ElementHeader stray =
        new ElementHeader(header.tag, VR.UN, 0, offset, scope.depth(), scope.layout(), form);
    source.take(8);
    handler.irregular(stray, new byte[0]);
  }

  /** Fewer bytes than a header has: the end inside something, or rubbish after everything. */
  private void tornHeader(Scope scope) throws IOException {
    boolean none = !source.canPeek(1);
    if (none && scope.depth() == 0) {
      return;
    }
    if (scope.depth() > 0 || !isPadding()) {
      truncatedAt(0, source.offset(), Math.max(1, 8 - source.buffered()));
    }
  }

  private boolean isPadding() {
    for (int i = 0; i < source.buffered(); i++) {
      if (source.u8(i) != 0) {
        return false;
      }
    }
    return source.buffered() < 8;
  }

  /** What is left after the last element, or of it, is kept at the very end. */
  private void keepRest(DataSetHandler handler) throws IOException {
    long offset = source.offset();
    byte[] left = source.read(12);
    if (left.length > 0) {
      leniencies.add(Leniency.TRAILING_BYTES);
      WireForm form = WireForm.raw(layout);
      handler.irregular(
          new ElementHeader(NEVER, VR.UN, left.length, offset, 0, layout, form), left);
    }
  }

  private void truncatedAt(int tag, long offset, long missing) {
    if (!keepTruncated) {
      throw Faults.truncated(tag, offset, missing);
    }
    leniencies.add(Leniency.TRUNCATED);
    atTruncatedEnd = true;
  }

  private void count() {
    if (++parts > limits.maxElements()) {
      throw Faults.at(
          header.tag,
          source.offset(),
          "element number " + parts,
          "at most " + limits.maxElements() + " elements, items and fragments");
    }
  }

  private void parseElement(Scope scope, boolean signed, DataSetHandler handler)
      throws IOException {
    count();
    boolean undefined = header.length == WireForm.UNDEFINED;
    VR vr = ElementVrs.resolve(header, signed, leniencies);
    ElementHeader element =
        new ElementHeader(
            header.tag,
            vr,
            header.length,
            source.offset(),
            scope.depth(),
            scope.layout(),
            form(scope, vr));
    source.take(header.size);
    if (undefined && vr != VR.SQ) {
      parseFragments(scope, element, handler);
    } else if (vr == VR.SQ && (undefined || holdsItems(element, scope))) {
      parseSequence(scope, element, signed, handler);
    } else {
      parseValue(scope, element, handler);
    }
  }

  private WireForm form(Scope scope, VR vr) {
    boolean canonical =
        header.header == Header.IMPLICIT
            ? scope.layout() == Layout.IMPLICIT_LE
            : header.vr == vr
                && header.reserved == 0
                && vr.longForm() == (header.header == Header.LONG);
    boolean odd = header.length != WireForm.UNDEFINED && (header.length & 1) != 0;
    if (canonical && !odd && (header.tag & 0xFFFF) != 0) {
      return header.length == WireForm.UNDEFINED ? WireForm.PLAIN_UNDEFINED : WireForm.PLAIN;
    }
    return new WireForm(
        scope.layout(),
        header.header,
        header.vrCode,
        header.reserved,
        header.length,
        WireForm.NO_DELIMITER,
        scope.layout());
  }

  private void parseValue(Scope scope, ElementHeader element, DataSetHandler handler)
      throws IOException {
    if ((element.length() & 1) != 0) {
      leniencies.add(Leniency.ODD_LENGTH);
    }
    if (element.length() > scope.end() - source.offset()) {
      leniencies.add(Leniency.WRONG_LENGTH);
    }
    boolean swapped =
        scope.layout() == Layout.EXPLICIT_BE && element.form().vrCode() != VR.UN.code();
    int swapUnit = swapped ? element.vr().swapUnit() : 1;
    ValueStream value =
        new ValueStream(source, element.tag(), element.length(), swapUnit, keepTruncated);
    handler.value(element, value);
    finish(value, element.tag());
  }

  private void finish(ValueStream value, int tag) throws IOException {
    if (!value.finish()) {
      truncatedAt(tag, source.offset(), 1);
    }
  }

  /** Whether a sequence's value starts as one does; some objects have something else there. */
  private boolean holdsItems(ElementHeader element, Scope scope) throws IOException {
    if (element.length() == 0) {
      return true;
    }
    Layout content = ElementVrs.contentLayout(element.form(), scope.layout());
    if (source.canPeek(4) && element.length() >= 8) {
      int tag = source.tag(0, content == Layout.EXPLICIT_BE);
      if (tag == ITEM || tag == SEQUENCE_DELIMITER) {
        return true;
      }
    }
    leniencies.add(Leniency.SEQUENCE_WITHOUT_ITEMS);
    return false;
  }

  private void parseSequence(
      Scope scope, ElementHeader element, boolean signed, DataSetHandler handler)
      throws IOException {
    if (scope.depth() >= limits.maxNesting()) {
      throw Faults.at(
          element.tag(),
          element.offset(),
          "sequences nested deeper than " + limits.maxNesting(),
          "at most " + limits.maxNesting());
    }
    handler.startSequence(element);
    boolean undefined = element.undefinedLength();
    Layout content = contentLayout(element, scope.layout());
    long start = source.offset();
    long end = undefined ? scope.end() : start + element.length();
    Scope inside = scope.inside(content, end, undefined, signed);
    long delimiter = parseItems(inside, element, handler);
    long length = source.offset() - start - (delimiter == WireForm.NO_DELIMITER ? 0 : 8);
    handler.endSequence(sequenceForm(scope, element, content, length, delimiter));
  }

  /** Layout inside VR UN is implicit (PS3.5 §6.2.2), but some writers put explicit VRs there. */
  private Layout contentLayout(ElementHeader element, Layout around) throws IOException {
    Layout content = ElementVrs.contentLayout(element.form(), around);
    if (content == around || !source.canPeek(16) || source.tag(0, false) != ITEM) {
      return content;
    }
    return ItemPeek.hasExplicitVr(source) ? Layout.EXPLICIT_LE : content;
  }

  private WireForm sequenceForm(
      Scope scope, ElementHeader element, Layout content, long length, long delimiter) {
    WireForm form = element.form();
    boolean undefined = element.undefinedLength();
    if (form.layout() == Layout.ANY && isRegular(undefined, element.length(), length, delimiter)) {
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

  private boolean isRegular(boolean undefined, long declaredLength, long length, long delimiter) {
    if (undefined) {
      if (delimiter == WireForm.NO_DELIMITER && !atTruncatedEnd) {
        leniencies.add(Leniency.MISSING_DELIMITER);
      }
      return delimiter == 0;
    }
    if (delimiter != WireForm.NO_DELIMITER) {
      leniencies.add(Leniency.NEEDLESS_DELIMITER);
      return false;
    }
    if (declaredLength != length && !atTruncatedEnd) {
      leniencies.add(Leniency.WRONG_LENGTH);
    }
    return declaredLength == length;
  }

  /** Parses the items of a sequence; answers its delimiter's length, or that it had none. */
  private long parseItems(Scope scope, ElementHeader sequence, DataSetHandler handler)
      throws IOException {
    Items items = new Items(handler);
    while (!atTruncatedEnd && source.offset() < scope.end()) {
      if (!header.scan(scope.layout())) {
        truncatedAt(sequence.tag(), source.offset(), 8);
        break;
      }
      switch (header.tag) {
        case ITEM -> parseItem(scope, items);
        case SEQUENCE_DELIMITER -> {
          items.close();
          return takeDelimiter();
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
    private final DataSetHandler handler;
    private int index;
    private boolean open;
    private WireForm form = WireForm.PLAIN;
    private Layout around = Layout.ANY;
    private long declaredLength;

    Items(DataSetHandler handler) {
      this.handler = handler;
    }

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
      leniencies.add(Leniency.NEEDLESS_DELIMITER);
      form = WireForm.item(around, declaredLength, takeDelimiter());
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
    count();
    long declaredLength = header.length;
    items.start(declaredLength);
    source.take(8);
    boolean undefined = declaredLength == WireForm.UNDEFINED;
    long start = source.offset();
    long end = undefined ? scope.end() : start + declaredLength;
    Scope inside = new Scope(scope.layout(), scope.depth(), end, undefined, scope.signed(), NEVER);
    long delimiter = parseElements(inside, items.handler);
    long length = source.offset() - start - (delimiter == WireForm.NO_DELIMITER ? 0 : 8);
    WireForm form =
        isRegular(undefined, declaredLength, length, delimiter)
            ? (undefined ? WireForm.PLAIN_UNDEFINED : WireForm.PLAIN)
            : WireForm.item(scope.layout(), declaredLength, delimiter);
    items.end(scope.layout(), declaredLength, form);
  }

  private void parseFragments(Scope scope, ElementHeader element, DataSetHandler handler)
      throws IOException {
    handler.startFragments(element);
    long delimiter = WireForm.NO_DELIMITER;
    int index = 0;
    boolean more = true;
    while (more && !atTruncatedEnd) {
      if (!header.scan(scope.layout())) {
        truncatedAt(element.tag(), source.offset(), 8);
      } else if (header.tag == ITEM) {
        parseFragment(index++, element, handler);
      } else {
        more = false;
        if (header.tag == SEQUENCE_DELIMITER) {
          delimiter = takeDelimiter();
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
          source.offset(),
          Faults.name(header.tag) + " inside a value of undefined length",
          "an item; PS3.5 §A.4");
    }
    leniencies.add(Leniency.MISSING_DELIMITER);
  }

  private void parseFragment(int index, ElementHeader element, DataSetHandler handler)
      throws IOException {
    count();
    if (header.length == WireForm.UNDEFINED) {
      throw Faults.at(
          element.tag(),
          source.offset(),
          "a fragment of undefined length",
          "a defined one; PS3.5 §A.4");
    }
    if ((header.length & 1) != 0) {
      leniencies.add(Leniency.ODD_LENGTH);
    }
    long length = header.length;
    source.take(8);
    ValueStream value = new ValueStream(source, element.tag(), length, 1, keepTruncated);
    handler.fragment(index, value);
    finish(value, element.tag());
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
