package org.hokan.dicom.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.hokan.dicom.data.DataSet;

/**
 * Writes data sets in any transfer syntax; the same data set always gives the same bytes.
 *
 * <p>A data set that was read and not changed is written as it was read, byte for byte, in the
 * transfer syntax it was read from: lengths, VR bytes and irregularities included (of a deflated
 * one this holds for the inflated bytes). In any other syntax, and for new data sets, lengths are
 * counted, odd values padded, group lengths counted anew, and VRs that are too short for their
 * value become UN (PS3.5 §6.2.2). Sequences have undefined length where they were read so,
 * otherwise a defined one. Pixel data are not transcoded: fragments are written as fragments.
 */
public final class DataSetWriter {

  private DataSetWriter() {}

  /** Writes it; flushes, but does not close the stream. */
  public static void write(DataSet dataSet, OutputStream out, TransferSyntax syntax)
      throws IOException {
    if (syntax.deflated()) {
      DeflatingStream deflating = new DeflatingStream(out);
      writePlain(dataSet, deflating, syntax);
      deflating.finish();
    } else {
      writePlain(dataSet, out, syntax);
    }
    out.flush();
  }

  private static void writePlain(DataSet dataSet, OutputStream out, TransferSyntax syntax)
      throws IOException {
    ByteSink sink = new ByteSink(out);
    new ElementWriter(sink).write(dataSet, Layouts.of(syntax));
    sink.flush();
  }

  /** Its bytes. */
  public static byte[] toBytes(DataSet dataSet, TransferSyntax syntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
    try {
      write(dataSet, out, syntax);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** How many bytes it has in that transfer syntax, before deflating. */
  public static long length(DataSet dataSet, TransferSyntax syntax) {
    return EncodedLengths.of(dataSet, Layouts.of(syntax));
  }
}
