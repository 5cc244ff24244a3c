package org.hokan.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hokan.dicom.encoding.Reading.BIG_ENDIAN;
import static org.hokan.dicom.encoding.Reading.EXPLICIT;
import static org.hokan.dicom.encoding.Reading.IMPLICIT;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.junit.jupiter.api.Test;

/** Data sets told part by part: nothing is held, whatever its size. */
class StreamingTest {

  private static final long HUGE = (2L << 30) + 2;

  /** A stream of that many zeros. */
  private static InputStream zeros(long count) {
    return new InputStream() {
      private long left = count;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int got = (int) Math.min(length, left);
        left -= got;
        return got;
      }
    };
  }

  private static InputStream hugeObject(long missing) {
    byte[] before =
        Wire.littleEndian()
            .shortForm(0x00100020, "LO", "12")
            .longForm(0x7FE00010, "OB", HUGE)
            .toBytes();
    return new SequenceInputStream(new ByteArrayInputStream(before), zeros(HUGE - missing));
  }

  @Test
  void aValueOfMoreThanTwoGibibytesPassesWithoutBeingHeld() throws IOException {
    long[] written = {0};
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int b) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written[0] += length;
          }
        };
    StreamingWriter writer = new StreamingWriter(counting, BIG_ENDIAN);
    new DataSetParser(hugeObject(0), EXPLICIT).parse(writer);
    writer.finish();
    assertThat(written[0]).isEqualTo(HUGE + 22);
  }

  @Test
  void theEndOfAHugeValueIsNoticedAlsoWhenItIsSkipped() {
    Recorder recorder = new Recorder();
    assertThatThrownBy(() -> new DataSetParser(hugeObject(1), EXPLICIT).parse(recorder))
        .isInstanceOf(TruncatedDataException.class)
        .hasMessageContaining("(7FE0,0010) PixelData");
  }

  @Test
  void tellsEachPartInTheOrderOfTheWire() throws IOException {
    byte[] bytes =
        Wire.littleEndian()
            .longForm(0x00081140, "SQ", Wire.UNDEFINED)
            .item(10)
            .shortForm(0x00080100, "SH", "AB")
            .sequenceDelimiter()
            .shortForm(0x00100020, "LO", "12")
            .longForm(0x7FE00010, "OB", Wire.UNDEFINED)
            .item(0)
            .item(2)
            .hex("0102")
            .sequenceDelimiter()
            .toBytes();
    Recorder recorder = new Recorder();
    new DataSetParser(new ByteArrayInputStream(bytes), TransferSyntax.RLE_LOSSLESS).parse(recorder);
    assertThat(recorder.events)
        .containsExactly(
            "sequence (0008,1140)@0+0",
            "item 0 of 10",
            "value (0008,0100)@20+1: 2",
            "end of item",
            "end of sequence",
            "value (0010,0020)@38+0: 2",
            "fragments (7FE0,0010)@48+0",
            "fragment 0: 0",
            "fragment 1: 2",
            "end of fragments");
  }

  private static class Recorder implements DataSetHandler {
    private final List<String> events = new ArrayList<>();

    private static String name(ElementHeader header) {
      return Element.format(header.tag()) + "@" + header.offset() + "+" + header.depth();
    }

    @Override
    public void value(ElementHeader header, ValueStream value) {
      events.add("value " + name(header) + ": " + value.length());
    }

    @Override
    public void startSequence(ElementHeader header) {
      events.add("sequence " + name(header));
    }

    @Override
    public void startItem(int index, long length) {
      events.add("item " + index + " of " + length);
    }

    @Override
    public void endItem(WireForm form) {
      events.add("end of item");
    }

    @Override
    public void endSequence(WireForm form) {
      events.add("end of sequence");
    }

    @Override
    public void startFragments(ElementHeader header) {
      events.add("fragments " + name(header));
    }

    @Override
    public void fragment(int index, ValueStream value) {
      events.add("fragment " + index + ": " + value.length());
    }

    @Override
    public void endFragments(WireForm form) {
      events.add("end of fragments");
    }
  }

  @Test
  void valuesComeLittleEndianHoweverTheyAreRead() throws IOException {
    DataSet dataSet =
        DataSet.builder().bytes(0x00091001, VR.FD, new byte[] {1, 2, 3, 4, 5, 6, 7, 8}).build();
    byte[] bytes = DataSetWriter.toBytes(dataSet, BIG_ENDIAN);
    byte[] seen = new byte[8];
    Recorder singly =
        new Recorder() {
          @Override
          public void value(ElementHeader header, ValueStream value) {
            try {
              for (int i = 0; i < seen.length; i++) {
                seen[i] = (byte) value.read();
              }
              assertThat(value.read()).isEqualTo(-1);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        };
    new DataSetParser(new ByteArrayInputStream(bytes), BIG_ENDIAN).parse(singly);
    assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void elementsCanBePutBetweenThoseThatAreCopied() throws IOException {
    byte[] bytes =
        Wire.littleEndian().implicit(0x00080060, "ES").implicit(0x00100020, "12").toBytes();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamingWriter writer = new StreamingWriter(out, IMPLICIT);
    writer.write(Element.of(0x00080005, VR.CS, "ISO_IR 100".getBytes("US-ASCII")));
    new DataSetParser(new ByteArrayInputStream(bytes), IMPLICIT).parse(writer);
    writer.finish();
    assertThat(DataSetReader.read(out.toByteArray(), IMPLICIT).string(0x00080005))
        .contains("ISO_IR 100");
  }
}
