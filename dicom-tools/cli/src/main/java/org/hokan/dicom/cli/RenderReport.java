package org.hokan.dicom.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hokan.dicom.image.codec.external.VideoFacts;
import picocli.CommandLine;

/**
 * Tells what {@code dicom render} made, skipped and could not make: to a person at once, or as one
 * JSON object at the end. Not thread-safe.
 */
final class RenderReport {
  private final CommandLine command;
  private final boolean json;
  private final Progress progress;
  private final List<Map<String, Object>> pictures = new ArrayList<>();
  private final List<Map<String, Object>> skipped = new ArrayList<>();
  private final List<Map<String, Object>> failures = new ArrayList<>();

  RenderReport(CommandLine command, boolean json) {
    this.command = command;
    this.json = json;
    this.progress = Progress.onTerminal(command.getErr());
  }

  void made(RenderedPicture picture) {
    pictures.add(map(picture));
    progress.clear();
    if (!json) {
      command.getOut().println(text(picture));
      picture.warnings().forEach(warning -> tell(picture.file() + ": " + warning));
    }
    progress.show("made %s".formatted(Texts.count(pictures.size(), "picture")));
  }

  void skipped(Path file, String why) {
    skipped.add(Map.of("file", file.toString(), "reason", why));
  }

  void failed(Path file, String why) {
    failures.add(Map.of("file", file.toString(), "reason", why));
    if (!json) {
      progress.clear();
      tell("%s: %s".formatted(file, why));
    }
  }

  private void tell(String text) {
    command.getOut().flush();
    command.getErr().println("dicom render: " + text);
  }

  /** Prints what is left to say; false when something failed. */
  boolean end() {
    progress.clear();
    PrintWriter out = command.getOut();
    if (json) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("pictures", pictures);
      all.put("skipped", skipped);
      all.put("failures", failures);
      out.println(JsonText.of(all));
    } else if (!skipped.isEmpty()) {
      out.printf(
          "skipped %s without a picture (--json lists them)%n",
          Texts.count(skipped.size(), "file"));
    } else if (pictures.isEmpty() && failures.isEmpty()) {
      out.println("nothing to render: no file there");
    }
    return failures.isEmpty();
  }

  private static String text(RenderedPicture it) {
    String frame = it.frames() > 1 ? ", frame %d of %d".formatted(it.frame(), it.frames()) : "";
    String video =
        it.video()
            .map(
                facts ->
                    ", video %s of %.1f s, %.2f frames a second"
                        .formatted(
                            facts.codec(),
                            facts.duration().toMillis() / 1000.0,
                            facts.framesPerSecond()))
            .orElse("");
    return "%s: %d x %d%s%s".formatted(it.picture(), it.width(), it.height(), frame, video);
  }

  private static Map<String, Object> map(RenderedPicture it) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("file", it.file().toString());
    map.put("frame", it.frame());
    map.put("frames", it.frames());
    map.put("picture", it.picture().toString());
    map.put("width", it.width());
    map.put("height", it.height());
    map.put("warnings", it.warnings());
    it.video().ifPresent(facts -> map.put("video", map(facts)));
    return map;
  }

  private static Map<String, Object> map(VideoFacts facts) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("codec", facts.codec());
    map.put("columns", facts.columns());
    map.put("rows", facts.rows());
    map.put("framesPerSecond", facts.framesPerSecond());
    map.put("seconds", facts.duration().toMillis() / 1000.0);
    return map;
  }
}
