package org.hokan.archive.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The header block of a TAR file in POSIX's ustar form (IEEE Std 1003.1, pax, "ustar Interchange
 * Format"): 512 bytes, numbers in octal digits, protected by a sum of all its bytes.
 */
final class TarHeader {
  static final int BLOCK = 512;

  /** Two blocks of zeros end an archive. */
  static final int TRAILER = 2 * BLOCK;

  /** The greatest length that the header's field holds; more is said by PAX record `size`. */
  static final long MAX_OCTAL_LENGTH = 0_77777777777L;

  static final byte FILE = '0';
  static final byte PAX = 'x';

  static final int NAME_LENGTH = 100;
  private static final int MODE = 100;
  private static final int SIZE = 124;
  private static final int TIME = 136;
  private static final int SUM = 148;
  private static final int TYPE = 156;
  private static final int MAGIC = 257;
  private static final byte[] USTAR = {'u', 's', 't', 'a', 'r', 0, '0', '0'};

  private TarHeader() {}

  /** The next multiple of a block. */
  static long padded(long length) {
    return (length + BLOCK - 1) & -BLOCK;
  }

  static void write(byte[] to, int at, byte type, String name, long length, long epochSecond) {
    Arrays.fill(to, at, at + BLOCK, (byte) 0);
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, to, at, Math.min(bytes.length, NAME_LENGTH));
    octal(to, at + MODE, 7, 0444);
    octal(to, at + MODE + 8, 7, 0);
    octal(to, at + MODE + 16, 7, 0);
    octal(to, at + SIZE, 11, length > MAX_OCTAL_LENGTH ? 0 : length);
    octal(to, at + TIME, 11, Math.max(0, Math.min(epochSecond, MAX_OCTAL_LENGTH)));
    to[at + TYPE] = type;
    System.arraycopy(USTAR, 0, to, at + MAGIC, USTAR.length);
    octal(to, at + SUM, 6, sum(to, at));
    to[at + SUM + 7] = ' ';
  }

  private static void octal(byte[] to, int at, int digits, long value) {
    long rest = value;
    for (int i = digits - 1; i >= 0; i--) {
      to[at + i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }

  /** Of all bytes, with the sum's own field as spaces. */
  private static int sum(byte[] block, int at) {
    int sum = 8 * ' ';
    for (int i = 0; i < BLOCK; i++) {
      if (i < SUM || i >= SUM + 8) {
        sum += block[at + i] & 0xff;
      }
    }
    return sum;
  }

  /** Whether the block is a header of this type with the right magic and sum. */
  static boolean is(byte[] block, int at, byte type) {
    return block[at + TYPE] == type
        && Arrays.equals(block, at + MAGIC, at + MAGIC + USTAR.length, USTAR, 0, USTAR.length)
        && number(block, at + SUM, 6).equals(OptionalLong.of(sum(block, at)));
  }

  static OptionalLong length(byte[] block, int at) {
    return number(block, at + SIZE, 11);
  }

  /** The name up to its first NUL. */
  static String name(byte[] block, int at) {
    int end = at;
    while (end < at + NAME_LENGTH && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private static OptionalLong number(byte[] block, int at, int digits) {
    long value = 0;
    for (int i = at; i < at + digits; i++) {
      if (block[i] < '0' || block[i] > '7') {
        return OptionalLong.empty();
      }
      value = value << 3 | (block[i] - '0');
    }
    return OptionalLong.of(value);
  }

  static boolean isZero(byte[] bytes, int from, int until) {
    for (int i = from; i < until; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
