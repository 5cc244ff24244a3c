package org.hokan.dicom.image.transcode;

import java.io.IOException;
import java.util.Optional;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.Uid;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.encoding.StreamingWriter;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.image.pixel.FrameAssembler;
import org.hokan.dicom.image.pixel.ImagePixel;
import org.hokan.dicom.image.pixel.PixelDataException;

/**
 * Recodes the frames of one object and writes each as it comes. The first one shows what the
 * attributes before it must say; they are written then. Used once.
 */
final class PixelRecoding implements FrameAssembler.Frames {
  private final DataSet head;
  private final ImagePixel image;
  private final Transcoder.Way way;
  private final FrameRecoder recoder;
  private final Opening opening;
  private Optional<Uid> derivedUid = Optional.empty();
  private Optional<Begun> begun = Optional.empty();
  private int frames;

  /** Opens the output. */
  interface Opening {
    /** The writer, with these attributes written. */
    StreamingWriter open(DataSet attributes) throws IOException;
  }

  private record Begun(RecodedFrame.Form form, FrameOutput output) {}

  /**
   * @param head all before the pixel data
   */
  PixelRecoding(DataSet head, Transcoder.Way way, FrameRecoder.Codecs codecs, Opening opening) {
    this.head = head;
    this.image = ImagePixel.of(head);
    this.way = way;
    this.recoder = new FrameRecoder(codecs, image, Attributes.lossy(head), way);
    this.opening = opening;
    if (!way.source().encapsulated()) {
      Overlays.requireNoneInPixels(head, image);
    }
  }

  ImagePixel image() {
    return image;
  }

  /** Frames written so far. */
  int frames() {
    return frames;
  }

  /** The object's new SOP Instance UID, where it lost something. */
  Optional<Uid> derivedUid() {
    return derivedUid;
  }

  @Override
  public void frame(byte[] stream) throws IOException {
    RecodedFrame recoded = recoder.recode(stream, frames + 1);
    if (begun.isEmpty()) {
      begun = Optional.of(begin(recoded));
    }
    Begun object = begun.get();
    if (!object.form().equals(recoded.form())) {
      throw new PixelDataException(
          "frame %d: %s (expected: %s, as the first one)"
              .formatted(frames + 1, recoded.form(), object.form()));
    }
    object.output().frame(recoded.stream());
    frames++;
  }

  private Begun begin(RecodedFrame first) throws IOException {
    TransferSyntax target = way.target();
    if (!target.encapsulated()) {
      FrameOutput.Native.lengthBytes(image, first.form().bitsAllocated());
    }
    if (first.form().lossyNow().isPresent()) {
      derivedUid = derived();
    }
    StreamingWriter writer = opening.open(Attributes.after(head, image, target, first, derivedUid));
    FrameOutput output =
        target.encapsulated()
            ? new FrameOutput.Encapsulated(writer, image.frames(), Cells.isBare(target))
            : new FrameOutput.Native(writer, image);
    output.start(first);
    return new Begun(first.form(), output);
  }

  private Optional<Uid> derived() {
    return head.uid(Tag.SOPInstanceUID)
        .flatMap(
            uid ->
                Optional.of(way.options().derivedUid().apply(uid)).filter(id -> !id.equals(uid)));
  }

  /** All frames were told. */
  void end() throws IOException {
    if (begun.isPresent()) {
      begun.get().output().end();
    }
  }
}
