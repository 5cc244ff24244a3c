package org.hokan.dicom.image.codec.jpegls;

import java.util.Arrays;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.codec.CodecException.Reason;
import org.jspecify.annotations.Nullable;

/** Goes from scan to scan through the marker segments of one stream (T.87 §C.2). Used once. */
final class StreamReader {
  private static final int SOI = 0xFFD8;
  private static final int SOF55 = 0xFFF7;
  private static final int SOS = 0xFFDA;
  private static final int DRI = 0xFFDD;
  private static final int LSE = 0xFFF8;
  private static final int APP8 = 0xFFE8;
  private static final byte[] COLOUR_TRANSFORM = {'m', 'r', 'f', 'x'};
  private static final int MAX_SEGMENTS = 4096;

  private final byte[] stream;
  private int position;
  private int segments;
  private @Nullable JpegLsHeader frame;
  private int[] preset = new int[5];

  /**
   * A scan header (§C.2.3) and the parameters that hold for it.
   *
   * @param components all of the frame's, or one
   * @param byPixel whether the samples of a pixel are beside each other, else lines are
   * @param start where its bits are
   */
  record ScanHeader(int components, boolean byPixel, Coding coding, int start) {}

  StreamReader(byte[] stream) {
    this.stream = stream;
    if (unsigned16(0) != SOI) {
      throw damaged("%04X at its start".formatted(unsigned16(0)), "FFD8; T.87 §C.2.1");
    }
    this.position = 2;
    toScan();
  }

  /** The frame header: the stream stands at its first scan. */
  JpegLsHeader frame() {
    JpegLsHeader found = frame;
    if (found == null) {
      throw damaged("a scan without a frame header", "SOF55 before SOS; T.87 §C.2.1");
    }
    return found;
  }

  /** The scan where the stream stands. */
  ScanHeader scan() {
    JpegLsHeader whole = frame();
    int start = position + 4;
    int components = unsigned8(start);
    int at = start + 1 + 2 * components;
    int near = unsigned8(at);
    int mode = unsigned8(at + 1);
    if (mode > 2
        || unsigned8(at + 2) != 0
        || (components != whole.components() && (components != 1 || mode != 0))
        || (components > 1 && mode == 0)) {
      throw damaged(
          "a scan of %d components, interleave mode %d, point transform %d"
              .formatted(components, mode, unsigned8(at + 2)),
          "one component, or all %d in mode 1 or 2; no transform; T.87 §C.2.3"
              .formatted(whole.components()));
    }
    return new ScanHeader(components, mode == 2, coding(near), at + 3);
  }

  /** Goes on to the next scan. */
  void toScanAfter(int offset) {
    position = offset;
    toScan();
  }

  private void toScan() {
    while (segments++ < MAX_SEGMENTS) {
      while (unsigned16(position) == 0xFFFF) {
        position++; // fill bytes
      }
      int marker = unsigned16(position);
      if (marker == SOS) {
        return;
      }
      int length = unsigned16(position + 2);
      if (length < 2) {
        throw damaged("segment %04X of %d bytes".formatted(marker, length), "2 or more");
      }
      segment(marker, position + 4, length - 2);
      position += 2 + length;
    }
    throw damaged("%d marker segments and no scan".formatted(MAX_SEGMENTS), "fewer");
  }

  private void segment(int marker, int start, int length) {
    switch (marker) {
      case SOF55 -> frame = frameAt(start);
      case LSE -> presetAt(start);
      case DRI -> {
        if (unsigned16(start) != 0) {
          throw unsupported("restart intervals", "none");
        }
      }
      case APP8 -> {
        if (isColourTransform(start, length)) {
          throw unsupported("a colour transform of its own", "none; PS3.5 §8.2.3");
        }
      }
      default -> {
        boolean application = marker >= 0xFFE0 && marker <= 0xFFEF;
        if (!application && marker != 0xFFFE) {
          throw damaged(
              "marker %04X at offset %d".formatted(marker, position), "SOF55 and SOS; T.87 §C.2.1");
        }
      }
    }
  }

  private boolean isColourTransform(int start, int length) {
    return length == COLOUR_TRANSFORM.length + 1
        && start + length <= stream.length
        && Arrays.equals(stream, start, start + length - 1, COLOUR_TRANSFORM, 0, length - 1)
        && stream[start + length - 1] != 0;
  }

  private JpegLsHeader frameAt(int start) {
    int bits = unsigned8(start);
    int rows = unsigned16(start + 1);
    int columns = unsigned16(start + 3);
    int components = unsigned8(start + 5);
    if (frame != null || bits < 2 || bits > 16 || rows == 0 || columns == 0) {
      throw damaged(
          "%d x %d pixels of %d bits".formatted(columns, rows, bits),
          "one size, 2 to 16 bits; T.87 §C.2.2");
    }
    if (components != 1 && components != 3) {
      throw unsupported("%d components".formatted(components), "1 or 3");
    }
    for (int i = 0; i < components; i++) {
      if (unsigned8(start + 7 + 3 * i) != 0x11) {
        throw unsupported("components of different size", "all sampled alike");
      }
    }
    return new JpegLsHeader(rows, columns, components, bits);
  }

  /** MAXVAL, the three thresholds and RESET, 0 for a default (§C.2.4.1). */
  private void presetAt(int start) {
    int type = unsigned8(start);
    if (type != 1) {
      throw unsupported("parameters of type %d".formatted(type), "type 1: thresholds");
    }
    int[] found = new int[5];
    for (int i = 0; i < found.length; i++) {
      found[i] = unsigned16(start + 1 + 2 * i);
    }
    preset = found;
  }

  private Coding coding(int near) {
    int largest = (1 << frame().bits()) - 1;
    int maxValue = preset[0] == 0 ? largest : preset[0];
    if (maxValue > largest) {
      throw damaged("MAXVAL %d".formatted(maxValue), "at most %d".formatted(largest));
    }
    Coding standard = Coding.standard(maxValue, near);
    return new Coding(
        maxValue,
        near,
        orElse(preset[1], standard.threshold1()),
        orElse(preset[2], standard.threshold2()),
        orElse(preset[3], standard.threshold3()),
        orElse(preset[4], standard.reset()));
  }

  private static int orElse(int value, int standard) {
    return value == 0 ? standard : value;
  }

  private int unsigned8(int at) {
    if (at >= stream.length) {
      throw damaged("an end at offset %d".formatted(stream.length), "frame and scan headers");
    }
    return stream[at] & 0xFF;
  }

  private int unsigned16(int at) {
    return unsigned8(at) << 8 | unsigned8(at + 1);
  }

  private static CodecException damaged(String came, String expected) {
    return new CodecException(
        Reason.DAMAGED, "JPEG-LS stream: %s (expected: %s)".formatted(came, expected));
  }

  private static CodecException unsupported(String came, String expected) {
    return new CodecException(
        Reason.UNSUPPORTED, "JPEG-LS stream: %s (expected: %s)".formatted(came, expected));
  }
}
