package org.hokan.dicom.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hokan.dicom.data.DataSetException;
import org.hokan.dicom.image.codec.CodecException;
import org.hokan.dicom.image.pixel.PixelDataException;
import org.hokan.dicom.image.render.PictureFormat;
import org.hokan.dicom.image.render.RenderOptions;
import org.hokan.dicom.image.render.Window;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dicom render}: frames as PNG or JPEG pictures. */
@Command(
    name = "render",
    description = {
      "Makes PNG or JPEG pictures of images.",
      "With window or VOI LUT, palette, colours to sRGB, overlays and square pixels. Of a video it",
      "makes the first frame (needs ffmpeg)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  dicom render picture.dcm",
      "  dicom render picture.dcm --size 256 --format jpeg -o thumbnail.jpg",
      "  dicom render --frames --window 40,400 ct.dcm -o frames/",
      "  dicom render exam/ -o pictures/"
    })
final class RenderTool implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--frame",
      paramLabel = "N",
      description = "Which frame, counted from 1 (default: 1).")
  private @Nullable Integer frame;

  @Option(names = "--frames", description = "All frames, a picture each.")
  private boolean frames;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      description = "How long the longer side shall be (default: as the frame is).")
  private @Nullable Integer size;

  @Option(
      names = "--window",
      paramLabel = "C,W",
      description = "Center and width of the window, in place of what the object says.")
  private @Nullable String window;

  @Option(
      names = "--format",
      paramLabel = "png|jpeg",
      description = "What to write (default: what the name after -o ends in, or png).")
  private @Nullable PictureFormat format;

  @Option(
      names = "--quality",
      paramLabel = "1-100",
      defaultValue = "90",
      description = "Quality of JPEG (default: ${DEFAULT-VALUE}).")
  private int quality;

  @Option(names = "--no-overlays", description = "Leaves overlay planes out.")
  private boolean noOverlays;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "OUT",
      description = "The picture's file, or a folder for several (default: the current folder).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Prints what was made as JSON.")
  private boolean json;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Files, or folders with all that is below them.")
  private List<Path> files = new ArrayList<>();

  @Override
  public Integer call() {
    ObjectRendering.Choice choice = choice();
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw wrong(file + ": no such file or folder");
      }
    }
    RenderReport report = new RenderReport(spec.commandLine(), json);
    PicturePaths paths = new PicturePaths(files, Optional.ofNullable(out), frames, choice.format());
    ObjectRendering objects = new ObjectRendering(choice, paths, report::made);
    FileWalk walk = new FileWalk(files, (folder, why) -> report.failed(folder, Failures.text(why)));
    while (walk.hasNext()) {
      render(objects, walk.next(), report);
    }
    return report.end() ? Main.DONE : Main.FAILED;
  }

  private ObjectRendering.Choice choice() {
    if (frames && frame != null) {
      throw wrong("give either --frame or --frames");
    }
    if (frame != null && frame < 1) {
      throw wrong("--frame %d (expected: 1 or more)".formatted(frame));
    }
    if (quality < 1 || quality > 100) {
      throw wrong("--quality %d (expected: 1 to 100)".formatted(quality));
    }
    PictureFormat chosen = format;
    if (chosen == null) {
      chosen = Optional.ofNullable(out).flatMap(PicturePaths::formatOf).orElse(PictureFormat.PNG);
    }
    Optional<Integer> one =
        frames ? Optional.empty() : Optional.of(Optional.ofNullable(frame).orElse(1));
    return new ObjectRendering.Choice(options(), one, chosen, quality);
  }

  private RenderOptions options() {
    RenderOptions.Builder options = RenderOptions.builder().overlays(!noOverlays);
    try {
      Optional.ofNullable(window).ifPresent(text -> options.window(windowOf(text)));
      Optional.ofNullable(size).ifPresent(options::longestSide);
      return options.build();
    } catch (IllegalArgumentException outOfRange) {
      throw wrong(String.valueOf(outOfRange.getMessage()));
    }
  }

  private Window windowOf(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 2) {
        return Window.linear(Double.parseDouble(parts[0]), Double.parseDouble(parts[1]));
      }
    } catch (NumberFormatException none) {
      throw wrong("--window %s (expected: two numbers, as in 40,400)".formatted(text));
    }
    throw wrong("--window %s (expected: two numbers, as in 40,400)".formatted(text));
  }

  private void render(ObjectRendering objects, Path file, RenderReport report) {
    try {
      objects.render(file);
    } catch (ObjectRendering.NoPictureException none) {
      if (files.contains(file)) {
        report.failed(file, Failures.text(none));
      } else {
        report.skipped(file, Failures.text(none));
      }
    } catch (IOException
        | CodecException
        | PixelDataException
        | DataSetException
        | ToolException e) {
      report.failed(file, Failures.text(e));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
