package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.hokan.dicom.data.DataSet;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.dict.Tag;
import org.hokan.dicom.dict.UidDictionary;
import org.hokan.dicom.encoding.ReadLimits;
import org.hokan.dicom.encoding.TransferSyntax;
import org.hokan.dicom.file.FileMetaInformation;
import org.hokan.dicom.file.Part10;
import org.hokan.dicom.file.Part10File;
import org.hokan.dicom.image.codec.external.VideoFacts;
import org.hokan.dicom.image.codec.external.VideoTool;
import org.hokan.dicom.image.pixel.FrameReader;
import org.hokan.dicom.image.pixel.NoPixelDataException;
import org.hokan.dicom.image.pixel.VideoReader;
import org.hokan.dicom.image.render.PictureFormat;
import org.hokan.dicom.image.render.RenderOptions;
import org.hokan.dicom.image.render.Renderer;
import org.hokan.dicom.image.render.Rendering;

/** Renders the frames of one object to files. */
final class ObjectRendering {
  private final Choice choice;
  private final PicturePaths paths;
  private final Consumer<RenderedPicture> made;

  /**
   * What to make.
   *
   * @param options how
   * @param frame which one, counted from 1; empty for every frame
   * @param quality of JPEG, 1 to 100
   */
  record Choice(
      RenderOptions options, Optional<Integer> frame, PictureFormat format, int quality) {}

  /** There is no picture in the object, and nothing wrong with that. */
  static final class NoPictureException extends IOException {
    private static final long serialVersionUID = 1L;

    NoPictureException(String message) {
      super(message);
    }
  }

  /**
   * @param made told of each picture
   */
  ObjectRendering(Choice choice, PicturePaths paths, Consumer<RenderedPicture> made) {
    this.choice = choice;
    this.paths = paths;
    this.made = made;
  }

  /**
   * Renders what was chosen.
   *
   * @throws NoPictureException when the file is no DICOM object, or one without pixel data
   * @throws RuntimeException of the toolkit's kinds, when a picture cannot be made
   */
  void render(Path path) throws IOException {
    if (VideoReader.isVideo(syntax(path))) {
      video(path);
      return;
    }
    try (FrameReader reader = FrameReader.open(path)) {
      int frames = reader.frameCount();
      int first = choice.frame().orElse(1);
      if (first > frames) {
        throw new ToolException("frame %d (expected: 1 to %d)".formatted(first, frames));
      }
      for (int frame = first; frame <= choice.frame().orElse(frames); frame++) {
        Rendering rendering = Renderer.standard().render(reader, frame - 1, choice.options());
        write(path, new Place(frame, frames), rendering, Optional.empty());
      }
    } catch (NoPixelDataException none) {
      throw new NoPictureException("no picture in it: " + kind(path));
    }
  }

  private static TransferSyntax syntax(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoPictureException("no regular file");
    }
    try (Part10File file = Part10.open(path)) {
      return file.transferSyntax();
    } catch (DataSetException none) {
      throw new NoPictureException("no DICOM file");
    }
  }

  /** The SOP class in words. */
  private static String kind(Path path) throws IOException {
    try (Part10File file = Part10.open(path)) {
      return file.reader(ReadLimits.DEFAULT)
          .readUntil(Tag.SOPClassUID + 1)
          .uid(Tag.SOPClassUID)
          .or(() -> file.metaInformation().flatMap(FileMetaInformation::mediaStorageSopClassUid))
          .map(UidDictionary::nameOf)
          .orElse("an object that names no SOP Class UID");
    }
  }

  /** Only the first frame of a video is decoded. */
  private void video(Path path) throws IOException {
    if (choice.frame().orElse(1) > 1) {
      throw new ToolException(
          "frame %d of a video (expected: 1, others are not decoded)"
              .formatted(choice.frame().orElseThrow()));
    }
    try (VideoReader reader = VideoReader.open(path)) {
      VideoTool.Opening opening = new VideoTool().opening(reader, choice.options().limits());
      VideoFacts facts = opening.facts();
      DataSet attributes =
          DataSet.builder()
              .integer(Tag.PixelAspectRatio, facts.pixelHeight(), facts.pixelWidth())
              .build();
      Rendering rendering =
          Renderer.standard().render(opening.firstFrame(), attributes, choice.options());
      int frames = Math.max(1, reader.attributes().integer(Tag.NumberOfFrames).orElse(1));
      write(path, new Place(1, frames), rendering, Optional.of(facts));
    }
  }

  /** A frame, counted from 1, of so many. */
  private record Place(int frame, int frames) {}

  private void write(Path path, Place place, Rendering rendering, Optional<VideoFacts> video)
      throws IOException {
    boolean numbered = choice.frame().isEmpty() && place.frames() > 1 && video.isEmpty();
    Path picture =
        paths.of(path, numbered ? Optional.of(place.frame()) : Optional.empty()).toAbsolutePath();
    WholeFile.write(
        picture,
        out -> {
          choice.format().write(rendering.picture(), choice.quality(), out);
          return picture;
        });
    made.accept(
        new RenderedPicture(
            path,
            place.frame(),
            place.frames(),
            picture,
            rendering.picture().getWidth(),
            rendering.picture().getHeight(),
            rendering.warnings(),
            video));
  }
}
