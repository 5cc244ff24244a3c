package org.hokan.dicom.data;

import java.util.HexFormat;

/** Bytes as tests write them. */
public final class Hex {
  private Hex() {}

  /** Bytes from hex digits; spaces do not matter. */
  public static byte[] bytes(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }
}
