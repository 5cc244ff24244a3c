package org.hokan.dicom.image.codec.jpegls;

import org.hokan.dicom.image.codec.DecodedFrame;
import org.hokan.dicom.image.codec.EncodedBytes;

/** One frame to a stream, colour interleaved by line. Used once. */
final class FrameEncoder {
  private final DecodedFrame frame;
  private final int near;
  private final EncodedBytes out;

  FrameEncoder(DecodedFrame frame, int near) {
    this.frame = frame;
    this.near = near;
    this.out = new EncodedBytes(frame.samples().length / 2 + 1024);
  }

  byte[] encode() {
    int components = frame.samplesPerPixel();
    int mask = (1 << frame.bitsStored()) - 1;
    headers(components);
    BitWriter bits = new BitWriter(out);
    Scan scan = new ScanEncoder(Coding.standard(mask, near), frame.columns(), bits);
    LineGroups groups = new LineGroups(components, false, scan);
    SampleLines samples =
        new SampleLines(frame.samples(), frame.columns(), components, frame.bytesPerSample());
    for (int row = 0; row < frame.rows(); row++) {
      for (int i = 0; i < components; i++) {
        samples.get(row, i, groups.lines()[i], mask);
      }
      groups.code();
      groups.advance();
    }
    bits.end();
    unsigned16(0xFFD9); // EOI
    return out.toByteArray();
  }

  private void headers(int components) {
    unsigned16(0xFFD8); // SOI
    unsigned16(0xFFF7); // SOF55
    unsigned16(8 + 3 * components);
    out.write(frame.bitsStored());
    unsigned16(frame.rows());
    unsigned16(frame.columns());
    out.write(components);
    for (int i = 1; i <= components; i++) {
      out.write(i);
      out.write(0x11); // sampling factors
      out.write(0); // reserved
    }
    unsigned16(0xFFDA); // SOS
    unsigned16(6 + 2 * components);
    out.write(components);
    for (int i = 1; i <= components; i++) {
      out.write(i);
      out.write(0); // no mapping table
    }
    out.write(near);
    out.write(components == 1 ? 0 : 1); // interleaved by line
    out.write(0); // no point transform
  }

  private void unsigned16(int value) {
    out.write(value >> 8);
    out.write(value);
  }
}
