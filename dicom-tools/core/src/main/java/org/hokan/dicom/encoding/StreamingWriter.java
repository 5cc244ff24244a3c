package org.hokan.dicom.encoding;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.data.WireForm.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a {@link DataSetParser} tells, so that a data set of any size is copied or converted
 * in one small buffer. A handler between the two may leave elements out or put others in.
 *
 * <p>In the layout that it was read from the data set is written byte for byte as it was; bound
 * lengths of sequences then hold only if nothing inside was changed. In any other layout sequences
 * and items get undefined lengths, odd values are padded, and group lengths, which nobody could
 * count beforehand, are left out. Not thread-safe. Call {@link #finish} at the end.
 */
public final class StreamingWriter implements DataSetHandler {

  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_DELIMITER = 0xFFFEE00D;
  private static final int SEQUENCE_DELIMITER = 0xFFFEE0DD;

  private final OutputStream out;
  private final @Nullable DeflatingStream deflating;
  private final ByteSink sink;
  private final HeaderWriter headers;
  private final Layout layout;
  private final byte[] chunk = new byte[4096];
  private final Deque<Layout> contents = new ArrayDeque<>();
  private boolean verbatim;
  private boolean started;
  private int swapUnit = 1;

  /** A writer onto this stream, which it does not close. */
  public StreamingWriter(OutputStream out, TransferSyntax syntax) {
    this.out = out;
    this.deflating = syntax.deflated() ? new DeflatingStream(out) : null;
    this.sink = new ByteSink(deflating != null ? deflating : out);
    this.headers = new HeaderWriter(sink);
    this.layout = Layouts.of(syntax);
  }

  /** Writes an element between those that the parser tells of. */
  public void write(Element element) throws IOException {
    Layout around = contents.isEmpty() ? layout : contents.element();
    new ElementWriter(sink).write(element, DataSet.empty(), around);
  }

  /**
   * Begins an element of the data set itself; exactly so many bytes of its value follow by {@link
   * #bytes}.
   *
   * @param length bytes, even
   */
  public void startValue(int tag, VR vr, long length) throws IOException {
    headers.canonical(tag, vr, length, layout);
    swapUnit = layout == Layout.EXPLICIT_BE ? vr.swapUnit() : 1;
  }

  /**
   * Bytes of the value begun.
   *
   * @param bytes little endian, whole cells of the VR; swapped in place where the data set is big
   *     endian
   */
  public void bytes(byte[] bytes) throws IOException {
    ByteOrders.swap(bytes, 0, bytes.length, swapUnit);
    sink.bytes(bytes, bytes.length);
  }

  /** Begins an element of encapsulated data; items follow by {@link #fragment(byte[])}. */
  public void startFragments(int tag) throws IOException {
    headers.canonical(tag, VR.OB, WireForm.UNDEFINED, layout);
  }

  /** An item of the encapsulated data begun; a zero is added where its length is odd. */
  public void fragment(byte[] bytes) throws IOException {
    int padding = bytes.length & 1;
    headers.item(ITEM, bytes.length + padding, layout);
    sink.bytes(bytes, bytes.length);
    if (padding != 0) {
      sink.u8(0);
    }
  }

  /** Ends the encapsulated data begun. */
  public void endFragments() throws IOException {
    headers.item(SEQUENCE_DELIMITER, 0, layout);
  }

  /** Writes what is still buffered; flushes the stream. */
  public void finish() throws IOException {
    sink.flush();
    if (deflating != null) {
      deflating.finish();
    }
    out.flush();
  }

  private Layout layoutOf(ElementHeader header) {
    if (!started) {
      started = true;
      verbatim = header.layout() == layout;
    }
    return verbatim ? header.layout() : layout;
  }

  @Override
  public void value(ElementHeader header, ValueStream value) throws IOException {
    Layout around = layoutOf(header);
    if (verbatim) {
      headers.asRead(header, around);
      boolean swapped = around == Layout.EXPLICIT_BE && header.form().vrCode() != VR.UN.code();
      copy(value, swapped ? header.vr().swapUnit() : 1);
    } else if ((header.tag() & 0xFFFF) != 0) {
      convert(header, value);
    }
  }

  private void convert(ElementHeader header, ValueStream value) throws IOException {
    long padding = header.length() & 1;
    VR vr = header.vr();
    boolean tooLong = !vr.longForm() && header.length() > 0xFFFE;
    VR written = tooLong && layout != Layout.IMPLICIT_LE ? VR.UN : vr;
    headers.canonical(header.tag(), written, header.length() + padding, layout);
    long copied = copy(value, layout == Layout.EXPLICIT_BE ? written.swapUnit() : 1);
    if (copied < header.length()) {
      throw Faults.truncated(header.tag(), header.offset(), header.length() - copied);
    }
    if (padding != 0) {
      sink.u8(vr.padding());
    }
  }

  private long copy(ValueStream value, int swapUnit) throws IOException {
    long copied = 0;
    int got = value.readNBytes(chunk, 0, chunk.length);
    while (got > 0) {
      ByteOrders.swap(chunk, 0, got, swapUnit);
      sink.bytes(chunk, got);
      copied += got;
      got = value.readNBytes(chunk, 0, chunk.length);
    }
    return copied;
  }

  @Override
  public void startSequence(ElementHeader header) throws IOException {
    Layout around = layoutOf(header);
    if (verbatim) {
      headers.asRead(header, around);
    } else {
      headers.canonical(header.tag(), VR.SQ, WireForm.UNDEFINED, layout);
    }
    contents.push(verbatim ? ElementVrs.contentLayout(header.form(), around) : layout);
  }

  @Override
  public void startItem(int index, long length) throws IOException {
    headers.item(ITEM, verbatim ? length : WireForm.UNDEFINED, contents.element());
  }

  @Override
  public void endItem(WireForm form) throws IOException {
    delimiter(ITEM_DELIMITER, form, contents.element());
  }

  @Override
  public void endSequence(WireForm form) throws IOException {
    delimiter(SEQUENCE_DELIMITER, form, contents.pop());
  }

  private void delimiter(int tag, WireForm form, Layout around) throws IOException {
    if (!verbatim) {
      headers.item(tag, 0, around);
    } else if (form.delimiterLength() != WireForm.NO_DELIMITER) {
      headers.item(tag, form.delimiterLength(), around);
    }
  }

  @Override
  public void startFragments(ElementHeader header) throws IOException {
    Layout around = layoutOf(header);
    if (verbatim) {
      headers.asRead(header, around);
    } else {
      VR vr = header.vr().longForm() ? header.vr() : VR.OB;
      headers.canonical(header.tag(), vr, WireForm.UNDEFINED, layout);
    }
    contents.push(around);
  }

  @Override
  public void fragment(int index, ValueStream value) throws IOException {
    headers.item(ITEM, value.length(), contents.element());
    copy(value, 1);
  }

  @Override
  public void endFragments(WireForm form) throws IOException {
    delimiter(SEQUENCE_DELIMITER, form, contents.pop());
  }

  @Override
  public void irregular(ElementHeader header, byte[] bytes) throws IOException {
    Layout around = layoutOf(header);
    if (verbatim) {
      headers.asRead(header, around);
      sink.bytes(bytes, bytes.length);
    }
  }
}
