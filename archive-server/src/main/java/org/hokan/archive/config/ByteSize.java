package org.hokan.archive.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: GB and the like are powers of 1000, GiB and the like of 1024. */
final class ByteSize {
  private static final String PREFIXES = "KMGTP";
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,6})?) ?(?:([kKMGTP])(i?)B|B|)");

  private ByteSize() {}

  static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("no size");
    }
    String prefix = form.group(2);
    int power = prefix == null ? 0 : PREFIXES.indexOf(Character.toUpperCase(prefix.charAt(0))) + 1;
    BigDecimal step = BigDecimal.valueOf("i".equals(form.group(3)) ? 1024 : 1000);
    try {
      return new BigDecimal(form.group(1)).multiply(step.pow(power)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("too large, or a fraction of a byte", e);
    }
  }
}
