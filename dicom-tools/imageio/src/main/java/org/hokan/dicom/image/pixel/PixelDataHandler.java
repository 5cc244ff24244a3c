package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetHandler;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.ElementHeader;
import org.hokan.dicom.encoding.ValueStream;
import org.jspecify.annotations.Nullable;

/**
 * Notes where pixel data lies, from group 7FE0 on, without reading it. Offsets are counted from the
 * parser's first byte. Used once.
 */
final class PixelDataHandler implements DataSetHandler {
  private static final int LONGEST_TABLE = 64 << 20;

  private final DataSet.Builder offsetTables = DataSet.builder();
  private final List<FrameFinder.Fragment> fragments = new ArrayList<>();
  private final List<Long> fragmentOffsets = new ArrayList<>();
  private byte[] basicTable = {};
  private @Nullable DataSetParser parser;
  private ImagePixel.@Nullable Kind kind;
  private boolean encapsulated;
  private boolean inPixelData;
  private long valueOffset;
  private long valueLength;

  /** Lets a parser tell all. */
  void parse(DataSetParser told) throws IOException {
    parser = told;
    told.parse(this);
    if (kind == null) {
      throw new NoPixelDataException();
    }
  }

  DataSet offsetTables() {
    return offsetTables.build();
  }

  ImagePixel.Kind kind() {
    return Optional.ofNullable(kind).orElse(ImagePixel.Kind.INTEGER);
  }

  boolean encapsulated() {
    return encapsulated;
  }

  byte[] basicTable() {
    return basicTable;
  }

  List<FrameFinder.Fragment> fragments() {
    return fragments;
  }

  long fragmentOffset(int fragment) {
    return fragmentOffsets.get(fragment);
  }

  long valueOffset() {
    return valueOffset;
  }

  long valueLength() {
    return valueLength;
  }

  @Override
  public void value(ElementHeader header, ValueStream value) throws IOException {
    if (header.depth() > 0) {
      return;
    }
    if (header.tag() == Tag.ExtendedOffsetTable || header.tag() == Tag.ExtendedOffsetTableLengths) {
      offsetTables.put(ValueElement.asRead(header.tag(), VR.OV, table(value), WireForm.PLAIN));
    }
    ImagePixel.Kind found = kindOf(header.tag());
    if (found != null) {
      kind = found;
      valueOffset = position();
      valueLength = value.length();
    }
  }

  private static byte[] table(ValueStream value) throws IOException {
    if (value.length() > LONGEST_TABLE) {
      throw new PixelDataException(
          "offset table: %d bytes (expected: at most %d)".formatted(value.length(), LONGEST_TABLE));
    }
    return value.readAllBytes();
  }

  private static ImagePixel.@Nullable Kind kindOf(int tag) {
    for (ImagePixel.Kind each : ImagePixel.Kind.values()) {
      if (each.tag() == tag) {
        return each;
      }
    }
    return null;
  }

  private long position() {
    return parser == null ? 0 : parser.position();
  }

  @Override
  public void startFragments(ElementHeader header) {
    inPixelData = header.depth() == 0 && header.tag() == Tag.PixelData;
    if (inPixelData) {
      kind = ImagePixel.Kind.INTEGER;
      encapsulated = true;
    }
  }

  @Override
  public void fragment(int index, ValueStream value) throws IOException {
    if (inPixelData && index == 0) {
      basicTable = table(value);
    } else if (inPixelData) {
      fragmentOffsets.add(position());
      byte[] start = value.readNBytes(3);
      fragments.add(FrameFinder.Fragment.of(value.length(), ByteBuffer.wrap(start)));
    }
  }

  @Override
  public void endFragments(WireForm form) {
    inPixelData = false;
  }

  @Override
  public void startSequence(ElementHeader header) {}

  @Override
  public void startItem(int index, long length) {}

  @Override
  public void endItem(WireForm form) {}

  @Override
  public void endSequence(WireForm form) {}
}
