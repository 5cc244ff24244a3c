package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.ValueElement;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/** Where the frames of one object are. Immutable. */
record FrameIndex(
    DataSet attributes,
    ImagePixel image,
    TransferSyntax transferSyntax,
    FrameReader.Separation separation,
    Optional<Integer> fragmentCount,
    IntFunction<FrameLocation> locations) {

  FrameLocation location(int frame) {
    return locations.apply(frame);
  }

  static FrameIndex of(FileChannel channel, long offset, long length) throws IOException {
    try (Part10File file = Part10.open(new ChannelStream(channel, offset, length))) {
      TransferSyntax syntax = file.transferSyntax();
      if (syntax.deflated() || syntax.bigEndian()) {
        return inMemory(file.read(), syntax);
      }
      DataSetReader reader = file.reader(ReadLimits.DEFAULT);
      DataSet head = reader.readHead();
      long start = offset + file.dataSetOffset() + reader.position();
      PixelDataHandler pixels = new PixelDataHandler();
      DataSetParser parser = new DataSetParser(reader.rest(), reader.transferSyntax());
      pixels.parse(parser);
      DataSet attributes = head.toBuilder().putAll(pixels.offsetTables()).build();
      return pixels.encapsulated()
          ? encapsulated(attributes, syntax, pixels, start)
          : inFile(attributes, reader.transferSyntax(), pixels, start);
    }
  }

  private static FrameIndex encapsulated(
      DataSet attributes, TransferSyntax syntax, PixelDataHandler pixels, long start) {
    ImagePixel image = ImagePixelReader.read(attributes, pixels.kind());
    FrameFinder.Found found =
        FrameFinder.find(attributes, ByteBuffer.wrap(pixels.basicTable()), pixels.fragments());
    List<FrameLocation.Run> runs = new ArrayList<>();
    for (int i = 0; i < pixels.fragments().size(); i++) {
      runs.add(
          new FrameLocation.Run(
              start + pixels.fragmentOffset(i), pixels.fragments().get(i).length()));
    }
    long[] lengths = found.lengths();
    int[] starts = found.starts();
    return new FrameIndex(
        attributes,
        image,
        syntax,
        FrameReader.Separation.valueOf(found.means().name()),
        Optional.of(runs.size()),
        frame ->
            new FrameLocation.InFile(
                runs.subList(starts[frame], starts[frame + 1]),
                lengths.length > 0 && lengths[frame] >= 0 ? lengths[frame] : Long.MAX_VALUE));
  }

  private static FrameIndex inFile(
      DataSet attributes, TransferSyntax syntax, PixelDataHandler pixels, long start) {
    ImagePixel image = ImagePixelReader.read(attributes, pixels.kind());
    long value = start + pixels.valueOffset();
    return natively(
        attributes,
        image,
        syntax,
        pixels.valueLength(),
        (offset, length) ->
            new FrameLocation.InFile(
                List.of(new FrameLocation.Run(value + offset, length)), Long.MAX_VALUE));
  }

  private static FrameIndex inMemory(DataSet object, TransferSyntax syntax) {
    if (Arrays.stream(ImagePixel.Kind.values()).noneMatch(kind -> object.contains(kind.tag()))) {
      throw new NoPixelDataException();
    }
    ImagePixel image = ImagePixel.of(object);
    if (!(object.element(image.kind().tag()).orElse(null) instanceof ValueElement pixels)) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: encapsulated (expected: a value in %s)".formatted(syntax));
    }
    return natively(
        object.toBuilder().remove(image.kind().tag()).build(),
        image,
        syntax,
        pixels.length(),
        (offset, length) ->
            new FrameLocation.InMemory(pixels.buffer(), (int) offset, (int) length));
  }

  private interface Bytes {
    FrameLocation at(long offset, long length);
  }

  private static FrameIndex natively(
      DataSet attributes, ImagePixel image, TransferSyntax syntax, long valueLength, Bytes bytes) {
    if (syntax.encapsulated()) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: not encapsulated (expected: fragments in %s; PS3.5 §A.4)"
              .formatted(syntax));
    }
    long bits = image.frameLengthBits();
    long needed = (bits * image.frames() + 7) / 8;
    if (bits > Integer.MAX_VALUE * 8L || needed > valueLength) {
      throw new PixelDataException(
          "(7FE0,0010) Pixel Data: %d bytes (expected: %d for %d frames; PS3.5 §8.1.1)"
              .formatted(valueLength, needed, image.frames()));
    }
    return new FrameIndex(
        attributes,
        image,
        syntax,
        FrameReader.Separation.NATIVE,
        Optional.empty(),
        frame -> {
          long first = bits * frame;
          long offset = first / 8;
          FrameLocation cells = bytes.at(offset, (first + bits + 7) / 8 - offset);
          int shift = (int) (first % 8);
          return shift == 0 ? cells : new FrameLocation.Shifted(cells, shift, bits);
        });
  }
}
