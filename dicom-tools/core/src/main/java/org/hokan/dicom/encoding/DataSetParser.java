package org.hokan.dicom.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.WireForm.Layout;

/**
 * Tells a {@link DataSetHandler} of a data set's parts as they come from a stream, in any transfer
 * syntax, without ever holding more than one buffer of it.
 *
 * <p>Lets out nothing but {@link DataSetException}, the stream's own IOException and what the
 * handler throws. Reads one data set; not thread-safe. Does not close the stream.
 */
public final class DataSetParser {

  private final ByteSource source;
  private final TransferSyntax declared;
  private final Set<Leniency> leniencies = EnumSet.noneOf(Leniency.class);
  private final ParseState state;
  private Layout layout;

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
    this.declared = syntax;
    this.source = syntax.deflated() ? Deflated.inflate(raw, limits, moreToCome, leniencies) : raw;
    this.layout = Layouts.of(syntax);
    this.state = new ParseState(source, limits, leniencies);
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
    parseUntil(ElementParser.NEVER, handler);
  }

  /**
   * Parses until just before the first element of the data set itself (not of an item) whose tag is
   * this one or a greater one.
   */
  public void parseUntil(int stopTag, DataSetHandler handler) throws IOException {
    run(new ElementParser(state, handler, stopTag, -1));
  }

  /** Parses the elements of the data set itself as long as they are of this group. */
  public void parseGroup(int group, DataSetHandler handler) throws IOException {
    run(new ElementParser(state, handler, ElementParser.NEVER, group));
  }

  private void run(ElementParser elements) throws IOException {
    layout = Layouts.detect(source, layout, leniencies);
    elements.parse(Scope.dataSet(layout));
    if (state.atEnd || state.atTruncatedEnd) {
      elements.keepRest(layout);
    }
  }

  /** Bytes of the data set taken so far; of the inflated one, if it is deflated. */
  public long position() {
    return source.offset();
  }

  /** What was not parsed, for {@link #parseUntil}; inflated, if the data set is deflated. */
  public InputStream rest() {
    return source.rest();
  }

  /** Frees what is held beside memory, when nothing more is to be read. */
  void release() {
    source.release();
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
}
