package org.hokan.dicom.image.pixel;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;

/**
 * The one stream that all frames of a video object are in, over one fragment or many (PS3.5 §8.2.5
 * to §8.2.9), as it is: neither decoded nor changed, and never all in memory. Thread-safe. Closing
 * it closes the file.
 */
public final class VideoReader implements AutoCloseable {
  private static final String FIRST = "1.2.840.10008.1.2.4.100";
  private static final String LAST = "1.2.840.10008.1.2.4.108";

  private final FileChannel channel;
  private final DataSet attributes;
  private final TransferSyntax transferSyntax;
  private final List<FrameLocation.Run> runs;

  private VideoReader(
      FileChannel channel,
      DataSet attributes,
      TransferSyntax transferSyntax,
      List<FrameLocation.Run> runs) {
    this.channel = channel;
    this.attributes = attributes;
    this.transferSyntax = transferSyntax;
    this.runs = runs;
  }

  /** Whether a transfer syntax is one of MPEG-2, MPEG-4 AVC/H.264 or HEVC/H.265. */
  public static boolean isVideo(TransferSyntax syntax) {
    String uid = syntax.uid().value();
    String family = uid.length() > FIRST.length() ? uid.substring(0, FIRST.length()) : uid;
    return family.length() == FIRST.length()
        && family.compareTo(FIRST) >= 0
        && family.compareTo(LAST) <= 0;
  }

  /**
   * Opens a file; reads its attributes and the fragments' headers.
   *
   * @throws PixelDataException when it is no video
   * @throws org.hokan.dicom.data.DataSetException when it is no DICOM object
   */
  public static VideoReader open(Path path) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return read(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static VideoReader read(FileChannel channel) throws IOException {
    try (Part10File file = Part10.open(new ChannelStream(channel, 0, channel.size()))) {
      TransferSyntax syntax = file.transferSyntax();
      if (!isVideo(syntax)) {
        throw new PixelDataException("transfer syntax: %s (expected: a video)".formatted(syntax));
      }
      DataSetReader reader = file.reader(ReadLimits.DEFAULT);
      DataSet attributes = reader.readHead();
      long start = file.dataSetOffset() + reader.position();
      PixelDataHandler pixels = new PixelDataHandler();
      pixels.parse(new DataSetParser(reader.rest(), reader.transferSyntax()));
      List<FrameLocation.Run> runs = new ArrayList<>();
      for (int i = 0; i < pixels.fragments().size(); i++) {
        long length = pixels.fragments().get(i).length();
        runs.add(new FrameLocation.Run(start + pixels.fragmentOffset(i), length));
      }
      return new VideoReader(channel, attributes, syntax, List.copyOf(runs));
    }
  }

  /** The attributes, without the pixel data. */
  public DataSet attributes() {
    return attributes;
  }

  /** The transfer syntax, one for which {@link #isVideo}. */
  public TransferSyntax transferSyntax() {
    return transferSyntax;
  }

  /** How long the stream is, in bytes, with the padding byte that its end can have. */
  public long length() {
    return runs.stream().mapToLong(FrameLocation.Run::length).sum();
  }

  /**
   * Writes the stream to the end of a file.
   *
   * @throws PixelDataException when the object ends before its stream does
   */
  public void copyTo(FileChannel target) throws IOException {
    for (FrameLocation.Run run : runs) {
      for (long done = 0; done < run.length(); ) {
        long more = channel.transferTo(run.offset() + done, run.length() - done, target);
        if (more <= 0) {
          throw new PixelDataException(
              "video: the file ends at offset %d (expected: %d bytes more)"
                  .formatted(run.offset() + done, run.length() - done));
        }
        done += more;
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
