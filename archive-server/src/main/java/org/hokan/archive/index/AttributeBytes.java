package org.hokan.archive.index;

import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * Attributes as a column holds them: in Explicit VR Little Endian, which any DICOM tool can read.
 */
final class AttributeBytes {
  private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;

  private AttributeBytes() {}

  static byte[] write(DataSet dataSet) {
    return DataSetWriter.toBytes(dataSet, SYNTAX);
  }

  static DataSet read(byte[] bytes) {
    return DataSetReader.read(bytes, SYNTAX);
  }
}
