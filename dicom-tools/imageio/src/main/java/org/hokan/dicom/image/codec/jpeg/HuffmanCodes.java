package org.hokan.dicom.image.codec.jpeg;

import java.io.ByteArrayOutputStream;
import java.util.PriorityQueue;

/** Huffman codes for symbols of known frequency, none longer than 16 bits, none all ones. */
final class HuffmanCodes {
  private static final int LONGEST = 16;

  private final int[] counts;
  private final byte[] values;
  private final int[] codes;
  private final int[] lengths;

  private HuffmanCodes(int[] counts, byte[] values, int symbols) {
    this.counts = counts;
    this.values = values;
    this.codes = new int[symbols];
    this.lengths = new int[symbols];
    int code = 0;
    int place = 0;
    for (int length = 1; length <= LONGEST; length++, code <<= 1) {
      for (int i = 0; i < counts[length - 1]; i++) {
        int symbol = values[place++] & 0xFF;
        codes[symbol] = code++;
        lengths[symbol] = length;
      }
    }
  }

  /** A tree of symbols; the sum of their frequencies, and the order for equal ones. */
  private record Node(long weight, int order, int[] symbols) {}

  /**
   * Codes for the symbols that occur.
   *
   * @param frequencies by symbol; at most 17 of them, so that no code can exceed 16 bits
   */
  static HuffmanCodes of(long[] frequencies) {
    int reserved = frequencies.length; // the longest code, all ones, is never given out (T.81 §C.2)
    int[] depths = new int[reserved + 1];
    PriorityQueue<Node> trees =
        new PriorityQueue<>(
            (a, b) ->
                a.weight() != b.weight()
                    ? Long.compare(a.weight(), b.weight())
                    : Integer.compare(b.order(), a.order()));
    trees.add(new Node(0, reserved, new int[] {reserved}));
    for (int symbol = 0; symbol < reserved; symbol++) {
      if (frequencies[symbol] > 0) {
        trees.add(new Node(frequencies[symbol], symbol, new int[] {symbol}));
      }
    }
    while (trees.size() > 1) {
      trees.add(joined(trees.remove(), trees.remove(), depths));
    }
    return limited(depths, frequencies);
  }

  private static Node joined(Node a, Node b, int[] depths) {
    int[] symbols = new int[a.symbols().length + b.symbols().length];
    System.arraycopy(a.symbols(), 0, symbols, 0, a.symbols().length);
    System.arraycopy(b.symbols(), 0, symbols, a.symbols().length, b.symbols().length);
    for (int symbol : symbols) {
      depths[symbol]++;
    }
    return new Node(a.weight() + b.weight(), Math.min(a.order(), b.order()), symbols);
  }

  /** Moves codes that are too long up (T.81 Figure K.3), then drops the reserved one. */
  private static HuffmanCodes limited(int[] depths, long[] frequencies) {
    int[] counts = new int[depths.length + 1];
    for (int depth : depths) {
      counts[depth]++;
    }
    counts[0] = 0;
    for (int length = counts.length - 1; length > LONGEST; length--) {
      while (counts[length] > 0) {
        int shorter = length - 2;
        while (counts[shorter] == 0) {
          shorter--;
        }
        counts[length] -= 2;
        counts[length - 1]++;
        counts[shorter + 1] += 2;
        counts[shorter]--;
      }
    }
    int longest = Math.min(LONGEST, counts.length - 1);
    while (counts[longest] == 0) {
      longest--;
    }
    counts[longest]--;
    int[] perLength = new int[LONGEST];
    System.arraycopy(counts, 1, perLength, 0, Math.min(LONGEST, counts.length - 1));
    return new HuffmanCodes(perLength, byDepth(depths, frequencies), frequencies.length);
  }

  private static byte[] byDepth(int[] depths, long[] frequencies) {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    for (int depth = 1; depth <= depths.length; depth++) {
      for (int symbol = 0; symbol < frequencies.length; symbol++) {
        if (depths[symbol] == depth) {
          values.write(symbol);
        }
      }
    }
    return values.toByteArray();
  }

  /** How many codes of 1 to 16 bits there are. */
  int[] counts() {
    return counts;
  }

  /** The symbols by ascending code. */
  byte[] values() {
    return values;
  }

  int code(int symbol) {
    return codes[symbol];
  }

  int length(int symbol) {
    return lengths[symbol];
  }
}
