package org.hokan.dicom.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.FragmentsElement;
import org.hokan.dicom.data.SequenceElement;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;

/** Writes data sets as PS3.18 §F.2 has them. Not thread-safe. */
final class DataSetJsonWriter {
  private static final Set<VR> BINARY = EnumSet.of(VR.OB, VR.OD, VR.OF, VR.OL, VR.OV, VR.OW, VR.UN);

  /** Those that may lie elsewhere (PS3.18 §F.2.2). */
  private static final Set<VR> BULK =
      EnumSet.of(
          VR.DS, VR.FL, VR.FD, VR.IS, VR.LT, VR.OB, VR.OD, VR.OF, VR.OL, VR.OV, VR.OW, VR.SL, VR.SS,
          VR.ST, VR.SV, VR.UC, VR.UL, VR.UN, VR.US, VR.UT, VR.UV);

  private static final long MAX_EXACT = 1L << 53;

  private final JsonText text;
  private final BulkDataTarget target;

  DataSetJsonWriter(JsonText text, BulkDataTarget target) {
    this.text = text;
    this.target = target;
  }

  void write(DataSet dataSet) throws IOException {
    object(dataSet, "");
  }

  private void object(DataSet dataSet, String path) throws IOException {
    text.open('{');
    for (Element element : dataSet) {
      if ((element.tag() & 0xFFFF) != 0) {
        attribute(dataSet, element, path);
      }
    }
    text.close('}');
  }

  private void attribute(DataSet dataSet, Element element, String path) throws IOException {
    String tag = "%08X".formatted(element.tag());
    text.name(tag);
    text.open('{');
    text.name("vr");
    text.string(element instanceof SequenceElement ? "SQ" : element.vr().name());
    if (!element.isEmpty()) {
      content(dataSet, element, path + tag);
    }
    text.close('}');
  }

  private void content(DataSet dataSet, Element element, String path) throws IOException {
    Optional<String> uri =
        BULK.contains(element.vr()) ? target.uriOf(path, element) : Optional.empty();
    if (uri.isPresent()) {
      text.name("BulkDataURI");
      text.string(uri.get());
    } else if (element instanceof SequenceElement sequence) {
      items(sequence.items(), path);
    } else if (element instanceof FragmentsElement fragments) {
      inline(items(fragments));
    } else if (BINARY.contains(element.vr())) {
      inline(((ValueElement) element).bytes());
    } else {
      values(element.vr(), dataSet.strings(element.tag()));
    }
  }

  private void items(List<DataSet> items, String path) throws IOException {
    text.name("Value");
    text.open('[');
    for (int i = 0; i < items.size(); i++) {
      text.separate();
      object(items.get(i), path + "/" + i + "/");
    }
    text.close(']');
  }

  private void inline(byte[] bytes) throws IOException {
    text.name("InlineBinary");
    text.string(Base64.getEncoder().encodeToString(bytes));
  }

  private void values(VR vr, List<String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    text.name("Value");
    text.open('[');
    for (String value : values) {
      text.separate();
      if (value.isEmpty()) {
        text.literal("null");
      } else if (vr == VR.PN) {
        personName(value);
      } else if (isNumber(vr, value)) {
        text.literal(value);
      } else {
        text.string(value);
      }
    }
    text.close(']');
  }

  /** Whether it is a number in JSON, too, and to a reader that computes with doubles. */
  private static boolean isNumber(VR vr, String value) {
    return switch (vr) {
      case FL, FD, SL, SS, UL, US -> JsonParser.isNumber(value);
      case DS -> JsonParser.isNumber(value);
      case IS, SV, UV -> JsonParser.isNumber(value) && isExact(value);
      default -> false;
    };
  }

  private static boolean isExact(String value) {
    try {
      return Math.abs(Long.parseLong(value)) <= MAX_EXACT;
    } catch (NumberFormatException noLong) {
      return false;
    }
  }

  private void personName(String value) throws IOException {
    String[] groups = value.split("=", 3);
    String[] names = {"Alphabetic", "Ideographic", "Phonetic"};
    text.open('{');
    for (int i = 0; i < groups.length; i++) {
      if (!groups[i].isEmpty()) {
        text.name(names[i]);
        text.string(groups[i]);
      }
    }
    text.close('}');
  }

  /** Items and sequence delimiter as they stand in a little endian object. */
  private static byte[] items(FragmentsElement fragments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < fragments.count(); i++) {
      byte[] fragment = fragments.fragmentBytes(i);
      out.writeBytes(header(EncapsulatedItems.ITEM, fragment.length));
      out.writeBytes(fragment);
    }
    out.writeBytes(header(EncapsulatedItems.SEQUENCE_DELIMITER, 0));
    return out.toByteArray();
  }

  private static byte[] header(int tag, int length) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort((short) (tag >>> 16))
        .putShort((short) tag)
        .putInt(length)
        .array();
  }
}
