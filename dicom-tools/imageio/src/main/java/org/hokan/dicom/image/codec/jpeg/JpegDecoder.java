package org.hokan.dicom.image.codec.jpeg;

import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.image.pixel.JpegHeader;
import org.hokan.dicom.image.pixel.JpegProcess;

/**
 * Decodes one stream of a sequential DCT process of 8 or 12 bits, or of a lossless process, with
 * Huffman coding. Used once.
 */
final class JpegDecoder {
  private static final int MOST_SEGMENTS = 4096;

  private final byte[] stream;
  private final JpegHeader header;
  private final JpegTables tables = new JpegTables();
  private final Planes planes;
  private int[] quantizers = {};
  private int scannedComponents;

  JpegDecoder(byte[] stream, JpegHeader header, int bytesPerSample) {
    this.stream = stream;
    this.header = header;
    this.planes = new Planes(header, bytesPerSample);
  }

  /** A component's part in a scan. */
  record Part(int component, int dcTable, int acTable) {}

  /**
   * A scan's header (T.81 §B.2.3).
   *
   * @param predictor selection value of a lossless process
   * @param pointTransform bits that a lossless process leaves away
   */
  record Scan(List<Part> parts, int predictor, int pointTransform) {}

  byte[] decode() {
    int at = 2;
    for (int segments = 0; segments < MOST_SEGMENTS; segments++) {
      while (at + 1 < stream.length && unsigned(at) == 0xFF && unsigned(at + 1) == 0xFF) {
        at++;
      }
      if (at + 1 >= stream.length || unsigned(at) != 0xFF) {
        throw JpegCodec.damaged(
            "JPEG stream: no marker at offset %d (T.81 §B.1.1.2)".formatted(at));
      }
      int marker = unsigned(at + 1);
      if (marker == 0xD9 || at + 4 > stream.length) {
        break;
      }
      int end = at + 2 + (unsigned(at + 2) << 8 | unsigned(at + 3));
      if (end > stream.length || end < at + 4) {
        throw JpegCodec.damaged(
            "JPEG segment FF%02X: beyond the stream's end (T.81 §B.1.1.4)".formatted(marker));
      }
      at = segment(marker, at + 4, end);
      if (scannedComponents == header.components().size()) {
        return planes.samples();
      }
    }
    throw JpegCodec.damaged(
        "JPEG stream: %d of %d components (T.81 §B.2.1)"
            .formatted(scannedComponents, header.components().size()));
  }

  private int segment(int marker, int start, int end) {
    if (marker == 0xDA) {
      return scan(scanHeader(start, end), end);
    }
    if (isStartOfFrame(marker)) {
      quantizers = quantizers(start, end);
    }
    tables.segment(marker, stream, start, end);
    return end;
  }

  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xC3;
  }

  private int[] quantizers(int start, int end) {
    int[] found = new int[header.components().size()];
    for (int i = 0; i < found.length && start + 8 + 3 * i < end; i++) {
      found[i] = unsigned(start + 8 + 3 * i);
    }
    return found;
  }

  private int scan(Scan scan, int start) {
    EntropyBits bits = new EntropyBits(stream, start);
    scannedComponents += scan.parts().size();
    if (header.process() == JpegProcess.LOSSLESS) {
      new LosslessScan(header, tables, scan, planes).decode(bits);
    } else {
      new SequentialScan(header, tables, scan, planes, quantizers).decode(bits);
    }
    return bits.position();
  }

  private Scan scanHeader(int start, int end) {
    int count = start < end ? unsigned(start) : 0;
    if (count < 1
        || count > header.components().size()
        || end - start != 4 + 2 * count
        || scannedComponents + count > header.components().size()) {
      throw JpegCodec.damaged("JPEG scan header: broken (T.81 §B.2.3)");
    }
    List<Part> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int selector = unsigned(start + 2 + 2 * i);
      parts.add(new Part(component(unsigned(start + 1 + 2 * i)), selector >> 4, selector & 15));
    }
    return new Scan(parts, unsigned(start + 1 + 2 * count), unsigned(start + 3 + 2 * count) & 15);
  }

  private int component(int identifier) {
    for (int i = 0; i < header.components().size(); i++) {
      if (header.components().get(i).identifier() == identifier) {
        return i;
      }
    }
    throw JpegCodec.damaged(
        "JPEG scan header: component %d (expected: one of the frame's; T.81 §B.2.3)"
            .formatted(identifier));
  }

  private int unsigned(int index) {
    return stream[index] & 0xFF;
  }
}
