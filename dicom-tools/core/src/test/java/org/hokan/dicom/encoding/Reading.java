package org.hokan.dicom.encoding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.hokan.dicom.data.DataSet;

/** A data set that a test has read, with what the reader said. */
record Reading(DataSet dataSet, Set<Leniency> leniencies, TransferSyntax syntax) {

  static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN;
  static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
  static final TransferSyntax BIG_ENDIAN = TransferSyntax.EXPLICIT_VR_BIG_ENDIAN;
  static final ReadLimits KEEP_TRUNCATED =
      ReadLimits.builder().truncation(ReadLimits.Truncation.KEEP).build();

  static Reading of(byte[] bytes, TransferSyntax syntax) throws IOException {
    return of(bytes, syntax, ReadLimits.DEFAULT);
  }

  static Reading of(byte[] bytes, TransferSyntax syntax, ReadLimits limits) throws IOException {
    DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), syntax, limits);
    DataSet dataSet = reader.read();
    return new Reading(dataSet, reader.leniencies(), reader.transferSyntax());
  }

  /** The data set's bytes in the transfer syntax it turned out to have. */
  byte[] written() {
    return DataSetWriter.toBytes(dataSet, syntax);
  }
}
