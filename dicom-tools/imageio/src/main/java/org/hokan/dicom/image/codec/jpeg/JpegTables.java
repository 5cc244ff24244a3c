package org.hokan.dicom.image.codec.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tables that a stream has defined so far (T.81 §B.2.4). Used by one decoder. */
final class JpegTables {
  private static final int[] ZIGZAG = zigzag();

  private final int[][] quantization = new int[4][];
  private final @Nullable HuffmanTable[] dc = new HuffmanTable[4];
  private final @Nullable HuffmanTable[] ac = new HuffmanTable[4];
  private int restartInterval;

  /** Takes a segment's payload if it is of tables; others are none of its business. */
  void segment(int marker, byte[] stream, int start, int end) {
    switch (marker) {
      case 0xDB -> quantization(stream, start, end);
      case 0xC4 -> huffman(stream, start, end);
      case 0xDD -> {
        if (end - start == 2) {
          restartInterval = (stream[start] & 0xFF) << 8 | (stream[start + 1] & 0xFF);
        }
      }
      default -> {}
    }
  }

  /** MCUs between two restart markers; 0 for none. */
  int restartInterval() {
    return restartInterval;
  }

  /** The natural place of a coefficient that comes at this place of the zigzag. */
  static int natural(int zigzagPlace) {
    return ZIGZAG[zigzagPlace];
  }

  /** 64 divisors in natural order. */
  int[] quantization(int number) {
    int[] table = number < 4 ? quantization[number] : null;
    if (table == null) {
      throw JpegCodec.damaged("JPEG stream: no quantization table %d".formatted(number));
    }
    return table;
  }

  HuffmanTable dc(int number) {
    return defined(number < 4 ? dc[number] : null, "DC", number);
  }

  HuffmanTable ac(int number) {
    return defined(number < 4 ? ac[number] : null, "AC", number);
  }

  private static HuffmanTable defined(@Nullable HuffmanTable table, String kind, int number) {
    if (table == null) {
      throw JpegCodec.damaged("JPEG stream: no %s Huffman table %d".formatted(kind, number));
    }
    return table;
  }

  private void quantization(byte[] stream, int start, int end) {
    int at = start;
    while (at < end) {
      int head = stream[at++] & 0xFF;
      int bytes = head >> 4 == 0 ? 1 : 2;
      if (head >> 4 > 1 || (head & 15) > 3 || at + 64 * bytes > end) {
        throw JpegCodec.damaged("JPEG quantization table: broken (T.81 §B.2.4.1)");
      }
      int[] table = new int[64];
      for (int i = 0; i < 64; i++) {
        int value = stream[at++] & 0xFF;
        table[natural(i)] = bytes == 1 ? value : value << 8 | (stream[at++] & 0xFF);
      }
      quantization[head & 15] = table;
    }
  }

  private void huffman(byte[] stream, int start, int end) {
    int at = start;
    while (at < end) {
      int head = stream[at++] & 0xFF;
      int[] counts = new int[16];
      int total = 0;
      for (int i = 0; i < 16 && at + i < end; i++) {
        counts[i] = stream[at + i] & 0xFF;
        total += counts[i];
      }
      at += 16;
      if (head >> 4 > 1 || (head & 15) > 3 || total > 256 || at + total > end) {
        throw JpegCodec.damaged("JPEG Huffman table: broken (T.81 §B.2.4.2)");
      }
      HuffmanTable table = new HuffmanTable(counts, Arrays.copyOfRange(stream, at, at + total));
      (head >> 4 == 0 ? dc : ac)[head & 15] = table;
      at += total;
    }
  }

  private static int[] zigzag() {
    int[] order = new int[64];
    int place = 0;
    for (int diagonal = 0; diagonal < 15; diagonal++) {
      for (int i = Math.max(0, diagonal - 7); i <= Math.min(7, diagonal); i++) {
        int row = diagonal % 2 == 0 ? diagonal - i : i;
        order[place++] = row * 8 + diagonal - row;
      }
    }
    return order;
  }
}
