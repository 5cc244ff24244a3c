package org.hokan.dicom.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.TransferSyntax;

/**
 * Opens and writes files of the DICOM File Format (PS3.10 §7).
 *
 * <p>Opening puts up with a missing preamble, missing meta information and a missing transfer
 * syntax; {@link Part10File#leniencies} tells. What is no DICOM at all is a {@link
 * DataSetException}.
 */
public final class Part10 {

  private static final int PREAMBLE = 128;
  private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

  private Part10() {}

  /** Opens a file; the caller closes the answer. */
  public static Part10File open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      return open(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Reads the meta information from a stream, which the answer then owns. */
  public static Part10File open(InputStream in) throws IOException {
    return new MetaReader().open(in);
  }

  /** Everything that stands before the data set: preamble of zeros, prefix, meta information. */
  public static byte[] header(FileMetaInformation metaInformation) {
    return header(metaInformation, new byte[PREAMBLE]);
  }

  /**
   * Everything that stands before the data set.
   *
   * @param preamble 128 bytes for the application's use
   */
  public static byte[] header(FileMetaInformation metaInformation, byte[] preamble) {
    if (preamble.length != PREAMBLE) {
      throw new IllegalArgumentException(
          "preamble: %d bytes (expected: 128; PS3.10 §7.1)".formatted(preamble.length));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.writeBytes(preamble);
    out.writeBytes(PREFIX);
    out.writeBytes(
        DataSetWriter.toBytes(metaInformation.dataSet(), TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN));
    return out.toByteArray();
  }

  /**
   * Writes header and data set, this in the transfer syntax that the meta information names;
   * flushes, but does not close the stream.
   */
  public static void write(FileMetaInformation metaInformation, DataSet dataSet, OutputStream out)
      throws IOException {
    TransferSyntax syntax =
        metaInformation
            .transferSyntaxUid()
            .map(TransferSyntax::orUnknown)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "(0002,0010) Transfer Syntax UID: absent (expected: one; PS3.10 §7.1)"));
    out.write(header(metaInformation));
    DataSetWriter.write(dataSet, out, syntax);
  }
}
