package org.hokan.dicom.image.transcode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.data.Element;
import org.hokan.dicom.data.VR;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.DataSetParser;
import org.hokan.dicom.encoding.DataSetReader;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.StreamingWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.CodecLimits;
import org.hokan.dicom.image.codec.FrameCodecs;
import org.hokan.dicom.image.codec.external.JpegRecompression;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * Brings objects from one transfer syntax into another: any into any that this machine has codecs
 * for. Streams: of the pixel data one frame is in memory, of the rest what stands before it.
 * Between two native syntaxes not even that, and pixel data is not looked at.
 *
 * <p>Lossless ways give exactly the samples of the source. A lossy JPEG stream that is decoded
 * becomes RGB. Attributes follow the standard: see {@code Attributes}. What is lost must be asked
 * for ({@link LossPolicy}). JPEG XL JPEG Recompression and JPEG become each other bit for bit.
 *
 * <p>A transcoding that fails before its first frame is recoded has written nothing. Thread-safe.
 */
public final class Transcoder {
  private static final Transcoder STANDARD =
      new Transcoder(
          FrameCodecs.standard(), new JpegRecompression(), CodecLimits.DEFAULT, Integer.MAX_VALUE);

  /** Of what is read into memory: all but the pixel data. */
  private static final ReadLimits LIMITS =
      ReadLimits.builder().maxValueLength(64 << 20).maxTotalLength(64 << 20).build();

  private final FrameRecoder.Codecs codecs;

  /**
   * With these codecs.
   *
   * @param limits of each frame; one waits for its turn as long as it may take
   * @param mostFrames as many are recoded at a time, of all objects
   */
  public Transcoder(
      FrameCodecs codecs, JpegRecompression recompression, CodecLimits limits, int mostFrames) {
    this.codecs =
        new FrameRecoder.Codecs(codecs, recompression, limits, new Semaphore(mostFrames, true));
  }

  /** With all codecs of this machine and usual limits. */
  public static Transcoder standard() {
    return STANDARD;
  }

  /** From where to where, and how. */
  record Way(TransferSyntax source, TransferSyntax target, TranscodingOptions options) {}

  /**
   * Why there is no way from one transfer syntax to the other, as far as they tell; an object may
   * still have none.
   */
  public Optional<String> refusal(
      TransferSyntax source, TransferSyntax target, TranscodingOptions options) {
    return new Ways(codecs)
        .refusal(new Way(source, target, options))
        .map(TranscodingException::getMessage);
  }

  /**
   * A whole Part 10 object. Its File Meta Information is kept, but for what says how and by whom it
   * is written.
   *
   * @param object from its first byte; not closed
   * @param out gets a Part 10 object; flushed, not closed
   * @throws TranscodingException when it cannot be
   * @throws DataSetException when it is no DICOM object
   */
  public Transcoded transcode(
      InputStream object, OutputStream out, TransferSyntax target, TranscodingOptions options)
      throws IOException {
    Part10File file = Part10.open(object);
    Optional<FileMetaInformation> meta = file.metaInformation();
    Way way = new Way(file.transferSyntax(), target, options);
    return run(
        file.dataSet(),
        way,
        meta.isPresent(),
        attributes -> {
          out.write(Part10.header(metaInformation(meta, attributes, target)));
          return out;
        });
  }

  /**
   * A data set, without anything before it.
   *
   * @param dataSet from its first byte; not closed
   * @param out gets a data set; flushed, not closed
   * @throws TranscodingException when it cannot be
   * @throws DataSetException when it is no data set
   */
  public Transcoded dataSet(
      InputStream dataSet,
      TransferSyntax source,
      OutputStream out,
      TransferSyntax target,
      TranscodingOptions options)
      throws IOException {
    return run(dataSet, new Way(source, target, options), true, attributes -> out);
  }

  /**
   * @param identified whether the output can be opened without knowing the object's attributes
   */
  private Transcoded run(
      InputStream dataSet, Way way, boolean identified, ObjectRecoder.Start start)
      throws IOException {
    Optional<TranscodingException> refusal = new Ways(codecs).refusal(way);
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    boolean same = way.source().equals(way.target());
    boolean untouched = same || !way.source().encapsulated() && !way.target().encapsulated();
    if (untouched && identified) {
      return copied(dataSet, way, start.open(DataSet.empty()));
    }
    try {
      DataSetReader reader = new DataSetReader(dataSet, way.source(), LIMITS);
      DataSet head = reader.readHead();
      DataSetParser rest = new DataSetParser(reader.rest(), inflated(reader.transferSyntax()));
      return untouched ? copied(head, rest, way, start) : recoded(head, rest, way, start);
    } catch (PixelDataException e) {
      throw new TranscodingException(
          TranscodingException.Reason.PIXELS, String.valueOf(e.getMessage()), e);
    }
  }

  private Transcoded recoded(DataSet head, DataSetParser rest, Way way, ObjectRecoder.Start start)
      throws IOException {
    ObjectRecoder recoder = new ObjectRecoder(codecs, way, head, start);
    rest.parse(recoder);
    return recoder.finish();
  }

  private static Transcoded copied(InputStream dataSet, Way way, OutputStream out)
      throws IOException {
    if (way.source().equals(way.target())) {
      dataSet.transferTo(out);
      out.flush();
    } else {
      StreamingWriter writer = new StreamingWriter(out, way.target());
      new DataSetParser(dataSet, way.source()).parse(writer);
      writer.finish();
    }
    return untouched(way);
  }

  private static Transcoded copied(
      DataSet head, DataSetParser rest, Way way, ObjectRecoder.Start start) throws IOException {
    StreamingWriter writer = new StreamingWriter(start.open(head), way.target());
    for (Element element : head.asRead()) {
      writer.write(element);
    }
    rest.parse(writer);
    writer.finish();
    return untouched(way);
  }

  private static Transcoded untouched(Way way) {
    return new Transcoded(way.source(), way.target(), 0, Optional.empty());
  }

  /** What a reader has inflated is not deflated any more. */
  private static TransferSyntax inflated(TransferSyntax syntax) {
    return syntax.deflated() ? TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN : syntax;
  }

  private static FileMetaInformation metaInformation(
      Optional<FileMetaInformation> before, DataSet attributes, TransferSyntax target) {
    DataSet.Builder meta =
        before.map(FileMetaInformation::dataSet).orElse(DataSet.empty()).toBuilder();
    attributes.uid(Tag.SOPClassUID).ifPresent(uid -> meta.uid(Tag.MediaStorageSOPClassUID, uid));
    attributes
        .uid(Tag.SOPInstanceUID)
        .ifPresent(uid -> meta.uid(Tag.MediaStorageSOPInstanceUID, uid));
    return new FileMetaInformation(
        meta.longs(Tag.FileMetaInformationGroupLength, VR.UL, 0)
            .bytes(Tag.FileMetaInformationVersion, VR.OB, new byte[] {0, 1})
            .uid(Tag.TransferSyntaxUID, target.uid())
            .uid(Tag.ImplementationClassUID, FileMetaInformation.IMPLEMENTATION_CLASS_UID)
            .string(
                Tag.ImplementationVersionName,
                VR.SH,
                FileMetaInformation.IMPLEMENTATION_VERSION_NAME)
            .build());
  }
}
