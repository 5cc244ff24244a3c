package org.hokan.dicom.data;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes of a value to texts and numbers, and numbers to bytes (PS3.5 §6.2). */
final class Values {

  private static final int MAX_DECIMAL_STRING = 16;

  private Values() {}

  static SpecificCharacterSet characterSet(
      @Nullable Element element, SpecificCharacterSet inherited) {
    if (!(element instanceof ValueElement value) || value.isEmpty()) {
      return inherited;
    }
    List<String> terms = strings(value, SpecificCharacterSet.DEFAULT);
    return terms.equals(inherited.definedTerms()) ? inherited : SpecificCharacterSet.of(terms);
  }

  static List<String> strings(ValueElement element, SpecificCharacterSet characterSet) {
    if (element.isEmpty()) {
      return List.of();
    }
    VR vr = element.vr();
    if (!vr.isText() && vr != VR.UN) {
      return numbersAsText(element);
    }
    String text = characterSet.decode(element.raw(), vr);
    if (vr != VR.UN && !vr.isMultiValuedText()) {
      String trimmed = trim(text, vr);
      return trimmed.isEmpty() ? List.of() : List.of(trimmed);
    }
    return split(text, vr);
  }

  /** The first of {@link #strings}, unless it is empty; the others, however many, are not made. */
  static Optional<String> first(ValueElement element, SpecificCharacterSet characterSet) {
    VR vr = element.vr();
    if (!vr.isText() && vr != VR.UN) {
      int unit = Math.min(element.length(), Math.max(vr.valueLength(), 1));
      byte[] one = Arrays.copyOf(element.raw(), unit);
      return strings(ValueElement.asRead(element.tag(), vr, one, element.wireForm()), characterSet)
          .stream()
          .findFirst();
    }
    String text = characterSet.decode(element.raw(), vr);
    int end = vr == VR.UN || vr.isMultiValuedText() ? text.indexOf('\\') : -1;
    return Optional.of(trim(end < 0 ? text : text.substring(0, end), vr))
        .filter(first -> !first.isEmpty());
  }

  private static List<String> split(String text, VR vr) {
    int backslash = text.indexOf('\\');
    if (backslash < 0) {
      String trimmed = trim(text, vr);
      return trimmed.isEmpty() ? List.of() : List.of(trimmed);
    }
    List<String> values = new ArrayList<>();
    int start = 0;
    while (backslash >= 0) {
      values.add(trim(text.substring(start, backslash), vr));
      start = backslash + 1;
      backslash = text.indexOf('\\', start);
    }
    values.add(trim(text.substring(start), vr));
    return List.copyOf(values);
  }

  /** Without padding: trailing spaces and NULs always, leading spaces where they mean nothing. */
  private static String trim(String text, VR vr) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
      end--;
    }
    int start = 0;
    if (vr.leadingSpacesInsignificant()) {
      while (start < end && text.charAt(start) == ' ') {
        start++;
      }
    }
    return text.substring(start, end);
  }

  private static List<String> numbersAsText(ValueElement element) {
    return switch (element.vr()) {
      case FL, OF -> doubles(element).stream().map(n -> Float.toString(n.floatValue())).toList();
      case FD, OD -> doubles(element).stream().map(n -> Double.toString(n)).toList();
      case AT -> tags(element);
      case UV, OV -> longs(element).stream().map(Long::toUnsignedString).toList();
      default -> longs(element).stream().map(n -> Long.toString(n)).toList();
    };
  }

  private static List<String> tags(ValueElement element) {
    return longs(element).stream().map(tag -> "%08X".formatted(tag.intValue())).toList();
  }

  static List<Long> longs(ValueElement element) {
    if (element.vr().isText()) {
      return parsed(element, Long::valueOf);
    }
    ByteBuffer buffer = element.buffer();
    int unit = element.vr().valueLength();
    List<Long> values = new ArrayList<>(buffer.remaining() / Math.max(unit, 1));
    while (buffer.remaining() >= unit && unit > 0) {
      values.add(nextLong(buffer, element.vr()));
    }
    return List.copyOf(values);
  }

  private static Long nextLong(ByteBuffer buffer, VR vr) {
    return switch (vr) {
      case US, OW -> (long) Short.toUnsignedInt(buffer.getShort());
      case SS -> (long) buffer.getShort();
      case UL, OL -> Integer.toUnsignedLong(buffer.getInt());
      case SL -> (long) buffer.getInt();
      case AT ->
          (long) Short.toUnsignedInt(buffer.getShort()) << 16
              | Short.toUnsignedInt(buffer.getShort());
      case SV, UV, OV -> buffer.getLong();
      case FL, OF -> (long) buffer.getFloat();
      case FD, OD -> (long) buffer.getDouble();
      default -> (long) Byte.toUnsignedInt(buffer.get());
    };
  }

  static List<Double> doubles(ValueElement element) {
    if (element.vr().isText()) {
      return parsed(element, Double::valueOf);
    }
    ByteBuffer buffer = element.buffer();
    List<Double> values = new ArrayList<>();
    switch (element.vr()) {
      case FL, OF -> {
        while (buffer.remaining() >= 4) {
          values.add((double) buffer.getFloat());
        }
      }
      case FD, OD -> {
        while (buffer.remaining() >= 8) {
          values.add(buffer.getDouble());
        }
      }
      default -> longs(element).forEach(n -> values.add(n.doubleValue()));
    }
    return List.copyOf(values);
  }

  private static <T> List<T> parsed(
      ValueElement element, java.util.function.Function<String, T> parser) {
    List<T> values = new ArrayList<>();
    try {
      for (String text : strings(element, SpecificCharacterSet.DEFAULT)) {
        values.add(parser.apply(text.startsWith("+") ? text.substring(1) : text));
      }
    } catch (NumberFormatException e) {
      return List.of();
    }
    return List.copyOf(values);
  }

  static byte[] bytesOf(int tag, VR vr, long... values) {
    int unit = vr.valueLength();
    ByteBuffer buffer = ByteBuffer.allocate(values.length * unit).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      if (!fits(vr, value)) {
        throw new IllegalArgumentException(
            "%s: a number that VR %s cannot hold (expected: %d bytes; PS3.5 §6.2)"
                .formatted(Element.format(tag), vr, unit));
      }
      putLong(buffer, vr, value);
    }
    return buffer.array();
  }

  private static void putLong(ByteBuffer buffer, VR vr, long value) {
    switch (vr) {
      case AT -> buffer.putShort((short) (value >> 16)).putShort((short) value);
      case FL, OF -> buffer.putFloat(value);
      case FD, OD -> buffer.putDouble(value);
      default -> {
        switch (vr.valueLength()) {
          case 1 -> buffer.put((byte) value);
          case 2 -> buffer.putShort((short) value);
          case 4 -> buffer.putInt((int) value);
          default -> buffer.putLong(value);
        }
      }
    }
  }

  private static boolean fits(VR vr, long value) {
    return switch (vr) {
      case SS -> value == (short) value;
      case SL -> value == (int) value;
      case US, OW -> value == (value & 0xFFFFL);
      case UL, OL -> value == (value & 0xFFFF_FFFFL);
      case AT -> value == (int) value || value == (value & 0xFFFF_FFFFL);
      case OB, UN -> value == (value & 0xFF);
      case SQ -> false;
      default -> true;
    };
  }

  static byte[] bytesOf(int tag, VR vr, double... values) {
    boolean single = vr == VR.FL || vr == VR.OF;
    if (!single && vr != VR.FD && vr != VR.OD) {
      throw new IllegalArgumentException(
          "%s: floating point numbers for VR %s (expected: FL, FD, OF, OD or DS; PS3.5 §6.2)"
              .formatted(Element.format(tag), vr));
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * vr.valueLength()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      if (single) {
        buffer.putFloat((float) value);
      } else {
        buffer.putDouble(value);
      }
    }
    return buffer.array();
  }

  /** A Decimal String: at most 16 characters, as exact as those allow. */
  static String decimal(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value));
    for (int precision = exact.precision(); precision > 0; precision--) {
      BigDecimal rounded = exact.round(new java.math.MathContext(precision)).stripTrailingZeros();
      String plain = rounded.toPlainString();
      String text = plain.length() <= MAX_DECIMAL_STRING ? plain : rounded.toString();
      if (text.length() <= MAX_DECIMAL_STRING) {
        return text;
      }
    }
    return "0";
  }
}
