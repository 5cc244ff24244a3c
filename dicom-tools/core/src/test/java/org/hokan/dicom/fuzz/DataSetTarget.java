package org.hokan.dicom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.DataSetWriter;
import org.hokan.dicom.encoding.Head;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.ReadLimits.Truncation;
import org.hokan.dicom.encoding.StreamingWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.fuzz.FuzzTarget;

/**
 * A data set in the transfer syntax that the first byte picks. What could be read is written again
 * as it was, element by element and streamed; its head is the same however much more has come.
 */
public final class DataSetTarget implements FuzzTarget {
  private static final TransferSyntax DEFLATED = TransferSyntax.DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;
  private static final List<TransferSyntax> SYNTAXES =
      List.of(
          TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN,
          TransferSyntax.EXPLICIT_VR_BIG_ENDIAN,
          DEFLATED,
          TransferSyntax.RLE_LOSSLESS);
  private static final ReadLimits KEEP_TRUNCATED =
      ReadLimits.builder().truncation(Truncation.KEEP).build();

  @Override
  public String name() {
    return "data-set";
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (int i = 0; i < SYNTAXES.size(); i++) {
      byte[] bytes = DataSetWriter.toBytes(Seeds.dataSet(), SYNTAXES.get(i));
      byte[] seed = new byte[2 + bytes.length];
      seed[0] = (byte) i;
      seed[1] = 77;
      System.arraycopy(bytes, 0, seed, 2, bytes.length);
      seeds.add(seed);
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length < 2) {
      return;
    }
    TransferSyntax syntax = SYNTAXES.get((input[0] & 0xFF) % SYNTAXES.size());
    byte[] bytes = Arrays.copyOfRange(input, 2, input.length);
    whole(bytes, syntax, ReadLimits.DEFAULT);
    whole(bytes, syntax, KEEP_TRUNCATED);
    head(bytes, bytes.length * (input[1] & 0xFF) / 256, syntax);
  }

  private static void whole(byte[] bytes, TransferSyntax syntax, ReadLimits limits)
      throws IOException {
    DataSet dataSet;
    TransferSyntax found;
    try {
      DataSetReader reader = new DataSetReader(new ByteArrayInputStream(bytes), syntax, limits);
      dataSet = reader.read();
      found = reader.transferSyntax();
    } catch (DataSetException e) {
      assertThat(e.getMessage()).contains("expected");
      return;
    }
    touch(dataSet);
    byte[] written = DataSetWriter.toBytes(dataSet, found);
    if (found.deflated()) {
      assertThat(DataSetReader.read(written, found, limits)).isEqualTo(dataSet);
    } else if (!syntax.deflated()) {
      assertThat(written).isEqualTo(bytes);
      assertThat(streamed(bytes, syntax, found, limits)).isEqualTo(bytes);
    }
  }

  private static byte[] streamed(
      byte[] bytes, TransferSyntax from, TransferSyntax to, ReadLimits limits) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamingWriter writer = new StreamingWriter(out, to);
    new DataSetParser(new ByteArrayInputStream(bytes), from, limits).parse(writer);
    writer.finish();
    return out.toByteArray();
  }

  /** The head of what has come so far is none yet, or the head of it all. */
  private static void head(byte[] bytes, int come, TransferSyntax syntax) {
    try {
      Head early =
          DataSetReader.head(ByteBuffer.wrap(bytes, 0, come), syntax, ReadLimits.DEFAULT, false);
      if (early.complete()) {
        Head late = DataSetReader.head(ByteBuffer.wrap(bytes), syntax, ReadLimits.DEFAULT, true);
        assertThat(late.dataSet()).isEqualTo(early.dataSet());
        assertThat(late.length()).isEqualTo(early.length());
      } else if (!syntax.deflated()) {
        assertThat(early.neededLength()).isGreaterThan(come);
      }
    } catch (DataSetException e) {
      assertThat(e.getMessage()).contains("expected");
    }
  }

  /** Every accessor on every element, for exceptions that come late, and every way to write it. */
  static void touch(DataSet dataSet) {
    for (Element element : dataSet) {
      int tag = element.tag();
      dataSet.strings(tag);
      dataSet.integers(tag);
      dataSet.doubles(tag);
      dataSet.uid(tag);
      dataSet.personName(tag);
      dataSet.items(tag).forEach(DataSetTarget::touch);
      assertThat(element.toString()).isNotEmpty();
    }
    for (TransferSyntax syntax : SYNTAXES.subList(0, 3)) {
      try {
        DataSetWriter.toBytes(dataSet, syntax);
      } catch (DataSetException e) {
        assertThat(e.getMessage()).contains("expected");
      }
    }
  }
}
