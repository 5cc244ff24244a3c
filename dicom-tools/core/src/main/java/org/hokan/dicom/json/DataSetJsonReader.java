package org.hokan.dicom.json;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.json.JsonValue.JsonArray;
import org.hokan.dicom.json.JsonValue.JsonBoolean;
import org.hokan.dicom.json.JsonValue.JsonNull;
import org.hokan.dicom.json.JsonValue.JsonNumber;
import org.hokan.dicom.json.JsonValue.JsonObject;
import org.hokan.dicom.json.JsonValue.JsonString;
import org.jspecify.annotations.Nullable;

/** Makes data sets of JSON objects (PS3.18 §F.2). Thread-safe if its source is. */
final class DataSetJsonReader {
  static final String CHARACTER_SET = "00080005";

  private final BulkDataSource source;

  DataSetJsonReader(BulkDataSource source) {
    this.source = source;
  }

  DataSet read(JsonValue value) throws IOException {
    return dataSet(value, SpecificCharacterSet.DEFAULT, "data set");
  }

  private DataSet dataSet(JsonValue value, SpecificCharacterSet inherited, String where)
      throws IOException {
    if (!(value instanceof JsonObject object)) {
      throw new DataSetException(
          "%s: %s (expected: object; PS3.18 §F.2.2)".formatted(where, value.kind()));
    }
    SpecificCharacterSet declared = declared(object, inherited);
    boolean holds = CharacterSetCheck.canEncode(object, declared);
    SpecificCharacterSet used = holds ? declared : SpecificCharacterSet.UTF_8;
    DataSet.Builder builder = DataSet.builder(inherited);
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      int tag = tag(member.getKey(), where);
      if ((tag & 0xFFFF) != 0) {
        attribute(builder, tag, member.getValue(), used);
      } // a group length: as little to be read as to be written (PS3.18 §F.2.2)
    }
    if (!holds) {
      builder.strings(Tag.SpecificCharacterSet, used.definedTerms());
    }
    return builder.build();
  }

  private static SpecificCharacterSet declared(JsonObject object, SpecificCharacterSet inherited) {
    if (!(object.members().get(CHARACTER_SET) instanceof JsonObject attribute)) {
      return inherited;
    }
    List<String> terms = new ArrayList<>();
    if (attribute.members().get("Value") instanceof JsonArray array) {
      for (JsonValue value : array.values()) {
        terms.add(value instanceof JsonString string ? string.text() : "");
      }
    }
    return terms.isEmpty() ? inherited : SpecificCharacterSet.of(terms);
  }

  private static int tag(String name, String where) {
    if (name.length() == 8 && name.charAt(0) != '+') {
      try {
        return Integer.parseUnsignedInt(name, 16);
      } catch (NumberFormatException noTag) {
        // Falls through to the message.
      }
    }
    throw new DataSetException(
        "%s: a member name of %d characters (expected: eight hexadecimal digits; PS3.18 §F.2.2)"
            .formatted(where, name.length()));
  }

  private void attribute(
      DataSet.Builder builder, int tag, JsonValue value, SpecificCharacterSet characterSet)
      throws IOException {
    if (!(value instanceof JsonObject attribute)) {
      throw fault(tag, value.kind(), "object; PS3.18 §F.2.2");
    }
    Map<String, JsonValue> members = attribute.members();
    VR vr = vr(tag, members.get("vr"));
    JsonValue values = members.get("Value");
    JsonValue inline = members.get("InlineBinary");
    JsonValue uri = members.get("BulkDataURI");
    if ((values != null ? 1 : 0) + (inline != null ? 1 : 0) + (uri != null ? 1 : 0) > 1) {
      throw fault(tag, "several of Value, InlineBinary, BulkDataURI", "at most one; PS3.18 §F.2.2");
    }
    if (uri != null) {
      builder.put(source.fetch(tag, vr, text(tag, uri)));
    } else if (inline != null) {
      builder.put(inline(tag, vr, text(tag, inline)));
    } else {
      values(builder, tag, vr, array(tag, values), characterSet);
    }
  }

  private static VR vr(int tag, @Nullable JsonValue vr) {
    if (vr == null) {
      return ElementDictionary.vrOf(tag);
    }
    return VR.of(text(tag, vr))
        .orElseThrow(() -> fault(tag, "an unknown \"vr\"", "two letters; PS3.5 §6.2"));
  }

  private static List<JsonValue> array(int tag, @Nullable JsonValue values) {
    if (values == null || values instanceof JsonNull) {
      return List.of();
    }
    if (values instanceof JsonArray array) {
      return array.values();
    }
    throw fault(tag, "Value is " + values.kind(), "array; PS3.18 §F.2.2");
  }

  private static Element inline(int tag, VR vr, String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException damaged) {
      throw fault(tag, "InlineBinary that cannot be decoded", "base64; PS3.18 §F.2.7");
    }
    if (vr == VR.SQ) {
      throw fault(tag, "InlineBinary of a sequence", "Value; PS3.18 §F.2.2");
    }
    List<byte[]> fragments = tag == Tag.PixelData ? EncapsulatedItems.split(bytes) : List.of();
    return fragments.isEmpty() ? Element.of(tag, vr, bytes) : Element.fragments(tag, vr, fragments);
  }

  private void values(
      DataSet.Builder builder,
      int tag,
      VR vr,
      List<JsonValue> values,
      SpecificCharacterSet characterSet)
      throws IOException {
    if (vr == VR.SQ) {
      builder.sequence(tag, items(tag, values, characterSet));
    } else if (vr.isText()) {
      List<String> texts = new ArrayList<>();
      for (JsonValue value : values) {
        texts.add(vr == VR.PN ? personName(tag, value) : text(tag, value));
      }
      builder.string(tag, vr, texts.toArray(new String[0]));
    } else {
      builder.put(numbers(tag, vr, values));
    }
  }

  private List<DataSet> items(int tag, List<JsonValue> values, SpecificCharacterSet characterSet)
      throws IOException {
    List<DataSet> items = new ArrayList<>();
    for (JsonValue value : values) {
      items.add(
          value instanceof JsonNull
              ? DataSet.empty()
              : dataSet(value, characterSet, Element.format(tag) + " item"));
    }
    return items;
  }

  private static Element numbers(int tag, VR vr, List<JsonValue> values) {
    boolean empty = values.stream().allMatch(JsonNull.class::isInstance);
    if (empty) {
      return Element.of(tag, vr, new byte[0]);
    }
    DataSet.Builder builder = DataSet.builder();
    try {
      switch (vr) {
        case FL, FD, OF, OD ->
            builder.doubles(
                tag, vr, values.stream().mapToDouble(value -> real(text(tag, value))).toArray());
        default ->
            builder.longs(
                tag, vr, values.stream().mapToLong(value -> whole(vr, text(tag, value))).toArray());
      }
    } catch (IllegalArgumentException | ArithmeticException outOfRange) {
      throw fault(tag, "a value that VR " + vr + " cannot hold", "numbers; PS3.18 §F.2.3");
    }
    return builder.build().element(tag).orElseThrow();
  }

  private static double real(String text) {
    return switch (text) {
      case "inf", "Inf", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-Inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private static long whole(VR vr, String text) {
    if (vr == VR.AT) {
      return Integer.toUnsignedLong(Integer.parseUnsignedInt(text, 16));
    }
    BigDecimal number = new BigDecimal(text);
    if ((long) number.precision() - number.scale() > 20 || number.scale() > 1100) {
      throw new ArithmeticException("too large");
    }
    BigInteger whole = number.toBigIntegerExact();
    boolean unsigned = vr == VR.UV || vr == VR.OV;
    if (whole.bitLength() > (unsigned ? 64 : 63) || (unsigned && whole.signum() < 0)) {
      throw new ArithmeticException("too large");
    }
    return whole.longValue();
  }

  private static String personName(int tag, JsonValue value) {
    if (!(value instanceof JsonObject groups)) {
      return text(tag, value);
    }
    StringBuilder name = new StringBuilder();
    for (String group : List.of("Alphabetic", "Ideographic", "Phonetic")) {
      JsonValue text = groups.members().get(group);
      name.append(text == null ? "" : text(tag, text)).append('=');
    }
    int end = name.length();
    while (end > 0 && name.charAt(end - 1) == '=') {
      end--;
    }
    return name.substring(0, end);
  }

  /**
   * Strings, and numbers where a string belongs or the other way round; null for an empty value.
   */
  private static String text(int tag, JsonValue value) {
    if (value instanceof JsonString string) {
      return string.text();
    }
    if (value instanceof JsonNumber number) {
      return number.literal();
    }
    if (value instanceof JsonNull) {
      return "";
    }
    String kind = value instanceof JsonBoolean ? "boolean" : value.kind();
    throw fault(tag, "a value that is " + kind, "string or number; PS3.18 §F.2.3");
  }

  private static DataSetException fault(int tag, String came, String expected) {
    return new DataSetException(
        "%s: %s (expected: %s)".formatted(Element.format(tag), came, expected));
  }
}
