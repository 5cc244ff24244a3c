package org.hokan.dicom.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.Leniency;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * An open file whose meta information has been read and whose data set comes next.
 *
 * <p>Closing it closes the stream beneath. Not thread-safe.
 */
public final class Part10File implements AutoCloseable {

  private final Optional<FileMetaInformation> metaInformation;
  private final TransferSyntax transferSyntax;
  private final byte[] preamble;
  private final long dataSetOffset;
  private final InputStream dataSet;
  private final Set<Leniency> leniencies;

  Part10File(
      MetaReader.Result meta, TransferSyntax transferSyntax, InputStream dataSet, byte[] preamble) {
    this.metaInformation = meta.metaInformation();
    this.transferSyntax = transferSyntax;
    this.preamble = preamble;
    this.dataSetOffset = meta.dataSetOffset();
    this.dataSet = dataSet;
    this.leniencies = Set.copyOf(meta.leniencies());
  }

  /** The meta information; none when the file has none. */
  public Optional<FileMetaInformation> metaInformation() {
    return metaInformation;
  }

  /** The transfer syntax that the meta information names, or else a guess. */
  public TransferSyntax transferSyntax() {
    return transferSyntax;
  }

  /** The 128 bytes before the prefix "DICM"; empty when the file has none. */
  public byte[] preamble() {
    return preamble.clone();
  }

  /** The position of the data set's first byte, in bytes from the file's start. */
  public long dataSetOffset() {
    return dataSetOffset;
  }

  /** The bytes of the data set, from its first one on as long as none were read. */
  public InputStream dataSet() {
    return dataSet;
  }

  /** A reader of the data set. */
  public DataSetReader reader(ReadLimits limits) throws IOException {
    return new DataSetReader(dataSet, transferSyntax, limits);
  }

  /** Reads the whole data set under usual limits. */
  public DataSet read() throws IOException {
    return reader(ReadLimits.DEFAULT).read();
  }

  /** Reads the data set up to Pixel Data (group 7FE0) under usual limits. */
  public DataSet readHead() throws IOException {
    return reader(ReadLimits.DEFAULT).readHead();
  }

  /** The irregularities of preamble and meta information that were put up with. */
  public Set<Leniency> leniencies() {
    return leniencies;
  }

  @Override
  public void close() throws IOException {
    dataSet.close();
  }
}
