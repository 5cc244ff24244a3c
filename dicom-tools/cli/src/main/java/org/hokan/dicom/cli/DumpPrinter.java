package org.hokan.dicom.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.SpecificCharacterSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.dict.ElementDictionary;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.dict.UidEntry;
import org.hokan.dicom.encoding.DataSetHandler;
import org.hokan.dicom.encoding.ElementHeader;
import org.hokan.dicom.encoding.ValueStream;

/**
 * Prints a data set while it is read, one line an element: tag, VR, keyword, value. Of a value only
 * what fits a line is read, so memory does not grow with the object. Not thread-safe.
 */
final class DumpPrinter implements DataSetHandler {
  private static final int KEYWORD_COLUMNS = 31;
  private static final int MAX_TEXT_BYTES = 4096;
  private static final int MAX_BINARY_BYTES = 64;
  private static final int LEAST_TEXT_BYTES = 3;

  private final PrintWriter out;
  private final int width;
  private final Deque<SpecificCharacterSet> characterSets = new ArrayDeque<>();
  private long fragmentBytes;
  private int fragments;
  private long offsetTableBytes;

  /**
   * @param width columns of a line; 0 for any
   */
  DumpPrinter(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
    characterSets.push(SpecificCharacterSet.of(List.of()));
  }

  @Override
  public void value(ElementHeader header, ValueStream value) throws IOException {
    int most = header.vr().isText() ? MAX_TEXT_BYTES : MAX_BINARY_BYTES;
    byte[] start = value.readNBytes((int) Math.min(most, value.length()));
    boolean all = start.length == value.length();
    String text = text(header, start);
    line(header.depth() * 2, head(header), all ? text : text + "… " + bytes(value.length()));
    if (header.tag() == Tag.SpecificCharacterSet && all) {
      SpecificCharacterSet named =
          SpecificCharacterSet.of(one(header, start).strings(header.tag()));
      characterSets.pop();
      characterSets.push(named);
    }
  }

  private String text(ElementHeader header, byte[] start) {
    VR vr = header.vr();
    if (vr == VR.UI) {
      return one(header, start).strings(header.tag()).stream()
          .map(DumpPrinter::uid)
          .collect(Collectors.joining("\\"));
    }
    if (vr == VR.OB || vr == VR.UN || vr == VR.OW || vr == VR.SQ) {
      return bytes(header, start);
    }
    return String.join("\\", one(header, whole(vr, start)).strings(header.tag()));
  }

  /** Bytes as such; what a private element has is shown as text when it looks like one. */
  private static String bytes(ElementHeader header, byte[] start) {
    if (header.vr() == VR.UN && looksLikeText(start)) {
      String text = new String(start, StandardCharsets.US_ASCII).replace('\0', ' ');
      return "'" + text.stripTrailing() + "'";
    }
    return HexFormat.ofDelimiter(" ").formatHex(start);
  }

  private static boolean looksLikeText(byte[] bytes) {
    if (bytes.length < LEAST_TEXT_BYTES) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      boolean padding = i == bytes.length - 1 && bytes[i] == 0;
      if (!padding && (bytes[i] < 0x20 || bytes[i] > 0x7E)) {
        return false;
      }
    }
    return true;
  }

  /** Without a value that is cut in its middle. */
  private static byte[] whole(VR vr, byte[] start) {
    int odd = vr.isText() ? 0 : start.length % vr.valueLength();
    return odd == 0 ? start : Arrays.copyOf(start, start.length - odd);
  }

  private DataSet one(ElementHeader header, byte[] value) {
    return DataSet.asRead(
        List.of(Element.of(header.tag(), header.vr(), value)), characterSets.element());
  }

  private static String uid(String value) {
    return Optional.of(value)
        .filter(Uid::isUid)
        .flatMap(uid -> UidDictionary.of(Uid.of(uid)))
        .map(UidEntry::name)
        .filter(name -> !name.isEmpty())
        .map(name -> value + " (" + name + ")")
        .orElse(value);
  }

  @Override
  public void startSequence(ElementHeader header) {
    line(header.depth() * 2, head(header), header.undefinedLength() ? "" : bytes(header.length()));
  }

  @Override
  public void startItem(int index, long length) {
    line(characterSets.size() * 2 - 1, "item " + (index + 1), "");
    characterSets.push(characterSets.element());
  }

  @Override
  public void endItem(WireForm form) {
    characterSets.pop();
  }

  @Override
  public void endSequence(WireForm form) {
    // The next line's indentation says it.
  }

  @Override
  public void startFragments(ElementHeader header) {
    fragments = 0;
    fragmentBytes = 0;
    line(header.depth() * 2, head(header), "encapsulated");
  }

  @Override
  public void fragment(int index, ValueStream value) {
    if (index == 0) {
      offsetTableBytes = value.length();
    } else {
      fragments++;
      fragmentBytes += value.length();
    }
  }

  @Override
  public void endFragments(WireForm form) {
    String table =
        offsetTableBytes == 0
            ? "no offset table"
            : "offset table of " + Texts.count(offsetTableBytes / 4, "frame");
    out.println(
        "  ".repeat(characterSets.size() * 2 - 1)
            + "%s, %s, %s"
                .formatted(table, Texts.count(fragments, "fragment"), bytes(fragmentBytes)));
  }

  @Override
  public void irregular(ElementHeader header, byte[] bytes) {
    line(
        header.depth() * 2,
        Element.format(header.tag()),
        "no element here: " + bytes(bytes.length));
  }

  private static String head(ElementHeader header) {
    return Element.format(header.tag()) + " " + header.vr() + " " + name(header.tag());
  }

  private static String name(int tag) {
    boolean isPrivate = (tag & 0x1_0000) != 0;
    int element = tag & 0xFFFF;
    if (isPrivate && element >= 0x10 && element <= 0xFF) {
      return "private creator";
    }
    if (element == 0) {
      return ElementDictionary.keywordOf(tag).orElse("group length");
    }
    return ElementDictionary.keywordOf(tag).orElse(isPrivate ? "private" : "?");
  }

  private static String bytes(long length) {
    return Texts.count(length, "byte");
  }

  private void line(int indent, String head, String value) {
    String line = "  ".repeat(indent) + Texts.padded(head, 15 + KEYWORD_COLUMNS) + " " + value;
    out.println(Texts.cut(Texts.printable(line).stripTrailing(), width));
  }
}
