package org.hokan.dicom.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;

/**
 * Reads data sets into memory, whole or only their head, in any transfer syntax.
 *
 * <p>Lets out nothing but {@link DataSetException} and the stream's own IOException. Reads one data
 * set; not thread-safe. Does not close the stream, and may read ahead of what it answers: what
 * follows is in {@link #rest}.
 */
public final class DataSetReader {

  /**
   * Where a head ends: before group 7FE0, so before Pixel Data (7FE0,0010), its float forms, and
   * the tables of offsets that can be as long as an image.
   */
  public static final int HEAD_END = 0x7FE00000;

  private static final int END = 0xFFFF_FFFF;

  private final DataSetParser parser;
  private final ReadLimits limits;
  private long omitValuesOver = Long.MAX_VALUE;

  /** A reader of the data set that starts with this stream's next byte. */
  public DataSetReader(InputStream in, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    this(new DataSetParser(in, syntax, limits), limits);
  }

  /** A reader of the data set that starts with this stream's next byte, under usual limits. */
  public DataSetReader(InputStream in, TransferSyntax syntax) throws IOException {
    this(in, syntax, ReadLimits.DEFAULT);
  }

  private DataSetReader(DataSetParser parser, ReadLimits limits) {
    this.parser = parser;
    this.limits = limits;
  }

  /** The data set in these bytes. */
  public static DataSet read(byte[] bytes, TransferSyntax syntax) {
    return read(bytes, syntax, ReadLimits.DEFAULT);
  }

  /** The data set in these bytes. */
  public static DataSet read(byte[] bytes, TransferSyntax syntax, ReadLimits limits) {
    try {
      return new DataSetReader(new ByteArrayInputStream(bytes), syntax, limits).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The head of a data set of which only the first bytes may have come yet.
   *
   * @param prefix the first bytes of the data set (not of a Part 10 file); its position stays
   * @param whole whether there are no more bytes to come
   * @return a head that says whether it is complete
   */
  public static Head head(
      ByteBuffer prefix, TransferSyntax syntax, ReadLimits limits, boolean whole) {
    return head(prefix, syntax, limits, whole, HEAD_END, Long.MAX_VALUE);
  }

  /**
   * The head of a data set of which only the first bytes may have come yet.
   *
   * @param stopTag the head ends before the first element with this tag or a greater one
   * @param omitValuesOver values longer than this many bytes are left out, with their elements
   */
  public static Head head(
      ByteBuffer prefix,
      TransferSyntax syntax,
      ReadLimits limits,
      boolean whole,
      int stopTag,
      long omitValuesOver) {
    byte[] bytes;
    int offset = 0;
    if (prefix.hasArray()) {
      bytes = prefix.array();
      offset = prefix.arrayOffset() + prefix.position();
    } else {
      bytes = new byte[prefix.remaining()];
      prefix.duplicate().get(bytes);
    }
    try {
      DataSetParser parser =
          DataSetParser.ofPrefix(bytes, offset, prefix.remaining(), syntax, limits, whole);
      DataSetReader reader = new DataSetReader(parser, limits).omittingValuesOver(omitValuesOver);
      DataSet dataSet = reader.readUntil(stopTag);
      parser.release();
      return new Head(dataSet, true, parser.position(), 0, parser.leniencies());
    } catch (TruncatedDataException e) {
      if (whole) {
        throw e;
      }
      return Head.incomplete(e.neededLength());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves values longer than this many bytes out, with their elements; for indexing. */
  public DataSetReader omittingValuesOver(long bytes) {
    omitValuesOver = bytes;
    return this;
  }

  /** The whole data set. */
  public DataSet read() throws IOException {
    return readUntil(END);
  }

  /** Everything before group 7FE0, where Pixel Data is; nothing at or after it is read. */
  public DataSet readHead() throws IOException {
    return readUntil(HEAD_END);
  }

  /** Everything before the first element with this tag or a greater one. */
  public DataSet readUntil(int stopTag) throws IOException {
    DataSetCollector collector = new DataSetCollector(limits, omitValuesOver);
    parser.parseUntil(stopTag, collector);
    return collector.dataSet();
  }

  /** The elements as long as they are of this group; nothing after them is read. */
  public DataSet readGroup(int group) throws IOException {
    DataSetCollector collector = new DataSetCollector(limits, omitValuesOver);
    parser.parseGroup(group, collector);
    return collector.dataSet();
  }

  /** Bytes of the data set read so far; of the inflated one, if it is deflated. */
  public long position() {
    return parser.position();
  }

  /** What follows {@link #position}; inflated, if the data set is deflated. */
  public InputStream rest() {
    return parser.rest();
  }

  /** The irregularities that were met and put up with. */
  public Set<Leniency> leniencies() {
    return parser.leniencies();
  }

  /** The transfer syntax that the data set turned out to have: mostly the declared one. */
  public TransferSyntax transferSyntax() {
    return parser.transferSyntax();
  }
}
