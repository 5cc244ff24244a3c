package org.hokan.archive.contract;

import java.util.Locale;

/** How rules write what is a constant in the code. */
final class Words {
  private Words() {}

  /** {@code jpeg-lossless} for {@code JPEG_LOSSLESS}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
