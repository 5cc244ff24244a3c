package org.hokan.dicom.image.transcode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.LongStream;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.WireForm;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetHandler;
import org.hokan.dicom.encoding.ElementHeader;
import org.hokan.dicom.encoding.StreamingWriter;
import org.hokan.dicom.encoding.ValueStream;
import org.hokan.dicom.image.pixel.FrameAssembler;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * Recodes one object: is told of everything from group 7FE0 on, and writes the object as it comes.
 * Nothing is written before the first frame is recoded, so that most of what cannot be transcoded
 * is known before a receiver gets a byte. Used once.
 */
final class ObjectRecoder implements DataSetHandler {
  private static final int LONGEST_TABLE = 64 << 20;
  private static final long[] NO_TABLE = {};

  private final FrameRecoder.Codecs codecs;
  private final Transcoder.Way way;
  private final DataSet head;
  private final Start start;
  private Optional<StreamingWriter> writer = Optional.empty();
  private Optional<PixelRecoding> pixels = Optional.empty();
  private Optional<FrameAssembler> assembler = Optional.empty();
  private long[] extendedOffsets = NO_TABLE;
  private long[] extendedLengths = NO_TABLE;

  /** Opens the output when the first byte is to be written. */
  interface Start {
    /**
     * @param attributes of the object that comes, all before its pixel data
     */
    OutputStream open(DataSet attributes) throws IOException;
  }

  /**
   * @param head all before group 7FE0
   */
  ObjectRecoder(FrameRecoder.Codecs codecs, Transcoder.Way way, DataSet head, Start start) {
    this.codecs = codecs;
    this.way = way;
    this.head = head;
    this.start = start;
  }

  /** All was told. */
  Transcoded finish() throws IOException {
    if (pixels.isEmpty() && way.target().encapsulated()) {
      throw new TranscodingException(
          TranscodingException.Reason.OBJECT,
          "no Pixel Data (expected: an image, for %s; PS3.5 §A.4)".formatted(way.target()));
    }
    opened().finish();
    return new Transcoded(
        way.source(),
        way.target(),
        pixels.map(PixelRecoding::frames).orElse(0),
        pixels.flatMap(PixelRecoding::derivedUid));
  }

  private StreamingWriter opened() throws IOException {
    return writer.isPresent() ? writer.get() : open(head);
  }

  private StreamingWriter open(DataSet attributes) throws IOException {
    StreamingWriter open = new StreamingWriter(start.open(attributes), way.target());
    writer = Optional.of(open);
    for (Element element : Attributes.withoutGroupLengths(attributes).elements()) {
      open.write(element);
    }
    return open;
  }

  private PixelRecoding beginPixels() {
    if (pixels.isPresent() || writer.isPresent()) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: not the first of its group (expected: one, in the order of tags; PS3.5 §7.1)");
    }
    PixelRecoding begun = new PixelRecoding(head, way, codecs, this::open);
    pixels = Optional.of(begun);
    return begun;
  }

  @Override
  public void value(ElementHeader header, ValueStream value) throws IOException {
    int tag = header.depth() > 0 ? 0 : header.tag();
    switch (tag) {
      case Tag.ExtendedOffsetTable -> extendedOffsets = longs(value);
      case Tag.ExtendedOffsetTableLengths -> extendedLengths = longs(value);
      case Tag.PixelData -> nativePixels(value);
      case Tag.FloatPixelData, Tag.DoubleFloatPixelData -> floats();
      case Tag.EncapsulatedPixelDataValueTotalLength, Tag.DataSetTrailingPadding -> {}
      default -> copied(header, value);
    }
  }

  private void copied(ElementHeader header, ValueStream value) throws IOException {
    boolean groupLength = header.depth() == 0 && (header.tag() & 0xFFFF) == 0;
    if (!groupLength) {
      opened().value(header, value);
    }
  }

  private static void floats() {
    throw new TranscodingException(
        TranscodingException.Reason.OBJECT,
        "floating-point pixel data (expected: Pixel Data (7FE0,0010), the only one that is encapsulated; PS3.5 §8.2)");
  }

  private void nativePixels(ValueStream value) throws IOException {
    if (way.source().encapsulated()) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: not encapsulated (expected: fragments in %s; PS3.5 §A.4)"
              .formatted(way.source()));
    }
    PixelRecoding begun = beginPixels();
    new NativeFrames(value, begun.image()).tell(value.length(), codecs.limits(), begun);
    begun.end();
  }

  @Override
  public void startFragments(ElementHeader header) throws IOException {
    if (header.depth() > 0 || header.tag() != Tag.PixelData) {
      opened().startFragments(header);
    } else if (!way.source().encapsulated()) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: encapsulated (expected: a value in %s; PS3.5 §8.2)"
              .formatted(way.source()));
    } else {
      beginPixels();
    }
  }

  /** Pixel data under way, and no fragments of another element. */
  private boolean inPixelData() {
    return pixels.isPresent() && (assembler.isPresent() || pixels.get().frames() == 0);
  }

  @Override
  public void fragment(int index, ValueStream value) throws IOException {
    if (!inPixelData()) {
      opened().fragment(index, value);
    } else if (index == 0) {
      assembler = Optional.of(assembler(integers(value), pixels.orElseThrow()));
    } else {
      long longest = codecs.limits().maxFrameBytes();
      if (value.length() > longest) {
        throw new PixelDataException(
            "fragment %d: %d bytes (expected: at most %d)"
                .formatted(index, value.length(), longest));
      }
      assembler.orElseThrow().fragment(value.readAllBytes());
    }
  }

  private FrameAssembler assembler(long[] basicOffsets, PixelRecoding begun) {
    int frames = begun.image().frames();
    long[] offsets = extendedOffsets.length == frames ? extendedOffsets : basicOffsets;
    return new FrameAssembler(
        frames, offsets, extendedLengths, codecs.limits().maxFrameBytes(), begun);
  }

  @Override
  public void endFragments(WireForm form) throws IOException {
    if (!inPixelData()) {
      opened().endFragments(form);
      return;
    }
    if (assembler.isPresent()) {
      assembler.get().end();
    }
    assembler = Optional.empty();
    pixels.orElseThrow().end();
  }

  private static long[] longs(ValueStream value) throws IOException {
    ByteBuffer table = table(value);
    return LongStream.generate(table::getLong).limit(table.remaining() / Long.BYTES).toArray();
  }

  private static long[] integers(ValueStream value) throws IOException {
    ByteBuffer table = table(value);
    return LongStream.generate(() -> Integer.toUnsignedLong(table.getInt()))
        .limit(table.remaining() / Integer.BYTES)
        .toArray();
  }

  private static ByteBuffer table(ValueStream value) throws IOException {
    if (value.length() > LONGEST_TABLE) {
      throw new PixelDataException(
          "offset table: %d bytes (expected: at most %d)".formatted(value.length(), LONGEST_TABLE));
    }
    return ByteBuffer.wrap(value.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void startSequence(ElementHeader header) throws IOException {
    opened().startSequence(header);
  }

  @Override
  public void startItem(int index, long length) throws IOException {
    opened().startItem(index, length);
  }

  @Override
  public void endItem(WireForm form) throws IOException {
    opened().endItem(form);
  }

  @Override
  public void endSequence(WireForm form) throws IOException {
    opened().endSequence(form);
  }
}
