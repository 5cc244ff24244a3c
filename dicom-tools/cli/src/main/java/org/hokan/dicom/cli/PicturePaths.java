package org.hokan.dicom.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hokan.dicom.image.render.PictureFormat;

/**
 * Where pictures go. One picture goes to the file that was named; several, or one whose place is a
 * folder that is there, go into that folder under their objects' names, below it in the folders
 * that they were found in.
 */
final class PicturePaths {
  private final List<Path> starts;
  private final Path out;
  private final boolean single;
  private final PictureFormat format;

  /**
   * @param starts the files and folders that are walked
   * @param out a file or a folder
   * @param everyFrame whether an object can make several pictures
   */
  PicturePaths(List<Path> starts, Optional<Path> out, boolean everyFrame, PictureFormat format) {
    this.starts = starts;
    this.out = out.orElse(Path.of(""));
    this.single =
        out.filter(path -> !Files.isDirectory(path)).isPresent()
            && starts.size() == 1
            && !Files.isDirectory(starts.get(0))
            && !everyFrame;
    this.format = format;
  }

  /** The format that a file's name asks for by its end. */
  static Optional<PictureFormat> formatOf(Path out) {
    String name =
        out.getFileName() == null ? "" : out.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".png")) {
      return Optional.of(PictureFormat.PNG);
    }
    return name.endsWith(".jpg") || name.endsWith(".jpeg")
        ? Optional.of(PictureFormat.JPEG)
        : Optional.empty();
  }

  /**
   * The picture's file.
   *
   * @param file the object's
   * @param frame counted from 1, where it belongs into the name
   */
  Path of(Path file, Optional<Integer> frame) {
    if (single) {
      return out;
    }
    Path relative = relative(file);
    String name = String.valueOf(relative.getFileName()).replaceFirst("(?i)\\.dcm$", "");
    String number = frame.map(n -> "-" + n).orElse("");
    return out.resolve(relative.resolveSibling(name + number + "." + format.extension()));
  }

  private Path relative(Path file) {
    for (Path start : starts) {
      if (Files.isDirectory(start) && file.startsWith(start)) {
        return start.relativize(file);
      }
    }
    return file.getFileName() == null ? file : file.getFileName();
  }
}
