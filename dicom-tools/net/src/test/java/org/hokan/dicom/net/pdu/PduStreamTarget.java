package org.hokan.dicom.net.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.hokan.fuzz.FuzzTarget;

/**
 * A stream of PDUs, cut into parts of the length that the first byte says. What is found does not
 * depend on the parts, no buffer is left, and each PDU is the same after writing and reading it.
 */
public final class PduStreamTarget implements FuzzTarget {
  @Override
  public String name() {
    return "pdu-stream";
  }

  @Override
  public List<byte[]> seeds() {
    String data = "04000000001f000000070101aabbccddee00000006030001020304" + "00000006030205060708";
    String end = "040000000006000000020103" + "05000000000400000000";
    return List.of(
        ByteBufUtil.decodeHexDump("07" + GoldenPduTest.DCMTK_RQ + data + end),
        ByteBufUtil.decodeHexDump("10" + GoldenPduTest.DCMTK_AC + data),
        ByteBufUtil.decodeHexDump("01" + "03000000000400010101" + "06000000000400000000"),
        ByteBufUtil.decodeHexDump("02" + "07000000000400000201"));
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    List<String> whole = found(input, input.length);
    List<String> parts = found(input, 1 + (input[0] & 0xFF));
    assertThat(parts).isEqualTo(whole);
  }

  private static List<String> found(byte[] input, int step) {
    UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);
    Found found = new Found();
    PduDecoder decoder = new PduDecoder(PduLimits.DEFAULT, found);
    try {
      for (int at = 1; at < input.length; at += step) {
        ByteBuf in = buffers.heapBuffer();
        try {
          in.writeBytes(input, at, Math.min(step, input.length - at));
          decoder.decode(in, buffers);
        } finally {
          in.release();
        }
      }
      found.said.add(found.value + " between PDUs: " + decoder.betweenPdus());
    } catch (PduException e) {
      found.said.add(e.reason() + " " + e.getMessage());
      assertThat(e.getMessage()).contains("expected");
    } finally {
      decoder.close();
    }
    assertThat(buffers.metric().usedHeapMemory()).as("bytes not released").isZero();
    return found.said;
  }

  /** What came, as text; the parts of a value joined. */
  private static final class Found implements PduDecoder.Sink {
    private final List<String> said = new ArrayList<>();
    private String value = "";

    @Override
    public void pdu(Pdu pdu) {
      said.add(pdu.toString());
      ByteBuf out = Unpooled.buffer();
      PduWriter.write(pdu, out);
      assertThat(new PduReader(PduLimits.DEFAULT).read(out)).isEqualTo(pdu);
      assertThat(out.isReadable()).isFalse();
    }

    @Override
    public void data(long lengthBytes) {
      said.add("data " + lengthBytes);
    }

    @Override
    public void value(PresentationDataValue part) {
      value += ByteBufUtil.hexDump(part.data());
      part.data().release();
      if (part.last()) {
        said.add(part.contextId() + " " + part.command() + " " + value);
        value = "";
      }
    }

    @Override
    public boolean goOn() {
      return true;
    }
  }
}
