package org.hokan.dicom.image.recompress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/**
 * A Part 10 object of which everything before its pixel data has been read.
 *
 * @param head the bytes of the data set before the pixel data, as they came
 * @param attributes what they say; long values are left out
 * @param rest the bytes from the pixel data's tag on
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record OpenObject(
    FileMetaInformation meta,
    byte[] preamble,
    TransferSyntax transferSyntax,
    byte[] head,
    DataSet attributes,
    InputStream rest) {
  /** What is held in memory of an object before its pixel data. */
  static final int LONGEST_HEAD = 16 << 20;

  private static final int LONGEST_VALUE = 1024;
  private static final ReadLimits LIMITS =
      ReadLimits.builder().truncation(ReadLimits.Truncation.REFUSE).build();

  static OpenObject of(InputStream object) throws IOException {
    Part10File file = Part10.open(object);
    FileMetaInformation meta =
        file.metaInformation()
            .orElseThrow(
                () ->
                    new RecompressionException(
                        "object: no File Meta Information (expected: PS3.10 §7.1)"));
    TransferSyntax syntax = file.transferSyntax();
    if (syntax.deflated()) {
      throw new RecompressionException(
          "%s: deflated (expected: elements that can be read)".formatted(syntax));
    }
    Recorded recorded = new Recorded(file.dataSet());
    DataSetReader reader =
        new DataSetReader(recorded, syntax, LIMITS).omittingValuesOver(LONGEST_VALUE);
    DataSet attributes = reader.readHead();
    if (!reader.transferSyntax().equals(syntax)) {
      throw new RecompressionException(
          "%s: data set is in %s (expected: the same)".formatted(syntax, reader.transferSyntax()));
    }
    byte[] head = recorded.first(Math.toIntExact(reader.position()));
    return new OpenObject(meta, file.preamble(), syntax, head, attributes, reader.rest());
  }

  /** Everything before the data set, with another transfer syntax. */
  byte[] header(TransferSyntax other) {
    DataSet changed = meta.dataSet().toBuilder().uid(Tag.TransferSyntaxUID, other.uid()).build();
    return Part10.header(new FileMetaInformation(changed), preamble);
  }

  /** Keeps what is read through it, until that is asked for. */
  private static final class Recorded extends FilterInputStream {
    private byte[] bytes = new byte[8192];
    private int count;
    private boolean over;

    Recorded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int got = super.read(target, offset, length);
      if (got > 0 && !over) {
        keep(target, offset, got);
      }
      return got;
    }

    private void keep(byte[] from, int offset, int length) {
      if (count + length > LONGEST_HEAD) {
        throw new RecompressionException(
            "attributes before the pixel data: more than %d bytes (expected: at most)"
                .formatted(LONGEST_HEAD));
      }
      if (count + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(count + length, 2 * bytes.length));
      }
      System.arraycopy(from, offset, bytes, count, length);
      count += length;
    }

    @Override
    public long skip(long wanted) throws IOException {
      byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, wanted))];
      return skipped.length == 0 ? 0 : Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    /** The first bytes; from now on nothing more is kept. */
    byte[] first(int length) {
      over = true;
      byte[] first = Arrays.copyOf(bytes, length);
      bytes = new byte[0];
      return first;
    }
  }
}
