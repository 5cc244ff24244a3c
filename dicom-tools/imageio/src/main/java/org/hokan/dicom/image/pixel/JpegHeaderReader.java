package org.hokan.dicom.image.pixel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Goes through the marker segments of one stream up to its first scan. Used once. */
final class JpegHeaderReader {
  private static final int SOI = 0xD8;
  private static final int EOI = 0xD9;
  private static final int SOS = 0xDA;
  private static final int DHP = 0xDE;
  private static final int APP0 = 0xE0;
  private static final int APP14 = 0xEE;
  private static final int MAX_SEGMENTS = 4096;
  private static final int MAX_COMPONENTS = 4;

  private final byte[] stream;
  private int position;
  private boolean jfif;
  private OptionalInt adobeTransform = OptionalInt.empty();
  private @Nullable Frame frame;

  private record Frame(
      JpegProcess process,
      int precision,
      int width,
      int height,
      List<JpegHeader.Component> parts) {}

  JpegHeaderReader(byte[] stream) {
    this.stream = stream;
  }

  JpegHeader read() {
    if (stream.length < 2 || unsigned(0) != 0xFF || unsigned(1) != SOI) {
      throw new PixelDataException(
          "JPEG stream: no SOI marker (expected: FFD8 first; T.81 §B.2.1)");
    }
    position = 2;
    for (int segments = 0; segments < MAX_SEGMENTS; segments++) {
      int marker = marker();
      int start = position + 2;
      int end = position + segmentLength(marker);
      if (marker == SOS) {
        return header(start, end);
      }
      segment(marker, start, end);
      position = end;
    }
    throw new PixelDataException(
        "JPEG stream: %d marker segments and no scan (expected: fewer)".formatted(MAX_SEGMENTS));
  }

  private int marker() {
    require(2, "a marker");
    if (unsigned(position) != 0xFF) {
      throw new PixelDataException(
          "JPEG stream: byte %02X at offset %d (expected: a marker, FFH; T.81 §B.1.1.2)"
              .formatted(unsigned(position), position));
    }
    while (position < stream.length && unsigned(position) == 0xFF) {
      position++;
    }
    require(1, "a marker");
    int marker = unsigned(position++);
    if (marker == EOI || marker == DHP || marker < 0xC0 || (marker >= 0xD0 && marker <= 0xD7)) {
      throw new PixelDataException(
          "JPEG stream: marker FF%02X at offset %d (expected: frame and scan headers; T.81 §B.2.1)"
              .formatted(marker, position - 2));
    }
    return marker;
  }

  private int segmentLength(int marker) {
    require(2, "a segment length");
    int length = unsigned(position) << 8 | unsigned(position + 1);
    if (length < 2 || position + length > stream.length) {
      throw new PixelDataException(
          "JPEG segment FF%02X: length %d at offset %d (expected: 2 to %d; T.81 §B.1.1.4)"
              .formatted(marker, length, position, stream.length - position));
    }
    return length;
  }

  private void segment(int marker, int start, int end) {
    if (marker == APP0 && has("JFIF\0", start, end)) {
      jfif = true;
    } else if (marker == APP14 && has("Adobe", start, end) && end - start >= 12) {
      adobeTransform = OptionalInt.of(unsigned(start + 11));
    } else if (isStartOfFrame(marker)) {
      if (frame != null) {
        throw new PixelDataException(
            "JPEG stream: a second frame header (expected: one; T.81 §B.2.1)");
      }
      frame = frame(JpegProcess.ofMarker(marker), start, end);
    }
  }

  /** C0H to CFH, but for DHT (C4H), JPG (C8H) and DAC (CCH). */
  private static boolean isStartOfFrame(int marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
  }

  private Frame frame(JpegProcess process, int start, int end) {
    int count = end - start < 6 ? 0 : unsigned(start + 5);
    if (count < 1 || count > MAX_COMPONENTS || end - start != 6 + 3 * count) {
      throw new PixelDataException(
          "JPEG frame header: %d components in %d bytes (expected: 1 to 4, three bytes each; T.81 §B.2.2)"
              .formatted(count, end - start));
    }
    int precision = unsigned(start);
    int height = unsigned(start + 1) << 8 | unsigned(start + 2);
    int width = unsigned(start + 3) << 8 | unsigned(start + 4);
    if (precision < 2 || precision > 16 || width == 0 || height == 0) {
      throw new PixelDataException(
          "JPEG frame header: %d x %d pixels of %d bits (expected: a size, 2 to 16 bits; T.81 §B.2.2)"
              .formatted(width, height, precision));
    }
    return new Frame(process, precision, width, height, components(start + 6, count));
  }

  private List<JpegHeader.Component> components(int start, int count) {
    List<JpegHeader.Component> components = new ArrayList<>(count);
    for (int at = start; at < start + 3 * count; at += 3) {
      int horizontal = unsigned(at + 1) >> 4;
      int vertical = unsigned(at + 1) & 0xF;
      if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) {
        throw new PixelDataException(
            "JPEG frame header: sampling factors %d x %d (expected: 1 to 4; T.81 §B.2.2)"
                .formatted(horizontal, vertical));
      }
      components.add(new JpegHeader.Component(unsigned(at), horizontal, vertical));
    }
    return components;
  }

  private JpegHeader header(int scanStart, int scanEnd) {
    Frame found = frame;
    if (found == null) {
      throw new PixelDataException(
          "JPEG stream: a scan without a frame header (expected: SOF before SOS; T.81 §B.2.1)");
    }
    int parts = scanEnd > scanStart ? unsigned(scanStart) : 0;
    if (parts < 1 || scanEnd - scanStart != 4 + 2 * parts) {
      throw new PixelDataException(
          "JPEG scan header: %d components in %d bytes (expected: two bytes each and four; T.81 §B.2.3)"
              .formatted(parts, scanEnd - scanStart));
    }
    return new JpegHeader(
        found.process(),
        found.precision(),
        found.width(),
        found.height(),
        found.parts(),
        jfif,
        adobeTransform,
        found.process().lossy() ? 0 : unsigned(scanStart + 1 + 2 * parts));
  }

  private boolean has(String identifier, int start, int end) {
    byte[] expected = identifier.getBytes(StandardCharsets.US_ASCII);
    if (end - start < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if (stream[start + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private void require(int bytes, String what) {
    if (position + bytes > stream.length) {
      throw new PixelDataException(
          "JPEG stream: ends at offset %d (expected: %s; T.81 §B.2.1)"
              .formatted(stream.length, what));
    }
  }

  private int unsigned(int index) {
    return stream[index] & 0xFF;
  }
}
